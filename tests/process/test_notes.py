from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    COMPONENTS,
    NEUTRAL,
    NOTE_ORDER,
    PITFALLS,
    Label,
    Note,
    NoteKind,
    Place,
    Reading,
    Span,
    endings,
    notes,
    teaching,
    wording,
)
from tests.process.strategies import ALARM, TEXTS_READ

TEXT = "I yelled. You never listen."
FIRST, SECOND = Place(0, 9), Place(10, 27)
OWNED = Span(FIRST, Label.ACKNOWLEDGE, FIRST, 1.0, "cue")
BLAMED = Span(SECOND, Label.BLAME, SECOND, 1.0, "cue")
HEDGED = Span(SECOND, Label.HEDGE, SECOND, 1.0, "cue")
READING = Reading((FIRST, SECOND), (BLAMED, OWNED))
NEVER_NAMED_BESIDE = {Label.BLAME, Label.HOSTILE}


def kinds(*given: Note) -> list[NoteKind]:
    return [note.kind for note in given]


# Which notes there are


@given(TEXTS_READ)
def test_every_span_but_a_neutral_one_has_a_note_where_nothing_blames_or_hurts(read: tuple[str, Reading]) -> None:
    text, reading = read
    kept = tuple(span for span in reading.spans if span.label not in NEVER_NAMED_BESIDE)
    noted = {span for note in notes(text, replace(reading, spans=kept)) for span in note.spans}
    assert noted == {span for span in kept if span.label not in NEUTRAL}


@given(TEXTS_READ)
def test_nothing_is_named_as_there_beside_blame_or_hostility_anywhere_in_the_message(
    read: tuple[str, Reading],
) -> None:
    text, reading = read
    hurts = any(span.label in NEVER_NAMED_BESIDE for span in reading.spans)
    for within in (None, *reading.sentences):
        if hurts:
            assert not [note for note in notes(text, reading, within=within) if note.label in COMPONENTS and note.spans]


def test_a_sorry_beside_blame_is_not_named() -> None:
    text = "I'm sorry you made me smash your cup. You asked for it."
    sorry, asked = Place(0, 37), Place(38, 55)
    reading = Reading(
        (sorry, asked),
        (
            Span(sorry, Label.REMORSE, Place(0, 9), 1.0, "cue"),
            Span(sorry, Label.BLAME, Place(10, 36), 0.8, "model"),
            Span(asked, Label.BLAME, asked, 0.9, "model"),
            Span(asked, Label.VALIDATE, asked, 0.7, "model"),
        ),
    )
    assert [(note.label, note.confidence) for note in notes(text, reading)] == [(Label.BLAME, 0.9), (Label.BLAME, 0.8)]
    assert [note.label for note in notes(text, reading, within=sorry)] == [Label.BLAME]


def test_dismissing_the_blame_does_not_bring_the_praise() -> None:
    (blame,) = notes(TEXT, READING)
    assert notes(TEXT, READING, dismissed={blame.key}) == ()


@given(TEXTS_READ)
def test_a_dismissed_note_stays_away(read: tuple[str, Reading]) -> None:
    text, reading = read
    keys = {note.key for note in notes(text, reading)}
    assert keys.isdisjoint(note.key for note in notes(text, reading, dismissed=keys))


@given(TEXTS_READ)
def test_words_that_raise_an_alarm_get_no_notes(read: tuple[str, Reading]) -> None:
    text, reading = read
    assert notes(text, replace(reading, alarms=(ALARM,)), hoped=COMPONENTS) == ()


def test_a_language_it_cannot_read_gets_no_notes() -> None:
    assert notes("Es tut mir leid", Reading(understood=False), hoped=COMPONENTS) == ()


def test_more_words_than_are_read_at_once_get_no_notes() -> None:
    assert notes("word " * 9_000, Reading(too_much=True), hoped=COMPONENTS) == ()


