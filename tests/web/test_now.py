import json
import re
from html import unescape

import pytest

from amends.store.models import Envelope, Owner, Visit
from tests.people import ada, words_on

pytestmark = pytest.mark.django_db


def _begin(someone, **more: str):
    form = {"kind": "raised-voice", "band": "6-9", "unsafe": "no", "forget": "yes"}
    return someone.browser.post("/start/", form | more)


def _carried(answer) -> str:
    return unescape(re.search(r'name="carried" value="([^"]*)"', answer.content.decode())[1])


def _say(someone, answer, step: str, words: str, go: str = "next", **more: str):
    return someone.browser.post(f"/now/{step}/", {"carried": _carried(answer), "words": words, "go": go} | more)


def test_all_steps_and_the_card_work_with_nothing_kept(django_assert_num_queries) -> None:
    someone = ada()
    with django_assert_num_queries(0):
        answer = _begin(someone)
        answer = _say(someone, answer, "calm", "")
        answer = _say(someone, answer, "acknowledge", "I shouted at you about the shoes.")
        answer = _say(someone, answer, "responsibility", "It was not your fault.")
        for step in ("validate", "reconnect"):
            answer = _say(someone, answer, step, "", go="skip")
        answer = _say(someone, answer, "plan", "", when="late", will="sit down")
        assert "I shouted at you about the shoes." in words_on(answer)
        said = {"carried": _carried(answer), "opening": "I was loud.", "said": "yes"}
        assert someone.browser.post("/now/card/", said)["Location"] == "/rest/"
    assert not any(table.objects.exists() for table in (Owner, Visit, Envelope))
    assert set(someone.browser.cookies) == {"csrftoken"}
    assert someone.browser.cookies["csrftoken"]["max-age"] == ""


def test_any_step_can_be_gone_to_with_the_words_along() -> None:
    someone = ada()
    answer = _say(someone, _begin(someone), "acknowledge", "I shouted.", go="to:plan")
    assert "Step 6 of 6" in words_on(answer)
    answer = _say(someone, answer, "plan", "", go="to:acknowledge")
    assert "I shouted.</textarea>" in words_on(answer)
    assert "I shouted." in words_on(_say(someone, answer, "acknowledge", "I shouted.", go="to:card"))


def test_a_card_that_was_only_looked_at_follows_the_words_on() -> None:
    someone = ada()
    card = _say(someone, _begin(someone), "acknowledge", "I shouted.", go="to:card")
    shown = re.search(r'name="shown" value="(\w+)"', words_on(card))[1]
    form = {"carried": _carried(card), "opening": "I shouted.", "shown": shown, "go": "to:acknowledge"}
    back = someone.browser.post("/now/card/", form)
    again = _say(someone, back, "acknowledge", "I shouted at you in the car.", go="to:card")
    assert '<p class="opening" dir="auto">I shouted at you in the car.</p>' in words_on(again)


def test_the_card_can_be_changed_and_left_again() -> None:
    someone = ada()
    card = _say(someone, _begin(someone), "acknowledge", "I shouted.", go="to:card")
    form = {"carried": _carried(card), "opening": "I was loud.", "cue": ["mine"]}
    changed = someone.browser.post("/now/card/", form)
    assert '<p class="opening" dir="auto">I was loud.</p>' in words_on(changed)
    back = someone.browser.post("/now/card/", form | {"carried": _carried(changed), "go": "to:acknowledge"})
    assert "I shouted.</textarea>" in words_on(back)
    again = someone.browser.post("/now/card/", form | {"carried": _carried(changed), "go": "to:card"})
    assert '<p class="opening" dir="auto">I was loud.</p>' in words_on(again)
    assert someone.browser.post("/now/card/", form | {"opening": "x" * 4001}).status_code == 422


def test_words_are_read_and_danger_shows_help_here_too() -> None:
    someone = ada()
    answer = _say(someone, _begin(someone), "acknowledge", "I'm sorry I yelled, but you never listen.", go="")
    assert "you never listen</mark>" in words_on(answer)
    grave = _say(someone, answer, "acknowledge", "I shook you and it left a mark.", go="")
    assert "See who can help now" in words_on(grave)


def test_a_dismissed_note_stays_away_along_the_way() -> None:
    someone = ada()
    answer = _say(someone, _begin(someone), "acknowledge", "I'm sorry I yelled, but you never listen.", go="")
    go = re.search(r'value="(dismiss:hostile[^"]+)"', words_on(answer))[1]
    answer = _say(someone, answer, "acknowledge", "I'm sorry I yelled, but you never listen.", go=go)
    assert json.loads(_carried(answer))["dismissed"] == [go.removeprefix("dismiss:")]


def test_somebody_who_may_be_unsafe_sees_help_first_and_nothing_is_kept() -> None:
    assert "First, is everyone safe?" in words_on(_begin(ada(), unsafe="yes"))
    assert not Owner.objects.exists()


@pytest.mark.parametrize(
    "carried", ["", "{", "[]", '{"began": "soon"}', '{"began": "2026-11-23T00:00:00Z", "words": 5}']
)
def test_a_form_that_was_changed_on_the_way_is_not_understood(carried: str) -> None:
    assert ada().browser.post("/now/plan/", {"carried": carried}).status_code == 400
    assert ada().browser.post("/now/card/", {"carried": carried}).status_code == 400


def test_a_step_that_is_none_is_not_understood() -> None:
    someone = ada()
    answer = _begin(someone)
    assert _say(someone, answer, "calm", "", go="to:perfection").status_code == 400


def test_an_address_of_words_that_are_gone_leads_to_the_beginning() -> None:
    for address in ("/now/plan/", "/now/card/"):
        assert ada().browser.get(address)["Location"] == "/start/"


BEGINNINGS = [
    ("/start/", {"kind": "raised-voice"}, "How hot"),
    ("/start/", {"kind": "grabbed-or-smacked"}, "Everyone is safe now"),
    ("/sentence/", {"words": "I shouted at you about the shoes."}, "I shouted at you about the shoes."),
]


@pytest.mark.parametrize(("address", "told", "say"), BEGINNINGS)
def test_where_one_address_has_begun_too_much_nobody_waits_and_it_is_said_that_nothing_is_kept(
    address: str, told: dict[str, str], say: str, settings
) -> None:
    settings.LIMITS = "1/hour 1000/minute 5/15minutes"
    form = {"unsafe": "no", "band": "6-9", "degree": "3"} | told
    first = ada()
    assert first.browser.post(address, form).status_code == 302
    second = ada()
    answer = second.browser.post(address, form)
    assert answer.status_code == 200
    assert "this time nothing is kept" in words_on(answer)
    assert say in words_on(answer)
    assert "visit" not in second.browser.cookies
    assert Owner.objects.count() == 1
    assert _carried(answer)
