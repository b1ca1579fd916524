"""The desk: what has to lie open for the first page. Small, so that it opens at once, however long the diary is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from amends.process.calm import Eased, Tool, eased_again
from amends.process.plan import Plan
from amends.process.repair import Repair
from amends.process.rupture import Rupture, RuptureKind
from amends.process.steps import Step

T = TypeVar("T", "Glance", "Due")
IDLE_MINUTES = 15
COMING = 20  # said repairs at most, so that the desk stays small
IN_SIGHT = timedelta(days=3)  # what is older has left the first page; the diary keeps it
IDLE_CHOICES = (5, 15, 30, 60, 240)  # minutes


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a parent wants their diary: the name of a time zone (empty: not said), minutes until it locks itself."""

    zone: str = ""
    idle: int = IDLE_MINUTES


@dataclass(frozen=True, slots=True)
class Glance:
    """As much of an open repair as the first page shows. `next` is None where the card is what comes next.

    The `day` it belongs to, and whether words were `written`, are for the time when it does not open any more.
    """

    id: UUID
    began: datetime
    kind: RuptureKind
    done: frozenset[Step]
    next: Step | None
    day: date | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """As much of a repair that was said as the first page shows: the day to look again, and the plan."""

    id: UUID
    began: datetime
    kind: RuptureKind
    again_on: date | None
    plan: Plan
    asked: bool = False  # what the child did was noted
    day: date | None = None  # for the time when the repair does not open any more

    def is_due(self, today: date) -> bool:
        """Whether there is something to note, or its day to look again has come."""
        return not self.asked or (self.again_on is not None and self.again_on <= today)

    def is_in_sight(self, now: datetime) -> bool:
        """Whether the first page still shows it: for three days from when it began, and again from its day on."""
        recent = now - self.began < IN_SIGHT and (not self.asked or self.plan.is_whole)
        since = now.date() - self.again_on if self.again_on else IN_SIGHT
        return recent or timedelta(0) <= since < IN_SIGHT


@dataclass(frozen=True, slots=True)
class Desk:
    """The open repairs and those to come back to, newest first; the preferences; which tools ease this parent."""

    waiting: tuple[Glance, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    coming: tuple[Due, ...] = ()
    eased: Mapping[Tool, Eased] = field(default_factory=dict)

    @classmethod
    def of(cls, repairs: Mapping[UUID, Repair]) -> "Desk":
        """The desk as all these repairs would have left it. Preferences stand in none of them: those begin anew."""
        waiting = _newest_first([_glance(id, repair) for id, repair in repairs.items() if repair.is_open])
        coming = _newest_first([_due(id, repair) for id, repair in repairs.items() if repair.is_followed])
        return cls(waiting, coming=coming[:COMING], eased=eased_again(repair.calm for repair in repairs.values()))

    def laid(self, id: UUID, repair: Repair | None) -> "Desk":
        """The desk with this repair as it is now; a closed or forgotten one (None) is put away.

        What was only logged, without a question asked, waits for nobody: it lies in the diary.
        """
        others = [glance for glance in self.waiting if glance.id != id]
        if repair is not None and repair.is_open and repair.rupture.is_asked:
            others.append(_glance(id, repair))
        coming = [due for due in self.coming if due.id != id]
        if repair is not None and repair.is_followed:
            coming.append(_due(id, repair))
        return replace(self, waiting=_newest_first(others), coming=_newest_first(coming)[:COMING])

    def remembered(self, ids: Collection[UUID]) -> dict[UUID, Repair]:
        """As much as the desk knows of these repairs, for when they themselves do not open: the day, and what kind.

        Where words were written nobody knows which: such a repair counts as one whose words were said.
        """
        glances = {one.id: _faint(one, said=one.written) for one in self.waiting}
        dues = {one.id: replace(_faint(one, said=True), plan=one.plan) for one in self.coming}
        return {id: repair for id, repair in (glances | dues).items() if id in ids}


@dataclass(frozen=True, slots=True)
class InSight:
    """What the first page shows: at most one open thread, and at most one repair to come back to.

    `more`: whether others wait, in the diary.
    """

    thread: Glance | None = None
    due: Due | None = None
    more: bool = False

    @property
    def one(self) -> "InSight":
        """The one of the two that a small page shows: what has its day, else the newer; the other one is `more`."""
        if not self.thread or not self.due:
            return self
        if self.due.again_on is not None or self.due.began >= self.thread.began:
            return InSight(due=self.due, more=True)
        return InSight(thread=self.thread, more=True)


def in_sight(desk: Desk, now: datetime) -> InSight:
    """As much of the desk as the first page shows at `now`, by the parent's own clock: the newest, for three days.

    A repair whose day to look again has come goes before newer ones.
    """
    thread = next((glance for glance in desk.waiting if now - glance.began < IN_SIGHT), None)
    dues = sorted((due for due in desk.coming if due.is_in_sight(now)), key=lambda due: not due.is_due(now.date()))
    more = len(desk.waiting) > (thread is not None) or len(dues) > 1
    return InSight(thread, next(iter(dues), None), more)


def _newest_first(found: list[T]) -> tuple[T, ...]:
    return tuple(sorted(found, key=lambda one: one.began, reverse=True))


def _glance(id: UUID, repair: Repair) -> Glance:
    rupture = repair.rupture
    return Glance(id, repair.began, rupture.kind, repair.done, repair.next_step(), rupture.day, repair.has_words)


def _due(id: UUID, repair: Repair) -> Due:
    asked = repair.after.response is not None
    rupture, after = repair.rupture, repair.after
    return Due(id, repair.began, rupture.kind, after.again_on, repair.plan, asked, rupture.day)


def _faint(one: Glance | Due, said: bool) -> Repair:
    return Repair(one.began, Rupture(one.kind, day=one.day), said=said)
