"""A certificate authority for one home, so that a phone there trusts this machine and nothing else is trusted by it.

The phone is given the root. Its key signs one thing, the authority of this house, and is then let go: it is kept
nowhere. What is kept can only sign for names of a home, and as it is no root, every browser has to hold it to that
(docs/decisions/0040).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOME_NETWORKS = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")))
HOME_NAMES = "local"  # what devices call each other without a server (RFC 6762)
AUTHORITY_DAYS = 3650
LEAF_DAYS = 397  # Apple takes no more than 398, and Chromium neither
RENEWED_DAYS = 30  # before its end
EARLIER = timedelta(days=1)  # a phone's clock may be behind ours


def is_home(address: str) -> bool:
    """Whether this is an address (IPv4) that only a home network has."""
    try:
        return any(IPv4Address(address) in network for network in HOME_NETWORKS)
    except ValueError:
        return False


def new_authority(called: str, now: datetime) -> bytes:
    """An authority for one home as PEM: its key, its certificate, and the root that a phone has to trust."""
    until = now + timedelta(days=AUTHORITY_DAYS)
    root_key, key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root_name, name = _name(called), _name(f"{called}, this machine")
    root = _begun(root_name, root_name, root_key, now, until).add_extension(_authority(1), critical=True)
    ours = _begun(name, root_name, key, now, until).add_extension(_authority(0), critical=True)
    ours = ours.add_extension(_only_at_home(), critical=True).add_extension(_SERVER, critical=False)
    ours = ours.add_extension(_issued_by(root_key), critical=False)
    signed = [one.add_extension(_SIGNS, critical=True).sign(root_key, SHA256()) for one in (ours, root)]
    return _pem(key) + b"".join(one.public_bytes(Encoding.PEM) for one in signed)


def new_certificate(authority: bytes, names: Sequence[str], now: datetime) -> bytes:
    """A key and a certificate for these addresses and names, as PEM, with what a phone needs to trace it to the root.
    Raises ValueError where the authority is damaged."""
    ours, _root = _certificates(authority)
    signs, key = _key(authority), generate_private_key(SECP256R1())
    until = min(now - EARLIER + timedelta(days=LEAF_DAYS), ours.not_valid_after_utc)
    named = x509.SubjectAlternativeName([_named(one) for one in names])
    leaf = _begun(_name(names[0]), ours.subject, key, now, until).add_extension(named, critical=False)
    leaf = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = leaf.add_extension(_SERVER, critical=False).add_extension(_issued_by(signs), critical=False)
    signed = leaf.add_extension(_SPEAKS, critical=True).sign(signs, SHA256())
    return _pem(key) + signed.public_bytes(Encoding.PEM) + ours.public_bytes(Encoding.PEM)


def root_of(authority: bytes) -> bytes:
    """The root as a phone takes it (DER): a certificate, no key. Raises ValueError where the authority is damaged."""
    return _certificates(authority)[1].public_bytes(Encoding.DER)


def fingerprint(root: bytes) -> str:
    """By what two people see that they have the same root: its SHA-256, as phones write it."""
    return x509.load_der_x509_certificate(root).fingerprint(SHA256()).hex(" ", 1).upper()


def ends(pem: bytes) -> datetime:
    """When the first certificate in it ends. Raises ValueError where there is none."""
    return x509.load_pem_x509_certificates(pem)[0].not_valid_after_utc


def names_of(pem: bytes) -> list[str]:
    """All that the first certificate in it is for. Raises ValueError where there is none."""
    leaf = x509.load_pem_x509_certificates(pem)[0]
    return [str(one.value) for one in leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value]


def lasts(authority: bytes, now: datetime) -> bool:
    """Whether certificates of a whole year can still be had of it. Raises ValueError where it is damaged."""
    _key(authority)
    return _certificates(authority)[0].not_valid_after_utc > now + timedelta(days=LEAF_DAYS)


def serves(certificate: bytes, authority: bytes, names: Sequence[str], now: datetime) -> bool:
    """Whether a certificate is of this authority, for these names, and not near its end. A damaged one is none."""
    try:
        _key(certificate)
        leaf, ours = _certificates(certificate)
        leaf.verify_directly_issued_by(_certificates(authority)[0])
    except (ValueError, TypeError, InvalidSignature):
        return False
    named = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    left = leaf.not_valid_after_utc - now
    return [*named] == [_named(one) for one in names] and timedelta(days=RENEWED_DAYS) < left


def _name(called: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])


def _named(one: str) -> x509.GeneralName:
    return x509.IPAddress(IPv4Address(one)) if is_home(one) else x509.DNSName(one)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    begun = begun.serial_number(x509.random_serial_number()).not_valid_before(now - EARLIER).not_valid_after(until)
    return begun.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _authority(below: int) -> x509.BasicConstraints:
    return x509.BasicConstraints(ca=True, path_length=below)


def _only_at_home() -> x509.NameConstraints:
    networks = [x509.IPAddress(one) for one in HOME_NETWORKS]
    return x509.NameConstraints([x509.DNSName(HOME_NAMES), *networks], None)


def _issued_by(key: EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not signs, False, False, False, False, signs, signs, False, False)


_SERVER = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
_SIGNS, _SPEAKS = _usage(signs=True), _usage(signs=False)


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _key(pem: bytes) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(pem, None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("no key of ours")
    return key


def _certificates(pem: bytes) -> tuple[x509.Certificate, x509.Certificate]:
    """The two in it. Raises ValueError."""
    first, second = x509.load_pem_x509_certificates(pem)
    return first, second
