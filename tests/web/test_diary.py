import json
import re
from datetime import datetime
from unicodedata import normalize
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from amends.store.models import Envelope
from tests.people import ada, begins, brings, cleo, signs_up, words_on, writes
from tests.rows import flip

pytestmark = pytest.mark.django_db


def _ada_with(*all_words: str):
    someone = ada()
    repairs = []
    for words in all_words:
        repairs.append(begins(someone))
        writes(someone, repairs[-1], "acknowledge", words)
    signs_up(someone)
    return someone, repairs


def test_the_diary_lists_repairs_and_pages_newest_first() -> None:
    someone, _ = _ada_with("About the shoes.", "About the tower.")
    someone.browser.post("/page/", {"text": "A long day.", "title": "Evening"})
    page = words_on(someone.browser.get("/diary/"))
    assert page.index("A long day.") < page.index("About the tower.") < page.index("About the shoes.")


def test_an_empty_diary_says_so() -> None:
    someone, _ = _ada_with()
    assert "Nothing is kept yet" in words_on(someone.browser.get("/diary/"))


def test_words_are_found_in_repairs_and_pages_and_stand_in_no_address() -> None:
    someone, _ = _ada_with("About the shoes.", "About the tower.")
    someone.browser.post("/page/", {"text": "The TOWER again."})
    page = words_on(someone.browser.post("/diary/", {"sought": " tower "}))
    assert ("About the tower." in page, "The TOWER again." in page, "About the shoes." in page) == (True, True, False)
    assert "in no entry" in words_on(someone.browser.post("/diary/", {"sought": "zebra"}))
    assert "About the shoes." in words_on(someone.browser.get("/diary/?sought=tower"))


@pytest.mark.parametrize("written", ["At the caf\u00e9.", "At the cafe\u0301.", "At the CAF\u00c9."])
@pytest.mark.parametrize("sought", ["caf\u00e9", "cafe\u0301", "cafe", "Caf\u00c9"])
def test_words_are_found_however_an_accent_is_typed_or_left_out(written: str, sought: str) -> None:
    someone, _ = _ada_with()
    someone.browser.post("/page/", {"text": written})
    page = words_on(someone.browser.post("/diary/", {"sought": sought}))
    assert normalize("NFC", written) in page  # the list cuts long words, and composes them


def _headings(page: str) -> list[str]:
    return re.findall(r'<h2 class="date">([^<]+)</h2>', page)


@pytest.mark.parametrize(
    ("now", "called"),
    [
        ("2026-11-28 23:40", ["Tonight", "This week", "November", "October", "December 2025"]),
        ("2026-11-29 03:59", ["Tonight", "This week", "November", "October", "December 2025"]),
        ("2026-11-29 09:00", ["This week", "November", "October", "December 2025"]),
    ],
)
def test_days_are_headings_by_the_parents_own_evening(now: str, called: list[str], monkeypatch) -> None:
    someone, _ = _ada_with()
    zone = ZoneInfo("Pacific/Auckland")
    someone.browser.post("/account/", {"zone": "Pacific/Auckland", "idle": "60"})
    written = ["2026-11-29 01:30", "2026-11-28 21:05", "2026-11-23 12:00", "2026-11-15 22:10", "2026-10-31 12:00"]
    for number, when in enumerate([*written, "2025-12-01 12:00"]):
        file = {"written": datetime.fromisoformat(when).replace(tzinfo=zone).isoformat(), "text": f"Page {number}."}
        whole = {"journal": [{"id": str(UUID(int=number)), "page": file}]}
        made = {"format": "amends-diary", "version": 1, "made": "2026-11-23T00:00:00Z", "diary": whole}
        brings(someone, json.dumps(made).encode())
    moment = datetime.fromisoformat(now).replace(tzinfo=zone)
    monkeypatch.setattr("amends.web.pages.diary.timezone.localtime", lambda at=None: (at or moment).astimezone(zone))
    page = words_on(someone.browser.get("/diary/"))
    assert _headings(page) == called
    assert [page.index(f"Page {number}.") for number in range(6)] == sorted(
        page.index(f"Page {number}.") for number in range(6)
    )
    assert re.search(r"Sat 28\s*<br>01:30", page)


