"""What happened: the kinds of rupture, when and where it was, and one rupture as the parent tells it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from amends.process.words import fingerprint

NIGHT = timedelta(hours=4)  # until then it is still the evening before: parents write at one in the morning


class RuptureKind(StrEnum):
    """The first five are the everyday ones; the others are named so that a parent can find theirs."""

    LOST_PATIENCE = "lost-patience"
    RAISED_VOICE = "raised-voice"
    MISUNDERSTOOD = "misunderstood"
    HARSH_WORDS = "harsh-words"
    OVERLOOKED_NEED = "overlooked-need"
    BROKE_PROMISE = "broke-promise"
    TOO_HARSH = "too-harsh"
    MADE_THEM_CARRY = "made-them-carry"
    GRABBED_OR_SMACKED = "grabbed-or-smacked"
    SOMETHING_ELSE = "something-else"


# The kinds in sight at once, which log a moment in two taps; the others are one tap away.
EVERYDAY = tuple(RuptureKind)[:5]


class When(StrEnum):
    """When it was, in the parent's words; empty where nothing was said, as in entries of older versions."""

    UNSAID = ""
    JUST_NOW = "just-now"
    EARLIER_TODAY = "earlier-today"
    YESTERDAY = "yesterday"
    A_DAY = "a-day"


class Scene(StrEnum):
    """Where it was; empty where nothing was said."""

    UNSAID = ""
    KITCHEN = "kitchen"
    LIVING_ROOM = "living-room"
    BEDROOM = "bedroom"
    BATHROOM = "bathroom"
    FRONT_DOOR = "front-door"
    CAR = "car"
    SCHOOL_GATE = "school-gate"
    SHOP = "shop"
    OUT = "out"
    PHONE = "phone"
    SOMETHING_ELSE = "something-else"


class Trigger(StrEnum):
    """What came just before; empty where nothing was said. It explains nothing away: it is where a plan begins."""

    UNSAID = ""
    HUNGER = "hunger"
    TIRED = "tired"
    HURRY = "hurry"
    NOISE = "noise"
    SCREENS = "screens"
    SIBLINGS = "siblings"
    BEDTIME = "bedtime"
    MESS = "mess"
    HOMEWORK = "homework"
    WORK = "work"
    BEING_IGNORED = "being-ignored"
    SOMETHING_ELSE = "something-else"


class DayFault(StrEnum):
    """What is wrong with a day that a parent gave."""

    MISSING = "no day was given"
    AHEAD = "this day is still to come"
    LONG_AGO = "this day is more than a year ago"
    OVER = "this day is over"


class WrongDay(ValueError):
    """What this day was given for cannot be on it; `fault` says why."""

    def __init__(self, fault: DayFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def evening_of(moment: datetime) -> date:
    """The day to which an aware moment belongs by its own clock: before 04:00 it is the evening before."""
    return (moment - NIGHT).date()


def happened(when: When, day: date | None, now: datetime) -> date:
    """The day on which something told at `now` (by the parent's own clock) happened.

    `day` counts only with *a day*. It is never after `now`: a day that has just begun is still the evening before.
    Raises WrongDay where that day is missing, still to come, or more than a year ago.
    """
    tonight = evening_of(now)
    if when is When.YESTERDAY:
        return tonight - timedelta(days=1)
    return min(_possible(day, now.date()), tonight) if when is When.A_DAY else tonight


def _possible(day: date | None, today: date) -> date:
    if day is None:
        raise WrongDay(DayFault.MISSING)
    if day > today:
        raise WrongDay(DayFault.AHEAD)
    if day < a_year_before(today):
        raise WrongDay(DayFault.LONG_AGO)
    return day


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for a leap day."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


class Unsafe(StrEnum):
    """The answer to the one question asked before any drafting: is anyone hurt or unsafe?"""

    NO = "no"
    NOT_SURE = "not-sure"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Limit:
    """What the parent takes back, and what still stands. `wrong_too`: the limit itself was wrong, on purpose."""

    taken_back: str = ""
    stands: str = ""
    wrong_too: bool = False

    @property
    def mark(self) -> str:
        """The fingerprint of all of it."""
        return fingerprint(f"{self.taken_back}\n{self.stands}\n{self.wrong_too}")


@dataclass(frozen=True, slots=True)
class Rupture:
    """One rupture. Everything but the kind may be left empty.

    `day` is the parent's own day it belongs to (None: the day the repair began), `hour` is known only just after.
    `unsafe` is None where it was only logged: nobody was asked yet, so no words are asked for either.
    """

    kind: RuptureKind = RuptureKind.SOMETHING_ELSE
    when: When = When.UNSAID
    where: Scene = Scene.UNSAID
    cue: Trigger = Trigger.UNSAID
    limit: Limit | None = None
    unsafe: Unsafe | None = Unsafe.NO
    day: date | None = None
    hour: int | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the one question before any words was answered. Until then it is logged, and waits for nobody."""
        return self.unsafe is not None

    def told(self, when: When, day: date | None, now: datetime) -> "Rupture":
        """The rupture with the day it belongs to, told at `now` by the parent's own clock. Raises WrongDay."""
        if when is When.UNSAID:
            return replace(self, when=when, day=None, hour=None)
        hour = now.hour if when is When.JUST_NOW else None
        return replace(self, when=when, day=happened(when, day, now), hour=hour)

    def evening(self, began: datetime, zone: tzinfo) -> date:
        """The day it belongs to; for one that was never told, the evening on which its repair began, in `zone`."""
        return self.day or evening_of(began.astimezone(zone))
