"""Something sealed for one other person: they alone open it, and it cannot be moved to another place.

HPKE (RFC 9180) with ML-KEM-768 and X25519 together, HKDF-SHA256 and AES-256-GCM: it stays closed while either of the
two holds. The key pair is drawn from the vault key, so nothing more has to be kept, and whoever opens the vault has it.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from amends.vault.keys import derive
from amends.vault.sealing import Damaged

VERSION = b"\x01"
MLKEM_PUBLIC_BYTES, X25519_PUBLIC_BYTES = 1184, 32
PUBLIC_BYTES = len(VERSION) + MLKEM_PUBLIC_BYTES + X25519_PUBLIC_BYTES

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def public_key(key: bytes) -> bytes:
    """What others need to seal something for the owner of this vault key: 1,217 bytes, no secret."""
    mlkem, x25519 = _halves(key)
    return VERSION + mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def hand_over(plain: bytes, public: bytes, place: str) -> bytes:
    """`plain` sealed for the owner of `public`, for one `place`. Raises Damaged for no public key of ours.

    It does not say who sealed it: anybody who has the public key can (`pairing` says it).
    """
    return VERSION + _SUITE.encrypt(plain, _read_public(public), info=_bound(place))


def receive(sealed: bytes, key: bytes, place: str) -> bytes:
    """What was handed over to the owner of this vault key for `place`. Raises Damaged, and only that."""
    if sealed[:1] != VERSION:
        raise Damaged("nothing that was handed over in this format")
    try:
        return _SUITE.decrypt(sealed[1:], MLKEM768X25519PrivateKey(*_halves(key)), info=_bound(place))
    except (InvalidTag, ValueError):
        raise Damaged("it was sealed for somebody else or another place, or was changed") from None


def _halves(key: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    seed = derive(key, "identity/mlkem/d") + derive(key, "identity/mlkem/z")
    return MLKEM768PrivateKey.from_seed_bytes(seed), X25519PrivateKey.from_private_bytes(derive(key, "identity/x25519"))


def _read_public(public: bytes) -> MLKEM768X25519PublicKey:
    version, mlkem, x25519 = public[:1], public[1 : 1 + MLKEM_PUBLIC_BYTES], public[1 + MLKEM_PUBLIC_BYTES :]
    if version != VERSION or len(x25519) != X25519_PUBLIC_BYTES:
        raise Damaged("not a public key of ours")
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(mlkem), X25519PublicKey.from_public_bytes(x25519)
        )
    except ValueError:
        raise Damaged("not a public key of ours") from None


def _bound(place: str) -> bytes:
    return VERSION + place.encode()
