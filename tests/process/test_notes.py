from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from amends.process import COMPONENTS, PITFALLS, Label, Place, Reading, Span, notes
from tests.process.strategies import ALARM, TEXTS_READ

TEXT = "I yelled. You never listen."
FIRST, SECOND = Place(0, 9), Place(10, 27)
OWNED = Span(FIRST, Label.ACKNOWLEDGE, FIRST, 1.0, "cue")
BLAMED = Span(SECOND, Label.BLAME, SECOND, 1.0, "cue")
READING = Reading((FIRST, SECOND), (BLAMED, OWNED))


@given(TEXTS_READ, st.frozensets(st.sampled_from(Label)))
def test_there_are_at_most_two_notes_and_what_is_there_comes_first(
    read: tuple[str, Reading], hoped: frozenset[Label]
) -> None:
    text, reading = read
    shown = notes(text, reading, hoped=hoped)
    assert len(shown) <= 2
    assert [note.names_what_is_there for note in shown] in ([], [True], [False], [True, False])


@given(TEXTS_READ)
def test_a_dismissed_note_stays_away(read: tuple[str, Reading]) -> None:
    text, reading = read
    first = notes(text, reading)
    keys = {note.key for note in first}
    assert keys.isdisjoint(note.key for note in notes(text, reading, dismissed=keys))


@given(TEXTS_READ)
def test_words_that_raise_an_alarm_get_no_notes(read: tuple[str, Reading]) -> None:
    text, reading = read
    assert notes(text, replace(reading, alarms=(ALARM,)), hoped=COMPONENTS) == ()


def test_a_language_it_cannot_read_gets_no_notes() -> None:
    assert notes("Es tut mir leid", Reading(understood=False), hoped=COMPONENTS) == ()


def test_more_words_than_are_read_at_once_get_no_notes() -> None:
    assert notes("word " * 9_000, Reading(too_much=True), hoped=COMPONENTS) == ()


def test_what_is_there_is_said_before_what_may_hurt() -> None:
    assert [note.label for note in notes(TEXT, READING)] == [Label.ACKNOWLEDGE, Label.BLAME]


def test_only_the_words_of_this_step_are_spoken_of() -> None:
    assert [note.label for note in notes(TEXT, READING, within=FIRST)] == [Label.ACKNOWLEDGE]


def test_a_missing_part_is_asked_for_when_nothing_may_hurt() -> None:
    clean = Reading((FIRST,), (OWNED,))
    shown = notes("I yelled.", clean, hoped=[Label.PLAN, Label.RESPONSIBILITY])
    assert [(note.label, note.span is None) for note in shown] == [
        (Label.ACKNOWLEDGE, False),
        (Label.RESPONSIBILITY, True),
    ]


def test_nothing_is_missed_in_an_empty_message() -> None:
    assert notes("  ", Reading(), hoped=COMPONENTS) == ()


def test_the_same_sentence_said_again_stays_dismissed() -> None:
    (key,) = (note.key for note in notes(TEXT, READING) if note.label in PITFALLS)
    moved = Reading((Place(0, 17),), (Span(Place(0, 17), Label.BLAME, Place(0, 17), 1.0, "cue"),))
    assert notes("You never listen.", moved, dismissed=[key]) == ()
