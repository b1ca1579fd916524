"""A parent's circle: the people they are paired with, and the invitations that are open. All of it is sealed in their
own vault; what is handed over lies elsewhere (`handed`)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import IntegrityError

from amends.known import know
from amends.process import Given, Invitation, Person, Role, parted
from amends.store.disk import writing
from amends.store.handed import NotThere, Spot, lay_alone, lying, take_away
from amends.store.invitations import Heard, Hello, accept, answered, invitation_for
from amends.store.opened import Vault
from amends.store.shelf import Kept, NotKept, Shelf
from amends.vault import Damaged, Work

PEOPLE, INVITATIONS, GIVEN = "people", "invitations", "given"
MOST_PEOPLE = 200  # of one parent or therapist, those that are over and open invitations too
know(Person, Invitation, Given)


class OwnInvitation(Exception):
    """Nobody is paired with themselves."""


class TooManyPeople(Exception):
    """There are as many people here as there can be. Nobody was invited."""


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that was not answered by who heard its words: with how many wrong tries, or `is_over`."""

    id: UUID
    invitation: Invitation
    tries: int = 0
    is_over: bool = False
    is_forged: bool = False  # somebody answered who had not heard the words


class Circle:
    """The people of one vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.people = Shelf(vault, PEOPLE, Person)
        self.given = Shelf(vault, GIVEN, Given)

    @cached_property
    def _invitations(self) -> Shelf[Invitation]:
        return Shelf(self._vault, INVITATIONS, Invitation)

    def invite(
        self,
        name: str,
        role: Role,
        words: str,
        until: datetime,
        now: datetime,
        work: Work,
        known_as: str,
        once: str = "",
    ) -> UUID:
        """Invites somebody whom I call `name`; they are told that I am `known_as`. Returns the id in the address: the
        same one for each name in `once`, while that invitation is here.

        Raises TooManyPeople, vault.Busy.
        """
        spot = Spot.alone(self._invitations.id_of_once(once))
        if self._invitations.holds(spot.id):
            return spot.id
        self._ask_for_room()
        hello = Hello(known_as, self._vault.owner, role)
        sealed, secret = invitation_for(spot, self._vault.key, hello, words, work)  # before the writing: it takes long
        with suppress(IntegrityError), writing():  # IntegrityError: the same form was faster
            lay_alone(spot, sealed, until)
            self._invitations.put(spot.id, Invitation(name, role, now, until, secret))
        return spot.id

    def withdraw(self, id: UUID) -> None:
        """Takes an invitation back, or forgets one that is over. Raises NotKept."""
        with writing():
            self._invitations.forget(id)
            take_away([Spot.alone(id)])

    def accept(self, heard: Heard, known_as: str, now: datetime) -> Kept[Person] | None:
        """Answers an invitation: from now on we know each other. None where it was the house's.

        Raises TooManyPeople, OwnInvitation; and NotThere where it was answered meanwhile.
        """
        if heard.is_from(self._vault.owner):
            raise OwnInvitation
        self._ask_for_room()
        with writing():
            person = accept(heard, self._vault, known_as, now)
            return self.people.add(person) if person else None

    def invitations(self, now: datetime) -> list[Open]:
        """The invitations that are open or over, oldest first; those that were answered become people."""
        found = sorted(self._invitations.entries(), key=lambda kept: kept.entry.made)
        return [one for one in (self._looked_at(kept, now) for kept in found) if one]

    def person(self, id: UUID) -> Kept[Person]:
        """Somebody one is, or was, paired with. Raises NotKept, vault.Damaged."""
        return self.people.entry(id)

    def known(self) -> list[Kept[Person]]:
        """Those one is paired with, and those with whom it is over, oldest first."""
        return sorted(self.people.entries(), key=lambda kept: kept.entry.since)

    def _looked_at(self, kept: Kept[Invitation], now: datetime) -> Open | None:
        try:
            row = lying(Spot.alone(kept.id), now)
        except NotThere:
            return Open(kept.id, kept.entry, is_over=True)
        if not row.answer:
            return Open(kept.id, kept.entry, row.tries)
        try:
            self._take_up(kept, bytes(row.answer), now)
        except Damaged:
            return Open(kept.id, kept.entry, is_forged=True)
        return None

    def _take_up(self, kept: Kept[Invitation], answer: bytes, now: datetime) -> None:
        """Whoever answered becomes known, by the name that I called them. Raises vault.Damaged."""
        person = answered(kept, answer, self._vault, now)
        with suppress(NotKept), writing():  # NotKept: another page of mine was faster
            self._invitations.forget(kept.id)
            self.people.add(person)
            take_away([Spot.alone(kept.id)])

    def _ask_for_room(self) -> None:
        if self.people.rows().count() + self._invitations.rows().count() >= MOST_PEOPLE:
            raise TooManyPeople

    def end(self, id: UUID) -> Kept[Person]:
        """Forgets the keys to somebody: what they write from now on is a stranger's. Raises NotKept."""
        return self.people.amend(id, parted)

    def all_invitations(self) -> Iterator[UUID]:
        """The ids of all invitations that are kept."""
        return (kept.id for kept in self._invitations.entries())
