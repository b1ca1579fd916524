"""Giving and receiving, between two who are paired or by a link: a sealed copy leaves, and can be taken back."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError

from amends.process import Given, Letter, LetterKind, Lying, Person, Receipt, State, state_of, uncovered
from amends.store.calendars import Calendars
from amends.store.circle import Circle
from amends.store.disk import writing
from amends.store.handed import (
    Full,
    NotThere,
    Spot,
    all_with,
    empty,
    lay,
    lay_alone,
    leave,
    lying,
    take_away,
)
from amends.store.links import letter_in, link_for, receipt_in, sealed_receipt
from amends.store.models import Handed
from amends.store.opened import Vault, decoded
from amends.store.shelf import Kept
from amends.vault import Damaged, Other, Readers, Work, derive, write_to

PARTING_LASTS = timedelta(weeks=52)  # how long it can be heard that somebody has left: as long as anything lies there


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that lies with me: from whom, what I may see of it now, and whether I have opened it."""

    id: UUID
    person: Kept[Person]
    letter: Letter
    receipt: Receipt | None = None

    @property
    def waits(self) -> bool:
        """Whether it shows its words only once I have written mine."""
        return self.letter.kind is LetterKind.TOGETHER and not self.letter.words


@dataclass(frozen=True, slots=True)
class Box:
    """All that lies with me, newest first; and how much of it nobody whom I know has written."""

    letters: tuple[Received, ...]
    strange: int = 0

    def of(self, person: UUID) -> tuple[Received, ...]:
        """What one person gave me."""
        return tuple(one for one in self.letters if one.person.id == person)


@dataclass(frozen=True, slots=True)
class Became:
    """What was given once, what became of it, and how it lies now; None where it does not lie there any more."""

    kept: Kept[Given]
    state: State
    lying: Lying | None = None


