from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    After,
    Calm,
    Came,
    Caution,
    Child,
    Flag,
    Limit,
    Pattern,
    Plan,
    Repair,
    Rupture,
    RuptureKind,
    Sign,
    Step,
    When,
    evening_of,
    happens_often,
    pattern_of,
    same_before,
)
from tests.process.strategies import REPAIRS

BERLIN = ZoneInfo("Europe/Berlin")
TONIGHT = datetime(2026, 11, 26, 22, 0, tzinfo=BERLIN)
NAMES = UUID(int=7)


def shouted(
    days_ago: float = 0,
    words: str = "I shouted.",
    heat: int | None = None,
    kind: RuptureKind = RuptureKind.RAISED_VOICE,
) -> Repair:
    calm = Calm() if heat is None else Calm().rated(heat)
    return Repair(TONIGHT - timedelta(days=days_ago), Rupture(kind), words={Step.ACKNOWLEDGE: words}, calm=calm)


def started(days_ago: float = 0) -> Repair:
    return shouted(days_ago, words=" ")


def named(repairs: Sequence[Repair]) -> dict[UUID, Repair]:
    return {uuid5(NAMES, str(place)): repair for place, repair in enumerate(repairs)}


def found(*repairs: Repair, now: datetime = TONIGHT) -> Pattern | None:
    """The pattern that the first of these repairs is part of."""
    return pattern_of(uuid5(NAMES, "0"), named(repairs), evening_of(now), BERLIN)


def signs(*repairs: Repair) -> set[Sign]:
    pattern = found(*repairs)
    return set(pattern.signs) if pattern else set()


def test_five_starts_in_an_evening_are_nothing() -> None:
    assert found(*(started(minutes / 1440) for minutes in range(5))) is None


def test_five_starts_on_five_evenings_are_nothing_either() -> None:
    assert found(*map(started, range(5))) is None


def test_three_evenings_with_words_within_two_weeks_are_a_pattern_and_two_are_none() -> None:
    assert found(shouted(0), shouted(13), started(3), started(4)) is None
    assert signs(shouted(0), shouted(5), shouted(14)) == {Sign.EVENINGS}
    assert found(shouted(0), shouted(5), shouted(15)) is None


def test_what_was_found_names_the_kind_the_evenings_and_the_earlier_repairs_newest_first() -> None:
    pattern = found(shouted(0), shouted(5), started(1), shouted(2))
    assert pattern == Pattern(
        RuptureKind.RAISED_VOICE,
        frozenset({Sign.EVENINGS}),
        (date(2026, 11, 26), date(2026, 11, 24), date(2026, 11, 21)),
        (uuid5(NAMES, "3"), uuid5(NAMES, "1")),
    )


def test_grave_earlier_words_are_counted_and_not_held_up_again() -> None:
    grave = replace(shouted(2), heard=frozenset({Flag.PARTNER_VIOLENCE}))
    pattern = found(shouted(0), grave, shouted(3))
    assert pattern and pattern.earlier == (uuid5(NAMES, "2"),)


def test_the_same_evening_three_times_is_one_evening() -> None:
    assert found(shouted(0), shouted(0.01), shouted(0.02)) is None


def test_before_midnight_and_half_past_one_are_one_evening_and_four_is_the_next_day() -> None:
    late, after_midnight, morning = (
        replace(shouted(), began=TONIGHT.replace(day=day, hour=hour, minute=30).astimezone(UTC))
        for day, hour in ((25, 23), (26, 1), (26, 4))
    )
    assert found(shouted(9), late, after_midnight) is None
    assert signs(shouted(9), late, morning) == {Sign.EVENINGS}


def test_the_day_that_was_told_counts_and_not_the_day_it_was_written() -> None:
    rupture = Rupture(RuptureKind.RAISED_VOICE)
    told = [rupture.told(When.A_DAY, date(2026, 11, day), TONIGHT) for day in (20, 22, 24)]
    assert signs(*(replace(shouted(), rupture=one) for one in told)) == {Sign.EVENINGS}
    assert found(*(replace(shouted(days), rupture=told[0]) for days in range(3))) is None


def test_another_kind_does_not_count() -> None:
    assert found(shouted(0), shouted(5), shouted(6, kind=RuptureKind.HARSH_WORDS)) is None


def test_what_was_said_or_written_anywhere_in_a_repair_counts_as_words() -> None:
    empty = started()
    assert not empty.has_words
    assert not replace(empty, after=After(words="\n"), plan=Plan(" ", "")).has_words
    assert replace(empty, said=True).has_words
    assert replace(empty, after=After(words="She cried.")).has_words
    assert replace(empty, plan=Plan(will="breathe")).has_words
    assert replace(empty, rupture=replace(empty.rupture, limit=Limit(stands="Bed at eight."))).has_words


