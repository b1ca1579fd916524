"""What the diary shows: counted once, in the parent's own days, and said only where there is enough to say."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from amends.insights import Shape, patterns
from amends.process import SPOKEN, After, Calm, Came, Plan, Repair, Response, Rupture, RuptureKind, Step, Tool, When
from tests.looking import examples
from tests.moments import moments

DUBLIN = ZoneInfo("Europe/Dublin")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


def of(*repairs: Repair):
    return patterns([(UUID(int=at + 1), repair) for at, repair in enumerate(repairs)], UTC)


def at(hour: int, day: int = 23, **more: object) -> Repair:
    began = datetime(2026, 11, day, hour, 5, tzinfo=UTC)
    return Repair(began, Rupture(RuptureKind.RAISED_VOICE).told(When.JUST_NOW, None, began), **more)


@settings(max_examples=examples(60), deadline=None)
@given(some.integers(0, 60), some.integers(0, 1000))
def test_every_moment_is_counted_once_and_all_counts_add_up(number: int, seed: int) -> None:
    kept = moments(number, seed)
    found = patterns(kept, DUBLIN)
    rhythm = found.rhythm
    assert len(rhythm.moments) == number
    assert sum(times for _time, times in rhythm.times) + rhythm.without_hour == number
    assert sum(rhythm.cells().values()) == number - rhythm.without_hour
    assert sum(len(one.uses) for one in found.cooled) == sum(len(one.calm.heats) > 1 for _id, one in kept)
    assert sum(len(one.times) for one in found.plans) == sum(len(one.came) for _id, one in kept)
    assert len(found.sayings) <= 3
    for saying in found.sayings:
        assert 2 <= saying.times <= saying.of


@pytest.mark.parametrize(
    ("number", "shape"),
    [(0, Shape.NONE), (1, Shape.LIST), (4, Shape.LIST), (5, Shape.MARKS), (19, Shape.MARKS), (20, Shape.COUNTS)],
)
def test_no_picture_says_more_than_is_there(number: int, shape: Shape) -> None:
    assert of(*[at(18)] * number).rhythm.shape is shape


def test_below_five_moments_nothing_is_said_of_when() -> None:
    assert of(*[at(18)] * 4).sayings == ()
    (saying,) = of(*[at(18)] * 5).sayings
    assert (saying.times, saying.of) == (5, 5)
    assert saying.time
    assert saying.time.hours == (18, 21)
    assert not saying.time.is_weekend


def test_the_night_belongs_to_the_day_before() -> None:
    (moment,) = of(at(1, day=24)).rhythm.moments
    assert moment.day.isoformat() == "2026-11-23"
    assert moment.slot == 6


def test_a_moment_without_an_hour_stands_in_no_cell() -> None:
    rhythm = of(Repair(NOON, Rupture(RuptureKind.HARSH_WORDS))).rhythm
    assert rhythm.without_hour == 1
    assert rhythm.cells() == Counter()


def test_days_are_told_by_the_parents_own_clock() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    kept = [(UUID(int=1), Repair(late, came=(Came(late, True),), plan=Plan("we are late", "stop")))]
    assert patterns(kept, UTC).plans[0].times[0].day.isoformat() == "2026-07-01"
    assert patterns(kept, DUBLIN).plans[0].times[0].day.isoformat() == "2026-07-02"


def test_a_tool_is_named_when_it_cooled_twice_and_more_often_than_not() -> None:
    cooled = Calm().rated(8).rated(4, Tool.COLD_WATER)
    same = Calm().rated(6).rated(6, Tool.COLD_WATER)
    assert of(replace(at(9), calm=cooled)).sayings == ()
    assert of(replace(at(9), calm=cooled), replace(at(9), calm=cooled)).sayings[0].tool is Tool.COLD_WATER
    often_not = [replace(at(9), calm=calm) for calm in (cooled, cooled, same, same)]
    assert of(*often_not).sayings == ()
    assert of(*often_not).cooled[0].uses == ((8, 4), (8, 4), (6, 6), (6, 6))


def test_a_plan_that_went_by_twice_leads_to_a_smaller_one() -> None:
    plan = Plan("we are late", "put the bag down")
    met = tuple(Came(NOON, did) for did in (True, False, False))
    (saying,) = of(Repair(NOON, plan=plan, came=met)).sayings
    assert saying.plan == UUID(int=1)
    assert (saying.times, saying.of) == (2, 3)


def test_what_is_left_out_counts_only_where_it_could_have_stood() -> None:
    written = Repair(NOON, words={step: "x" for step in SPOKEN if step is not Step.VALIDATE})
    forced = replace(written, rupture=Rupture(RuptureKind.GRABBED_OR_SMACKED))
    (missing,) = of(written, written, written, forced, Repair(NOON)).left_out
    assert (missing.step, missing.times, missing.of) == (Step.VALIDATE, 3, 3)
    assert of(written, written, written).sayings[0].step is Step.VALIDATE


def test_what_the_child_did_is_told_newest_first_and_what_was_not_said_is_not() -> None:
    talked = replace(at(9), after=After(Response.TALKED, "It was loud."))
    later = replace(at(9, day=25), after=After(Response.SILENT))
    unsaid = replace(at(9, day=26), after=After(Response.NOT_SAID))
    assert [one.response for one in of(talked, later, unsaid).came_back] == [Response.SILENT, Response.TALKED]


def test_the_weeks_are_counted_from_the_first_moment_to_the_last() -> None:
    assert of().rhythm.weeks == 0
    assert of(at(9, day=2), at(9, day=23)).rhythm.weeks == 4


def test_heat_that_changed_without_a_tool_is_no_tools_doing() -> None:
    assert of(replace(at(9), calm=Calm().rated(8).rated(5))).cooled == ()
