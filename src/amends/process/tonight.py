"""For tonight: the one page of the library that is laid out, by the hour and by what was last lived. No judgement."""

from datetime import datetime, timedelta
from enum import StrEnum

from amends.process.calm import Tool, offered
from amends.process.desk import Desk, Due, Glance, in_sight

DAWN, DAY, DUSK, NIGHT = 5, 8, 17, 21  # the hour at which each begins
FRESH = timedelta(hours=12)  # so long after a rupture nothing is laid out that asks for much


class Tonight(StrEnum):
    """The pages that may be laid out, beside the tools for the body."""

    KIND_WORD = "kind-word"
    NAME_THE_ACT = "name-the-act"
    ONE_BREATH = "one-breath"
    HARD_HOURS = "hard-hours"
    SMALL_PROMISE = "small-promise"
    EARLY_SIGNS = "early-signs"
    THEIR_SIDE = "their-side"
    HALF_SORRY = "half-sorry"


def is_night(hour: int) -> bool:
    """Whether it is a time to sleep."""
    return not DAWN <= hour < NIGHT


def is_evening(hour: int) -> bool:
    """Whether what is laid out is for tonight, and not for today."""
    return not DAWN <= hour < DUSK


def for_tonight(desk: Desk, now: datetime) -> Tonight | Tool:
    """What is laid out at `now`, by the parent's own clock.

    At night something small: a kind word where a rupture is fresh, else the tool that eased this parent most. By day
    what goes with the newest repair of the last three days, else what goes with the hour.
    """
    seen = in_sight(desk, now)
    newest = max((one for one in (seen.thread, seen.due) if one), key=lambda one: one.began, default=None)
    if is_night(now.hour):
        fresh = newest is not None and now - newest.began < FRESH
        return Tonight.KIND_WORD if fresh else offered(desk.eased)[0]
    return _after(newest) if newest else _by_hour(now.hour)


def _after(newest: Glance | Due) -> Tonight:
    """With an open repair its words; with one that was said its plan, or how to make one."""
    if isinstance(newest, Glance):
        return Tonight.ONE_BREATH if newest.written else Tonight.NAME_THE_ACT
    return Tonight.HARD_HOURS if newest.plan.is_whole else Tonight.SMALL_PROMISE


def _by_hour(hour: int) -> Tonight:
    if hour < DAY:
        return Tonight.EARLY_SIGNS
    return Tonight.THEIR_SIDE if hour < DUSK else Tonight.HALF_SORRY
