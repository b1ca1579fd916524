"""Something sealed behind words that one person tells another by voice: who stores it can open it as little as anybody
who has not heard them.

One byte of format version, the length of a key slot in 2 bytes, big-endian, the slot (`slots`), and a sealed row under
the key in it. Words of five (64 bits) at the cost of Argon2id a guess are more than a host can search through. What
was heard counts: not whether somebody writes it in capitals, or with commas or dashes between.
"""

import re
import struct

from amends.vault.keys import new_key
from amends.vault.sealing import Damaged, seal, unseal
from amends.vault.slots import Work, lock, open_slot

VERSION = b"\x01"
_LENGTH = struct.Struct(">H")


def put_behind(words: str, plain: bytes, place: str, work: Work) -> tuple[bytes, bytes]:
    """`plain` sealed behind `words` for one `place`, and the key that the words open. Raises slots.Busy."""
    key = new_key()
    slot = lock(key, _heard(words), place, work)
    return VERSION + _LENGTH.pack(len(slot)) + slot + seal(plain, key, place), key


def hear(words: str, sealed: bytes, place: str) -> bytes:
    """The key behind `words`. Raises Damaged for other words, another place or changed bytes; and slots.Busy."""
    return open_slot(_parts(sealed)[0], _heard(words), place)


def look_behind(sealed: bytes, key: bytes, place: str) -> bytes:
    """What was put behind the words, by the key that they open. Raises Damaged, and only that."""
    return unseal(_parts(sealed)[1], key, place)


def _heard(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _parts(sealed: bytes) -> tuple[bytes, bytes]:
    """The slot, and the row behind it."""
    begins = len(VERSION) + _LENGTH.size
    if sealed[:1] != VERSION or len(sealed) < begins:
        raise Damaged("nothing that was put behind words in this format")
    ends = begins + _LENGTH.unpack(sealed[1:begins])[0]
    return sealed[begins:ends], sealed[ends:]
