from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from amends.guidance import load
from amends.process import Desk, Eased, Plan, Repair, Rupture, RuptureKind, Step, Tonight, Tool, for_tonight, is_evening

MIDNIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
PLAN = Plan("the tower falls", "put my hands on the table")


def _desk(repair: Repair) -> Desk:
    return Desk().laid(UUID(int=1), repair)


def _repair(hours_ago: int, hour: int, **more: object) -> Repair:
    began = MIDNIGHT + timedelta(hours=hour - hours_ago)
    return replace(Repair(began, Rupture(RuptureKind.RAISED_VOICE)), **more)


def _at(hour: int, desk: Desk | None = None) -> str:
    return for_tonight(desk or Desk(), MIDNIGHT + timedelta(hours=hour))


@pytest.mark.parametrize("one", [*Tonight, *Tool])
def test_whatever_may_be_laid_out_is_a_page_of_the_library(one: str) -> None:
    assert one in load().library.pages


@pytest.mark.parametrize("hour", [21, 23, 0, 4])
def test_at_night_it_is_a_tool_for_the_body_and_first_the_one_that_eased_this_parent_most(hour: int) -> None:
    assert _at(hour) is Tool.LONG_EXHALE
    assert _at(hour, Desk(eased={Tool.SIGH: Eased(2, 8)})) is Tool.SIGH


def test_at_night_after_a_fresh_rupture_it_is_a_kind_word_and_no_task() -> None:
    assert _at(23, _desk(_repair(2, 23))) is Tonight.KIND_WORD
    assert _at(23, _desk(_repair(30, 23))) is Tool.LONG_EXHALE


def test_by_day_it_goes_with_an_open_repair_and_whether_it_has_words() -> None:
    assert _at(10, _desk(_repair(5, 10))) is Tonight.NAME_THE_ACT
    written = _repair(5, 10, words={Step.ACKNOWLEDGE: "I shouted."})
    assert _at(10, _desk(written)) is Tonight.ONE_BREATH


def test_by_day_after_words_were_said_it_goes_with_the_plan_or_with_how_to_make_one() -> None:
    said = _repair(5, 18, said=True)
    assert _at(18, _desk(said)) is Tonight.SMALL_PROMISE
    assert _at(18, _desk(replace(said, plan=PLAN))) is Tonight.HARD_HOURS


def test_after_three_days_a_repair_is_left_alone() -> None:
    assert _at(10, _desk(_repair(24 * 4, 10))) is _at(10)


@pytest.mark.parametrize(
    ("hour", "page"),
    [(5, Tonight.EARLY_SIGNS), (8, Tonight.THEIR_SIDE), (16, Tonight.THEIR_SIDE), (17, Tonight.HALF_SORRY)],
)
def test_with_nothing_open_it_goes_with_the_hour(hour: int, page: Tonight) -> None:
    assert _at(hour) is page


def test_it_is_for_tonight_from_late_afternoon_until_dawn() -> None:
    assert [hour for hour in range(24) if is_evening(hour)] == [0, 1, 2, 3, 4, *range(17, 24)]