def test_a_chip_shows_one_child_or_the_pages_alone_and_stands_in_no_address() -> None:
    someone, _ = _ada_with("About the shoes.")
    someone.browser.post("/page/", {"text": "A long day."})
    someone.browser.post("/children/", {"name": "Juno", "band": "6-9"})
    (child,) = re.findall(r'name="child" value="([^"]+)"', words_on(someone.browser.get("/start/")))
    answer = someone.browser.post("/start/", {"unsafe": "no", "child": child, "kind": "harsh-words"})
    writes(someone, answer["Location"].split("/")[2], "acknowledge", "About the tower.")
    every = ("About the shoes.", "A long day.", "About the tower.")
    there = {
        only: tuple(words in words_on(someone.browser.post("/diary/", {"only": only})) for words in every)
        for only in ("", "pages", "child:Juno", "child:Theo")
    }
    assert there == {
        "": (True, True, True),
        "pages": (False, True, False),
        "child:Juno": (False, False, True),
        "child:Theo": (False, False, False),
    }
    page = words_on(someone.browser.post("/diary/", {"only": "child:Juno", "sought": "tower"}))
    assert 'value="child:Juno" aria-pressed="true"' in page
    assert "About the tower." in page


def test_a_guest_sees_the_same_list_with_the_way_to_keep_it_and_the_way_to_forget_it() -> None:
    someone = ada()
    writes(someone, begins(someone), "acknowledge", "About the shoes.")
    page = words_on(someone.browser.get("/diary/"))
    for said in ("About the shoes.", "without a use for a day, this is gone", "Start a diary", "Forget everything now"):
        assert said in page
    assert '"/account/' not in page
    signs_up(someone)
    page = words_on(someone.browser.get("/diary/"))
    assert "Forget everything now" not in page
    for address in ("account", "children", "account/export", "account/import", "privacy", "sources"):
        assert f'href="/{address}/"' in page


def test_htmx_gets_the_list_alone() -> None:
    someone, _ = _ada_with("About the shoes.")
    answer = someone.browser.post("/diary/", {"sought": "shoes"}, headers={"HX-Request": "true"})
    assert answer.content.strip().startswith(b'<div id="found"')


def test_a_long_diary_comes_in_pages() -> None:
    someone, _ = _ada_with()
    for number in range(51):
        someone.browser.post("/page/", {"text": f"Page number {number}."})
    first, second = (words_on(someone.browser.post("/diary/", {"page": page})) for page in "12")
    assert ("Page number 50." in first, "Page number 0." in first) == (True, False)
    assert ("Page number 50." in second, "Page number 0." in second) == (False, True)


def test_an_entry_shows_its_words_its_card_and_how_it_was() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    writes(someone, repair, "acknowledge", "I shouted at you.")
    someone.browser.post(f"/card/{repair}/", {"opening": "I was loud.", "cue": ["mine"]})
    page = words_on(someone.browser.get(f"/diary/{repair}/"))
    assert "I was loud." in page
    assert page.count('action="/diary/') == 3  # two pasts, and delete


def test_a_past_can_be_gone_back_to_and_the_present_is_not_lost() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    writes(someone, repair, "acknowledge", "I shouted at you.", go="")
    page = words_on(someone.browser.get(f"/diary/{repair}/"))
    (way,) = re.findall(r'action="(/diary/[^"]+/restore/[^"]+)"', page)
    assert someone.browser.post(way)["Location"] == f"/diary/{repair}/"
    page = words_on(someone.browser.get(f"/diary/{repair}/"))
    assert '<p class="told" dir="auto">I shouted.</p>' in page
    assert "I shouted at you." in page
    assert someone.browser.post(f"/diary/{repair}/restore/{uuid4()}/").status_code == 404


