"""`amends serve --phone`, as the terminal and the data folder show it; in a browser: tests/journeys/test_phone.py."""

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import click
import pytest

from amends.cli import first_visit, phone
from amends.cli.doctor_house import phones
from amends.cli.first_visit import MOST_AT_ONCE, Shown, open_door
from amends.cli.phone import Home, at_home, certificates, told
from amends.vault import ends, fingerprint
from tests import commands
from tests.cli.test_serve import assert_said
from tests.journeys.alone import leave_the_network
from tests.phones import ADDRESS

NOW = datetime.now(UTC)
HOME = Home(ADDRESS, "kitchen.local", 8000)
# In a network of its own, which this process cannot look into: so what is seen there is seen from inside, too.
FROM_INSIDE = """
import subprocess, sys
from pathlib import Path
from tests import commands
from tests.journeys.alone import join_a_home, leave_the_network
from tests.phones import ADDRESS, for_phones
if not leave_the_network():
    sys.exit(77)
join_a_home(ADDRESS, goes_out=True)
folder = Path(FOLDER)
site = for_phones(folder, is_found=True, AMENDS_DATABASE="")
with site:
    root = site.first("/certificate.crt")[1]
    page = site.first("/")[1]
    asked = subprocess.run(commands.amends("doctor", "--port", str(site.port)), env=site.env, capture_output=True)
    print(f"Port {site.port}: an Amends answers there." in asked.stdout.decode())
    print(site.trusting(root)[0], b"Certificate Trust Settings" in page, b"PRIVATE" in root + page)
    places = ("/authority.pem", "/phone.pem", "/../data/authority.pem", "/start/", "/static/", "/%2e%2e/")
    print([site.first(place)[0] for place in places])
private = [one for one in (folder / "data").iterdir() if one.suffix == ".pem"]
print(sorted(one.name for one in private), {oct(one.stat().st_mode & 0o777) for one in private})
"""


def serve(folder: Path, *words: str, alone: bool = False) -> subprocess.CompletedProcess[str]:
    """A start that is not expected to go well; in an empty network, if `alone`."""
    env = os.environ | {"AMENDS_DATA": str(folder), "AMENDS_DATABASE": ""}
    command = commands.amends("serve", *words)
    leaves = leave_the_network if alone else None
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, preexec_fn=leaves, cwd=folder)


