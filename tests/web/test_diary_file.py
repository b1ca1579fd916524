from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.utils import translation

from amends.process import (
    After,
    AgeBand,
    Card,
    Child,
    DiaryExport,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    JournalEntry,
    Limit,
    Preferences,
    Repair,
    Response,
    Rupture,
    Scene,
    Step,
    Trigger,
)
from amends.web.diary_file import diary_page

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
REPAIR = Repair(NOW, child=Child("Juno", AgeBand.SCHOOL)).write(Step.PLAN, "I <will> sit & breathe.")
WHOLE = DiaryExport(
    (ExportedRepair(UUID(int=1), REPAIR),),
    (ExportedPage(UUID(int=2), JournalEntry(NOW, "A page.", "Its title")),),
    (ExportedChild(UUID(int=3), Child("Juno", AgeBand.SCHOOL, "the tower game")),),
    Preferences("Europe/Dublin", 30),
)


def _page_of(repair: Repair) -> str:
    return diary_page(DiaryExport((ExportedRepair(UUID(int=1), repair),)), NOW)


def test_it_holds_every_word_and_no_markup_of_theirs_and_asks_nobody() -> None:
    page = diary_page(WHOLE, NOW)
    for words in (
        "I &lt;will&gt; sit &amp; breathe.",
        "A page.",
        '<h3 dir="auto">Its title',
        "Juno · 6-9 · the tower game",
    ):
        assert words in page
    assert "http" not in page
    assert "<will>" not in page


def test_markup_in_a_name_or_a_title_is_no_markup() -> None:
    named = replace(REPAIR, child=Child("<i>Juno</i>"))
    page = diary_page(
        DiaryExport(
            (ExportedRepair(UUID(int=1), named),),
            (ExportedPage(UUID(int=2), JournalEntry(NOW, "A page.", "<b>Its title</b>")),),
            (ExportedChild(UUID(int=3), Child("<u>Mina</u>")),),
        ),
        NOW,
    )
    for escaped in ("&lt;i&gt;Juno", "&lt;b&gt;Its title", "&lt;u&gt;Mina"):
        assert escaped in page
    assert not any(tag in page for tag in ("<i>", "<b>", "<u>"))


def test_it_holds_the_whole_card() -> None:
    card = Card("I shouted.", ("It was loud.",), "I take it back.", "Bedtime stays.", "When late, I will sit.")
    page = _page_of(replace(REPAIR, card=card))
    assert all(line in page for line in card.lines)


def test_it_says_where_it_was_and_what_came_before() -> None:
    page = _page_of(replace(REPAIR, rupture=Rupture(where=Scene.SHOP, cue=Trigger.HURRY)))
    assert "Something else · Juno · In a shop · Hurry" in page


def test_a_page_without_a_title_has_no_heading() -> None:
    page = diary_page(DiaryExport(journal=(ExportedPage(UUID(int=2), JournalEntry(NOW, "Only words.")),)), NOW)
    assert "Only words." in page
    assert "<h3" not in page


def test_days_are_told_by_the_parents_clock() -> None:
    assert "24 November 2026" in diary_page(replace(WHOLE, preferences=Preferences("Pacific/Auckland")), NOW)
    assert "23 November 2026" in diary_page(replace(WHOLE, preferences=Preferences()), NOW)


def test_the_newest_stands_first_whatever_its_kind() -> None:
    older = ExportedPage(UUID(int=4), JournalEntry(NOW.replace(year=2025), "An old page."))
    page = diary_page(replace(WHOLE, journal=(older,)), NOW)
    assert page.index("sit &amp; breathe") < page.index("An old page.")


def test_a_card_is_on_it_line_by_line() -> None:
    assert "I was loud.\nmine\ntower</p>" in _page_of(replace(REPAIR, card=Card("I was loud.", ("mine", "tower"))))


@pytest.mark.parametrize(
    ("after", "shown", "missing"),
    [
        (After(Response.SILENT, "He drew a <house>."), ["Said nothing", "He drew a &lt;house&gt;."], []),
        (After(Response.SILENT), ["Said nothing"], []),
        (After(None, "He drew."), ["He drew."], ["Said nothing"]),
    ],
)
def test_what_stands_and_what_the_child_did_are_on_it_too(after: After, shown: list[str], missing: list[str]) -> None:
    limit = Limit("the shouting", "Bedtime is at eight.")
    page = _page_of(replace(REPAIR, rupture=Rupture(limit=limit), after=after))
    assert "the shouting\nBedtime is at eight." in page
    assert all(words in page for words in shown)
    assert not any(words in page for words in missing)


def test_a_limit_of_which_nothing_was_written_leaves_nothing() -> None:
    assert _page_of(replace(REPAIR, rupture=Rupture(limit=Limit()))) == _page_of(REPAIR)


@pytest.mark.parametrize(
    ("damaged", "say"),
    [(1, "1 entry could not be opened and is not here."), (2, "2 entries could not be opened and are not here.")],
)
def test_it_says_how_many_entries_are_missing(damaged: int, say: str) -> None:
    assert say in diary_page(replace(WHOLE, damaged=damaged), NOW)
    assert "could not be opened" not in diary_page(WHOLE, NOW)


def test_it_is_written_in_the_direction_of_its_language() -> None:
    assert '<html lang="en" dir="ltr">' in diary_page(WHOLE, NOW)
    with translation.override("he"):
        assert '<html lang="he" dir="rtl">' in diary_page(WHOLE, NOW)
