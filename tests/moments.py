"""A diary of made-up moments, for the page of patterns: as many as one asks for, the same each time."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from amends.process import (
    SPOKEN,
    After,
    AgeBand,
    Calm,
    Came,
    Child,
    Plan,
    Repair,
    Response,
    Rupture,
    RuptureKind,
    Scene,
    Tool,
    Trigger,
    When,
)

BEGAN = datetime(2026, 10, 26, 7, 0, tzinfo=UTC)  # a Monday
WORDS = "I shouted, and that was my mistake."
PLAN = Plan("we are late", "put my bag down and breathe out once")


def moments(number: int, seed: int = 7) -> list[tuple[UUID, Repair]]:
    """So many repairs over some weeks: mostly before dinner, and on school mornings."""
    dice = Random(seed)
    return [(UUID(int=at + 1), _repair(dice, at)) for at in range(number)]


def _repair(dice: Random, at: int) -> Repair:
    hour = dice.choice([7, 7, 18, 18, 19, 19, 22, 1, 13])
    began = BEGAN + timedelta(days=dice.randrange(35)) + timedelta(hours=hour - 7, minutes=dice.randrange(60))
    rupture = Rupture(
        dice.choice(list(RuptureKind)[:5]),
        where=dice.choice([Scene.KITCHEN, Scene.FRONT_DOOR, Scene.UNSAID]),
        cue=dice.choice([Trigger.HURRY, Trigger.HURRY, Trigger.TIRED, Trigger.UNSAID]),
    ).told(When.JUST_NOW if dice.random() < 0.9 else When.UNSAID, None, began)
    return Repair(
        began,
        rupture,
        Child(band=AgeBand.SCHOOL),
        words={step: WORDS for step in SPOKEN if dice.random() < 0.6},
        calm=_calm(dice),
        plan=PLAN if at % 4 == 0 else Plan(),
        came=tuple(_came(dice, began, times) for times in range(dice.randrange(6))) if at % 4 == 0 else (),
        after=After(dice.choice(list(Response)), "“You always say that.”") if dice.random() < 0.5 else After(),
        said=True,
    )


def _calm(dice: Random) -> Calm:
    calm = Calm()
    if dice.random() < 0.3:
        return calm
    before = dice.randint(6, 10)
    tool = dice.choice([Tool.LONG_EXHALE, Tool.LONG_EXHALE, Tool.COLD_WATER, Tool.FEET_AND_WALL])
    return calm.rated(before).rated(max(0, before - dice.randint(0, 4)), tool)


def _came(dice: Random, began: datetime, times: int) -> Came:
    return Came(began + timedelta(days=7 * (times + 1)), dice.random() < 0.5)
