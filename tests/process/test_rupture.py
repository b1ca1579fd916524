from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    EVERYDAY,
    DayFault,
    Rupture,
    RuptureKind,
    Scene,
    Trigger,
    When,
    WrongDay,
    a_year_before,
    evening_of,
    happened,
)

AUCKLAND = ZoneInfo("Pacific/Auckland")


def test_the_five_everyday_kinds_come_first() -> None:
    assert [str(kind) for kind in EVERYDAY] == [
        "lost-patience",
        "raised-voice",
        "misunderstood",
        "harsh-words",
        "overlooked-need",
    ]


def test_nothing_is_asked_for_where_the_one_question_was_never_asked() -> None:
    logged = Rupture(RuptureKind.RAISED_VOICE, unsafe=None)
    assert not logged.is_asked
    assert Rupture().is_asked


# When it was


@pytest.mark.parametrize(
    ("hour", "when", "day"),
    [
        (22, When.JUST_NOW, 26),
        (22, When.EARLIER_TODAY, 26),
        (22, When.YESTERDAY, 25),
        (22, When.UNSAID, 26),
        (1, When.JUST_NOW, 25),
        (1, When.EARLIER_TODAY, 25),
        (1, When.YESTERDAY, 24),
        (4, When.EARLIER_TODAY, 26),
    ],
)
def test_an_hour_before_four_belongs_to_the_evening_before(hour: int, when: When, day: int) -> None:
    assert happened(when, None, datetime(2026, 11, 26, hour, tzinfo=AUCKLAND)) == date(2026, 11, day)


def test_a_day_is_itself_and_one_that_has_just_begun_is_still_the_evening_before() -> None:
    night = datetime(2026, 11, 26, 1, tzinfo=AUCKLAND)
    assert happened(When.A_DAY, date(2026, 11, 20), night) == date(2026, 11, 20)
    assert happened(When.A_DAY, date(2026, 11, 26), night) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (None, DayFault.MISSING),
        (date(2026, 11, 27), DayFault.AHEAD),
        (date(2025, 11, 25), DayFault.LONG_AGO),
    ],
)
def test_a_day_is_refused_with_its_reason(day: date | None, fault: DayFault) -> None:
    with pytest.raises(WrongDay, match=str(fault)) as wrong:
        happened(When.A_DAY, day, datetime(2026, 11, 26, 12, tzinfo=AUCKLAND))
    assert wrong.value.fault is fault


def test_a_year_before_a_leap_day_is_the_last_of_february() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2026, 11, 26)) == date(2025, 11, 26)


@pytest.mark.parametrize("day", [None, date(1999, 1, 1), date(2999, 1, 1)])
@pytest.mark.parametrize("when", [when for when in When if when is not When.A_DAY])
def test_a_day_counts_only_where_a_day_was_meant(when: When, day: date | None) -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=AUCKLAND)
    assert happened(when, day, now) == happened(when, None, now)


MOMENTS = st.datetimes(
    datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, AUCKLAND, ZoneInfo("America/Denver")])
)


@given(st.sampled_from(When), st.integers(-3, 400), MOMENTS)
def test_no_moment_is_ever_to_come_or_more_than_a_year_old(when: When, ago: int, now: datetime) -> None:
    try:
        day = happened(when, now.date() - timedelta(days=ago), now)
    except WrongDay:
        assert when is When.A_DAY
        assert ago < 0 or ago >= 365
    else:
        assert a_year_before(now.date()) <= day <= evening_of(now) <= now.date()


@given(MOMENTS)
def test_a_whole_night_is_one_evening(now: datetime) -> None:
    noon = now.replace(hour=12)
    hours = [noon + timedelta(hours=ahead) for ahead in range(16)]
    assert {evening_of(hour) for hour in hours} == {noon.date()}


def test_the_hour_is_known_only_just_after() -> None:
    night = datetime(2026, 11, 26, 1, 40, tzinfo=AUCKLAND)
    just_now = Rupture().told(When.JUST_NOW, None, night)
    assert (just_now.when, just_now.day, just_now.hour) == (When.JUST_NOW, date(2026, 11, 25), 1)
    earlier = just_now.told(When.EARLIER_TODAY, None, night)
    assert (earlier.day, earlier.hour) == (date(2026, 11, 25), None)
    assert earlier.told(When.UNSAID, None, night) == Rupture()


def test_a_moment_that_was_never_told_belongs_to_the_evening_its_repair_began() -> None:
    began = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    assert Rupture().evening(began, AUCKLAND) == date(2026, 11, 26)  # half past one on the 27th, over there
    assert Rupture().evening(began, UTC) == date(2026, 11, 26)
    assert Rupture(day=date(2026, 11, 20)).evening(began, UTC) == date(2026, 11, 20)


@pytest.mark.parametrize("kind", [When, Scene, Trigger])
def test_a_moment_may_be_left_unsaid_as_older_versions_kept_it(kind: type[When | Scene | Trigger]) -> None:
    assert not kind("")
    assert all(value for value in kind if value is not kind.UNSAID)


def test_a_rupture_of_an_older_version_opens_as_one_of_which_nothing_was_said() -> None:
    kept = b'{"kind":"raised-voice","when":"","where":"","cue":"","limit":null,"unsafe":"no"}'
    assert msgspec.json.decode(kept, type=Rupture) == Rupture(RuptureKind.RAISED_VOICE)
