"""What a parent did with their moments: tools that cooled, plans that met their cue, steps left out, what came back."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise
from uuid import UUID

from amends.process import SPOKEN, Plan, Repair, Response, Step, Tool

Kept = tuple[UUID, Repair]


@dataclass(frozen=True, slots=True)
class Cooled:
    """One tool: how hot it was before and after each time it was used, in degrees, oldest first."""

    tool: Tool
    uses: tuple[tuple[int, int], ...]

    def newest(self, number: int) -> tuple[tuple[int, int], ...]:
        """So many of its uses, the newest last."""
        return self.uses[-number:]

    @property
    def fell(self) -> int:
        """How often it was cooler afterwards."""
        return sum(after < before for before, after in self.uses)


@dataclass(frozen=True, slots=True)
class Met:
    """The moment of a plan came on this day, and it was used or not."""

    day: date
    did: bool


@dataclass(frozen=True, slots=True)
class PlanMet:
    """One plan and each time its moment came, oldest first."""

    id: UUID
    plan: Plan
    times: tuple[Met, ...]

    @property
    def did(self) -> int:
        """How often it was used."""
        return sum(met.did for met in self.times)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """In how many of the repairs with words this step had none. `of`: in how many it could have had some."""

    step: Step
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """What the child did with the words, as the parent saw it, and in the parent's words."""

    id: UUID
    day: date
    response: Response | None
    words: str


def cooled(repairs: Iterable[Repair]) -> tuple[Cooled, ...]:
    """The tools that were used, the most used first."""
    uses: dict[Tool, list[tuple[int, int]]] = {}
    for repair in repairs:
        for before, after in pairwise(repair.calm.heats):
            if after.after:
                uses.setdefault(after.after, []).append((before.degree, after.degree))
    return tuple(Cooled(tool, tuple(told)) for tool, told in sorted(uses.items(), key=lambda one: -len(one[1])))


def plans_met(kept: Iterable[Kept], zone: tzinfo) -> tuple[PlanMet, ...]:
    """The plans whose moment came, the one that met it last first."""
    met = [
        PlanMet(id, repair.plan, tuple(Met(came.when.astimezone(zone).date(), came.did) for came in repair.came))
        for id, repair in kept
        if repair.came and repair.plan.is_whole
    ]
    return tuple(sorted(met, key=lambda one: one.times[-1].day, reverse=True))


def left_out(repairs: Iterable[Repair]) -> tuple[LeftOut, ...]:
    """The steps that had no words in some repairs, the most often first; a step that a repair does not lead through
    is not left out."""
    led, missed = Counter[Step](), Counter[Step]()
    for repair in (one for one in repairs if one.has_words and not one.quick):
        way = [step for step in repair.way if step in SPOKEN]
        led.update(way)
        missed.update(step for step in way if not repair.words.get(step, "").strip())
    return tuple(LeftOut(step, times, led[step]) for step, times in missed.most_common())


def came_back(kept: Iterable[Kept], zone: tzinfo) -> tuple[CameBack, ...]:
    """What children did with the words, newest first."""
    return tuple(sorted(_came_back(kept, zone), key=lambda one: one.day, reverse=True))


def _came_back(kept: Iterable[Kept], zone: tzinfo) -> Iterator[CameBack]:
    for id, repair in kept:
        after = repair.after
        if after.words.strip() or after.response not in (None, Response.NOT_SAID):
            yield CameBack(id, repair.rupture.evening(repair.began, zone), after.response, after.words)
