"""A letter for somebody without an account: an address that says nothing, and words that are told apart from it."""

from dataclasses import replace
from datetime import datetime

import msgspec

from amends.known import know
from amends.process import Letter, Receipt
from amends.store.handed import NotThere, Spot, decoded, empty, lay, leave, lying, new_alone
from amends.vault import Damaged, Work, derive, hear, look_behind, put_behind, seal, unseal

know(Letter, Receipt)


class WrongWords(Exception):
    """These are not the words that were told. `left` is how many more tries there are, if they are counted."""

    def __init__(self, left: int | None = None) -> None:
        super().__init__(left)
        self.left = left


def lay_link(letter: Letter, words: str, work: Work) -> tuple[Spot, bytes, bytes]:
    """Lays a letter behind words. Returns where, the key that the words open, and the sealed bytes."""
    spot = new_alone()
    sealed, key = put_behind(words, msgspec.json.encode(letter), spot.place, work)
    lay(spot, sealed, letter.until)
    return spot, key, sealed


def hear_link(spot: Spot, words: str, now: datetime) -> bytes:
    """The key to a letter, by its words. Raises NotThere, WrongWords, vault.Busy."""
    row = lying(spot, now)
    if not row.sealed:
        raise NotThere
    try:
        return hear(words, bytes(row.sealed), spot.place)
    except Damaged:
        raise WrongWords from None


def open_link(spot: Spot, key: bytes, now: datetime) -> Letter:
    """The letter, by its key; that it was opened is left there for its giver. Raises NotThere, for a wrong key too."""
    row = lying(spot, now)
    try:
        letter = decoded(look_behind(bytes(row.sealed), key, spot.place), Letter)
    except Damaged:
        raise NotThere from None
    if letter.until <= now:  # a row may say otherwise
        raise NotThere
    if not row.answer:
        leave(spot, sealed_receipt(Receipt(now), key, spot))
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
        return decoded(unseal(answer, derive(secret, "receipt"), f"{spot.place}/receipt"), Receipt)
    except Damaged:
        return None
