import pytest

from tests.people import ada, begins, writes

pytestmark = pytest.mark.django_db


def _written():
    parent = ada()
    repair = begins(parent)
    writes(parent, repair, "acknowledge", "I shouted at you about the shoes.")
    writes(parent, repair, "responsibility", "It was not your fault.")
    return parent, repair


def test_a_card_opens_with_the_parents_own_first_words() -> None:
    parent, repair = _written()
    assert b"I shouted at you about the shoes." in parent.browser.get(f"/card/{repair}/").content


def test_what_the_parent_changes_on_it_stays() -> None:
    parent, repair = _written()
    parent.browser.post(f"/card/{repair}/", {"opening": "I was loud.", "cue": ["mine", "", "tower"]})
    page = parent.browser.get(f"/card/{repair}/").content
    for words in (b"I was loud.", b"<li>mine</li>", b"<li>tower</li>"):
        assert words in page


def test_putting_the_phone_down_closes_the_repair() -> None:
    parent, repair = _written()
    assert b"/repair/" in parent.browser.get("/").content
    answer = parent.browser.post(f"/card/{repair}/", {"opening": "I was loud.", "said": "yes"})
    assert answer["Location"] == "/rest/"
    assert b"/repair/" not in parent.browser.get("/").content


def test_an_opening_that_is_no_sentence_any_more_is_asked_to_be_shorter_and_kept_on_the_page() -> None:
    parent, repair = _written()
    answer = parent.browser.post(f"/card/{repair}/", {"opening": "word " * 200})
    assert answer.status_code == 422
    assert b"word word" in answer.content


def test_words_of_danger_never_make_a_card() -> None:
    parent = ada()
    repair = begins(parent)
    writes(parent, repair, "acknowledge", "I shook you and it left a mark.", keep="yes")
    assert b"shook" not in parent.browser.get(f"/card/{repair}/").content.split(b"<form")[0]
