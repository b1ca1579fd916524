"""What a page says of words: every mark has its note and every note its marks, and each claim opens its source."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from amends.guidance import load
from amends.process import (
    FILLS,
    PITFALLS,
    AgeBand,
    Label,
    NoteKind,
    Place,
    Reading,
    Repair,
    Span,
    Step,
    notes,
)
from amends.web.reading import shown
from tests.people import ada, begins, parent, signs_up, words_on, writes

GUIDANCE = load()
WORDS = ("I yelled at you", "You never listen", "Sorry if you felt bad", "I love you", "Next time I wait", "Calm down")


@st.composite
def messages(draw: st.DrawFn) -> tuple[str, Reading]:
    """A message of a few sentences, each with any labels at all on some of its words."""
    text, places = "", []
    for words in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)):
        places.append(Place(len(text), len(text) + len(words) + 1))
        text += f"{words}. "
    spans = [
        Span(place, label, _some(draw, text, place), draw(st.floats(0.5, 1)), "cue", draw(st.booleans()))
        for place in places
        for label in draw(st.lists(st.sampled_from(Label), unique=True, max_size=3))
    ]
    return text, Reading(tuple(places), tuple(spans))


def _some(draw: st.DrawFn, text: str, place: Place) -> Place:
    words = list(re.finditer(r"\w+", text[place.start : place.end]))
    first, last = sorted((draw(st.sampled_from(words)), draw(st.sampled_from(words))), key=re.Match.start)
    return Place(place.start + first.start(), place.start + last.end())


def notes_on(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The notes of a page: the one in sight, and those a tap away."""
    return [*context["first_notes"], *context["more_notes"]]


