from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from amends.guidance import load
from amends.process import Rupture, RuptureKind, Scene, Trigger, When, evening_of
from amends.web.clock import clock
from amends.web.moment import MomentForm

TEXT = load().moments
NOW = timezone.now()
TODAY = NOW.date()
RUPTURE = Rupture(RuptureKind.RAISED_VOICE)


def told(**answers: str) -> MomentForm:
    form = MomentForm(answers)
    assert form.is_valid(), form.errors
    return form


def refused(**answers: str) -> str:
    form = MomentForm(answers)
    assert not form.is_valid()
    (error,) = form.errors["day"]
    return error


def shown(form: MomentForm) -> str:
    return render_to_string("parts/moment.html", {"form": form})


def test_all_of_it_may_stay_open() -> None:
    assert told().rupture(RUPTURE, NOW) == RUPTURE


def test_what_was_tapped_is_kept() -> None:
    rupture = told(when="earlier-today", where="car", cue="being-ignored").rupture(RUPTURE, NOW)
    assert (rupture.when, rupture.where, rupture.cue) == (When.EARLIER_TODAY, Scene.CAR, Trigger.BEING_IGNORED)
    assert rupture.day == evening_of(NOW)
    assert rupture.kind is RuptureKind.RAISED_VOICE


def test_a_day_is_kept_as_it_was_given_and_alone_it_is_enough() -> None:
    day = TODAY - timedelta(days=9)
    for answers in ({"when": "a-day", "day": str(day)}, {"day": str(day)}):
        rupture = told(**answers).rupture(RUPTURE, NOW)
        assert (rupture.when, rupture.day) == (When.A_DAY, day)


def test_a_day_beside_another_answer_does_not_count_even_a_wrong_one() -> None:
    for day in ("2999-01-01", "not a day", str(TODAY - timedelta(days=9))):
        rupture = told(when="yesterday", day=day).rupture(RUPTURE, NOW)
        assert (rupture.when, rupture.day) == (When.YESTERDAY, evening_of(NOW) - timedelta(days=1))


def test_a_day_that_cannot_be_is_refused_and_the_reason_is_said() -> None:
    assert refused(when="a-day") == TEXT.whole.missing
    assert refused(when="a-day", day=str(TODAY + timedelta(days=2))) == TEXT.whole.ahead
    assert refused(day=str(TODAY - timedelta(days=370))) == TEXT.whole.long_ago
    assert "year-month-day" in refused(when="a-day", day="the 3rd")


def test_the_clock_of_the_device_counts_where_none_was_chosen() -> None:
    night = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)  # half past one on the 27th in Auckland
    just_now = told(when="just-now", zone="Pacific/Auckland").rupture(RUPTURE, night)
    assert (just_now.day, just_now.hour) == (date(2026, 11, 26), 1)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        chosen = told(when="just-now", zone="Pacific/Auckland").rupture(RUPTURE, night)
    assert (chosen.day, chosen.hour) == (date(2026, 11, 26), 13)


@pytest.mark.parametrize("zone", ["", "Nowhere/Atlantis", "../../etc/passwd", "America", "x" * 5000])
def test_a_clock_from_nowhere_is_none(zone: str) -> None:
    assert clock(zone) is timezone.get_current_timezone()


def test_the_part_has_every_chip_under_its_name_and_shows_what_was_tapped() -> None:
    page = shown(told(where="shop"))
    for question in (TEXT.when, TEXT.where, TEXT.cue):
        assert question.question in page
        for chip in question.chip:
            assert f"<span>{chip.name}</span>" in page
    assert page.count(" checked") == 1
    assert '<details class="more" open>' in page


def test_a_refused_day_stands_in_its_field_with_its_reason() -> None:
    form = MomentForm({"when": "a-day", "day": "2999-01-01"})
    assert not form.is_valid()
    page = shown(form)
    assert 'value="2999-01-01"' in page
    assert TEXT.whole.ahead in page
    assert 'aria-describedby="day-error"' in page


def test_nothing_is_open_or_tapped_at_first() -> None:
    page = shown(MomentForm())
    assert " checked" not in page
    assert '<details class="more">' in page


@pytest.mark.parametrize(("hour", "named"), [(1, "Yesterday (Tuesday)"), (12, "Yesterday")])
def test_at_night_a_chip_says_which_day_it_means(hour: int, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 26, hour, tzinfo=ZoneInfo("Europe/Berlin"))  # a Thursday
    monkeypatch.setattr(timezone, "now", lambda: now)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        page = shown(MomentForm())
    assert f"<span>{named}</span>" in page
    assert "<span>Just now</span>" in page
