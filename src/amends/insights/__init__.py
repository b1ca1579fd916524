"""What the diary shows: counted, never judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from amends.insights.moments import HOURS, MORNING, SLOT, Moment, Rhythm, Shape, Time, rhythm_of
from amends.insights.repairs import (
    CameBack,
    Cooled,
    Kept,
    LeftOut,
    Met,
    PlanMet,
    came_back,
    cooled,
    left_out,
    plans_met,
)
from amends.insights.sayings import Saying, sayings

__all__ = [
    "HOURS",
    "MORNING",
    "SLOT",
    "CameBack",
    "Cooled",
    "LeftOut",
    "Met",
    "Moment",
    "Patterns",
    "PlanMet",
    "Rhythm",
    "Saying",
    "Shape",
    "Time",
    "patterns",
]


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the diary shows, in the order of the page."""

    sayings: tuple[Saying, ...]
    cooled: tuple[Cooled, ...]
    plans: tuple[PlanMet, ...]
    rhythm: Rhythm
    left_out: tuple[LeftOut, ...]
    came_back: tuple[CameBack, ...]


def patterns(kept: Iterable[Kept], zone: tzinfo) -> Patterns:
    """All of it, out of the repairs of one diary by their ids, told by the parent's own clock."""
    repairs = sorted(kept, key=lambda one: one[1].began)
    entries = [repair for _id, repair in repairs]
    tools, plans, rhythm = cooled(entries), plans_met(repairs, zone), rhythm_of(entries, zone)
    steps = left_out(entries)
    return Patterns(sayings(tools, plans, rhythm, steps), tools, plans, rhythm, steps, came_back(repairs, zone))
