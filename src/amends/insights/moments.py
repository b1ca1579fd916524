"""When and where: each repair as one moment on a week, and how often the same time, place or cue stands there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from typing import TypeVar

from amends.process import Repair, RuptureKind, Scene, Trigger

Named = TypeVar("Named", Scene, Trigger)
FEW, MANY = 5, 20  # below the first only a list, from the second on numbers: in between each moment is one mark
SLOT = 3  # hours
MORNING = 6  # the hour at which the sheet begins; what comes before it is the night of the day before
HOURS = 24
WEEKEND = 5  # Saturday, counted from Monday


class Shape(StrEnum):
    """How the moments are shown: no picture says more than is there."""

    NONE = "none"
    LIST = "list"
    MARKS = "marks"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: the parent's own day it belongs to, and the hour where it was told just then."""

    day: date
    hour: int | None
    kind: RuptureKind
    room: Scene = Scene.UNSAID
    cue: Trigger = Trigger.UNSAID
    child: str = ""

    @property
    def slot(self) -> int | None:
        """Hours after six in the morning, in threes: 0 is six to nine, 6 and 7 are the night. None: nobody told."""
        return None if self.hour is None else (self.hour - MORNING) % HOURS // SLOT

    @property
    def is_weekend(self) -> bool:
        """Whether it was on a Saturday or Sunday."""
        return self.day.weekday() >= WEEKEND


@dataclass(frozen=True, slots=True)
class Time:
    """A part of the week: these three hours, on weekdays or at the weekend."""

    slot: int
    is_weekend: bool

    @property
    def hours(self) -> tuple[int, int]:
        """From which hour to which, as a clock has them."""
        begins = (MORNING + self.slot * SLOT) % HOURS
        return begins, (begins + SLOT) % HOURS


@dataclass(frozen=True, slots=True)
class Rhythm:
    """All moments, oldest first, and how often which time, place and cue stand among them, the most often first."""

    moments: tuple[Moment, ...] = ()
    times: tuple[tuple[Time, int], ...] = ()
    rooms: tuple[tuple[Scene, int], ...] = ()
    cues: tuple[tuple[Trigger, int], ...] = ()

    @property
    def without_hour(self) -> int:
        """How many of them have no hour."""
        return sum(moment.hour is None for moment in self.moments)

    @property
    def shape(self) -> Shape:
        """How they are shown."""
        told = len(self.moments)
        if told < FEW:
            return Shape.LIST if told else Shape.NONE
        return Shape.MARKS if told < MANY else Shape.COUNTS

    @property
    def weeks(self) -> int:
        """Over how many weeks they lie, the first and the last counted."""
        days = [moment.day for moment in self.moments]
        return (max(days) - min(days)).days // 7 + 1 if days else 0

    def cells(self) -> Counter[tuple[int, int]]:
        """How many stand in each cell of the sheet, by weekday (0 is Monday) and slot."""
        return Counter((one.day.weekday(), one.slot) for one in self.moments if one.slot is not None)


def rhythm_of(repairs: Iterable[Repair], zone: tzinfo) -> Rhythm:
    """When and where these moments were, by the parent's own clock."""
    moments = sorted((_moment(repair, zone) for repair in repairs), key=lambda moment: (moment.day, moment.hour or 0))
    times = Counter(Time(one.slot, one.is_weekend) for one in moments if one.slot is not None)
    rooms, cues = ([one.room for one in moments], [one.cue for one in moments])
    return Rhythm(tuple(moments), tuple(times.most_common()), _counted(rooms), _counted(cues))


def _moment(repair: Repair, zone: tzinfo) -> Moment:
    told = repair.rupture
    return Moment(told.evening(repair.began, zone), told.hour, told.kind, told.where, told.cue, repair.child.name)


def _counted(named: Sequence[Named]) -> tuple[tuple[Named, int], ...]:
    return tuple(Counter(one for one in named if one).most_common())
