"""Bytes and the place they belong to, sealed; and back again, or Damaged.

A sealed row is: one byte of format version, a nonce of 12 bytes, then AES-256-GCM's output over the padded bytes.
The version and the place are bound to it, so a row that is moved to another owner, shelf or id does not open.
Padding hides a row's exact length: it grows in steps of 256 bytes.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amends.vault.keys import derive

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
BLOCK_BYTES = 256


class Damaged(Exception):
    """These bytes do not open here: cut, changed, moved from their place, or sealed under another key."""


class Box:
    """One key, made ready once for many rows: `seal` and `unseal` of this module do the same for a single one."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(derive(key, "seal"))

    def seal(self, plain: bytes, place: str) -> bytes:
        """`plain` sealed for one `place`. Every call gives other bytes."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, _pad(plain), _bound(place))

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """The bytes that were sealed for `place`. Raises Damaged, and only that, where they do not open."""
        version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if version != VERSION or len(body) < TAG_BYTES + BLOCK_BYTES:
            raise Damaged("not a sealed row of this format")
        try:
            return _unpad(self._cipher.decrypt(nonce, body, _bound(place)))
        except InvalidTag:
            raise Damaged("the key or the place is another, or the bytes were changed") from None


def seal(plain: bytes, key: bytes, place: str) -> bytes:
    """`plain` sealed under `key` (32 bytes) for one `place`. Every call gives other bytes."""
    return Box(key).seal(plain, place)


def unseal(sealed: bytes, key: bytes, place: str) -> bytes:
    """The bytes that were sealed under `key` for `place`. Raises Damaged, and only that, where they do not open."""
    return Box(key).unseal(sealed, place)


def _bound(place: str) -> bytes:
    return VERSION + place.encode()


def _pad(plain: bytes) -> bytes:
    """One 0x80, then zeros to the next full block (ISO/IEC 7816-4), so that the end is always found again."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % BLOCK_BYTES)


def _unpad(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x80")]