def test_a_deleted_entry_can_come_back_from_the_page_that_is_open_and_from_nowhere_else() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    page = words_on(someone.browser.post(f"/diary/{repair}/forget/"))
    (forgotten,) = re.findall(r'name="forgotten" value="([^"]+)"', page)
    assert someone.browser.get(f"/diary/{repair}/").status_code == 404
    assert someone.browser.post(f"/diary/{repair}/forget/").status_code == 404
    other, _ = ada(), begins(other := ada())
    assert other.browser.post("/diary/bring-back/", {"forgotten": forgotten}).status_code in {400, 401}
    assert someone.browser.post("/diary/bring-back/", {"forgotten": forgotten[:-8]}).status_code == 400
    assert someone.browser.post("/diary/bring-back/", {"forgotten": "é"}).status_code == 400
    assert someone.browser.post("/diary/bring-back/", {"forgotten": forgotten})["Location"] == f"/diary/{repair}/"
    assert "I shouted." in words_on(someone.browser.get(f"/diary/{repair}/"))


def test_a_page_is_written_opened_changed_deleted_and_brought_back() -> None:
    someone, _ = _ada_with()
    assert someone.browser.post("/page/", {"text": ""}).status_code == 422
    someone.browser.post("/page/", {"text": "A long day.", "title": "Evening"})
    (address,) = re.findall(r'href="(/page/[^"]{36}/)"', words_on(someone.browser.get("/diary/")))
    someone.browser.post(address, {"text": "A longer day.", "title": "Evening"})
    page = words_on(someone.browser.get(address))
    assert "A longer day.</textarea>" in page
    (way,) = re.findall(r'action="(/diary/[^"]+/forget/)"', page)
    (forgotten,) = re.findall(r'name="forgotten" value="([^"]+)"', words_on(someone.browser.post(way)))
    assert someone.browser.get(address).status_code == 404
    assert someone.browser.post("/diary/bring-back/", {"forgotten": forgotten})["Location"] == address


def test_words_of_danger_on_a_page_show_help_and_wait_until_they_are_kept_on_purpose() -> None:
    someone, _ = _ada_with()
    grave = "I shook him and it left a mark."
    answer = someone.browser.post("/page/", {"text": grave})
    assert "See who can help now" in words_on(answer)
    assert "Nothing of this was kept" in words_on(answer)
    assert grave not in words_on(someone.browser.get("/diary/"))
    someone.browser.post("/page/", {"text": grave, "keep": "yes"})
    assert grave in words_on(someone.browser.get("/diary/"))


def test_where_no_row_opens_every_page_stands_and_says_how_many_do_not() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    someone.browser.post("/page/", {"text": "A long day."})
    someone.browser.post("/children/", {"name": "Juno"})
    (child,) = re.findall(r'href="/children/([^"]{36})/"', words_on(someone.browser.get("/children/")))
    Envelope.objects.update(sealed=bytes(400))
    said = {"/": "", "/start/": "", "/account/": "", "/library/values/": "", "/diary/": "2 entries cannot be opened"}
    said |= {"/children/": "1 entry cannot be opened", f"/children/{child}/": "This cannot be opened"}
    for address, words in said.items():
        answer = someone.browser.get(address)
        assert (answer.status_code, words in words_on(answer)) == (200, True), address
        assert "I shouted." not in words_on(answer)


def test_one_flipped_byte_in_a_repair_leaves_all_other_words_in_list_and_search() -> None:
    someone, (hurt, _other) = _ada_with("About the shoes.", "About the tower.")
    someone.browser.post("/page/", {"text": "A long day."})
    flip(hurt)
    page = words_on(someone.browser.get("/diary/"))
    assert ("About the shoes." in page, "About the tower." in page, "A long day." in page) == (False, True, True)
    assert "1 entry cannot be opened" in page
    assert "About the tower." in words_on(someone.browser.post("/diary/", {"sought": "tower"}))


@pytest.mark.parametrize("address", ["/diary/{}/", "/repair/{}/plan/", "/card/{}/", "/after/{}/"])
def test_the_page_of_a_damaged_repair_says_that_it_is_here_and_shows_how_it_was(address: str) -> None:
    someone, (repair,) = _ada_with("I shouted.")
    flip(repair)
    answer = someone.browser.get(address.format(repair))
    assert answer.status_code == 200
    assert "This cannot be opened" in words_on(answer)
    assert "I shouted." in words_on(answer)
    assert f'action="/diary/{repair}/forget/"' in words_on(answer)


def test_words_sent_to_a_damaged_repair_are_on_the_page_that_follows() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    flip(repair)
    answer = writes(someone, repair, "responsibility", "You did nothing wrong.")
    assert answer.status_code == 409
    assert "You did nothing wrong.</textarea>" in words_on(answer)


