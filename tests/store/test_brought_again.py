"""The file of another diary, brought in again: nothing stands twice, and no word is lost."""

import json
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from time import process_time
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from amends.process import Brought, DiaryExport, ExportedPage, JournalEntry, PageWords, meet, rewritten
from amends.store.diary import Diary
from amends.store.door import NotReadable, let_in
from amends.store.imports import found
from tests.store.conftest import guest

pytestmark = pytest.mark.django_db
HEADER = "full_date,time,mood,note_title,note\n"
NOTHING = Brought(0, 0)


def _day_one(text: str, id: str = "7A", at: str = "2026-05-20T14:30:00Z", **more: object) -> str:
    entry = {"uuid": id, "creationDate": at, "timeZone": "Asia/Tokyo", "text": text, **more}
    return json.dumps({"metadata": {}, "entries": [entry]})


def _daylio(*notes: str) -> str:
    return HEADER + "".join(f'2026-05-20,22:13,good,,"{note}"\n' for note in notes)


def _brings(diary: Diary, content: str, zone: tzinfo = UTC) -> Brought:
    whole = found(content.encode(), zone)
    return diary.bring_all(whole.diary, whole.is_ours)


def _pages(diary: Diary) -> list[JournalEntry]:
    return sorted((kept.entry for kept in diary.journal.entries()), key=lambda page: page.text)


def _older(diary: Diary, source: str, written: datetime, text: str) -> None:
    """A page as an Amends kept it that knew no names of other diaries: its id was made of all that stood on it."""
    page = JournalEntry(written, text, "", source)
    id = uuid5(NAMESPACE_URL, f"{source} {written.isoformat()}  {text}")
    diary.bring_all(DiaryExport(journal=(ExportedPage(id, page),)))


def test_the_same_file_doubles_nothing_whatever_the_clock_says() -> None:
    diary = guest().diary
    zones = (UTC, ZoneInfo("Pacific/Auckland"), UTC)
    assert [_brings(diary, _daylio("calm", "loud"), zone) for zone in zones] == [Brought(2), NOTHING, NOTHING]
    assert [(page.before, page.written.isoformat()) for page in _pages(diary)] == [
        ((), "2026-05-20T22:13:00+00:00")
    ] * 2


@pytest.mark.parametrize("made", [_day_one, _daylio])
def test_an_entry_edited_there_takes_on_the_newer_words_and_keeps_the_older_ones(made) -> None:
    diary = guest().diary
    kept = [_brings(diary, made(text)) for text in ("It rained.", "It snowed. It rained.", "It rained.")]
    assert kept == [Brought(1), Brought(0, 1), NOTHING]
    (page,) = _pages(diary)
    assert page.text.endswith("It snowed. It rained.")
    assert [words.text.endswith("It rained.") for words in page.before] == [True]


def test_a_new_row_of_the_same_minute_is_a_new_page_wherever_it_stands_in_the_file() -> None:
    diary = guest().diary
    assert _brings(diary, _daylio("calm")) == Brought(1)
    assert _brings(diary, _daylio("loud", "calm")) == Brought(1)
    assert [page.text for page in _pages(diary)] == ["good\n\ncalm", "good\n\nloud"]
    assert _brings(diary, _daylio("quiet", "loud", "calm")) == Brought(1)
    assert [page.before for page in _pages(diary)] == [(), (), ()]


def test_what_was_written_on_a_page_here_stays_when_the_same_file_comes_again() -> None:
    diary = guest().diary
    _brings(diary, _day_one("there"))
    (kept,) = diary.journal.entries()
    for text in ("there, and here", "only here"):
        diary.journal.amend(kept.id, lambda page, text=text: rewritten(page, "", text))
    assert _brings(diary, _day_one("there")) == NOTHING
    assert [(page.text, page.before) for page in _pages(diary)] == [("only here", (PageWords("", "there"),))]
    assert _brings(diary, _day_one("elsewhere")) == Brought(0, 1)
    (page,) = _pages(diary)
    assert (page.text, page.before) == ("elsewhere", (PageWords("", "only here"), PageWords("", "there")))


def test_a_page_that_was_written_here_keeps_no_older_words() -> None:
    page = JournalEntry(datetime(2026, 5, 20, tzinfo=UTC), "one")
    assert rewritten(page, "", "two").before == ()


