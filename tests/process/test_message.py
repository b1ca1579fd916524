import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    COMPONENTS,
    FILLS,
    MISSING_ORDER,
    NEUTRAL,
    NOTE_ORDER,
    PITFALLS,
    Alarm,
    Flag,
    Label,
    Place,
    Reading,
    Span,
    Step,
    Tier,
    covered,
    next_label,
)
from tests.process.strategies import TEXTS_READ

SENTENCE = Place(0, 5)


def _reading(*labels: Label) -> Reading:
    return Reading((SENTENCE,), tuple(Span(SENTENCE, label, SENTENCE, 1.0, "cue") for label in labels))


def test_there_are_eight_components_nine_pitfalls_and_two_neutral_tags() -> None:
    assert (len(COMPONENTS), len(PITFALLS), len(NEUTRAL)) == (8, 9, 2)
    assert set(COMPONENTS + PITFALLS + NEUTRAL) == set(Label)


def test_every_pitfall_has_its_place_in_the_order_of_notes() -> None:
    assert set(NOTE_ORDER) == set(PITFALLS)


def test_every_step_that_is_spoken_is_filled_by_components_only() -> None:
    assert set(FILLS) == set(Step)
    assert all(label in COMPONENTS for labels in FILLS.values() for label in labels)


def test_labels_come_in_the_order_of_the_guide_whatever_the_order_heard() -> None:
    assert _reading(Label.HOSTILE, Label.REMORSE).labels(SENTENCE) == (Label.REMORSE, Label.HOSTILE)


def test_an_unsure_span_is_not_told_as_a_label() -> None:
    unsure = Span(SENTENCE, Label.BLAME, SENTENCE, 0.5, "model", sure=False)
    reading = Reading((SENTENCE,), (unsure,))
    assert reading.labels(SENTENCE) == ()
    assert not reading.has_pitfall(SENTENCE)
    assert reading.pitfalls == ()


@given(TEXTS_READ)
def test_components_and_pitfalls_never_overlap(read: tuple[str, Reading]) -> None:
    reading = read[1]
    assert not set(reading.components) & set(reading.pitfalls)


def test_a_message_covers_the_steps_its_components_fill() -> None:
    assert covered(frozenset({Label.PLAN, Label.INVITE, Label.HOSTILE})) == (Step.VALIDATE, Step.PLAN)


@given(st.frozensets(st.sampled_from(Label)))
def test_what_is_asked_next_is_the_weightiest_pitfall_or_a_missing_part(labels: frozenset[Label]) -> None:
    asked = next_label(labels)
    if pitfalls := [label for label in NOTE_ORDER if label in labels]:
        assert asked is pitfalls[0]
    else:
        assert asked is None or (asked in MISSING_ORDER and asked not in labels)


def test_nothing_is_asked_when_every_part_is_there() -> None:
    assert next_label(frozenset(COMPONENTS)) is None


def test_hostile_words_come_before_all_other_questions() -> None:
    assert next_label(frozenset(PITFALLS)) is Label.HOSTILE


def test_each_flag_is_named_once_in_the_order_of_the_guide() -> None:
    alarms = tuple(Alarm(flag, Tier.A, SENTENCE, "rule") for flag in (Flag.SECRECY, Flag.HARM_CHILD, Flag.SECRECY))
    assert Reading(alarms=alarms).flags == (Flag.HARM_CHILD, Flag.SECRECY)


def test_no_alarm_carries_the_tier_of_a_pattern_over_days() -> None:
    with pytest.raises(ValueError, match="no alarm carries it"):
        Alarm(Flag.HARM_CHILD, Tier.C, SENTENCE, "rule")
