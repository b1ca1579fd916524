from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.template.loader import render_to_string

from amends.guidance import HelpFor, load
from amends.process import Caution, Flag, Preferences, Repair, Rupture, RuptureKind, Step
from amends.store import visits
from amends.store.diary import Diary
from amends.store.shelf import Kept
from amends.web.pages.pattern import parents_line, pattern_context
from tests.rows import flip

pytestmark = pytest.mark.django_db
GUIDANCE = load()
TEXT = GUIDANCE.safety.pattern
NOW = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)


@pytest.fixture
def diary() -> Diary:
    visitor = visits.welcome(NOW, 24)
    return Diary(visitor.vault)


def writes(diary: Diary, days_ago: float, words: str, **more: object) -> Kept[Repair]:
    began = NOW - timedelta(days=days_ago)
    return diary.add(Repair(began, Rupture(RuptureKind.RAISED_VOICE), words={Step.ACKNOWLEDGE: words}, **more))


def below_the_card(diary: Diary, kept: Kept[Repair], country: str = "") -> str:
    return unescape(render_to_string("parts/pattern.html", pattern_context(diary, kept, NOW, country)).strip())


def test_three_evenings_show_who_could_help_and_two_of_the_own_earlier_words(diary: Diary) -> None:
    for days, words in ((6, "I yelled at dinner."), (4, "I yelled about shoes."), (2, "I yelled in the car.")):
        writes(diary, days, words)
    page = below_the_card(diary, writes(diary, 0, "I yelled again."))
    assert TEXT.title in page
    assert page.index("I yelled in the car.") < page.index("I yelled about shoes.")
    assert "at dinner" not in page
    assert "I yelled again." not in page


def test_it_stands_there_too_where_one_of_the_earlier_entries_does_not_open_any_more(diary: Diary) -> None:
    hurt, _other = writes(diary, 4, "I yelled about shoes."), writes(diary, 2, "I yelled in the car.")
    flip(hurt.id)
    page = below_the_card(diary, writes(diary, 0, "I yelled again."))
    assert TEXT.title in page
    assert "I yelled in the car." in page


def test_a_line_for_parents_comes_first_and_no_emergency_number_at_all(diary: Diary) -> None:
    kept = writes(diary, 0, "Third time this week.", warned={Step.ACKNOWLEDGE: frozenset({Caution.RECURS})})
    for country in GUIDANCE.help.countries.values():
        page = below_the_card(diary, kept, country.code)
        line = parents_line(country)
        assert page.index(TEXT.parents) < page.index(TEXT.others[0])
        if line:
            assert page.index(line.name) < page.index(TEXT.others[0])
            assert line.tel is None or f'href="tel:{line.tel}"' in page
        for number in country.emergency:
            assert f'"tel:{number}"' not in page


def test_only_a_line_for_parents_is_named_and_no_country_has_none() -> None:
    lines = [line for line in map(parents_line, GUIDANCE.help.countries.values()) if line]
    assert lines and all(HelpFor.PARENTS in line.for_ for line in lines)
    assert parents_line(None) is None


def test_five_starts_in_an_evening_show_nothing(diary: Diary) -> None:
    kept = [writes(diary, minutes / 1440, "") for minutes in range(5)]
    assert [below_the_card(diary, one) for one in kept] == [""] * 5


def test_the_evening_is_told_by_the_parents_own_clock(diary: Diary) -> None:
    writes(diary, 9, "The first.")
    writes(diary, 0.4, "The second, at noon.")  # 11:24 in London, 00:24 the next day in Auckland
    kept = writes(diary, 0, "The third.")
    assert below_the_card(diary, kept) == ""
    diary.prefer(Preferences(zone="Pacific/Auckland"))
    assert TEXT.title in below_the_card(diary, kept)


def test_grave_earlier_words_are_not_held_up_again_and_markup_stays_words(diary: Diary) -> None:
    writes(diary, 4, "He pushed me and she saw.", heard=frozenset({Flag.PARTNER_VIOLENCE}))
    writes(diary, 2, "I <b>shouted</b> & left.")
    kept = writes(diary, 0, "I shouted.")
    page = render_to_string("parts/pattern.html", pattern_context(diary, kept, NOW))
    assert "He pushed me" not in page
    assert "I &lt;b&gt;shouted&lt;/b&gt; &amp; left." in page


def test_a_long_text_is_cut_and_its_entry_is_a_tap_away(diary: Diary) -> None:
    long = writes(diary, 2, "word " * 60)
    writes(diary, 4, "I shouted.")
    page = below_the_card(diary, writes(diary, 0, "I shouted."))
    assert "word " * 41 not in page
    assert f'href="/diary/{long.id}/"' in page
