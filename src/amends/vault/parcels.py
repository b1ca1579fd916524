"""A parcel: a file of any length, sealed piece by piece under a passphrase or a key, noticed when a byte is missing.

It starts with eight letters, a byte that says what opens it, and either a slot (a fresh key behind a passphrase) or
nothing (then the caller has the key). Each piece follows as its length in 4 bytes, big-endian, a letter ("m" for more,
"e" for the end) and a sealed row whose place names its number and that letter.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from amends.vault.keys import new_key
from amends.vault.sealing import Box, Damaged
from amends.vault.slots import Work, lock, open_slot

MAGIC = b"AMENDS\x00\x01"
BEHIND_A_PHRASE, UNDER_A_KEY = b"p", b"k"
PLACE = "parcel"
LARGEST_PIECE = 64 << 20  # bytes; ours are far smaller, so a longer one is a damaged file and is never read into memory
MORE, END = b"m", b"e"
_LENGTH = struct.Struct(">I")


class Parcel(NamedTuple):
    """How a parcel is opened: a passphrase, or the key itself."""

    phrase: str = ""
    key: bytes = b""


def pack(pieces: Iterable[bytes], out: BinaryIO, parcel: Parcel, work: Work) -> None:
    """Writes all pieces, sealed, to `out`."""
    key = parcel.key or new_key()
    out.write(MAGIC + (UNDER_A_KEY if parcel.key else BEHIND_A_PHRASE))
    if not parcel.key:
        _write(out, lock(key, parcel.phrase, PLACE, work))
    box = Box(key)
    number = 0
    for number, piece in enumerate(pieces, start=1):
        _write(out, MORE + box.seal(piece, _place(number, MORE)))
    _write(out, END + box.seal(b"", _place(number + 1, END)))


def unpack(source: BinaryIO, parcel: Parcel) -> Iterator[bytes]:
    """The pieces, one by one. Raises Damaged where the file is cut, changed, not a parcel, or the way in is wrong.

    A cut file is noticed at its end only: act on nothing before the last piece was read.
    """
    box = Box(_key(source, parcel))
    number = 1
    while (sealed := _read(source))[:1] != END:
        yield box.unseal(sealed[1:], _place(number, sealed[:1]))
        number += 1
    box.unseal(sealed[1:], _place(number, END))
    if source.read(1):
        raise Damaged("something was added to the end of this file")


def needs_no_phrase(source: BinaryIO) -> bool:
    """Whether this parcel opens with a key rather than a passphrase. Reads its head only; raises Damaged where that is
    none of a parcel."""
    return _opener(source) == UNDER_A_KEY


def _opener(source: BinaryIO) -> bytes:
    """The byte that says what opens it."""
    head = source.read(len(MAGIC) + 1)
    if head[: len(MAGIC) - 1] != MAGIC[:-1]:
        raise Damaged("this is not a backup of Amends")
    if head[len(MAGIC) - 1 : len(MAGIC)] != MAGIC[-1:]:
        raise Damaged("this backup was made by a newer Amends: update first, then restore it")
    return head[len(MAGIC) :]


def _key(source: BinaryIO, parcel: Parcel) -> bytes:
    opener = _opener(source)
    if opener == UNDER_A_KEY and parcel.key:
        return parcel.key
    if opener != BEHIND_A_PHRASE or parcel.key:
        raise Damaged("this backup opens in another way: with its passphrase, or on the machine that made it")
    try:
        return open_slot(_read(source), parcel.phrase, PLACE)
    except Damaged:
        raise Damaged("the passphrase is another one, or the file was changed") from None


def _place(number: int, letter: bytes) -> str:
    return f"{PLACE}/{number}/{letter.hex()}"


def _write(out: BinaryIO, sealed: bytes) -> None:
    out.write(_LENGTH.pack(len(sealed)) + sealed)


def _read(source: BinaryIO) -> bytes:
    head = source.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else LARGEST_PIECE + 1
    sealed = source.read(length) if length <= LARGEST_PIECE else b""
    if not sealed or len(sealed) != length:
        raise Damaged("this file ends too early, or was changed")
    return sealed
