"""One bad row, and everything else that a parent has: nothing that opens is lost because a neighbour does not."""

import io
import json
import re
import zipfile
from base64 import urlsafe_b64decode
from uuid import UUID

import pytest
from django.utils import timezone

from amends.store import visits
from amends.store.models import Envelope, Visit
from amends.web.leaving import COOKIE
from tests.people import PHRASE, Parent, ada, begins, ben, brings, signs_in, signs_up, words_on, writes
from tests.rows import flip

pytestmark = pytest.mark.django_db
SHOES, TOWER = "About the shoes.", "About the tower."


def _writes(someone: Parent, *all_words: str) -> list[str]:
    repairs = [begins(someone) for _ in all_words]
    for repair, words in zip(repairs, all_words, strict=True):
        writes(someone, repair, "acknowledge", words, go="")
    return repairs


def _hurt_the_desk(someone: Parent) -> UUID:
    """One byte of the one row that no page names."""
    secret = urlsafe_b64decode(someone.browser.cookies[COOKIE].value)
    owner = Visit.objects.get(tag=visits.name_of(secret)).owner_id
    named = {kept.id for kept in visits.returning(secret, timezone.now(), 24).diary.entries()}
    (desk,) = Envelope.objects.filter(owner_id=owner).exclude(id__in=named).values_list("id", flat=True)
    flip(desk)
    return desk


def _lists(someone: Parent) -> tuple[bool, bool]:
    page = words_on(someone.browser.get("/diary/"))
    return SHOES in page, TOWER in page


@pytest.mark.parametrize("code", [False, True])
def test_with_a_flipped_byte_in_the_desk_one_signs_in_by_passphrase_and_by_code(code: bool) -> None:
    someone = ada()
    repairs = _writes(someone, SHOES, TOWER)
    recovery = signs_up(someone)
    _hurt_the_desk(someone)
    again = ada()
    answer = again.browser.post("/sign-in/", {"code": recovery}) if code else signs_in(again)
    assert answer.status_code == 302
    assert f"/repair/{repairs[-1]}/" in words_on(again.browser.get("/"))
    assert _lists(again) == (True, True)


def test_with_a_flipped_byte_in_the_desk_every_save_start_and_choice_works_and_mends_it() -> None:
    someone = ada()
    (repair,) = _writes(someone, SHOES)
    desk = _hurt_the_desk(someone)
    assert someone.browser.get("/").status_code == 200
    assert writes(someone, repair, "plan", "", when="we are late", will="sit").status_code == 302
    assert Envelope.objects.get(id=desk).revision > 1
    flip(desk)
    other = begins(someone)
    flip(desk)
    signs_up(someone)
    flip(desk)
    assert someone.browser.post("/account/", {"zone": "Europe/Dublin", "idle": "60"}).status_code == 302
    assert re.search(r"<option[^>]* selected[^>]*>Europe/Dublin<", words_on(someone.browser.get("/account/")))
    flip(desk)
    assert someone.browser.post(f"/diary/{repair}/forget/").status_code == 200
    page = words_on(someone.browser.get("/"))
    assert (f"/repair/{other}/" in page, f"/repair/{repair}/" in page) == (True, False)
    flip(desk)
    assert someone.browser.post("/account/delete/", {"proof": PHRASE}).status_code == 302


def test_a_guest_with_a_damaged_row_signs_in_with_all_healthy_words_and_is_told_of_the_other() -> None:
    signs_up(ada())
    guest = ada()
    hurt, whole = _writes(guest, SHOES, TOWER)
    flip(hurt)
    page = words_on(signs_in(guest))
    assert "1 entry that you wrote as a guest could not be opened" in page
    assert 'href="/"' in page
    assert _lists(guest) == (False, True)
    assert TOWER in words_on(guest.browser.get(f"/repair/{whole}/acknowledge/"))
    again = ada()
    assert signs_in(again).status_code == 302
    assert _lists(again) == (False, True)


def test_a_guest_whose_desk_is_damaged_loses_nothing_and_is_told_nothing() -> None:
    signs_up(ada())
    guest = ada()
    _writes(guest, SHOES, TOWER)
    _hurt_the_desk(guest)
    assert signs_in(guest).status_code == 302
    assert _lists(guest) == (True, True)


def test_what_a_locked_page_was_sent_goes_on_from_the_page_that_tells_of_damage() -> None:
    signs_up(ada())
    guest = ada()
    hurt, _ = _writes(guest, SHOES, TOWER)
    flip(hurt)
    page = words_on(signs_in(guest, next="/page/", carry="yes", text="A long day."))
    assert 'action="/page/"' in page
    assert 'name="text" value="A long day."' in page
    assert PHRASE not in page


def test_what_a_browser_seals_after_damage_was_told_is_for_the_diary_that_is_open_now() -> None:
    signs_up(ada())
    guest = ada()
    flip(_writes(guest, SHOES, TOWER)[0])

    def key(page: str) -> str:
        return re.search(r'data-delivery="([^"]+)"', page)[1]

    assert key(words_on(signs_in(guest))) == key(words_on(guest.browser.get("/diary/")))


