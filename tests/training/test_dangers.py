"""Words of danger stay with their hands, and company around them changes nothing of what they tell."""

import random

import pytest

from amends.coach.safety import alarms
from amends.process import Flag
from training.dangers import FOLDS, alone, bare, dangers, guided, in_company, learned_messages, unfolded
from training.left_out_danger import Bars, Text, area, chosen, interval, rates

ALL = dangers()


def test_every_hand_is_left_out_once() -> None:
    common = unfolded()
    folded = [hand for fold in FOLDS for hand in fold]
    assert sorted([*folded, *{one.hand for one in common}]) == sorted({one.hand for one in ALL})
    assert sum(len(dangers(*fold)) for fold in FOLDS) == 3978
    assert len(common) + 3978 == len(ALL) == 82_646


def test_every_flag_is_told_often() -> None:
    assert all(sum(flag in one.flags for one in ALL) >= 150 for flag in Flag)


def test_what_stands_around_a_danger_leaves_its_words_and_flags() -> None:
    others = learned_messages()[:20]
    for one in ALL[:50]:
        told = in_company(one, others, random.Random(one.id))
        assert one.text in told.text
        assert told.text != one.text
        assert told.flags == one.flags
        assert told.text[told.sentences[0].start : told.sentences[-1].end] == told.text.strip()


def test_a_sentence_alone_is_one_of_the_message_and_keeps_its_flags() -> None:
    for one in ALL[:50]:
        single = alone(one, random.Random(one.id))
        assert single.text in [one.text[place.start : place.end] for place in one.sentences]
        assert (single.id, single.flags) == (one.id, one.flags)


def test_no_example_of_the_guide_in_which_a_rule_hears_danger_is_taught_as_harmless() -> None:
    assert len(guided()) > 400
    assert not any(alarms(one.text) for one in guided())


def test_a_bare_text_has_its_sentences() -> None:
    assert [one.start for one in bare("x", "He hid. I called.").sentences] == [0, 8]


def _text(danger: bool, likely: float) -> Text:
    return Text("sa", frozenset({"neglect"} if danger else ()), likely, (likely,) * 10, False)


FOUND = [_text(False, number / 100) for number in range(100)] + [_text(True, 0.5), _text(True, 0.99)]


def test_bars_let_through_as_many_near_misses_as_is_allowed() -> None:
    bars = chosen(FOUND)
    assert bars == pytest.approx((0.94, 0.80), abs=0.01)
    heard, false = rates(FOUND, bars, lambda one, bars: one.any >= bars.stop)
    assert (heard, false) == (0.5, 0.05)


def test_area_and_interval() -> None:
    assert area(FOUND) == pytest.approx((51 + 100) / 200, abs=0.01)
    low, high = interval([(one, Bars(0.9, 0.8)) for one in FOUND], lambda one, bars: one.any >= bars.stop, danger=True)
    assert 0 <= low <= 0.5 <= high <= 1
