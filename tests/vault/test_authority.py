"""An authority for one home: what it vouches for, for how long, and what it can never be made to say."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from amends.vault import (
    ends,
    fingerprint,
    is_home,
    lasts,
    names_of,
    new_authority,
    new_certificate,
    root_of,
    serves,
)

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
NAMES = ["192.168.1.20", "kitchen.local"]
AUTHORITY = new_authority("Home network (kitchen)", NOW)
OURS, ROOT = x509.load_pem_x509_certificates(AUTHORITY)


def judged(folder: Path, certificate: bytes, *asked: str) -> str:
    """What OpenSSL says of a certificate to somebody who trusts the root alone."""
    leaf, chain, root = folder / "leaf.pem", folder / "chain.pem", folder / "root.der"
    leaf.write_bytes(certificate)
    chain.write_bytes(b"-----BEGIN CERT" + certificate.split(b"-----BEGIN CERT")[2])
    root.write_bytes(root_of(AUTHORITY))
    trusted = ["openssl", "x509", "-inform", "DER", "-in", root, "-out", folder / "root.pem"]
    subprocess.run(trusted, check=True, timeout=20)
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", folder / "root.pem"]
    done = subprocess.run([*command, *asked, "-untrusted", chain, leaf], capture_output=True, text=True, timeout=20)
    assert (done.returncode == 0) == done.stdout.endswith(": OK\n")
    return done.stdout + done.stderr


@pytest.mark.parametrize("asked", [("-verify_ip", NAMES[0]), ("-verify_hostname", NAMES[1])])
def test_who_trusts_the_root_trusts_the_machine_by_its_address_and_its_name(
    tmp_path: Path, asked: tuple[str, str]
) -> None:
    assert ": OK" in judged(tmp_path, new_certificate(AUTHORITY, NAMES, NOW), *asked)


@pytest.mark.parametrize("name", ["bank.example", "local.example", "93.184.216.34.example"])
def test_what_is_kept_cannot_vouch_for_a_site_outside_a_home(tmp_path: Path, name: str) -> None:
    said = judged(tmp_path, new_certificate(AUTHORITY, [name], NOW), "-verify_hostname", name)
    assert "permitted subtree violation" in said


def test_the_key_of_the_root_is_kept_nowhere() -> None:
    assert AUTHORITY.count(b"PRIVATE KEY") == 2, "the begin and the end of one"
    kept = load_pem_private_key(AUTHORITY, None).public_key()
    assert kept == OURS.public_key() and kept != ROOT.public_key()
    assert root_of(AUTHORITY) == ROOT.public_bytes(Encoding.DER) and b"PRIVATE" not in root_of(AUTHORITY)


def test_a_certificate_is_no_longer_good_than_phones_allow_and_never_outlasts_its_authority() -> None:
    leaf = x509.load_pem_x509_certificates(new_certificate(AUTHORITY, NAMES, NOW))[0]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=397)
    late = new_certificate(AUTHORITY, NAMES, NOW + 3600 * DAY)
    assert ends(late) == OURS.not_valid_after_utc


def test_it_says_what_it_is_for() -> None:
    assert names_of(new_certificate(AUTHORITY, NAMES, NOW)) == NAMES


def test_it_is_renewed_for_other_names_near_its_end_and_where_it_is_of_another_house() -> None:
    own = new_certificate(AUTHORITY, NAMES, NOW)
    end = ends(own)
    assert serves(own, AUTHORITY, NAMES, NOW) and serves(own, AUTHORITY, NAMES, end - 31 * DAY)
    assert not serves(own, AUTHORITY, NAMES, end - 30 * DAY)
    assert not serves(own, AUTHORITY, ["192.168.1.21", NAMES[1]], NOW)
    assert not serves(own, AUTHORITY, NAMES[:1], NOW)
    assert not serves(own, new_authority("Home network (kitchen)", NOW), NAMES, NOW)


@pytest.mark.parametrize("damaged", [b"", b"no certificate", AUTHORITY[:200], AUTHORITY[-700:]])
def test_a_damaged_one_is_no_certificate_and_no_authority(damaged: bytes) -> None:
    assert not serves(damaged, AUTHORITY, NAMES, NOW)
    with pytest.raises(ValueError):
        lasts(damaged, NOW)


def test_without_its_certificates_a_key_is_no_authority() -> None:
    with pytest.raises(ValueError):
        root_of(AUTHORITY[:300])


def test_a_key_of_another_kind_is_none_of_ours() -> None:
    made = subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519"], capture_output=True, check=True, timeout=20)
    with pytest.raises(ValueError, match="no key of ours"):
        lasts(made.stdout + AUTHORITY[AUTHORITY.index(b"-----BEGIN CERT") :], NOW)


def test_an_authority_is_let_go_while_a_whole_year_can_still_be_had_of_it() -> None:
    assert lasts(AUTHORITY, NOW) and lasts(AUTHORITY, OURS.not_valid_after_utc - 398 * DAY)
    assert not lasts(AUTHORITY, OURS.not_valid_after_utc - 397 * DAY)


def test_a_fingerprint_reads_as_phones_and_openssl_write_it(tmp_path: Path) -> None:
    (tmp_path / "root.der").write_bytes(root_of(AUTHORITY))
    command = ["openssl", "x509", "-inform", "DER", "-in", tmp_path / "root.der", "-noout", "-fingerprint", "-sha256"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout
    assert re.sub(r".*=|\s", "", said).replace(":", " ") == fingerprint(root_of(AUTHORITY))


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("192.168.1.20", True),
        ("10.0.0.1", True),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.169.0.1", False),
        ("127.0.0.1", False),
        ("8.8.8.8", False),
        ("fd00::2", False),
        ("kitchen.local", False),
        ("", False),
    ],
)
def test_an_address_of_a_home_is_told_from_others(address: str, home: bool) -> None:
    assert is_home(address) is home
