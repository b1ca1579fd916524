"""When the same thing keeps coming back, wording is not what is missing. Thresholds are a choice of this project."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from amends.process.message import Caution
from amends.process.repair import Repair
from amends.process.rupture import RuptureKind
from amends.process.steps import Step

WITHIN = timedelta(days=14)
TIMES = 3


class Sign(StrEnum):
    """By what a pattern is known: days with words, heat that rises, a plan that fails, or the parent says so."""

    EVENINGS = "evenings"
    HOTTER = "hotter"
    PLAN = "plan"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What keeps coming back, by the parent's own entries, and by which signs.

    `evenings` are the days with words in the last 14, `earlier` the other repairs with words, both newest first.
    """

    kind: RuptureKind
    signs: frozenset[Sign]
    evenings: tuple[date, ...] = ()
    earlier: tuple[UUID, ...] = ()


def pattern_of(id: UUID, repairs: Mapping[UUID, Repair], today: date, zone: tzinfo) -> Pattern | None:
    """The pattern that the repair `id` is part of, or None. In: all repairs, the parent's day and their zone.

    A start without words counts for nothing. Days are evenings: 01:30 belongs to the evening before. Signs: the same
    kind on three days within 14; the last three such days each hotter than the one before, and it is going on; a plan
    of the same kind that failed three times; or this repair's own words say that it keeps happening.
    """
    repair = repairs[id]
    same = {key: other for key, other in repairs.items() if other.rupture.kind is repair.rupture.kind}
    days = _by_day(same.values(), zone)
    recent = tuple(day for day in reversed(days) if timedelta(0) <= today - day <= WITHIN)
    shows = {
        Sign.EVENINGS: len(recent) >= TIMES,
        Sign.HOTTER: bool(recent) and _rises(list(days.values())),
        Sign.PLAN: any(map(plan_fails, same.values())),
        Sign.SAID: Caution.RECURS in repair.cautions,
    }
    signs = frozenset(sign for sign, is_shown in shows.items() if is_shown)
    return Pattern(repair.rupture.kind, signs, recent, _earlier(id, same, zone)) if signs else None


def same_before(repair: Repair, others: Mapping[UUID, Repair]) -> UUID | None:
    """The newest other of the same kind with the same child whose words can be shown again; None where none is."""
    same = {
        id: other
        for id, other in others.items()
        if other.rupture.kind is repair.rupture.kind and other.child.name == repair.child.name and _is_shown(other)
    }
    return max(same, key=lambda id: same[id].began, default=None)


def plan_fails(repair: Repair) -> bool:
    """Whether the plan was not used three times when its moment came."""
    return sum(not came.did for came in repair.came) >= TIMES


def happens_often(repair: Repair) -> Repair:
    """The repair of a parent who says that it has happened often lately: a guest has no diary that could tell."""
    return repair.warn(Step.CALM, {Caution.RECURS})


def _by_day(repairs: Iterable[Repair], zone: tzinfo) -> dict[date, list[Repair]]:
    """The repairs with words of each day, oldest day first."""
    days: dict[date, list[Repair]] = {}
    for repair in (repair for repair in repairs if repair.has_words):
        days.setdefault(repair.rupture.evening(repair.began, zone), []).append(repair)
    return dict(sorted(days.items()))


def _rises(days: Sequence[Iterable[Repair]]) -> bool:
    hottest = [max((heat.degree for repair in day for heat in repair.calm.heats), default=None) for day in days]
    known = [degree for degree in hottest[-TIMES:] if degree is not None]
    return len(known) == TIMES and all(before < after for before, after in pairwise(known))


def _earlier(id: UUID, same: Mapping[UUID, Repair], zone: tzinfo) -> tuple[UUID, ...]:
    """The others whose words can be shown again, newest first."""
    shown = [
        (other.rupture.evening(other.began, zone), other.began, key)
        for key, other in same.items()
        if key != id and _is_shown(other)
    ]
    return tuple(key for _day, _began, key in sorted(shown, reverse=True))


def _is_shown(other: Repair) -> bool:
    """Whether there are words in its steps, and nothing grave in them: that is not held up again."""
    return not other.heard and any(words.strip() for words in other.words.values())