def test_each_of_the_last_three_evenings_hotter_is_a_pattern_even_over_months() -> None:
    assert signs(shouted(0, heat=9), shouted(40, heat=7), shouted(90, heat=5), shouted(120, heat=8)) == {Sign.HOTTER}
    assert found(shouted(0, heat=7), shouted(40, heat=7), shouted(90, heat=5)) is None
    assert found(shouted(0, heat=9), shouted(40), shouted(90, heat=5)) is None


def test_the_hottest_of_an_evening_is_its_heat_and_a_start_without_words_has_none() -> None:
    evening = [shouted(40, heat=4), shouted(40.01, heat=7)]
    assert signs(shouted(0, heat=9), *evening, shouted(90, heat=5)) == {Sign.HOTTER}
    hot_start = replace(started(20), calm=Calm().rated(10))
    assert signs(shouted(0, heat=9), hot_start, *evening, shouted(90, heat=5)) == {Sign.HOTTER}


def test_heat_that_rose_long_ago_says_nothing_of_today() -> None:
    assert found(started(0), shouted(200, heat=9), shouted(220, heat=7), shouted(240, heat=5)) is None


def test_a_plan_that_was_not_used_three_times_is_a_pattern_and_one_that_was_is_none() -> None:
    failed, kept = Came(TONIGHT, did=False), Came(TONIGHT, did=True)
    assert signs(shouted(0), replace(shouted(60), came=(failed, kept, failed, failed))) == {Sign.PLAN}
    assert found(shouted(0), replace(shouted(60), came=(failed, kept, failed, kept))) is None


def test_the_words_themselves_may_say_that_it_keeps_happening() -> None:
    words = "This is the third time this week that I shouted."
    said = shouted(0, words).warn(Step.ACKNOWLEDGE, {Caution.RECURS})
    assert signs(said) == {Sign.SAID}
    assert found(shouted(0, words), replace(said, began=TONIGHT - timedelta(days=1))) is None


def test_a_guest_who_says_that_it_happens_often_is_heard_without_a_diary() -> None:
    order = frozenset({Caution.CONTACT_ORDER})
    guest = happens_often(started().warn(Step.ACKNOWLEDGE, order))
    assert guest.cautions == order | {Caution.RECURS}
    assert signs(guest) == {Sign.SAID}


TELLINGS = st.builds(
    lambda repair, days_ago, kind, heat: replace(
        repair,
        began=TONIGHT - timedelta(hours=days_ago * 5),
        rupture=Rupture(kind),
        calm=Calm().rated(heat),
    ),
    REPAIRS,
    st.integers(0, 100),
    st.sampled_from(list(RuptureKind)[:2]),
    st.integers(0, 10),
)


@given(st.lists(TELLINGS, min_size=1, max_size=8), st.lists(st.integers(0, 100), max_size=6), st.integers(0, 10))
def test_starts_without_words_never_change_the_answer(told: list[Repair], starts: list[int], heat: int) -> None:
    kind = told[0].rupture.kind
    empty = [Repair(TONIGHT - timedelta(hours=5 * ago), Rupture(kind), calm=Calm().rated(heat)) for ago in starts]
    assert found(*told, *empty) == found(*told)


@given(st.lists(TELLINGS, min_size=1, max_size=8))
def test_an_answer_stands_on_three_evenings_with_words_or_on_none(told: list[Repair]) -> None:
    pattern = found(*told)
    if pattern and Sign.EVENINGS in pattern.signs:
        assert len(set(pattern.evenings)) == len(pattern.evenings) >= 3
        assert pattern.evenings[0] - pattern.evenings[-1] <= timedelta(days=14)


def test_the_same_before_is_the_newest_of_its_kind_with_this_child_and_nothing_grave_in_its_words() -> None:
    mina = Child("Mina")
    others = named(
        [
            shouted(9),
            shouted(3),
            shouted(1, kind=RuptureKind.BROKE_PROMISE),
            started(1),
            replace(shouted(1), heard=frozenset({Flag.FORCE_CHILD})),
            replace(shouted(1), child=mina),
        ]
    )
    assert same_before(shouted(), others) == uuid5(NAMES, "1")
    assert same_before(replace(shouted(), child=mina), others) == uuid5(NAMES, "5")
    assert same_before(shouted(), {}) is None
