"""Giving: what two people who know each other may hand over, and what is known of it afterwards.

Nothing goes by itself: each page, note or exercise was chosen, and looked at, before it left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID


class Role(StrEnum):
    """What somebody is to whoever invites them."""

    CO_PARENT = "co-parent"
    THERAPIST = "therapist"
    NEAR = "near"


class LetterKind(StrEnum):
    """What a letter holds: a page of the diary, a few words, a page of the library, words of one moment that both
    write about, or that the two have parted."""

    PAGE = "page"
    NOTE = "note"
    EXERCISE = "exercise"
    TOGETHER = "together"
    OVER = "over"


WRITTEN = (LetterKind.NOTE, LetterKind.EXERCISE, LetterKind.TOGETHER)  # those that somebody writes, and gives


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed over, until it is over.

    `page` is HTML as it was looked at before it left, byte for byte; `exercise` the name of a page of the library.
    Letters of one `together` are about one moment: each is read by who has written theirs.
    """

    LONGEST_TITLE: ClassVar[int] = 120  # characters
    LONGEST_WORDS: ClassVar[int] = 20_000

    kind: LetterKind
    written: datetime
    until: datetime
    title: str = ""
    page: str = ""
    words: str = ""
    exercise: str = ""
    together: UUID | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one is paired with. `role` is what they are to me where I invited them, else what I am to them.

    `box` is where letters for them are laid. When it is over, no key to them is left.
    """

    LONGEST_NAME: ClassVar[int] = 60  # characters

    name: str
    role: Role
    invited: bool
    since: datetime
    box: UUID
    public: bytes = b""
    pair: bytes = b""
    is_over: bool = False

    @property
    def is_family(self) -> bool:
        """Whether I am their therapist."""
        return self.role is Role.THERAPIST and not self.invited

    @property
    def is_co_parent(self) -> bool:
        """Whether both of us are parents of one child: each is that to the other."""
        return self.role is Role.CO_PARENT


def parted(person: Person) -> Person:
    """The same person, when it is over: a name that is remembered."""
    return replace(person, public=b"", pair=b"", is_over=True)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that was not answered yet. `secret` reads the answer."""

    name: str
    role: Role
    made: datetime
    until: datetime
    secret: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over once, as its giver remembers it: `to` whom, the letter itself, and where it lies.

    `person` is empty for a link. `secret` reads what who received it left there. `digest` knows the sealed bytes again.
    """

    letter: Letter
    to: str
    box: UUID
    digest: bytes
    secret: bytes
    person: UUID | None = None
    taken_back: datetime | None = None

    @property
    def is_link(self) -> bool:
        """Whether it went to somebody without an account."""
        return self.person is None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What who received a letter has left: when it was first opened, and when they had it removed."""

    opened: datetime
    removed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lying:
    """How a letter lies where it was laid: how often a link was asked for, and whether it is as it was laid there."""

    fetched: int
    is_whole: bool
    receipt: Receipt | None = None


class State(StrEnum):
    """What became of what was given, as far as its giver can know."""

    WAITING = "waiting"
    FETCHED = "fetched"
    OPENED = "opened"
    REMOVED = "removed"
    TAKEN_BACK = "taken-back"
    EXPIRED = "expired"
    PARTED = "parted"
    CHANGED = "changed"
    GONE = "gone"


HERE = {State.WAITING, State.FETCHED, State.OPENED, State.CHANGED}  # it still lies there


def state_of(given: Given, lying: Lying | None, now: datetime, is_over: bool = False) -> State:
    """What became of it. Where nobody who may have done it did, it is `GONE` or `CHANGED`: somebody else did."""
    if given.taken_back:
        return State.TAKEN_BACK
    if given.letter.until <= now:
        return State.EXPIRED
    if lying is None:
        return State.PARTED if is_over else State.GONE
    if lying.receipt and lying.receipt.removed:
        return State.REMOVED
    if not lying.is_whole:
        return State.CHANGED
    if lying.receipt:
        return State.OPENED
    return State.FETCHED if lying.fetched else State.WAITING


def _is_covered(letter: Letter, mine: Iterable[Letter]) -> bool:
    """Whether this letter waits until I have written mine: both write before either sees."""
    return letter.kind is LetterKind.TOGETHER and letter.together not in {one.together for one in mine}


def uncovered(letter: Letter, mine: Iterable[Letter]) -> Letter:
    """The letter as I may see it now: of one that waits for mine, only what it is about."""
    return replace(letter, words="") if _is_covered(letter, mine) else letter
