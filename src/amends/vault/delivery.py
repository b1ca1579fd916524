"""What a browser seals while it is offline, and hands over later: plain HPKE, which every browser can do by itself.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode (RFC 9180). A key pair of its own, drawn from the vault
key: a phone that only holds the public half can put something in and take nothing out.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from amends.vault.keys import derive
from amends.vault.sealing import Damaged

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_BOUND = b"amends/delivery/1/"


def delivery_key(key: bytes) -> bytes:
    """The public half, 32 bytes: what a browser needs to seal something for the owner of this vault key."""
    return X25519PrivateKey.from_private_bytes(delivery_secret(key)).public_key().public_bytes_raw()


def delivery_secret(key: bytes) -> bytes:
    """The private half, 32 bytes: it opens what was sealed to the public one, and nothing else of the diary."""
    return derive(key, "delivery/x25519")


def delivered(sealed: bytes, secret: bytes, place: str) -> bytes:
    """What was sealed to the public half of `secret` under the name `place`. Raises Damaged, and only that."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(secret), info=_BOUND + place.encode())
    except (InvalidTag, ValueError):
        raise Damaged("it was sealed for somebody else or under another name, or was changed") from None
