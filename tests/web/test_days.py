"""A day is written as where the reader lives: by the country they chose, or else by what their browser asks for."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from django.utils import translation
from django.utils.formats import date_format

from amends.guidance import load
from amends.process import JournalEntry
from tests.people import ada, diary_of, signs_up, words_on

pytestmark = pytest.mark.django_db
CHECKED = load().help.countries["US"].checked_on
DAY_FIRST, MONTH_FIRST = f"{CHECKED:%-d %B %Y}", f"{CHECKED:%B %-d, %Y}"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("en-US,en;q=0.9", MONTH_FIRST),
        ("de;q=0.5,EN-us", MONTH_FIRST),
        ("en-NZ,en-US;q=0.8,en;q=0.7", DAY_FIRST),
        ("en-GB", DAY_FIRST),
        ("en", DAY_FIRST),
        ("de", DAY_FIRST),
        ("", DAY_FIRST),
        ("en-US-x;q=nonsense", DAY_FIRST),
    ],
)
def test_a_browser_that_asks_for_the_english_of_the_states_reads_the_month_first(asked: str, written: str) -> None:
    page = words_on(ada().browser.get("/help-now/?country=US", headers={"accept-language": asked}))
    assert [way for way in (DAY_FIRST, MONTH_FIRST) if way in page] == [written]


@pytest.mark.parametrize(("country", "asked", "written"), [("US", "en-GB", MONTH_FIRST), ("GB", "en-US", DAY_FIRST)])
def test_the_country_that_was_chosen_counts_for_more_than_the_browser(country: str, asked: str, written: str) -> None:
    parent = ada()
    parent.browser.cookies["country"] = country
    assert written in words_on(parent.browser.get("/help-now/?country=US", headers={"accept-language": asked}))


def test_a_browser_tells_nobody_else_how_to_write_a_day() -> None:
    parent = ada()
    address = "/help-now/?country=US"
    assert MONTH_FIRST in words_on(parent.browser.get(address, headers={"accept-language": "en-US"}))
    assert DAY_FIRST in words_on(parent.browser.get(address, headers={"accept-language": "en-AU"}))


def test_a_page_of_a_diary_names_its_weekday_and_its_hour() -> None:

    parent = ada()
    signs_up(parent)
    journal = diary_of(parent).journal
    kept = journal.add(JournalEntry(datetime(2026, 11, 24, 21, 30, tzinfo=UTC), "The tower fell."))
    here = words_on(parent.browser.get(f"/page/{kept.id}/", headers={"accept-language": "en-IE"}))
    there = words_on(parent.browser.get(f"/page/{kept.id}/", headers={"accept-language": "en-US"}))
    assert "Tuesday, 24 November 2026, 21:30" in here
    assert "Tuesday, November 24, 2026, 9:30 p.m." in there


@pytest.mark.parametrize(("language", "written"), [("de", "24. November 2026"), ("fr", "24 novembre 2026")])
@override_settings(LANGUAGES=[("en", "en"), ("de", "de"), ("fr", "fr")])
def test_another_language_has_its_own_way(language: str, written: str) -> None:
    with translation.override(language):
        assert date_format(datetime(2026, 11, 24), "DATE_FORMAT") == written
