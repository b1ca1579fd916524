import pytest

from amends.guidance import load
from amends.process import AgeBand
from tests.people import ada, repairs_of, words_on

pytestmark = pytest.mark.django_db
THREE_TAPS = {"unsafe": "no", "kind": "raised-voice", "degree": "4"}


def test_the_answer_to_the_safety_question_travels_and_is_asked_here_where_there_is_none() -> None:
    parent = ada()
    asked = words_on(parent.browser.get("/sentence/?unsafe=no&degree=8&cooler=yes"))
    for field in ('name="unsafe" value="no"', 'name="degree" value="8"', 'name="cooler" value="yes"'):
        assert f'<input type="hidden" {field}>' in asked
    assert load().safety.gate.question not in asked
    for address in ("/sentence/", "/quick/", "/sentence/?unsafe=maybe"):
        page = words_on(parent.browser.get(address))
        assert load().safety.gate.question in page
        assert 'type="hidden" name="unsafe"' not in page


def test_who_came_down_from_eight_is_believed_and_gets_the_card() -> None:
    parent = ada()
    answer = parent.browser.post("/sentence/", THREE_TAPS | {"degree": "8", "cooler": "yes", "words": "I shouted."})
    assert "/card/" in answer["Location"]
    assert "I shouted." in words_on(parent.browser.get(answer["Location"]))


def test_the_age_is_asked_once_and_remembered() -> None:
    parent = ada()
    assert "For which age?" in words_on(parent.browser.get("/sentence/?unsafe=no"))
    parent.browser.post("/sentence/", THREE_TAPS | {"band": "3-5", "words": "I shouted."})
    assert "For which age?" not in words_on(parent.browser.get("/sentence/?unsafe=no"))
    parent.browser.post("/sentence/", {"unsafe": "no", "words": "I slammed the door."})
    assert [repair.child.band for repair in repairs_of(parent)] == [AgeBand.SMALL] * 2


def test_three_taps_and_one_sentence_lead_to_the_card() -> None:
    parent = ada()
    answer = parent.browser.post("/quick/", THREE_TAPS | {"words": "I shouted at you about the shoes."})
    assert "/card/" in answer["Location"]
    card = words_on(parent.browser.get(answer["Location"]))
    assert "I shouted at you about the shoes." in card
    assert "Put the phone down" in card


def test_the_slow_way_takes_the_sentence_along() -> None:
    parent = ada()
    answer = parent.browser.post("/quick/", THREE_TAPS | {"words": "I shouted at you.", "slow": "yes"})
    assert answer["Location"].endswith("/calm/")
    repair = answer["Location"].removesuffix("calm/")
    assert "I shouted at you." in words_on(parent.browser.get(f"{repair}acknowledge/"))


def test_too_hot_for_words_leads_to_the_body_and_loses_none() -> None:
    parent = ada()
    answer = parent.browser.post("/quick/", THREE_TAPS | {"degree": "9", "words": "I shouted at you."})
    assert load().calm.hot.title in words_on(parent.browser.get(answer["Location"]))
    on = parent.browser.post(answer["Location"], {"go": "on"})
    assert "I shouted at you." in words_on(parent.browser.get(on["Location"].replace("responsibility", "acknowledge")))


def test_the_safety_question_must_be_answered_and_the_sentence_stays() -> None:
    answer = ada().browser.post("/quick/", {"words": "I shouted at you."})
    assert answer.status_code == 422
    assert "I shouted at you." in words_on(answer)
    assert "Please answer this one first" in words_on(answer)


def test_somebody_unsafe_brings_help_before_the_card() -> None:
    answer = ada().browser.post("/quick/", THREE_TAPS | {"unsafe": "yes", "words": "I shouted."})
    assert answer["Location"].startswith("/help-now/?tier=A")


def test_words_of_danger_are_not_kept_until_asked() -> None:
    parent = ada()
    grave = THREE_TAPS | {"words": "I shook you and it left a mark."}
    assert "See who can help now" in words_on(parent.browser.post("/quick/", grave))
    page = words_on(parent.browser.post("/quick/", grave | {"stopped": "back"}))
    assert "These words are not kept yet" in page
    assert f"{grave['words']}</textarea>" in page
    assert parent.browser.post("/quick/", grave | {"keep": "yes"}).status_code == 302
