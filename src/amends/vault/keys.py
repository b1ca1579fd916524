"""Keys: made from the system's dice, or drawn from another key for one purpose."""

import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def new_key() -> bytes:
    """A fresh random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def derive(key: bytes, purpose: str) -> bytes:
    """Another 32-byte key (or a blind name) for one named purpose, by HKDF-SHA256 (RFC 5869).

    The same key and purpose always give the same bytes; the bytes tell nothing of the key or of other purposes.
    Raises ValueError for a key that is not 32 bytes long.
    """
    _check(key)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"amends/" + purpose.encode()).derive(key)


def _check(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