@pytest.mark.parametrize("row", ["repair", "past", "page", "child"])
def test_an_export_goes_on_and_says_inside_how_many_are_missing(row: str) -> None:
    someone = ada()
    (repair,) = _writes(someone, SHOES)
    writes(someone, repair, "acknowledge", f"{SHOES} And you.")
    someone.browser.post("/page/", {"text": "A long day."})
    someone.browser.post("/children/", {"name": "Juno"})
    signs_up(someone)
    found = words_on(someone.browser.get("/diary/")) + words_on(someone.browser.get("/children/"))
    found += words_on(someone.browser.get(f"/diary/{repair}/"))
    ids = {"repair": "/diary/", "past": "/restore/", "page": "/page/", "child": "/children/"}
    flip(re.search(rf"{ids[row]}([0-9a-f-]{{36}})/", found)[1])
    assert "1 entry cannot be opened" in words_on(someone.browser.get("/account/export/"))
    answer = someone.browser.post("/account/export/", {"proof": PHRASE})
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    page = files.read("diary.html").decode()
    assert "1 entry could not be opened and is not here." in page
    assert json.loads(files.read("diary.json"))["diary"]["damaged"] == 1
    there = [words in page for words in (SHOES, "A long day.", "Juno")]
    assert there == [True, row != "page", row != "child"]  # a damaged repair is there as it was when a step was left


def test_an_export_of_a_whole_diary_speaks_of_no_damage() -> None:
    someone = ada()
    _writes(someone, SHOES)
    signs_up(someone)
    assert "cannot be opened" not in words_on(someone.browser.get("/account/export/"))
    files = zipfile.ZipFile(io.BytesIO(someone.browser.post("/account/export/", {"proof": PHRASE}).content))
    assert b"could not be opened" not in files.read("diary.html")


def test_a_damaged_row_of_ada_is_nothing_to_ben() -> None:
    someone, other = ada(), ben()
    flip(_writes(someone, SHOES)[0])
    _writes(other, TOWER)
    assert "cannot be opened" not in words_on(other.browser.get("/diary/"))


def test_an_answer_in_the_library_stays_beside_a_damaged_one() -> None:
    someone = ada()
    for answer in ("Patience.", "Humour."):
        someone.browser.post("/library/values/", {"answer": [answer, ""]})
    first = re.findall(r'href="/page/([^"]{36})/"', words_on(someone.browser.get("/library/values/")))[0]
    flip(first)
    page = words_on(someone.browser.get("/library/values/"))
    assert ("Patience." in page) != ("Humour." in page)


def _brings(someone: Parent, **diary: list[dict[str, object]]):
    """They bring in a file of ours, written by hand."""
    made = {"format": "amends-diary", "version": 1, "made": "2026-11-23T00:00:00Z", "diary": diary}
    return brings(someone, json.dumps(made).encode(), "diary.json")


def _page(number: int, text: str, written: str = "2026-11-23T00:00:00Z", title: str = "") -> dict[str, object]:
    return {"id": str(UUID(int=number)), "page": {"written": written, "text": text, "title": title}}


@pytest.mark.parametrize(
    "written",
    ["2026-11-23T00:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-30T12:00:00-12:00"],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_an_import_that_cannot_be_shown_is_refused_and_leaves_diary_and_export_as_they_were(
    written: str, zone: str
) -> None:
    someone = ada()
    _writes(someone, SHOES)
    signs_up(someone)
    someone.browser.post("/account/", {"zone": zone, "idle": "60"})
    answer = _brings(someone, journal=[_page(1, "Whole."), _page(2, "Not whole.", written)])
    assert answer.status_code == 422
    assert "Page 2 (Not whole.)" in words_on(answer)
    page = words_on(someone.browser.get("/diary/"))
    assert (SHOES in page, "hole." in page) == (True, False)
    assert someone.browser.post("/account/export/", {"proof": PHRASE}).status_code == 200


@pytest.mark.parametrize("written", ["9999-12-29T00:00:00Z", "0001-01-03T00:00:00Z"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Juneau", "Asia/Manila"])
def test_what_is_let_in_at_the_edges_of_time_is_shown_by_every_clock(written: str, zone: str) -> None:
    someone = ada()
    signs_up(someone)
    someone.browser.post("/account/", {"zone": zone, "idle": "60"})
    repair = {"id": str(UUID(int=2)), "repair": {"began": written}}
    assert _brings(someone, journal=[_page(1, "At the edge.", written)], repairs=[repair]).status_code == 302
    assert "At the edge." in words_on(someone.browser.get("/diary/"))
    assert someone.browser.get(f"/diary/{UUID(int=2)}/").status_code == 200
    assert someone.browser.post("/account/export/", {"proof": PHRASE}).status_code == 200
    assert someone.browser.post("/start/", {"unsafe": "no"}).status_code == 302


def test_an_import_with_the_same_id_twice_keeps_the_first_and_does_not_speak_of_a_full_disk() -> None:
    someone = ada()
    signs_up(someone)
    assert _brings(someone, journal=[_page(1, "The first."), _page(1, "The second.")]).status_code == 302
    page = words_on(someone.browser.get("/diary/"))
    assert ("The first." in page, "The second." in page) == (True, False)


def test_a_page_with_a_long_title_from_another_diary_can_be_saved_again() -> None:
    someone = ada()
    signs_up(someone)
    title = "long " * 50
    assert _brings(someone, journal=[_page(1, "Words.", title=title)]).status_code == 302
    address = f"/page/{UUID(int=1)}/"
    assert someone.browser.post(address, {"title": title, "text": "More words."}).status_code == 302
    page = words_on(someone.browser.get(address))
    assert title.strip() in page and "More words." in page
    answer = someone.browser.post(address, {"title": "x" * 1001, "text": "More words."})
    assert (answer.status_code, 'id="title_error"' in words_on(answer)) == (422, True)
    assert "Page 1" in words_on(_brings(someone, journal=[_page(2, "Words.", title="x" * 1001)]))
