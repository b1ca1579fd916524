"""A letter for somebody without an account: an address that says nothing, and words that are told apart from it."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import msgspec

from amends.known import know
from amends.process import Letter, Receipt
from amends.store.handed import (
    LINK,
    NotThere,
    Spot,
    empty,
    leave,
    lying,
    lying_alone,
    some_alone,
)
from amends.store.opened import decoded
from amends.vault import Damaged, Work, derive, hear, lock, look_behind, new_key, put_behind, seal, unseal

know(Letter, Receipt)
letter_in, _receipt_in = msgspec.json.Decoder(Letter).decode, msgspec.json.Decoder(Receipt).decode


class WrongWords(Exception):
    """These are not the words that were told. `left` is how many more tries there are, if they are counted."""

    def __init__(self, left: int | None = None) -> None:
        super().__init__(left)
        self.left = left


def link_for(spot: Spot, letter: Letter, words: str, work: Work) -> tuple[bytes, bytes]:
    """A letter behind words: the sealed bytes that are to lie there, and the key that the words open. Raises
    vault.Busy."""
    behind, key = put_behind(words, msgspec.json.encode(letter), spot.place, work)
    return LINK + behind, key


def hear_link(spot: Spot, words: str, now: datetime) -> bytes:
    """The key to a letter, by its words. Raises NotThere, WrongWords, vault.Busy."""
    _row, sealed = lying_alone(spot, LINK, now)
    try:
        return hear(words, sealed, spot.place)
    except Damaged:
        raise WrongWords from None


def listen(spot: Spot, words: str, now: datetime, work: Work) -> bytes:
    """The same, for anybody who asks: WrongWords, after the same work, where nothing lies there too. A new slot would
    cost `work`. Raises vault.Busy."""
    another = some_alone(spot)  # looked for where it is not needed, too: how many are asked takes time
    with suppress(NotThere):
        return hear_link(spot, words, now)
    _try(another, words, work)
    raise WrongWords


def read_link(spot: Spot, key: bytes, now: datetime) -> Letter:
    """The letter, by its key; nobody is told. Raises NotThere, for a wrong key too."""
    _row, sealed = lying_alone(spot, LINK, now)
    try:
        letter = decoded(look_behind(sealed, key, spot.place), letter_in)
    except Damaged:
        raise NotThere from None
    if letter.until <= now:  # a row may say otherwise
        raise NotThere
    return letter


def open_link(spot: Spot, key: bytes, now: datetime) -> Letter:
    """The letter, by its key; that it was opened is left there for its giver. Raises NotThere, for a wrong key too."""
    letter = read_link(spot, key, now)
    with suppress(NotThere):  # it was opened before
        leave(spot, sealed_receipt(Receipt(now), key, spot))
    lying(spot, now)  # else it was taken back meanwhile
    return letter


def remove_link(spot: Spot, key: bytes, now: datetime) -> None:
    """Takes the letter away, for who has read it. Raises NotThere, for a wrong key too."""
    open_link(spot, key, now)
    was = receipt_in(bytes(lying(spot, now).answer), key, spot) or Receipt(now)
    empty(spot, sealed_receipt(replace(was, removed=now), key, spot))


def sealed_receipt(receipt: Receipt, secret: bytes, spot: Spot) -> bytes:
    """What is left for the giver: only who can open the letter can say so."""
    return seal(msgspec.json.encode(receipt), derive(secret, "receipt"), f"{spot.place}/receipt")


def receipt_in(answer: bytes, secret: bytes, spot: Spot) -> Receipt | None:
    """What was left for the giver; None where nothing is, or what somebody else wrote."""
    try:
        return decoded(unseal(answer, derive(secret, "receipt"), f"{spot.place}/receipt"), _receipt_in)
    except Damaged:
        return None


def _try(sealed: bytes | None, words: str, work: Work) -> None:
    """Costs what words for something that lies here cost, whatever AMENDS_KEY_WORK was when that was laid down."""
    if sealed is None:
        lock(new_key(), words, "nobody", work)
        return
    with suppress(Damaged):
        hear(words, sealed, "nobody")