def test_only_the_words_of_this_step_are_spoken_of() -> None:
    reading = Reading((FIRST, SECOND), (HEDGED, OWNED))
    assert [note.label for note in notes(TEXT, reading, within=FIRST)] == [Label.ACKNOWLEDGE]


def test_the_same_sentence_said_again_stays_dismissed() -> None:
    (key,) = (note.key for note in notes(TEXT, READING) if note.label in PITFALLS)
    moved = Reading((Place(0, 17),), (Span(Place(0, 17), Label.BLAME, Place(0, 17), 1.0, "cue"),))
    assert notes("You never listen.", moved, dismissed=[key]) == ()


def test_a_sentence_that_stands_twice_has_one_note_with_both_its_marks() -> None:
    text, places = "You never listen. You never listen.", (Place(0, 17), Place(18, 35))
    spans = tuple(Span(place, Label.BLAME, place, 1.0, "cue") for place in places)
    (note,) = notes(text, Reading(places, spans))
    assert note.spans == spans


# In which order


@given(TEXTS_READ)
def test_sure_pitfalls_come_first_the_surest_on_top_and_what_is_there_comes_last(read: tuple[str, Reading]) -> None:
    text, reading = read
    listed = notes(text, reading)
    places = [(not note.is_pitfall, note.kind is NoteKind.NOT_SURE) for note in listed]
    assert places == sorted(places)
    for sure in (NoteKind.MAY_HURT, NoteKind.NOT_SURE):
        pitfalls = [note for note in listed if note.is_pitfall and note.kind is sure]
        assert [note.confidence for note in pitfalls] == sorted((note.confidence for note in pitfalls), reverse=True)
        for before, after in zip(pitfalls, pitfalls[1:], strict=False):
            if before.confidence == after.confidence:
                assert NOTE_ORDER.index(before.label) <= NOTE_ORDER.index(after.label)


def test_an_unsure_pitfall_waits_behind_a_sure_one_however_heavy_it_is() -> None:
    unsure = Span(FIRST, Label.HOSTILE, FIRST, 1.0, "model", sure=False)
    sure = Span(SECOND, Label.LECTURE, SECOND, 0.7, "model")
    assert [note.label for note in notes(TEXT, Reading((FIRST, SECOND), (unsure, sure)))] == [
        Label.LECTURE,
        Label.HOSTILE,
    ]


def test_what_is_there_waits_behind_what_may_hurt() -> None:
    listed = notes(TEXT, Reading((FIRST, SECOND), (OWNED, HEDGED)))
    assert kinds(*listed) == [NoteKind.MAY_HURT, NoteKind.THERE]


def test_a_part_it_is_not_sure_of_is_asked_about_and_not_named() -> None:
    (note,) = notes(TEXT, Reading((FIRST, SECOND), (replace(OWNED, sure=False),)))
    assert note.kind is NoteKind.NOT_SURE
    assert not note.names_what_is_there


# What is missing


def test_a_missing_part_is_asked_for_when_nothing_may_hurt() -> None:
    clean = Reading((FIRST,), (OWNED,))
    shown = notes("I yelled.", clean, hoped=[Label.PLAN, Label.RESPONSIBILITY])
    assert [(note.label, note.kind) for note in shown] == [
        (Label.ACKNOWLEDGE, NoteKind.THERE),
        (Label.RESPONSIBILITY, NoteKind.MISSING),
    ]


@given(TEXTS_READ, st.frozensets(st.sampled_from(Label)))
def test_a_missing_part_is_never_asked_for_beside_a_pitfall(read: tuple[str, Reading], hoped: frozenset[Label]) -> None:
    text, reading = read
    missing = [note for note in notes(text, reading, hoped=hoped) if note.kind is NoteKind.MISSING]
    assert len(missing) <= 1
    if any(span.label in PITFALLS for span in reading.spans):
        assert missing == []


def test_nothing_is_missed_in_an_empty_message() -> None:
    assert notes("  ", Reading(), hoped=COMPONENTS) == ()