class Giving:
    """What the owner of one vault gives and receives."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.circle = Circle(vault)

    def give(self, person: Kept[Person], letter: Letter, once: str = "") -> Kept[Given]:
        """Lays a sealed copy with somebody I know: one for each name in `once`, however often it is sent (any number
        without). Raises handed.Full; NotThere where they are not here any more."""
        one, mine = person.entry, self.circle.given
        spot = Spot(one.box, mine.id_of_once(once))
        with writing():
            if mine.holds(spot.id):
                return mine.entry(spot.id)
            digest = _digest(_laid(one, letter, spot))
            return mine.put(spot.id, Given(letter, one.name, spot.box, digest, _receipts(one), person.id))

    def give_link(self, to: str, letter: Letter, words: str, work: Work, once: str = "") -> Kept[Given]:
        """Lays a sealed copy behind words, for somebody without an account: one for each name in `once`, while it lies
        there. Raises vault.Busy."""
        mine = self.circle.given
        spot = Spot.alone(mine.id_of_once(once))
        if mine.holds(spot.id):
            known = mine.entry(spot.id)
            if not known.entry.taken_back:
                return known
            spot = Spot.new_alone()
        sealed, secret = link_for(spot, letter, words, work)  # it takes long: nobody else's words wait for it
        with suppress(IntegrityError), writing():
            lay_alone(spot, sealed, letter.until)
            return mine.put(spot.id, Given(letter, to, spot.box, _digest(sealed), secret))
        return mine.entry(spot.id)  # the same form was faster

    def given(self, now: datetime) -> list[tuple[Kept[Given], State]]:
        """Everything that was ever given, newest first, and what became of each."""
        return [(one.kept, one.state) for one in self.became(now)]

    def became(self, now: datetime) -> list[Became]:
        """The same, with when it was opened, and how often a link was asked for. Who has left is let go first: that
        what they had is gone is nobody's fault."""
        self.box(now)
        over = {kept.id for kept in self.circle.people.entries() if kept.entry.is_over}
        found = sorted(self.circle.given.entries(), key=lambda kept: kept.entry.letter.written, reverse=True)
        return [self._became(kept, now, kept.entry.person in over) for kept in found]

    def take_back(self, id: UUID, now: datetime) -> None:
        """Takes back what was given: from now on it opens for nobody. Raises NotKept."""
        with writing():
            kept = self.circle.given.amend(id, lambda given: replace(given, taken_back=given.taken_back or now))
            take_away([Spot(kept.entry.box, id)])

    def forget(self, id: UUID, now: datetime) -> None:
        """Takes it back, and forgets that it was given. Raises NotKept."""
        with writing():
            self.take_back(id, now)
            self.circle.given.forget(id)

    def box(self, now: datetime) -> Box:
        """What lies with me and opens. Who has left is let go, with all they gave."""
        opened, strange = self._opened(self._near(), now)
        for left in {one.person.id for one in opened if one.letter.kind is LetterKind.OVER}:
            self._let_go(left, opened)
            opened = [one for one in opened if one.person.id != left]
        return Box(tuple(sorted(opened, key=lambda one: one.letter.written, reverse=True)), strange)

    def letter(self, id: UUID, now: datetime) -> Received:
        """One letter that lies with me. Raises NotThere."""
        for one in self.box(now).letters:
            if one.id == id:
                return one
        raise NotThere

    def lies_here(self, id: UUID, now: datetime) -> bool:
        """Whether something still lies with me under this id. It opens nothing: a page that is open asks often."""
        with suppress(NotThere):
            return bool(lying(self._spot(id), now).sealed)
        return False

    def open(self, id: UUID, now: datetime) -> Received:
        """The same; that I opened it is left there for its giver, once it shows all that it says. Raises NotThere."""
        found = self.letter(id, now)
        if found.receipt or found.waits:
            return found
        receipt = Receipt(now)
        with suppress(NotThere):  # opened on another page of mine meanwhile
            leave(self._spot(id), self._sealed(receipt, found))
        return replace(found, receipt=receipt)

    def remove(self, id: UUID, now: datetime) -> Received:
        """Takes away what I have received, leaves for its giver that I did, and returns it. Raises NotThere."""
        found = self.letter(id, now)
        receipt = replace(found.receipt or Receipt(now), removed=now)
        empty(self._spot(id), self._sealed(receipt, found))
        return found

    def part(self, id: UUID, now: datetime) -> None:
        """Leaves somebody: what they gave is gone here, what I gave them is taken back, and they are told. Raises
        NotKept."""
        person = self.circle.person(id)
        if person.entry.is_over:
            return
        with writing():
            self._take_back_all(now, id)
            self._leave(person, self._opened([person], now)[0], now)

    def forget_person(self, id: UUID, now: datetime) -> None:
        """Forgets somebody, after parting: they are counted no more, and what I gave them is taken back. Raises
        NotKept."""
        with writing():
            self.part(id, now)
            self._take_back_all(now, id)  # of who left by themselves, too
            self.circle.people.forget(id)

    def part_all(self, now: datetime) -> None:
        """Leaves everybody: all that was given is taken back; links, invitations and calendar addresses too."""
        with writing():
            self._take_back_all(now)
            Calendars(self._vault).revoke_all()
            people = self._near()
            opened, _strange = self._opened(people, now)
            for person in people:
                self._leave(person, opened, now)
            for id in list(self.circle.all_invitations()):
                self.circle.withdraw(id)

    def mine_to(self, person: UUID) -> list[Letter]:
        """What I gave to one person and did not take back."""
        given = (kept.entry for kept in self.circle.given.entries())
        return [one.letter for one in given if one.person == person and not one.taken_back]

    def _became(self, kept: Kept[Given], now: datetime, is_over: bool) -> Became:
        lies = None if kept.entry.taken_back else self._lying(kept, now)
        return Became(kept, state_of(kept.entry, lies, now, is_over), lies)

    def _lying(self, kept: Kept[Given], now: datetime) -> Lying | None:
        spot = Spot(kept.entry.box, kept.id)
        try:
            row = lying(spot, now)
        except NotThere:
            return None
        is_whole = _digest(bytes(row.sealed)) == kept.entry.digest
        return Lying(row.fetched, is_whole, receipt_in(bytes(row.answer), kept.entry.secret, spot))

    def _opened(self, people: Sequence[Kept[Person]], now: datetime) -> tuple[list[Received], int]:
        """What these people gave, and how many letters none of them wrote."""
        opened, strange = [], 0
        readers = Readers([kept.entry.pair for kept in people], self._vault.key)
        for row in all_with(self._vault.owner, now):
            try:
                if row.sealed:
                    opened.append(self._read(row, readers, people, now))
            except Damaged:
                strange += 1
        return self._as_i_may_see(opened), strange

    def _as_i_may_see(self, opened: list[Received]) -> list[Received]:
        """Of those that both write, what mine uncover. What I gave is looked through once, for all of them."""
        about = [one for one in opened if one.letter.kind is LetterKind.TOGETHER]
        mine = {person: self.mine_to(person) for person in {one.person.id for one in about}}
        return [replace(one, letter=uncovered(one.letter, mine.get(one.person.id, ()))) for one in opened]

    def _read(self, row: Handed, readers: Readers, people: Sequence[Kept[Person]], now: datetime) -> Received:
        """One letter. Raises vault.Damaged where none of these people wrote it, or it is over."""
        spot = self._spot(row.id)
        number, plain = readers.read(bytes(row.sealed), spot.place)
        letter, person = decoded(plain, letter_in), people[number]
        if letter.until <= now:
            raise Damaged("it is over, and its row says otherwise")
        receipt = receipt_in(bytes(row.answer), _receipts(person.entry), spot)
        return Received(row.id, person, letter, receipt)

    def _near(self) -> list[Kept[Person]]:
        """Those with whom it is not over."""
        return [kept for kept in self.circle.people.entries() if not kept.entry.is_over]

    def _leave(self, person: Kept[Person], opened: Iterable[Received], now: datetime) -> None:
        """Lets go what somebody gave, and tells them: best they hear it, and where that cannot be, it is over too."""
        self._let_go(person.id, opened)
        with suppress(NotThere, Full):
            over = Letter(LetterKind.OVER, now, now + PARTING_LASTS)
            _laid(person.entry, over, Spot(person.entry.box, uuid4()))

    def _let_go(self, id: UUID, opened: Iterable[Received]) -> None:
        with writing():
            take_away(self._spot(one.id) for one in opened if one.person.id == id)
            self.circle.end(id)

    def _take_back_all(self, now: datetime, person: UUID | None = None) -> None:
        """All that was given to one person, or to anybody."""
        for kept in list(self.circle.given.entries()):
            if kept.entry.taken_back is None and person in (None, kept.entry.person):
                self.take_back(kept.id, now)

    def _sealed(self, receipt: Receipt, found: Received) -> bytes:
        return sealed_receipt(receipt, _receipts(found.person.entry), self._spot(found.id))

    def _spot(self, id: UUID) -> Spot:
        return Spot(self._vault.owner, id)


def _laid(person: Person, letter: Letter, spot: Spot) -> bytes:
    """Lays a sealed copy with a person, and returns the sealed bytes. Raises handed.Full, NotThere."""
    sealed = write_to(Other(person.public, b"", person.pair), msgspec.json.encode(letter), spot.place)
    lay(spot, sealed, letter.until)
    return sealed


def _receipts(person: Person) -> bytes:
    """What seals the receipts between two."""
    return derive(person.pair, "receipts")


def _digest(sealed: bytes) -> bytes:
    return sha256(sealed).digest()