def marked(context: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Every marked letter: its place in what is shown, and how it is marked."""
    at = 0
    for stretch in context["stretches"]:
        if stretch.mark:
            yield from ((place, stretch.mark) for place in range(at, at + len(stretch.words)))
        at += len(stretch.words)


# Marks and notes


@given(messages(), st.data())
def test_every_mark_has_its_note_and_every_note_its_marks(message: tuple[str, Reading], data: st.DataObject) -> None:
    text, reading = message
    within = data.draw(st.sampled_from([None, *reading.sentences]))
    listed = notes(text, reading, within=within)
    away = {note.key for note in listed if data.draw(st.booleans())}
    context = shown(text, reading, away, within)
    keys = [note["key"] for note in notes_on(context)]
    assert away.isdisjoint(keys)
    start = within.start if within else 0
    kinds = list(NoteKind)
    expected: dict[int, str] = {}
    for note in sorted((note for note in listed if note.key in keys), key=lambda note: -kinds.index(note.kind)):
        for span in note.spans:
            expected |= dict.fromkeys(range(span.words.start - start, span.words.end - start), note.kind.value)
    assert dict(marked(context)) == expected
    assert "".join(stretch.words for stretch in context["stretches"]) == text[start : within.end if within else None]


@given(messages())
def test_one_note_is_in_sight_and_the_others_are_a_tap_away(message: tuple[str, Reading]) -> None:
    text, reading = message
    context = shown(text, reading)
    assert len(context["first_notes"]) == min(1, len(notes_on(context)))
    assert [note["key"] for note in notes_on(context)] == [note.key for note in notes(text, reading)]


def test_sure_and_unsure_words_are_marked_each_in_its_own_way() -> None:
    text = "Calm down. You never listen. I love you."
    places = Place(0, 10), Place(11, 28), Place(29, 40)
    spans = (
        Span(places[0], Label.MINIMISE, Place(0, 9), 0.9, "cue"),
        Span(places[1], Label.LECTURE, places[1], 0.5, "model", sure=False),
        Span(places[2], Label.REASSURE, places[2], 0.9, "cue"),
    )
    page = render_to_string("parts/reading.html", shown(text, Reading(places, spans)))
    keys = dict(re.findall(r'<mark class="[a-z-]+" data-of="([^"]+)">([^<]+)</mark>', page))
    assert list(keys.values()) == ["Calm down", "You never listen.", "I love you."]
    assert re.findall(r'<mark class="([a-z-]+)"', page) == ["may-hurt", "not-sure", "there"]
    assert set(re.findall(r'data-note="([^"]+)"', page)) == set(keys)  # a tap on a mark finds its note
    assert "2 more notes" in page
    assert page.index('<h2><q dir="auto">Calm down</q></h2>') < page.index("2 more notes") < page.index("I am not sure")


def test_the_marked_words_are_the_parents_letter_by_letter() -> None:
    text = "<b>Calm</b> & down.\n\nSorry."
    place = Place(0, 19)
    context = shown(text, Reading((place,), (Span(place, Label.MINIMISE, Place(3, 18), 0.9, "cue"),)))
    (inside,) = re.findall(
        r'<p class="marked" dir="auto">(.*?)</p>', render_to_string("parts/reading.html", context), re.DOTALL
    )
    assert unescape(re.sub(r"</?mark[^>]*>", "", inside)) == text


def test_a_slip_between_apology_and_limit_comes_first_and_is_marked() -> None:
    text, place = "I yelled. I take bedtime back.", Place(10, 30)
    owned = Span(Place(0, 9), Label.ACKNOWLEDGE, Place(0, 9), 1.0, "cue")
    context = shown(text, Reading((Place(0, 9), place), (owned,)), slip=(place, "What still stands?"))
    assert context["first_notes"] == []
    assert [note["label"].id for note in context["more_notes"]] == [Label.ACKNOWLEDGE]
    assert {mark for at, mark in marked(context) if at >= 10} == {"may-hurt"}


# What is said


def test_a_sorry_beside_blame_gets_no_note_and_no_mark() -> None:
    text = "I'm sorry you made me smash your cup. You asked for it."
    sorry, asked = Place(0, 37), Place(38, 55)
    spans = (
        Span(sorry, Label.REMORSE, Place(0, 9), 1.0, "cue"),
        Span(asked, Label.BLAME, asked, 0.9, "model"),
    )
    page = render_to_string("parts/reading.html", shown(text, Reading((sorry, asked), spans)))
    assert 'class="there"' not in page and "Saying sorry" not in page
    assert re.search(r'<mark class="may-hurt" data-of="[^"]+">You asked for it\.</mark>', page)


@given(messages(), st.sampled_from([None, *AgeBand]), st.frozensets(st.sampled_from(Label)))
def test_no_two_notes_of_a_message_end_alike_and_each_asks_at_most_one_question(
    message: tuple[str, Reading], band: AgeBand | None, hoped: frozenset[Label]
) -> None:
    text, reading = message
    listed = notes_on(shown(text, reading, band=band, hoped=hoped))
    assert len({note["closing"] for note in listed}) == len(listed)
    for note in listed:
        assert note["question"].count("?") == (0 if note["kind"] is NoteKind.THERE else 1)
        assert "?" not in note["closing"]


def test_notes_of_one_label_ask_four_different_things() -> None:
    text = " ".join(f"Calm {word}." for word in ("down", "on", "up", "in"))
    places = tuple(Place(found.start(), found.end()) for found in re.finditer(r"Calm \w+\.", text))
    spans = tuple(Span(place, Label.MINIMISE, place, 0.9, "cue") for place in places)
    for band in (None, AgeBand.TEEN):
        listed = notes_on(shown(text, Reading(places, spans), band=band))
        assert len({note["question"] for note in listed}) == 4


@given(messages())
def test_the_same_words_are_told_the_same_every_time(message: tuple[str, Reading]) -> None:
    assert shown(*message) == shown(*message)


@given(messages())
def test_a_lesson_is_said_once_in_a_message_whichever_page_it_stands_on(message: tuple[str, Reading]) -> None:
    text, reading = message
    on_one_page = [note["lesson"].id for note in notes_on(shown(text, reading)) if note["lesson"]]
    assert len(set(on_one_page)) == len(on_one_page)
    step_by_step = [
        note["lesson"].id
        for sentence in reading.sentences
        for note in notes_on(shown(text, reading, within=sentence))
        if note["lesson"]
    ]
    assert len(set(step_by_step)) == len(step_by_step)
    assert set(step_by_step) == set(on_one_page)


def test_a_lesson_that_was_sent_away_with_its_note_does_not_come_back_with_another() -> None:
    text, places = "Calm down. It was nothing.", (Place(0, 10), Place(11, 26))
    reading = Reading(places, tuple(Span(place, Label.MINIMISE, place, 0.9, "cue") for place in places))
    (first,) = shown(text, reading)["first_notes"]
    (next_one,) = shown(text, reading, {first["key"]})["first_notes"]
    assert first["lesson"] and next_one["lesson"] is None


@pytest.mark.django_db
def test_after_force_no_note_asks_for_closeness() -> None:
    someone = ada()
    for kind, asks in (("raised-voice", True), ("grabbed-or-smacked", False)):
        repair = begins(someone, kind=kind)
        page = words_on(writes(someone, repair, "reconnect", "The window is open.", go=""))
        names = [GUIDANCE.labels[label].name for label in FILLS[Step.RECONNECT]]
        assert any(f"Still open: {name}" in page for name in names) is asks


@pytest.mark.django_db
def test_a_note_reads_as_may_land_and_never_as_is() -> None:
    page = words_on(parent("nobody").browser.post("/read/", {"words": "I yelled, but you never listen."}))
    assert "may land as" in page


# Where it comes from


def known_sources(page: str) -> set[str]:
    """Which sources a page names in full: who, when, and what it supports."""
    return {id for id, source in GUIDANCE.sources.items() if source.named in page and source.supports in page}


@pytest.mark.parametrize("label", PITFALLS)
def test_every_note_opens_its_source_without_a_script_or_another_page(label: Label) -> None:
    place = Place(0, 10)
    page = render_to_string(
        "parts/reading.html", shown("Calm down.", Reading((place,), (Span(place, label, place, 0.9, "cue"),)))
    )
    assert "Where this comes from" in page
    assert set(GUIDANCE.labels[label].sources) <= known_sources(unescape(page))
    assert "<a " not in page  # a tap must not lead away from words that are being written


def test_the_list_of_sources_holds_each_under_its_own_name() -> None:
    page = words_on(ada().browser.get("/sources/"))
    assert known_sources(page) == set(GUIDANCE.sources)
    for id, source in GUIDANCE.sources.items():
        assert f'id="{id}"' in page
        assert not source.link or f'href="{source.link}"' in page


def test_every_source_link_of_the_library_resolves_to_a_source() -> None:
    page = words_on(ada().browser.get("/library/"))
    links = set(re.findall(r'href="/sources/#([^"]+)"', page))
    assert links == {id for benefit in GUIDANCE.library.benefit for id in benefit.sources}
    assert links <= set(GUIDANCE.sources)


@pytest.mark.django_db
@pytest.mark.parametrize("one", GUIDANCE.library.page, ids=lambda one: one.id)
def test_every_page_of_the_library_opens_its_sources(one) -> None:
    page = words_on(ada().browser.get(f"/library/{one.id}/"))
    assert set(one.sources) <= known_sources(page)


@pytest.mark.django_db
@pytest.mark.parametrize("step", Step)
def test_why_this_step_opens_its_sources(step: Step) -> None:
    someone = ada()
    page = words_on(someone.browser.get(f"/repair/{begins(someone)}/{step}/"))
    assert set(GUIDANCE.steps[step].ages[AgeBand.SCHOOL].sources) <= known_sources(page)
    assert page.index("Why this step") < page.index("Where this comes from")


# The first page


def keeps(someone, repair: Repair):
    """A repair in their diary, as another page kept it. Returns its id."""
    from amends.web.visit import diary_of

    request = someone.browser.get("/diary/").wsgi_request
    return diary_of(request).add(repair).id


@pytest.mark.django_db
def test_eight_quick_repairs_make_no_wall_and_the_newest_says_that_its_card_is_here() -> None:
    someone, now = ada(), timezone.now()
    signs_up(someone)
    for hours in range(8, 0, -1):
        quick = Repair(now - timedelta(hours=hours), quick=True).write(Step.ACKNOWLEDGE, "I shouted.")
        newest = keeps(someone, quick.finish(Step.ACKNOWLEDGE))
    page = words_on(someone.browser.get("/"))
    assert "Your card" in page and f"/card/{newest}/" in page
    assert page.count("/card/") == 1
    assert "Still open" not in page and "Next, if you like" not in page
    assert "Other moments are in your diary" in page


@pytest.mark.django_db
def test_what_is_older_than_three_days_is_in_the_diary_and_not_on_the_first_page() -> None:
    someone = ada()
    signs_up(someone)
    old = keeps(someone, Repair(timezone.now() - timedelta(days=3, minutes=1), quick=True).write(Step.VALIDATE, "Oh."))
    page = words_on(someone.browser.get("/"))
    assert str(old) not in page
    assert "Other moments are in your diary" in page
    assert str(old) in words_on(someone.browser.get("/diary/"))


@pytest.mark.django_db
def test_one_open_repair_alone_points_to_no_others() -> None:
    someone = ada()
    begins(someone)
    page = words_on(someone.browser.get("/"))
    assert "Still open" in page
    assert "Other moments" not in page


@pytest.mark.django_db
def test_the_pattern_gate_never_greets_a_first_page() -> None:
    someone, now = ada(), timezone.now()
    signs_up(someone)
    for days in range(6):
        keeps(someone, Repair(now - timedelta(days=days)).write(Step.ACKNOWLEDGE, "I shouted again."))
    page = words_on(someone.browser.get("/"))
    assert GUIDANCE.safety.pattern.title not in page
    assert "tier=C" not in page
