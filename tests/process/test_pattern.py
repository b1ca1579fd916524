from dataclasses import replace
from datetime import UTC, datetime, timedelta

from amends.process import Calm, Came, Repair, Rupture, RuptureKind, keeps_coming

NOW = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)


def shouted(days_ago: float, heat: int | None = None, kind: RuptureKind = RuptureKind.RAISED_VOICE) -> Repair:
    calm = Calm() if heat is None else Calm().rated(heat)
    return Repair(NOW - timedelta(days=days_ago), Rupture(kind), calm=calm)


def test_three_times_in_two_weeks_is_a_pattern_and_two_are_none() -> None:
    assert not keeps_coming(shouted(0), [shouted(13)], NOW)
    assert keeps_coming(shouted(0), [shouted(5), shouted(13)], NOW)


def test_what_lies_longer_ago_or_is_of_another_kind_does_not_count() -> None:
    assert not keeps_coming(shouted(0), [shouted(5), shouted(15)], NOW)
    assert not keeps_coming(shouted(0), [shouted(5), shouted(6, kind=RuptureKind.HARSH_WORDS)], NOW)


def test_each_time_hotter_than_before_is_a_pattern_even_over_months() -> None:
    assert keeps_coming(shouted(0, 9), [shouted(40, 7), shouted(90, 5)], NOW)
    assert not keeps_coming(shouted(0, 7), [shouted(40, 7), shouted(90, 5)], NOW)
    assert not keeps_coming(shouted(0, 9), [shouted(40), shouted(90, 5)], NOW)


def test_a_plan_that_was_not_used_three_times_is_a_pattern_and_one_that_was_is_none() -> None:
    failed, kept = Came(NOW, did=False), Came(NOW, did=True)
    assert keeps_coming(shouted(0), [replace(shouted(60), came=(failed, kept, failed, failed))], NOW)
    assert not keeps_coming(shouted(0), [replace(shouted(60), came=(failed, kept, failed, kept))], NOW)