@given(TEXTS_READ, st.frozensets(st.sampled_from(Label)))
def test_after_force_no_note_speaks_of_closeness(read: tuple[str, Reading], hoped: frozenset[Label]) -> None:
    text, reading = read
    listed = notes(text, reading, hoped=hoped, after_force=True)
    assert {Label.RECONNECT, Label.REASSURE}.isdisjoint(note.label for note in listed)


def test_where_no_force_was_a_way_back_to_each_other_may_be_asked_for() -> None:
    clean = Reading((FIRST,), (OWNED,))
    assert Label.RECONNECT in {note.label for note in notes("I yelled.", clean, hoped=[Label.RECONNECT])}


# How they end


LINES = {kind: [f"{kind} {number}" for number in range(12)] for kind in NoteKind}


@given(TEXTS_READ)
def test_no_two_notes_of_a_message_end_alike(read: tuple[str, Reading]) -> None:
    text, reading = read
    listed = notes(text, reading, hoped=COMPONENTS)
    closings = endings(listed, LINES)
    assert len(set(closings.values())) == len(closings)
    assert all(closings[note.key] in LINES[note.kind] for note in listed if note.key in closings)


def test_the_same_words_end_the_same_in_every_message() -> None:
    (alone,) = endings(notes("You never listen.", Reading((Place(0, 17),), (_moved(BLAMED),))), LINES).values()
    (among,) = endings(notes(TEXT, READING), LINES).values()
    assert alone == among


def test_a_note_without_a_closing_of_its_own_waits() -> None:
    few = dict.fromkeys(NoteKind, ["It may be otherwise."])
    hurts = tuple(Span(place, Label.HEDGE, place, 1.0, "cue") for place in (FIRST, SECOND))
    first, second = notes(TEXT, Reading((FIRST, SECOND), hurts))
    assert endings((first, second), few) == {first.key: "It may be otherwise."}


def test_a_wording_that_is_taken_gives_way_to_the_next() -> None:
    words = ["one", "two", "three"]
    own = wording("blame-1", words)
    other = wording("blame-1", words, {own})
    assert other == words[(words.index(own) + 1) % 3]
    assert wording("blame-1", words, words) == ""


# What they teach


def _moved(span: Span) -> Span:
    return replace(span, sentence=Place(0, 17), words=Place(0, 17))


LESSONS = {Label.HEDGE: "hidden", Label.EXCUSE: "hidden", Label.ACKNOWLEDGE: "loved"}
EXCUSED = Span(FIRST, Label.EXCUSE, FIRST, 0.7, "model")
TWICE = notes(TEXT, Reading((FIRST, SECOND), (EXCUSED, HEDGED)))


def test_a_lesson_is_carried_by_the_note_that_is_shown_first() -> None:
    assert teaching(TWICE, LESSONS) == {"hidden": HEDGED}


def test_a_lesson_that_an_earlier_step_carried_is_not_said_again() -> None:
    assert teaching(TWICE, LESSONS, within=SECOND) == {"hidden": EXCUSED}


def test_what_stands_in_a_later_step_was_not_read_yet() -> None:
    assert teaching(TWICE, LESSONS, within=FIRST) == {"hidden": EXCUSED}


def test_what_is_unsure_or_missing_or_has_no_lesson_teaches_nothing() -> None:
    unsure = Span(FIRST, Label.HEDGE, FIRST, 0.5, "model", sure=False)
    listed = notes(TEXT, Reading((FIRST, SECOND), (unsure, replace(HEDGED, label=Label.DEMAND))))
    assert teaching((*listed, Note(Label.ACKNOWLEDGE, "acknowledge-missing")), LESSONS) == {}


def test_what_repair_can_teach_is_said_only_where_nothing_may_hurt() -> None:
    assert teaching(notes(TEXT, Reading((FIRST, SECOND), (OWNED,))), LESSONS) == {"loved": OWNED}
    assert teaching(notes(TEXT, Reading((FIRST, SECOND), (OWNED, HEDGED))), LESSONS) == {"hidden": HEDGED}
