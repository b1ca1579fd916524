"""When the same thing keeps coming back, wording is not what is missing. Thresholds are a choice of this project."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from amends.process.repair import Repair

WITHIN = timedelta(days=14)
TIMES = 3


def keeps_coming(repair: Repair, others: Iterable[Repair], now: datetime) -> bool:
    """Whether this repair is part of a pattern, by the parent's own entries.

    The same kind of thing three times in 14 days; or each of the last three hotter than the one before; or a plan of
    the same kind that was not used three times when its moment came.
    """
    same = [one for one in others if one.rupture.kind is repair.rupture.kind]
    same = sorted([*same, repair], key=lambda one: one.began)
    recent = [one for one in same if now - one.began <= WITHIN]
    return len(recent) >= TIMES or _rises(same) or any(_fails(one) for one in same)


def _rises(same: Sequence[Repair]) -> bool:
    last = [max((heat.degree for heat in one.calm.heats), default=None) for one in same[-TIMES:]]
    known = [degree for degree in last if degree is not None]
    return len(known) == TIMES and all(first < second for first, second in pairwise(known))


def _fails(repair: Repair) -> bool:
    return sum(not came.did for came in repair.came) >= TIMES
