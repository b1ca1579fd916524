import re
from uuid import uuid4

import pytest

from amends.store.models import Envelope
from tests.people import ada, begins, signs_up, words_on, writes

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
    assert '<p class="told">I shouted.</p>' in page
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


def test_what_does_not_open_is_not_shown_as_if_it_did() -> None:
    someone, (repair,) = _ada_with("I shouted.")
    Envelope.objects.update(sealed=bytes(400))
    assert someone.browser.get("/").status_code == 200
    for address in ("/diary/", f"/diary/{repair}/", "/children/"):
        assert someone.browser.get(address).status_code in {200, 404}
        assert "I shouted." not in words_on(someone.browser.get(address))
    assert someone.browser.get("/start/").status_code == 200


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
