"""What other diaries write, brought in: every word of it, at its own hour, and the rest is told."""

import io
import json
import time
import zipfile
from datetime import UTC, datetime

import pytest

from amends.process import JournalEntry
from amends.store.door import NotReadable
from amends.store.formats.clocks import clock_time, day
from amends.store.formats.dated import read_dated
from amends.store.formats.found import Found, Left, Pages
from amends.store.formats.markup import plain
from amends.store.imports import found

HEADER = "full_date,date,weekday,time,mood,activities,note_title,note\n"
ROW = 'May 20,Wednesday,22:13,good,family,,"A calm evening, at last"\n'
CALM = "good · family\n\nA calm evening, at last"
AT = "2026-05-20T14:30:00Z"


def _one(content: str | bytes, name: str = "") -> JournalEntry:
    (page,) = _found(content, name).pages
    return page


def _found(content: str | bytes, name: str = "") -> Found:
    return found(content if isinstance(content, bytes) else content.encode(), UTC, name)


def _zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def _day_one(*entries: dict[str, object]) -> str:
    return json.dumps({"metadata": {"version": "1.0"}, "entries": [{"creationDate": AT, **one} for one in entries]})


def _daylio(note: str, at: str = "22:13") -> str:
    quoted = note.replace('"', '""')
    return f'{HEADER}2026-05-20,May 20,Wednesday,{at},good,,,"{quoted}"\n'


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}2026-05-20,{ROW}".encode(),
        f"{HEADER}2026-05-20,{ROW}".encode("utf-8-sig"),
        f"{HEADER}2026-05-20,{ROW}".encode("utf-16"),
        f"{HEADER}2026-05-20,{ROW}".encode("utf-16-le"),
        f"{HEADER}2026-05-20,{ROW}".encode("utf-16-be"),
        f"{HEADER}2026-05-20,{ROW}".replace("\n", "\r").encode(),
        f"{HEADER}2026-05-20,{ROW}".replace("\n", "\r\n").encode(),
        f"sep=,\n{HEADER}2026-05-20,{ROW}".encode(),
        f"sep=;\n{HEADER}2026-05-20,{ROW}".replace(",", ";").replace("g; at", "g, at").encode(),
        f"{HEADER}2026-05-20,{ROW}".replace(",", ";").replace("g; at", "g, at").encode(),
        f"{HEADER}2026-05-20,{ROW}".replace(",", "\t").replace("g\t at", "g, at").encode("utf-8-sig"),
    ],
    ids=["utf8", "bom", "utf16", "utf16-le", "utf16-be", "cr", "crlf", "sep", "sep;", ";", "tabs"],
)
def test_daylio_is_read_however_a_spreadsheet_saved_it(content: bytes) -> None:
    written = datetime(2026, 5, 20, 22, 13, tzinfo=UTC)
    assert _one(content) == JournalEntry(written, CALM, "", "Daylio", known_as="2026-05-20 22:13")


@pytest.mark.parametrize(
    "said",
    [
        "22:13",
        "22.13",
        "22h13",
        "10:13 p. m.",
        "10:13 PM",
        "10:13\u202fpm",
        "오후 10:13",
        "下午10:13",
        "١٠:١٣ م",
        "٢٢:١٣",
    ],
)
def test_a_quarter_past_ten_in_the_evening_on_every_clock(said: str) -> None:
    assert _one(_daylio("x", said)).written.strftime("%H:%M") == "22:13"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("12:05 AM", "00:05"),
        ("12:05 a. m.", "00:05"),
        ("12:30 pm", "12:30"),
        ("午後0:05", "12:05"),
        ("오전 7:02", "07:02"),
    ],
)
def test_noon_and_midnight_are_told_apart(said: str, shown: str) -> None:
    assert f"{clock_time(said):%H:%M}" == shown


@pytest.mark.parametrize("said", ["later", "25:00", "10:61", "13:00 am", "10:13 ??", ""])
def test_what_is_no_time_is_none(said: str) -> None:
    assert clock_time(said) is None


@pytest.mark.parametrize("said", ["2026-05-20", "٢٠٢٦-٠٥-٢٠", "20 May 2026", "May 20, 2026", "20th may 2026"])
def test_the_twentieth_of_may(said: str) -> None:
    assert str(day(said)) == "2026-05-20"


