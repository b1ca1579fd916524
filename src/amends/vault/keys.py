"""Keys: made from the system's dice, or drawn from another key for one purpose."""

import secrets
from collections.abc import Sequence

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
    return _drawn(key, purpose)


def joined(keys: Sequence[bytes], purpose: str) -> bytes:
    """One 32-byte key out of several, for one named purpose: who lacks one of them knows nothing of it.

    Raises ValueError for a key that is not 32 bytes long.
    """
    for key in keys:
        _check(key)
    return _drawn(b"".join(keys), purpose)


def _drawn(material: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"amends/" + purpose.encode()).derive(material)


def _check(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
