"""import: a file of a diary is looked at first, and brought in only when that is wished."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from amends.process import JournalEntry
from amends.store.formats.found import Left
from amends.store.models import Envelope
from amends.store.opened import Vault
from amends.store.visits import Visitor
from amends.web import held
from amends.web.pages import transfer
from amends.web.pages.transfer import LEFT
from tests.people import Parent, ada, ben, brings, diary_of, signs_up, words_on

pytestmark = pytest.mark.django_db
DAYLIO = b"full_date,time,note\n2026-05-20,22:13,A calm evening\n2026-05-22,22:13,A loud one\n"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _signed_up(someone: Parent) -> Parent:
    signs_up(someone)
    return someone


def _day_one(*texts: str, **more: object) -> bytes:
    entries = [
        {"uuid": f"A{number}", "creationDate": "2026-05-20T14:30:00Z", "text": text, **more}
        for number, text in enumerate(texts)
    ]
    return json.dumps({"metadata": {}, "entries": entries}).encode()


def _looks(someone: Parent, content: bytes, name: str = "x"):
    return someone.browser.post("/account/import/", {"file": SimpleUploadedFile(name, content)})


def _held(answer) -> str:
    return re.search(r'name="held" value="([0-9a-f]+)"', words_on(answer))[1]


def _said(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", words_on(answer)).split())


def test_a_file_is_shown_before_anything_of_it_is_kept() -> None:
    someone = _signed_up(ada())
    rows = Envelope.objects.count()
    answer = _looks(someone, DAYLIO)
    assert answer.status_code == 200
    assert "2 entries from 20 May 2026 to 22 May 2026 · Daylio" in _said(answer)
    assert Envelope.objects.count() == rows
    assert "A calm evening" not in words_on(someone.browser.get("/diary/"))
    kept = someone.browser.post("/account/import/", {"held": _held(answer)})
    assert kept["Location"] == "/diary/"
    assert "A calm evening" in words_on(someone.browser.get("/diary/"))


def test_one_day_is_one_day_and_what_stays_behind_is_named() -> None:
    answer = _looks(_signed_up(ada()), _day_one("One.", photos=[{}], location={"placeName": "Home"}))
    assert "1 entry of 20 May 2026 · Day One" in _said(answer)
    assert "What stays behind: pictures, places." in _said(answer)
    assert set(LEFT) == set(Left)


def test_several_journals_are_counted() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for name, text in (("Family", "One."), ("Work", "Two.")):
            files.writestr(f"{name}.json", _day_one(text))
    assert "2 entries of 20 May 2026 · Day One They come from 2 journals." in _said(
        _looks(_signed_up(ada()), out.getvalue())
    )


def test_what_is_here_already_and_what_reads_differently_is_counted_first() -> None:
    someone = _signed_up(ada())
    brings(someone, _day_one("One.", "Two."))
    said = _said(_looks(someone, _day_one("One.", "Two, written again.", "Three.")))
    assert "3 entries" in said
    assert "1 of them is here already. It stays as it is." in said
    assert "1 is here too, and reads differently in the file." in said
    brings(someone, _day_one("One.", "Two, written again.", "Three."))
    diary = words_on(someone.browser.get("/diary/"))
    ids = set(re.findall(r'href="/page/([^"]{36})/"', diary))
    pages = [words_on(someone.browser.get(f"/page/{id}/")) for id in ids]
    assert [("How it was before" in page, "Two." in page) for page in pages if "Two, written again." in page] == [
        (True, True)
    ]


def test_the_title_that_a_page_had_before_stands_above_its_older_words() -> None:
    someone = _signed_up(ada())
    for title in ("Rain", "Snow"):
        brings(someone, f"full_date,time,note_title,note\n2026-05-20,22:13,{title},It fell.\n".encode())
    (id,) = set(re.findall(r'href="/page/([^"]{36})/"', words_on(someone.browser.get("/diary/"))))
    page = words_on(someone.browser.get(f"/page/{id}/"))
    assert re.search(r"<h2[^>]*>Rain</h2>", page)
    assert 'value="Snow"' in page


def test_not_now_lets_the_file_go_and_keeps_nothing() -> None:
    someone = _signed_up(ada())
    answer = _looks(someone, DAYLIO)
    form = {"held": _held(answer), "not-now": ""}
    assert someone.browser.post("/account/import/", form)["Location"] == "/account/"
    again = someone.browser.post("/account/import/", {"held": _held(answer)})
    assert (again.status_code, "Choose it once more" in words_on(again)) == (422, True)
    assert "A calm evening" not in words_on(someone.browser.get("/diary/"))


def test_nobody_brings_in_what_another_one_looked_at() -> None:
    someone, other = _signed_up(ada()), _signed_up(ben())
    answer = _looks(someone, DAYLIO)
    assert other.browser.post("/account/import/", {"held": _held(answer)}).status_code == 422
    assert someone.browser.post("/account/import/", {"held": _held(answer)})["Location"] == "/diary/"


@pytest.mark.parametrize("content", [b"full_date,time,note\n", _day_one("![](dayone-moment://1)")])
def test_a_file_without_any_words_is_told_so(content: bytes) -> None:
    answer = _looks(_signed_up(ada()), content)
    assert (answer.status_code, "no entry with words" in words_on(answer)) == (422, True)


def test_the_file_picker_takes_every_kind_that_is_read() -> None:
    page = words_on(_signed_up(ada()).browser.get("/account/import/"))
    (kinds,) = re.findall(r'accept="([^"]+)"', page)
    assert {".zip", ".json", ".csv", ".tsv", ".txt", ".md"} <= set(kinds.split(","))
    for name in ("Daylio", "Day One", "Journiv", "jrnl", "RedNotebook", "Markdown"):
        assert name in page


def test_the_name_of_a_file_says_its_day_or_month() -> None:
    someone = _signed_up(ada())
    assert "1 entry of 20 May 2026" in _said(_looks(someone, b"Only words.", "2026-05-20.md"))
    assert "· RedNotebook" in _said(_looks(someone, b"20:\n  text: words\n", "2026-05.txt"))


def _visitor() -> Visitor:
    return Visitor(b"", Vault(uuid4(), bytes(32)), 15)


def test_a_file_is_held_sealed_for_a_quarter_of_an_hour_and_given_back_once() -> None:
    someone = _visitor()
    id = held.hold(someone, "x.txt", b"marigold\0words", NOW)
    assert b"marigold" not in held._files[id].sealed
    assert held.take(someone, id, NOW + timedelta(minutes=15)) == ("x.txt", b"marigold\0words")
    assert held.take(someone, id, NOW) is None
    late = held.hold(someone, "x.txt", b"", NOW)
    assert held.take(someone, late, NOW + timedelta(minutes=15, seconds=1)) is None
    assert late not in held._files


def test_one_file_is_held_for_one_owner_and_the_oldest_gives_way_to_newer_ones(monkeypatch) -> None:
    monkeypatch.setattr(held, "MOST_BYTES", 3000)
    someone, others = _visitor(), [_visitor() for _ in range(2)]
    first, second = (held.hold(someone, "x", bytes(1000), NOW) for _ in range(2))
    assert held.take(someone, first, NOW) is None
    newer = [held.hold(other, "x", bytes(1000), NOW) for other in others]
    assert held.take(someone, second, NOW) is None
    assert [held.take(other, id, NOW) for other, id in zip(others, newer, strict=True)] == [("x", bytes(1000))] * 2


def test_what_was_looked_at_can_be_read_by_a_diary_of_another_zone() -> None:
    """The clock may be set between both steps: the second one reads the file by the newer one."""
    someone = _signed_up(ada())
    answer = _looks(someone, DAYLIO)
    someone.browser.post("/account/", {"zone": "Asia/Tokyo", "idle": "60"})
    someone.browser.post("/account/import/", {"held": _held(answer)})
    assert "22:13" in words_on(someone.browser.get("/diary/"))


def test_who_sends_a_file_that_the_door_does_not_read_is_told_why() -> None:
    answer = _signed_up(ada()).browser.get("/account/import/", **{settings.FILE_IS_TOO_LARGE: True})
    assert answer.status_code == 422
    assert "more than 50 MB, so nothing of it was read" in words_on(answer)


def _days(number: int) -> bytes:
    return b"".join(f"{2000 + day // 300}-05-{1 + day % 28:02}\nPage {day}.\n".encode() for day in range(number))


def test_a_long_diary_comes_in_turn_by_turn_and_nothing_of_it_twice(monkeypatch) -> None:
    monkeypatch.setattr(transfer, "MOST_A_TURN", 4)
    parent = ada()
    signs_up(parent)
    answer, told = brings(parent, _days(10), "days.txt"), []
    while answer.status_code == 200:
        page = words_on(answer)
        told.append(re.search(r"(\d+) of 10 entries are in your diary", page)[1])
        answer = parent.browser.post("/account/import/", {"held": _held(answer)})
    assert told == ["4", "8"]
    assert answer["Location"] == "/diary/"
    assert sorted(page.text for page in _journal(parent)) == sorted(f"Page {day}." for day in range(10))


def test_who_stops_keeps_what_is_in_and_the_same_file_brings_the_rest(monkeypatch) -> None:
    monkeypatch.setattr(transfer, "MOST_A_TURN", 4)
    parent = ada()
    signs_up(parent)
    form = {"held": _held(brings(parent, _days(6), "days.txt")), "stop": ""}
    assert parent.browser.post("/account/import/", form)["Location"] == "/diary/"
    assert len(_journal(parent)) == 4
    assert brings(parent, _days(6), "days.txt")["Location"] == "/diary/"
    assert len(_journal(parent)) == 6


def _journal(parent: Parent) -> list[JournalEntry]:
    return [kept.entry for kept in diary_of(parent).journal.entries()]
