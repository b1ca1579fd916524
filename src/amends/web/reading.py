"""What a page shows of a reading: marks and their notes, one at a time, or the way to help."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from amends.guidance import LabelText, Lesson
from amends.process import (
    AgeBand,
    Flag,
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
from amends.web.language import texts
from amends.web.marks import Mark, stretches


def shown(
    text: str,
    reading: Reading,
    dismissed: Collection[str] = (),
    within: Place | None = None,
    hoped: Collection[Label] = (),
    band: AgeBand | None = None,
    after_force: bool = False,
    slip: tuple[Place, str] | None = None,
) -> dict[str, Any]:
    """The context of parts/reading.html.

    `slip` is where apology and limit get in each other's way, and what is asked of it: it goes before all notes.
    """
    every = partial(notes, text, reading, after_force=after_force)
    own = every(dismissed, within, hoped)
    closings = endings((*every(dismissed), *own), _lines())
    listed = [note for note in own if note.key in closings]  # what is not listed has no mark either
    carriers = teaching(every(), _lessons(), within)
    worded = _worded(text, listed, band, closings, carriers)
    first = 0 if slip else 1  # one question at a time
    return {
        "reading": reading,
        "stretches": stretches(text, _marks(listed, slip), within) if reading.understood and not reading.alarms else [],
        "slip": _slip(text, *slip) if slip else None,
        "first_notes": worded[:first],
        "more_notes": worded[first:],
        "alarms": [texts().safety.flags[flag] for flag in reading.flags],
        "tier": min((alarm.tier for alarm in reading.alarms), default=""),  # the most urgent: A before B
        "partner": Flag.PARTNER_VIOLENCE in reading.flags,
        "reassure": texts().safety.nothing_is_sent,
        **_quiet(reading, dismissed),
    }


def _quiet(reading: Reading, dismissed: Collection[str]) -> dict[str, Any]:
    """The line beside words that may speak of danger. Answered with no, it stays away until other danger is heard."""
    key = "+".join(("quiet", *reading.maybe))
    if not reading.maybe or reading.alarms or key in dismissed:
        return {}
    return {"quiet": texts().safety.quiet, "quiet_key": key, "safety": texts().safety}


def _marks(listed: Iterable[Note], slip: tuple[Place, str] | None) -> Iterator[Mark]:
    """Every note's own words, and no others."""
    for note in listed:
        yield from ((span.words, note.kind, note.key) for span in note.spans)
    if slip:
        yield slip[0], NoteKind.MAY_HURT, "slip"


def _lines() -> dict[NoteKind, tuple[str, ...]]:
    return {kind: closings.lines for kind, closings in texts().closings.items()}


def _lessons() -> dict[Label, Lesson | None]:
    return {label: label_text.lesson for label, label_text in texts().labels.items()}


def _slip(text: str, place: Place, asked: str) -> dict[str, str]:
    return {"words": text[place.start : place.end], "asked": asked}


def _worded(
    text: str,
    listed: Iterable[Note],
    band: AgeBand | None,
    closings: Mapping[str, str],
    carriers: Mapping[Lesson, Span],
) -> list[dict[str, Any]]:
    """What each note says. The same words are asked the same; no two notes ask alike while there is choice."""
    worded: list[dict[str, Any]] = []
    for note in listed:
        question = _question(texts().labels[note.label], note, band, [other["question"] for other in worded])
        worded.append(_note(text, note, closings[note.key], question, carriers))
    return worded


def _question(label: LabelText, note: Note, band: AgeBand | None, taken: Collection[str]) -> str:
    if note.kind is NoteKind.THERE:
        return ""  # it is named, and not asked about
    if note.kind is NoteKind.NOT_SURE:
        return label.unsure
    fresh = (wording(note.key, of, taken) for of in (label.asked(band), label.questions))
    return next(filter(None, fresh), wording(note.key, label.questions))


def _note(text: str, note: Note, closing: str, question: str, carriers: Mapping[Lesson, Span]) -> dict[str, Any]:
    label, span = texts().labels[note.label], next(iter(note.spans), None)
    lesson = label.lesson if label.lesson and span and carriers.get(label.lesson) == span else None
    return {
        "key": note.key,
        "kind": note.kind,
        "label": label,
        "words": text[span.words.start : span.words.end] if span else "",
        "question": question,
        "lesson": texts().lessons[lesson] if lesson else None,
        "closing": closing,
    }