@pytest.mark.parametrize("text", ["there", "there ![](dayone-moment://1)", "the"])
def test_a_day_one_page_that_an_older_amends_brought_is_known_again_and_gets_its_own_hour(text: str) -> None:
    diary = guest().diary
    _older(diary, "Day One", datetime(2026, 5, 20, 14, 30, tzinfo=UTC), text)
    assert _brings(diary, _day_one("there", tags=["a"])) == Brought(0, 1)
    (page,) = _pages(diary)
    assert (page.text, page.written.isoformat()) == ("there\n\n#a", "2026-05-20T23:30:00+09:00")
    assert page.before == (() if text in page.text else (PageWords("", text),))
    assert _brings(diary, _day_one("there", tags=["a"])) == NOTHING


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Tokyo")])
def test_a_daylio_page_that_an_older_amends_brought_is_known_by_its_hour_on_whatever_clock(zone: tzinfo) -> None:
    diary = guest().diary
    written = datetime(2026, 5, 20, 22, 13, tzinfo=ZoneInfo("Europe/Berlin"))
    for text in ("good\n\nI love her Tomorrow", "good\n\ncalm"):
        _older(diary, "Daylio", written, text)
    assert _brings(diary, _daylio("calm", "I love her <3 Tomorrow"), zone).new == 0
    assert [page.text for page in _pages(diary)] == ["good\n\nI love her <3 Tomorrow", "good\n\ncalm"]
    assert _brings(diary, _daylio("calm", "I love her <3 Tomorrow"), UTC) == NOTHING


def test_an_hour_that_was_set_right_there_is_set_right_here() -> None:
    diary = guest().diary
    _brings(diary, _day_one("x"))
    assert _brings(diary, _day_one("x", at="2026-05-19T10:00:00Z")) == Brought(0, 1)
    assert [page.written.day for page in _pages(diary)] == [19]


def test_a_name_that_is_learned_later_changes_nothing_that_a_parent_sees() -> None:
    diary = guest().diary
    _older(diary, "Journiv", datetime(2026, 5, 20, 14, 30, tzinfo=UTC), "x")
    moment = {"id": "A", "logged_at": "2026-05-20T14:30:00Z", "note": "x"}
    assert _brings(diary, json.dumps({"export_version": "1", "moments": [moment]})) == NOTHING
    assert [page.known_as for page in _pages(diary)] == ["A"]


def test_an_export_of_ours_takes_no_words_back_and_doubles_no_page_of_another_diary() -> None:
    diary = guest().diary
    _brings(diary, _day_one("there"))
    (kept,) = diary.journal.entries()
    same_id = ExportedPage(kept.id, replace(kept.entry, text="between"))
    same_words = ExportedPage(UUID(int=5), replace(kept.entry, known_as=""))
    for one in (same_id, same_words):
        assert diary.bring_all(DiaryExport(journal=(one,))) == NOTHING
    assert _pages(diary) == [kept.entry]


def test_a_page_that_was_written_here_is_no_page_of_another_diary_whatever_its_time_and_words() -> None:
    diary = guest().diary
    diary.journal.add(JournalEntry(datetime(2026, 5, 20, 14, 30, tzinfo=UTC), "there"))
    assert _brings(diary, _day_one("there")) == Brought(1)
    mine = [one.page for one in diary.whole().journal if not one.page.brought_from]
    assert diary.bring_all(diary.whole()) == NOTHING
    assert [page.text for page in mine] == ["there"]


def test_older_words_that_no_form_would_take_are_refused_like_newer_ones() -> None:
    page = JournalEntry(datetime(2026, 5, 20, tzinfo=UTC), "x", before=(PageWords("", "x" * 100_001),))
    with pytest.raises(NotReadable, match="Page 1"):
        let_in(DiaryExport(journal=(ExportedPage(UUID(int=1), page),)))


def test_thirty_thousand_rows_of_one_minute_are_met_in_time_that_grows_with_their_number() -> None:
    page = JournalEntry(datetime(2026, 5, 20, tzinfo=UTC), "", "", "Daylio", known_as="2026-05-20 00:00")
    here = [ExportedPage(UUID(int=number), replace(page, text=f"{number}")) for number in range(30_000)]
    coming = [ExportedPage(one.id, replace(page, text=f"{number} again")) for number, one in enumerate(here)]
    began = process_time()
    assert len(meet(here, coming, is_ours=False).changed) == 30_000
    assert process_time() - began < 10
