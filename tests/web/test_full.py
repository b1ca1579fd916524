"""A guest whose room is full, or who has more written than anybody writes, is told so and sees the words again."""

import re

import pytest

from amends.store import quota
from tests.people import Parent, ada, signs_up, words_on

pytestmark = pytest.mark.django_db
PAGE = {"title": "Tuesday", "text": "I shouted at Juno about the shoes."}
THREE_TAPS = {"unsafe": "no", "kind": "raised-voice", "degree": "4", "words": "I slammed the door."}


@pytest.fixture(autouse=True)
def _nothing_was_written_yet() -> None:
    quota.forget_all()


def a_guest() -> Parent:
    """Ada, who has written something already and has no account."""
    parent = ada()
    assert parent.browser.post("/quick/", THREE_TAPS).status_code == 302
    return parent


def test_a_full_room_is_said_with_its_way_out_and_the_words_that_were_sent(monkeypatch) -> None:
    parent = a_guest()
    monkeypatch.setattr(quota, "MOST_ROWS", 1)
    answer = parent.browser.post("/page/", PAGE)
    assert answer.status_code == 507
    said = words_on(answer)
    assert "There is no more room in this visit" in said
    assert "Choose a name and a passphrase, and there is room." in said
    assert PAGE["text"] in said
    signs_up(parent)
    assert parent.browser.post("/page/", PAGE).status_code == 302


def test_where_nobody_new_may_sign_up_the_way_out_is_another_one(monkeypatch, settings) -> None:
    settings.SIGN_UP = False
    parent = a_guest()
    monkeypatch.setattr(quota, "MOST_ROWS", 1)
    said = words_on(parent.browser.post("/page/", PAGE))
    assert "Delete an entry you do not need, and there is room." in said
    assert PAGE["text"] in said


def test_who_has_too_much_written_in_an_hour_reads_when_to_come_back_and_sees_the_words(monkeypatch) -> None:
    parent = a_guest()
    monkeypatch.setattr(quota, "_hour", quota.RateLimitItemPerHour(1))
    answer = parent.browser.post("/page/", PAGE)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert PAGE["text"] in words_on(answer)


def test_a_visit_without_room_still_opens_what_it_holds_and_lets_it_be_deleted(monkeypatch) -> None:
    parent = a_guest()
    parent.browser.post("/page/", PAGE)
    monkeypatch.setattr(quota, "MOST_ROWS", 0)
    monkeypatch.setattr(quota, "_hour", quota.RateLimitItemPerHour(1))
    id = re.findall(r'href="/page/([^"]{36})/"', words_on(parent.browser.get("/diary/")))[0]
    assert PAGE["text"] in words_on(parent.browser.get(f"/page/{id}/"))
    assert parent.browser.post(f"/diary/{id}/forget/", {}).status_code == 200
    assert id not in words_on(parent.browser.get("/diary/"))
