"""Invitations: an address and five spoken words. Who hears the words proves by them who they are."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from amends.known import know
from amends.process import Invitation, Person, Role
from amends.store.handed import (
    INVITATION,
    NotThere,
    Spot,
    lay_alone,
    leave,
    lying_alone,
    take_away,
    try_once,
    was_right,
)
from amends.store.links import WrongWords
from amends.store.opened import Vault, decoded
from amends.store.shelf import Kept
from amends.vault import Busy, Damaged, Work, answer, hear, new_key, offer, read_answer, read_offer

TRIES = 3  # wrong words; then it is burnt
_TAKEN = b"\0"  # what lies for a moment where an invitation of the house was: a second one finds it taken


class Hello(msgspec.Struct, frozen=True):
    """What two say of themselves when they meet: a name, where letters for them are laid, and what one is invited as.

    Without a box it is the house's own invitation: to open an account, and to be paired with nobody.
    """

    name: str = ""
    box: UUID | None = None
    role: Role = Role.NEAR


know(Hello)
_hello_in = msgspec.json.Decoder(Hello).decode


@dataclass(frozen=True, slots=True)
class Heard:
    """An invitation whose words were said: who invites, and what proves it."""

    spot: Spot
    hello: Hello
    public: bytes
    secret: bytes = field(repr=False)

    @property
    def is_of_the_house(self) -> bool:
        """Whether it opens an account, and pairs with nobody."""
        return self.hello.box is None

    def is_from(self, owner: UUID) -> bool:
        """Whether this owner of a vault invites."""
        return self.hello.box == owner


def invitation_for(spot: Spot, key: bytes, hello: Hello, words: str, work: Work) -> tuple[bytes, bytes]:
    """An invitation from the owner of a vault key: the sealed bytes that are to lie there, and the secret by which its
    answer is read. Raises vault.Busy."""
    sealed, secret = offer(words, msgspec.json.encode(hello), key, spot.place, work)
    return INVITATION + sealed, secret


def lay_house_invitation(words: str, until: datetime, work: Work) -> Spot:
    """Lays an invitation of the house down: whoever hears its words may open an account."""
    spot = Spot.new_alone()
    sealed, _secret = invitation_for(spot, new_key(), Hello(), words, work)
    lay_alone(spot, sealed, until)
    return spot


def hear_invitation(spot: Spot, words: str, now: datetime) -> Heard:
    """Who invites, for who says the right words. Raises NotThere; WrongWords, and burns it at the third; vault.Busy."""
    row, sealed = lying_alone(spot, INVITATION, now)
    if row.answer:  # it waits to be looked at, and nobody may burn it any more
        raise NotThere
    left = try_once(spot, TRIES)
    try:
        secret = hear(words, sealed, spot.place)
        public, hello = _read(sealed, secret, spot)
    except Damaged:
        if not left:
            take_away([spot])
        raise WrongWords(left) from None
    except Busy:  # nobody listened, so nothing was said
        was_right(spot)
        raise
    was_right(spot)
    return Heard(spot, hello, public, secret)


def accept(heard: Heard, vault: Vault, name: str, now: datetime) -> Person | None:
    """Answers, as the owner of an open vault. Returns who is known from now on; None for an invitation of the house.

    Raises NotThere where it was answered meanwhile.
    """
    if heard.hello.box is None:
        leave(heard.spot, _TAKEN)
        take_away([heard.spot])
        return None
    hello = msgspec.json.encode(Hello(name, vault.owner, heard.hello.role))
    sealed, pair = answer(heard.public, heard.secret, hello, vault.key, heard.spot.place)
    leave(heard.spot, sealed)
    called = heard.hello.name[: Person.LONGEST_NAME]
    return Person(called, heard.hello.role, False, now, heard.hello.box, heard.public, pair)


def answered(kept: Kept[Invitation], sealed: bytes, vault: Vault, now: datetime) -> Person:
    """Who answered, by the name that they were invited under. Raises vault.Damaged for who had not heard the words."""
    invited = kept.entry
    other = read_answer(sealed, invited.secret, vault.key, Spot.alone(kept.id).place)
    hello = decoded(other.hello, _hello_in)
    if hello.box is None:
        raise Damaged("it says nothing of who answered")
    return Person(invited.name or hello.name, invited.role, True, now, hello.box, other.public, other.pair)


def _read(sealed: bytes, secret: bytes, spot: Spot) -> tuple[bytes, Hello]:
    other = read_offer(sealed, secret, spot.place)
    return other.public, decoded(other.hello, _hello_in)
