from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import After, DayFault, Desk, Plan, Repair, Response, WrongDay, both, day_to_look, fingerprint

BEGAN = datetime(2026, 11, 26, tzinfo=UTC)
ONE = UUID(int=1)
SAID = Repair(BEGAN, said=True)
PLAN = Plan("we are late", "sit down first")


def test_what_was_said_is_asked_about_until_an_answer_is_noted() -> None:
    assert not Repair(BEGAN).is_followed
    assert SAID.is_followed
    assert not replace(SAID, after=After(Response.SILENT)).is_followed


def test_a_plan_or_a_day_keeps_it_on_the_desk_until_it_is_put_away() -> None:
    noted = replace(SAID, after=After(Response.TALKED), plan=PLAN)
    assert noted.is_followed
    assert replace(SAID, after=After(Response.TALKED, again_on=date(2026, 12, 3))).is_followed
    assert not replace(noted, after=replace(noted.after, put_away=True)).is_followed


def test_a_day_to_look_again_is_today_or_later_unless_it_stood_there_before() -> None:
    today, over = date(2026, 11, 29), date(2026, 11, 28)
    for day in (None, today, date.max):
        assert day_to_look(day, None, today) == day
    assert day_to_look(over, over, today) == over
    with pytest.raises(WrongDay) as wrong:
        day_to_look(over, None, today)
    assert wrong.value.fault is DayFault.OVER


def test_the_desk_shows_what_is_to_come_back_to_and_forgets_what_is_put_away() -> None:
    desk = Desk().laid(ONE, replace(SAID, plan=PLAN))
    assert [(due.id, due.plan, due.asked) for due in desk.coming] == [(ONE, PLAN, False)]
    assert desk.waiting == ()
    noted = replace(SAID, plan=PLAN, after=After(Response.REFUSED))
    assert desk.laid(ONE, noted).coming[0].asked
    assert desk.laid(ONE, replace(noted, after=After(put_away=True))).coming == ()
    assert desk.laid(ONE, None).coming == ()


@given(st.integers(0, 60))
def test_the_desk_stays_small_however_much_was_said(many: int) -> None:
    desk = Desk()
    for number in range(many):
        desk = desk.laid(UUID(int=number + 1), SAID)
    assert len(desk.coming) == min(many, 20)


@pytest.mark.parametrize(
    ("newest", "mine", "base", "stays"),
    [
        ("We sat.", "We sat down.", "We sat.", "We sat down."),
        ("He laughed.", "", "", "He laughed."),
        ("He laughed.", "We sat.", "We sat.", "He laughed."),
        ("He laughed.", "We sat down.", "We sat.", "He laughed.\n\nWe sat down."),
        ("", "We sat.", "gone", "We sat."),
        ("We sat.", "We sat.", "other", "We sat."),
    ],
)
def test_words_that_two_pages_wrote_both_stay(newest: str, mine: str, base: str, stays: str) -> None:
    assert both(newest, mine, fingerprint(base)) == stays
    assert both(newest, mine, "") == mine
