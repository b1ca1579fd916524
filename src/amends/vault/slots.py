"""Key slots: a vault key, locked under words that a person knows or has printed.

A slot is: one byte of format version (2: the words were folded first; 1: they were not), the work factors (memory in
KiB and passes as 4 bytes each, lanes as 1, all big-endian), a salt of 16 bytes, and the vault key sealed under what
Argon2id (RFC 9106) makes of the words.
"""

import secrets
import struct
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from threading import BoundedSemaphore
from typing import NamedTuple

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amends.vault.keys import KEY_BYTES
from amends.vault.sealing import Damaged, seal, unseal
from amends.vault.typed import folded, older_readings

VERSION, UNFOLDED = b"\x02", b"\x01"
SALT_BYTES = 16
SHORTEST_PHRASE = 12  # characters
AT_ONCE = 2  # keys that are made from words at the same time: 256 MiB at the usual work, 512 at the highest
PATIENCE = 5  # seconds that others wait for their turn
_HEAD = struct.Struct(">cIIB")
_running = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many keys are being made from words just now. Nothing was tried."""


class Work(NamedTuple):
    """How much one guess costs: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


# A factor that was ever used stays here: a slot with any other is not ours.
WORKS = {
    "light": Work(19 * 1024, 2, 1),  # the least that OWASP advises: for the smallest machines, and for tests
    "usual": Work(128 * 1024, 2, 1),  # about a quarter of a second on one core of 2024
    "high": Work(256 * 1024, 3, 1),
}


def lock(key: bytes, phrase: str, place: str, work: Work, salt: bytes = b"") -> bytes:
    """A slot that holds `key` for one `place` and opens with `phrase` alone. Takes as long as `work` says.

    Slots that are tried together may have one `salt` of 16 bytes: then a guess at all of them costs what one does.
    Raises Busy.
    """
    salt = salt or secrets.token_bytes(SALT_BYTES)
    return _HEAD.pack(VERSION, *work) + salt + seal(key, _key_of(folded(phrase), salt, work), place)


def open_slot(slot: bytes, phrase: str, place: str) -> bytes:
    """The key in `slot`. Raises Damaged for other words, another place, or changed bytes: nobody can tell which.

    Raises Busy.
    """
    return open_first([(slot, place)], phrase)[1]


def open_first(slots: Sequence[tuple[bytes, str]], phrase: str) -> tuple[int, bytes]:
    """Which of these slots, each with its place, opens first, and the key in it. Those of one salt and one work cost
    one guess together. Raises Damaged where none opens; and Busy."""
    key_of = cache(_key_of)
    for number, (slot, place) in enumerate(slots):
        for words in older_readings(phrase) if is_unfolded(slot) else [folded(phrase)]:
            with suppress(Damaged):
                return number, _unlocked(slot, key_of(words, salt_of(slot), work_of(slot)), place)
    raise Damaged("other words, another place, or no slot of ours")


def salt_of(slot: bytes) -> bytes:
    """The salt of a slot."""
    return slot[_HEAD.size : _HEAD.size + SALT_BYTES]


def is_unfolded(slot: bytes) -> bool:
    """Whether a slot was made before words were folded: only then does it matter which quotes were typed."""
    return slot[:1] == UNFOLDED


def work_of(slot: bytes) -> Work:
    """The work factors of a slot. Raises Damaged where they are none of ours."""
    if len(slot) < _HEAD.size + SALT_BYTES:
        raise Damaged("too short for a slot")
    version, *factors = _HEAD.unpack_from(slot)
    work = Work(*factors)
    if version not in (VERSION, UNFOLDED) or work not in WORKS.values():
        raise Damaged("not a slot of this format")
    return work


def _unlocked(slot: bytes, key_of_words: bytes, place: str) -> bytes:
    key = unseal(slot[_HEAD.size + SALT_BYTES :], key_of_words, place)
    if len(key) != KEY_BYTES:
        raise Damaged("no key of ours in this slot")
    return key


def _key_of(words: str, salt: bytes, work: Work) -> bytes:
    if not _running.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _derived(words, salt, work)
    finally:
        _running.release()


def _derived(words: str, salt: bytes, work: Work) -> bytes:
    argon = Argon2id(salt=salt, length=KEY_BYTES, iterations=work.passes, lanes=work.lanes, memory_cost=work.memory)
    return argon.derive(words.encode())