def test_a_damaged_repair_begins_again_from_how_it_was() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    flip(repair)
    (way,) = re.findall(r'action="(/diary/[^"]+/restore/[^"]+)"', words_on(someone.browser.get(f"/diary/{repair}/")))
    someone.browser.post(way)
    assert '<p class="told" dir="auto">I shouted.</p>' in words_on(someone.browser.get(f"/diary/{repair}/"))
    assert "cannot be opened" not in words_on(someone.browser.get("/diary/"))


def test_a_damaged_past_is_counted_and_leaves_the_repair_as_it_is() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    (past,) = re.findall(r"/restore/([^/]+)/", words_on(someone.browser.get(f"/diary/{repair}/")))
    flip(past)
    page = words_on(someone.browser.get(f"/diary/{repair}/"))
    assert "1 earlier version cannot be opened" in page
    assert 'dir="auto">I shouted.</p>' in page
    assert someone.browser.post(f"/diary/{repair}/restore/{past}/")["Location"] == f"/diary/{repair}/"


def test_a_damaged_entry_can_be_deleted_and_brought_back_as_it_was() -> None:
    someone, _ = _ada_with()
    someone.browser.post("/page/", {"text": "A long day."})
    (address,) = re.findall(r'href="(/page/[^"]{36}/)"', words_on(someone.browser.get("/diary/")))
    flip(address.split("/")[2])
    (way,) = re.findall(r'action="(/diary/[^"]+/forget/)"', words_on(someone.browser.get(address)))
    (forgotten,) = re.findall(r'name="forgotten" value="([^"]+)"', words_on(someone.browser.post(way)))
    assert "Nothing is kept yet" in words_on(someone.browser.get("/diary/"))
    assert someone.browser.post("/diary/bring-back/", {"forgotten": forgotten})["Location"] == address
    assert "1 entry cannot be opened" in words_on(someone.browser.get("/diary/"))


def test_a_damaged_repair_can_be_deleted_and_leaves_the_first_page() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    flip(repair)
    page = words_on(someone.browser.post(f"/diary/{repair}/forget/"))
    (forgotten,) = re.findall(r'name="forgotten" value="([^"]+)"', page)
    assert repair not in words_on(someone.browser.get("/"))
    assert someone.browser.post("/diary/bring-back/", {"forgotten": forgotten})["Location"] == f"/diary/{repair}/"


def test_a_stranger_finds_nothing_where_a_damaged_entry_is() -> None:
    _, (repair,) = _ada_with("I shouted.")
    flip(repair)
    begins(stranger := cleo())
    assert stranger.browser.get(f"/diary/{repair}/").status_code == 404


def test_two_open_pages_of_one_step_keep_both_versions_and_show_both() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    address = f"/repair/{repair}/acknowledge/"

    def opened() -> dict[str, str]:
        page = words_on(someone.browser.get(address))
        return dict(re.findall(r'name="(tab|base)" value="([^"]*)"', page))

    phone, desk = opened(), opened()
    someone.browser.post(address, {"words": "From the phone."} | phone)
    answer = words_on(someone.browser.post(address, {"words": "From the desk."} | desk))
    assert "Also written here" in answer
    assert "From the phone." in answer
    back = words_on(someone.browser.post(address, {"words": "From the phone, more."} | phone))
    assert "From the desk." in back
    use = re.search(r'value="(use:[^"]+)"', back)[1]
    taken = words_on(someone.browser.post(address, {"words": "From the phone, more.", "go": use} | phone))
    assert "From the desk.</textarea>" in taken
    settled = words_on(someone.browser.post(address, {"words": "From the desk.", "go": "settle"} | desk))
    assert "Also written here" not in settled


def test_the_other_version_of_a_plan_can_be_taken_too() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    address = f"/repair/{repair}/plan/"
    someone.browser.post(address, {"when": "late", "will": "breathe", "tab": "phone", "base": ""})
    someone.browser.post(address, {"when": "loud", "will": "sit", "tab": "desk", "base": ""})
    taken = words_on(someone.browser.post(address, {"when": "loud", "will": "sit", "go": "use:phone", "tab": "desk"}))
    assert 'value="When late, I will breathe."' in taken
