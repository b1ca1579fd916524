"""What speaks against a card: an order, a child as messenger, that it keeps happening."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.coach import alarms, cautions, rules, safety
from amends.process import Caution

FOLDER = Path(__file__).parent / "safety"
SAID = {caution: tomllib.loads((FOLDER / f"caution_{caution}.toml").read_text(encoding="utf-8")) for caution in Caution}
MUST = [(caution, text) for caution in Caution for text in SAID[caution]["must"]]
MUST_NOT = [(caution, text) for caution in Caution for text in SAID[caution]["must_not"]]


@pytest.mark.parametrize(("caution", "text"), MUST, ids=lambda part: part[:50])
def test_words_that_speak_against_a_card_are_heard(caution: Caution, text: str) -> None:
    assert caution in cautions(text)


@pytest.mark.parametrize(("caution", "text"), MUST_NOT, ids=lambda part: part[:50])
def test_harmless_words_of_the_same_sound_are_not(caution: Caution, text: str) -> None:
    assert caution not in cautions(text)


@pytest.mark.parametrize("caution", Caution)
def test_each_caution_is_tried_on_many_voices(caution: Caution) -> None:
    assert len(SAID[caution]["must"]) >= 25
    assert len(SAID[caution]["must_not"]) >= 25


@pytest.mark.parametrize("text", [text for _, text in [*MUST, *MUST_NOT]], ids=lambda text: text[:50])
def test_hints_save_time_and_hide_nothing(text: str) -> None:
    without_hints = {
        cue.rule.caution for cue in safety._loaded("en").cautions if next(cue.fires(rules.plain(text).text), None)
    }
    assert set(cautions(text)) == without_hints


def test_each_is_said_once_and_in_the_order_of_the_list() -> None:
    words = "I keep shouting. Tell your brother I'm sorry. There's an order, there's a court order. I keep shouting."
    assert cautions(words) == (Caution.CONTACT_ORDER, Caution.GO_BETWEEN, Caution.RECURS)


@pytest.mark.parametrize(("caution", "text"), [pair for pair in MUST if pair[0] is Caution.RECURS])
def test_a_caution_alone_is_no_alarm(caution: Caution, text: str) -> None:
    del caution
    assert alarms(text) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert set(cautions(text)) <= set(Caution)


def test_a_language_without_rules_is_an_error() -> None:
    with pytest.raises(ValueError, match="no safety rules in"):
        cautions("words", "xx")
