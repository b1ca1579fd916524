"""Two vaults come to know each other: the invitation is the proof.

Whoever invites puts their public key behind five spoken words (`spoken`). Who hears them opens it, so the key is the
right one; and answers with their own public key and a fresh secret for the first, all of it sealed under what the words
open, so the answer is from who heard them. Out of the secret and the words both make one *pair key* that nobody else
has: a host that swaps keys in what it stores is noticed, and one that learns the words later still lacks the secret.

The pair key says who sealed a letter, which HPKE alone does not: anybody may seal to a public key.
"""

import struct
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from amends.vault.codes import words_of
from amends.vault.keys import KEY_BYTES, derive, joined, new_key
from amends.vault.sealing import Box, Damaged, seal, unseal
from amends.vault.sharing import PUBLIC_BYTES, hand_over, public_key, receive
from amends.vault.slots import Work
from amends.vault.spoken import look_behind, put_behind

CHECK_WORDS = 10  # 129 bits: nobody finds another pair of keys with the same ones
_LENGTH = struct.Struct(">H")


class Other(NamedTuple):
    """The other of two: their public key, what they say of themselves, and the pair key (none in an offer)."""

    public: bytes
    hello: bytes
    pair: bytes = b""


def offer(words: str, hello: bytes, key: bytes, place: str, work: Work) -> tuple[bytes, bytes]:
    """An invitation from the owner of this vault key, and the secret that reads its answer. Raises slots.Busy."""
    return put_behind(words, public_key(key) + hello, place, work)


def read_offer(sealed: bytes, secret: bytes, place: str) -> Other:
    """Who invites, by the secret that the words open. Raises Damaged."""
    plain = look_behind(sealed, secret, place)
    return Other(plain[:PUBLIC_BYTES], plain[PUBLIC_BYTES:])


def answer(theirs: bytes, secret: bytes, hello: bytes, key: bytes, place: str) -> tuple[bytes, bytes]:
    """The answer of the owner of this vault key to the owner of the public key `theirs`, and the pair key with them.
    Raises Damaged where that is no public key."""
    fresh, mine = new_key(), public_key(key)
    for_them = hand_over(fresh, theirs, _answer(place))
    plain = mine + _LENGTH.pack(len(for_them)) + for_them + hello
    return seal(plain, secret, _answer(place)), _pair(fresh, secret, theirs, mine, place)


def read_answer(sealed: bytes, secret: bytes, key: bytes, place: str) -> Other:
    """Who answered the invitation of the owner of this vault key. Raises Damaged for whoever did not hear the words."""
    plain = unseal(sealed, secret, _answer(place))
    theirs, rest = plain[:PUBLIC_BYTES], plain[PUBLIC_BYTES:]
    begins = _LENGTH.size
    ends = begins + _LENGTH.unpack(rest[:begins])[0]
    fresh = receive(rest[begins:ends], key, _answer(place))
    return Other(theirs, rest[ends:], _pair(fresh, secret, public_key(key), theirs, place))


def write_to(other: Other, plain: bytes, place: str) -> bytes:
    """A letter that `other` alone opens, and that only one of the pair can have written. Raises Damaged for no key."""
    return hand_over(_mark(other.pair) + seal(plain, derive(other.pair, "letters"), place), other.public, place)


class Readers:
    """The pair keys of all whom the owner of one vault key knows, made ready once for many letters."""

    def __init__(self, pairs: Sequence[bytes], key: bytes) -> None:
        self._key = key
        self._known = {_mark(pair): (number, Box(derive(pair, "letters"))) for number, pair in enumerate(pairs)}

    def read(self, sealed: bytes, place: str) -> tuple[int, bytes]:
        """With which of the pair keys a letter was written, and what it says.

        Raises Damaged for a letter from anybody else, to somebody else, for another place, or changed.
        """
        inside = receive(sealed, self._key, place)
        mark, letter = inside[:KEY_BYTES], inside[KEY_BYTES:]
        if mark not in self._known:
            raise Damaged("nobody known wrote it")
        number, box = self._known[mark]
        return number, box.unseal(letter, place)


def check_words(pair: bytes) -> str:
    """Ten words that both of a pair see, and nobody else: to be compared by voice, by who wants to be surer still."""
    return words_of(derive(pair, "check"), CHECK_WORDS)


def _mark(pair: bytes) -> bytes:
    return derive(pair, "mark")


def _pair(fresh: bytes, secret: bytes, inviting: bytes, answering: bytes, place: str) -> bytes:
    return joined((fresh, secret), f"pair/{place}/{sha256(inviting + answering).hexdigest()}")


def _answer(place: str) -> str:
    return f"{place}/answer"