def test_every_word_of_a_daylio_row_is_kept() -> None:
    head = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
    page = _one(f"{head}2026-05-20,May 20,Wednesday,22:13,meh,work,Sleep: 4 | Stress: 7,Title,one, two, three\n")
    assert (page.title, page.text) == ("Title", "meh · work\n\nscales: Sleep: 4 | Stress: 7\n\none, two, three")


HEARTS = "I love her <3\nI shouted & left, a < b > c, <i mean it>\nTomorrow -> I will say &so"


def test_what_only_looks_like_markup_stays() -> None:
    assert _one(_daylio(HEARTS)).text == f"good\n\n{HEARTS}"


def test_markup_goes_and_its_line_ends_stay() -> None:
    html = '<p class="x">He shut the <b>door</b>.</p><div>I &lt;3 him.</div>one<br/>two'
    assert plain(html) == "He shut the door.\nI <3 him.\none\ntwo"


@pytest.mark.parametrize("run", ["<", "<b ", "<b a=", "&", "&#1", "<b a='", " "], ids=repr)
def test_a_run_of_anything_takes_no_longer_than_its_length(run: str) -> None:
    began = time.process_time()
    assert len(plain("<b" + run * (130_000 // len(run)))) > 100_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEADER + '2026-05-19,,,21:00,,,,"one\ntwo\nthree"\n2026-05-20,,,later,,,,x\n', 5),
        ("sep=,\n" + HEADER + "2026-05-20,,,later,,,,x\n", 3),
        (HEADER + '2026-05-20,,,21:00,,,,"x"\n2026-05-20,,,21:00,,,,"never closed\n', 3),
        (_day_one({"text": "x"}, {"creationDate": "soon"}).replace('{"creation', '\n{"creation'), 3),
        ('{\n"metadata": {},\n"entries": [\n{"creationDate": 5}]}', 4),
        ('{\n"entries": [\n\n5]}', 4),
        ('{"entries":\n {"a": 1}}', 2),
        ('{"export_version": "1", "moments": [\n{"note": "x"}]}', 2),
        ('{"entries": [{"date": "2026-05-20", "time": "21:00", "title": "x"},\n{"date": "soon"}]}', 2),
        ('{\n"a": 1,\n"b": }', 3),
        ("2026-05-20\nx\n2026-05-21 27:10\ny", 3),
        ("My diary\n05/06/2026\nx", 2),
        ("nothing here", 1),
    ],
)
def test_what_is_wrong_is_named_by_the_line_it_begins_on(content: str, line: int) -> None:
    with pytest.raises(NotReadable) as error:
        _found(content)
    assert error.value.line == line
    assert f"ine {line}: " in str(error.value)


def test_a_day_one_page_stands_at_the_hour_where_it_was_written() -> None:
    page = _one(_day_one({"text": "x", "timeZone": "Asia/Tokyo"}))
    assert (page.written.isoformat(), str(page.written.tzinfo)) == ("2026-05-20T23:30:00+09:00", "Asia/Tokyo")
    assert _one(_day_one({"text": "x", "timeZone": "GMT-0330"})).written.isoformat() == "2026-05-20T11:00:00-03:30"
    assert _one(_day_one({"text": "x", "timeZone": "../../etc"})).written.isoformat() == "2026-05-20T14:30:00+00:00"


def test_a_day_one_page_of_a_whole_day_stays_on_that_day() -> None:
    page = _day_one(
        {"creationDate": "2026-05-20T00:00:00Z", "isAllDay": True, "timeZone": "America/New_York", "text": "x"}
    )
    assert _one(page).written.isoformat() == "2026-05-20T00:00:00-04:00"


@pytest.mark.parametrize("on", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", ""])
def test_a_day_that_no_clock_can_show_is_named_in_every_zone(on: str, zone: str) -> None:
    with pytest.raises(NotReadable, match=f"{on[:10]} is too far away"):
        _found(_day_one({"creationDate": on, "timeZone": zone, "text": "x"}))


def test_pictures_of_day_one_leave_no_mark_and_alone_are_no_page() -> None:
    whole = _found(
        _day_one(
            {
                "uuid": "A",
                "text": "A tower.\n\n![](dayone-moment://0A1B)\n\nIt fell.",
                "location": {"placeName": "Home"},
            },
            {"uuid": "B", "text": "\u200b\n![](dayone-moment:/video/0A1B)", "tags": ["again"]},
        )
    )
    assert [page.text for page in whole.pages] == ["A tower.\n\nIt fell."]
    assert whole.left == (Left.PICTURES, Left.VIDEOS, Left.PLACES, Left.EMPTY)


def test_tags_and_a_star_of_day_one_are_kept_as_text() -> None:
    page = _one(_day_one({"text": "I shouted\\.", "tags": ["kitchen", "again"], "starred": True}))
    assert page.text == "I shouted.\n\n#kitchen · #again · ★"


def test_all_journals_in_a_zip_come_and_what_a_mac_adds_does_not() -> None:
    files = {
        "__MACOSX/._Family.json": b"\0\5",
        "._Work.json": b"\0\5",
        "Family.json": _day_one({"uuid": "A", "text": "Family"}),
        "Work.json": _day_one({"uuid": "B", "text": "Work"}),
        "photos/x.jpeg": b"\xff\xd8",
        "settings.json": "{}",
    }
    whole = _found(_zipped(files))
    assert ([page.text for page in whole.pages], whole.journals) == (["Family", "Work"], 2)
    assert whole.left == (Left.PICTURES, Left.FILES)


def test_a_wrong_file_in_a_zip_is_named_with_its_line() -> None:
    with pytest.raises(NotReadable, match=r"^Work\.json, line 2: "):
        _found(_zipped({"Family.json": _day_one({"text": "x"}), "Work.json": '{"a":\n'}))


def test_the_same_page_in_two_journals_is_one_and_another_with_its_id_is_not_lost() -> None:
    same = {"uuid": "A", "text": "Same"}
    whole = _found(_zipped({"a.json": _day_one(same), "b.json": _day_one(same, {"uuid": "A", "text": "Other"})}))
    assert [page.text for page in whole.pages] == ["Same", "Other"]
    assert len({kept.id for kept in whole.diary.journal}) == 2


def test_journiv_keeps_mood_note_prompt_and_tags() -> None:
    entry = {
        "title": "T" * 250,
        "content": "We built <it>.",
        "entry_datetime_utc": "2026-05-20T21:00:00Z",
        "entry_timezone": "Europe/Berlin",
        "mood_log": {"mood_name": "anxious", "note": "The shouting"},
        "prompt_text": "What went well?",
        "tags": ["evening", {"name": "again"}],
    }
    page = _one(json.dumps({"export_version": "1.0", "journals": [{"title": "Family", "entries": [entry]}]}))
    said = ["anxious", "The shouting", "What went well?", "We built <it>.", "#evening · #again"]
    assert (page.title, page.text.split("\n\n")) == ("T" * 250, said)
    assert page.written.isoformat() == "2026-05-20T23:00:00+02:00"


@pytest.mark.parametrize(
    "content",
    [
        '{"entries": [{"title": "I shouted.", "body": "I was late.", "date": "2026-05-20", "time": "07:45"}]}',
        "[2026-05-20 07:45] I shouted.\nI was late.\n",
        "[2026-05-20 07:45:00 AM] I shouted.\nI was late.\n",
    ],
)
def test_jrnl_is_the_same_as_json_and_as_text(content: str) -> None:
    page = JournalEntry(
        datetime(2026, 5, 20, 7, 45, tzinfo=UTC), "I was late.", "I shouted.", "jrnl", known_as="2026-05-20 07:45"
    )
    assert _one(content) == page
    assert [kept.id for kept in _found(content).diary.journal] == [
        kept.id for kept in _found("[2026-05-20 07:45] I shouted.\nI was late.\n").diary.journal
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2026-05-20",
        "# 2026-05-20",
        "## Wednesday, 20 May 2026",
        "May 20, 2026",
        "**2026-05-20**",
        "20.05.2026",
        "20/05/2026",
        "05/20/2026",
        "2026/05/20",
        "Date: 2026-05-20",
        "Wed 20 May 2026:",
    ],
)
def test_a_dated_text_is_a_page_a_day_and_no_sentence_is_a_date(line: str) -> None:
    page = _one(f"My diary\n\n{line}\nI shouted.\n2026-05-21 was better, 5 < 6\n")
    assert str(page.written.date()) == "2026-05-20"
    assert page.text == "My diary\n\nI shouted.\n2026-05-21 was better, 5 < 6"


def test_words_behind_a_date_are_kept() -> None:
    first, second, third = _found("## 2026-05-20 A hard day\nx\n2026-05-21: late\n2026-05-22 07:45 early").pages
    assert (first.title, first.text, second.text, third.text) == ("A hard day", "x", "late", "early")
    assert third.written.hour == 7


def test_a_file_whose_name_is_its_day_is_a_page() -> None:
    whole = _found(_zipped({"notes/2026-05-20.md": "I shouted.", "notes/2026-05-21 later.md": "We talked."}))
    assert [(str(page.written.date()), page.text) for page in whole.pages] == [
        ("2026-05-20", "I shouted."),
        ("2026-05-21", "We talked."),
    ]


MONTH = """1:
  Family: {Juno: null}
  text: 'I shouted.


    It was my fault, I''m sure'
2: {text: plain words that are
    folded}
12:
  text: "One \\"two\\"\\n\\
    \\ three \\xe9 <3"
13:
  text: |-
    a -> b
    c
"""


def test_months_of_rednotebook_are_read_as_it_writes_them() -> None:
    whole = _found(_zipped({"2026-05.txt": MONTH, "2026-06.txt": ""}))
    assert (whole.format, whole.journals) == ("RedNotebook", 1)
    assert [(page.written.day, page.text) for page in whole.pages] == [
        (1, "I shouted.\n\nIt was my fault, I'm sure\n\n#Family · #Juno"),
        (2, "plain words that are folded"),
        (12, 'One "two"\n three é <3'),
        (13, "a -> b\nc"),
    ]


@pytest.mark.parametrize(("month", "line"), [("1:\n  text: x\n32:\n  text: y\n", 3), ("1:\n  text: 'open\n", 1)])
def test_a_wrong_day_of_rednotebook_is_named_with_its_line(month: str, line: int) -> None:
    with pytest.raises(NotReadable, match=f"^2026-05.txt, line {line}: "):
        _found(_zipped({"2026-05.txt": month}))


def test_an_entry_larger_than_any_page_is_refused_before_it_is_built() -> None:
    with pytest.raises(NotReadable, match="larger than any page"):
        _found(_day_one({"text": "x", "richText": "y" * (5 << 20)}))
    with pytest.raises(NotReadable, match="not built like"):
        _found(b'{"metadata": {}, "entries": [' + b"[]," * 1_000_000 + b"[]]}")


@pytest.mark.parametrize(
    "content",
    ['{"metadata": {}, "entries": []}', '{"export_version": "1", "journals": [{}]}', HEADER, f"{HEADER}\n,,,\n"],
)
def test_a_diary_without_entries_has_none(content: str) -> None:
    assert _found(content).pages == ()


def test_a_journal_that_is_none_is_named_by_its_line() -> None:
    with pytest.raises(NotReadable, match=r"Line 2: .* not built like"):
        _found('{"export_version": "1", "journals": [\n5]}')


def test_a_title_that_is_longer_than_any_is_text() -> None:
    title = "so " * 400
    moment = {"title": title, "content": "words", "created_at": AT, "tags": [["deeper"], "a"]}
    page = _one(json.dumps({"export_version": "1", "moments": [moment]}))
    assert (page.title, page.text) == ("", f"{title.strip()}\n\nwords\n\n#a")


def test_a_sign_of_rednotebook_that_stands_for_no_letter_is_seen_as_one() -> None:
    assert _one('1:\n  text: "a \\UFFFFFFFF b"\n', "2026-05.txt").text == "a \ufffd b"


def test_a_text_without_any_date_has_no_pages() -> None:
    pages = Pages(UTC)
    read_dated("only words", pages)
    assert pages.found().pages == ()
