"""Tokens: what a program holds, and the slot that it opens. Nobody can guess 135 bits, so no guess is made dear.

Such a slot is one byte of format version (3), and the vault key sealed under a key drawn from the token by HKDF.
"""

from hashlib import sha256

from amends.vault.codes import Mistyped, drawn, letters_of
from amends.vault.keys import KEY_BYTES, derive
from amends.vault.sealing import Damaged, seal, unseal

BEGINS = "amends_"  # so that whoever finds one in a file knows what it is
VERSION = b"\x03"


def new_token() -> str:
    """A fresh token."""
    return BEGINS + drawn()


def token(given: str) -> str:
    """The token as it was shown, out of what a program sent. Raises Mistyped before any slot is tried."""
    if not given.startswith(BEGINS):
        raise Mistyped
    return BEGINS + letters_of(given.removeprefix(BEGINS))


def token_tag(token: str) -> bytes:
    """A blind name of a token: its slot is found by it, and it leads nowhere."""
    return derive(_hash(token), "token/tag")


def lock_for_token(key: bytes, token: str, place: str) -> bytes:
    """A slot that holds `key` for one `place` and opens with this token alone."""
    return VERSION + seal(key, derive(_hash(token), "token/slot"), place)


def open_by_token(slot: bytes, token: str, place: str) -> bytes:
    """The key in `slot`. Raises Damaged for another token, another place, or changed bytes: nobody can tell which."""
    if slot[:1] != VERSION:
        raise Damaged("no slot for a token")
    key = unseal(slot[1:], derive(_hash(token), "token/slot"), place)
    if len(key) != KEY_BYTES:
        raise Damaged("no key of ours in this slot")
    return key


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