def test_it_finds_itself_the_doctor_finds_it_and_its_root_trusts_it_and_no_more_is_shown_than_the_way_to_that(
    tmp_path: Path,
) -> None:
    code = FROM_INSIDE.replace("FOLDER", repr(str(tmp_path)))
    env = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path])}
    done = subprocess.run(commands.lines(code, tmp_path), env=env, capture_output=True, text=True, timeout=90)
    if done.returncode == 77:
        pytest.skip("this system gives no network of one's own")
    assert done.returncode == 0, done.stderr
    seen_by_the_doctor, served, shown, kept = done.stdout.splitlines()
    assert seen_by_the_doctor == "True"
    assert served == "200 True False"
    assert shown == "[404, 404, 404, 404, 404, 404]"
    assert kept == "['authority.pem', 'phone.pem'] {'0o600'}"
    said = (tmp_path / "log.txt").read_text()
    assert f"at https://{ADDRESS}:" in said and "They read nothing" in said
    assert len(re.findall(r"\b[0-9A-F]{2}\b", said.split("(SHA-256):")[1].split("Whoever")[0])) == 32


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--phone", "--host", "0.0.0.0"], "Leave --host out"),
        (["--address", ADDRESS], "--address belongs to --phone"),
        (["--phone", "--port", "65535"], "the next port is needed too"),
        (["--phone", "--address", "8.8.8.8"], "8.8.8.8 is no address of a home network"),
        (["--phone", "--address", "kitchen"], "kitchen is no address of a home network"),
        (["--phone", "--address", "10.99.98.97"], "this machine has no such address"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_sentence(tmp_path: Path, words: list[str], says: str) -> None:
    assert_said(serve(tmp_path, *words), says)
    assert not list(tmp_path.glob("*.pem"))


def test_where_no_network_is_it_says_so(tmp_path: Path) -> None:
    assert_said(serve(tmp_path, "--phone", alone=True), "this machine is in no network")


def test_the_settings_of_the_run_name_this_machine_and_believe_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_HTTPS", "yes")
    monkeypatch.setenv("AMENDS_HOSTS", "amends.example")
    monkeypatch.setattr(socket, "gethostname", lambda: "Kitchen.example")
    assert at_home("10.1.2.3", 8000) == Home("10.1.2.3", "kitchen.local", 8000)
    assert (os.environ["AMENDS_HTTPS"], os.environ["AMENDS_HOSTS"]) == ("itself", "10.1.2.3,kitchen.local")
    monkeypatch.setattr(socket, "gethostname", lambda: "localhost")
    assert at_home("10.1.2.3", 8000).names == ["10.1.2.3"]


def test_the_same_certificate_serves_until_its_end_is_near_or_the_address_changes(tmp_path: Path) -> None:
    root, own = certificates(tmp_path, HOME, NOW), tmp_path / "phone.pem"
    first = own.read_bytes()
    assert certificates(tmp_path, HOME, NOW + timedelta(days=300)) == root
    assert own.read_bytes() == first
    assert certificates(tmp_path, HOME, NOW + timedelta(days=380)) == root
    assert ends(own.read_bytes()) > ends(first)
    later = own.read_bytes()
    assert certificates(tmp_path, Home("192.168.77.6", "kitchen.local", 8000), NOW) == root
    assert own.read_bytes() != later


def test_an_authority_near_its_end_makes_way_for_another_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    root = certificates(tmp_path, HOME, NOW)
    assert certificates(tmp_path, HOME, NOW + timedelta(days=3300)) != root
    (tmp_path / "authority.pem").write_text("-----BEGIN")
    with pytest.raises(click.ClickException, match="Take it away"):
        certificates(tmp_path, HOME, NOW)


def test_the_terminal_shows_addresses_picture_and_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = certificates(tmp_path, HOME, NOW)
    monkeypatch.setattr(phone, "_is_announced", lambda: True)
    said = told(HOME, root, NOW)
    assert "https://kitchen.local:8000/" in said and f"http://{ADDRESS}:8001/" in said
    assert " ".join(said.split("(SHA-256):")[1].split("Whoever")[0].split()) == fingerprint(root)
    assert "█" in said
    with open(os.devnull, "w", encoding="ascii") as knows_no_blocks:
        monkeypatch.setattr(phone.sys, "stdout", knows_no_blocks)
        assert "█" not in told(HOME, root, NOW)


def a_door() -> int:
    """A page of one word. Returns its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    open_door(Home("127.0.0.1", "", port - 1), {"/": Shown("text/plain", b"here")})
    return port


def test_too_many_at_once_are_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_visit._Asked, "timeout", 60)
    before, port = threading.active_count(), a_door()
    with ExitStack() as open_ones:
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST_AT_ONCE + 1)]
        for one in silent:
            open_ones.enter_context(closing(one))
        silent[-1].settimeout(20)
        assert silent[-1].recv(9) == b""
        assert threading.active_count() <= before + MOST_AT_ONCE + 1


def test_who_says_nothing_is_not_waited_for_and_the_next_one_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_visit._Asked, "timeout", 0.2)
    port = a_door()
    for said, heard in ((b"", b""), (b"GET / HTTP/1.0\r\n\r\n", b"here"), (b"\x16\x03\x01\x02\r\n\r\n", b"")):
        assert _heard(port, said).endswith(heard)


def test_who_drips_is_hung_up_on_in_the_end_and_the_next_one_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_visit, "LONGEST_VISIT", 1)
    port, over = a_door(), monotonic() + 20
    with ExitStack() as open_ones:
        drips = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST_AT_ONCE)]
        for one in drips:
            open_ones.enter_context(closing(one))
        while drips and monotonic() < over:
            drips = [one for one in drips if _still_takes(one, b"G")]
        assert drips == []
    assert _heard(port, b"GET / HTTP/1.0\r\n\r\n").endswith(b"here")


def _still_takes(one: socket.socket, drop: bytes) -> bool:
    """Whether the other end still waits for more, a moment after it got one byte more."""
    one.settimeout(0.02)
    try:
        one.sendall(drop)
        return one.recv(99) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def test_who_asks_for_the_head_alone_is_told_of_the_page_and_not_sent_it() -> None:
    port = a_door()
    whole, head = (_heard(port, b"%s / HTTP/1.0\r\n\r\n" % word) for word in (b"GET", b"HEAD"))
    assert b"Content-Length: 4" in head and b" 200 " in head
    assert whole.split(b"\r\n\r\n")[1] == b"here" and head.split(b"\r\n\r\n")[1] == b""
    assert b" 404 " in _heard(port, b"HEAD /x HTTP/1.0\r\n\r\n")


def _heard(port: int, said: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", port))) as one:
        one.settimeout(20)
        one.sendall(said)
        return b"".join(iter(lambda: one.recv(999), b""))


def test_the_page_says_what_to_do_on_an_iphone_on_android_and_on_a_computer() -> None:
    page = first_visit.pages(HOME, b"root")["/"].content.decode()
    assert all(f"Then, on {device}" in page for device in ("an iPhone", "Android", "a computer"))


def test_the_doctor_knows_the_end_of_the_certificate(tmp_path: Path) -> None:
    assert [*phones(tmp_path, NOW)] == []
    certificates(tmp_path, HOME, NOW)
    (well,) = phones(tmp_path, NOW)
    (over,) = phones(tmp_path, NOW + timedelta(days=500))
    assert well.is_well and "good until" in well.says
    assert not over.is_well and "amends serve --phone" in over.do
    (tmp_path / "phone.pem").write_text("x")
    (damaged,) = phones(tmp_path, NOW)
    assert "makes another one" in damaged.do
