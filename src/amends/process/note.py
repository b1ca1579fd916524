"""Which notes there are on a reading, in which order, and how each ends: the surest pitfall first, one at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from amends.process.message import COMPONENTS, MISSING_ORDER, NOTE_ORDER, PITFALLS, Label, Place, Reading, Span
from amends.process.words import fingerprint

T = TypeVar("T")

# Beside these nothing is named as being there: it would read as praise for words that hurt.
HURTFUL = frozenset({Label.BLAME, Label.HOSTILE})
# What nobody speaks of after force: a child who may be afraid is asked for no closeness.
CLOSENESS = frozenset({Label.RECONNECT, Label.REASSURE})
_WEIGHT = {label: weight for weight, label in enumerate((*NOTE_ORDER, *COMPONENTS))}


class NoteKind(StrEnum):
    """How a note speaks. The first three underline words, each in its own way."""

    MAY_HURT = "may-hurt"
    NOT_SURE = "not-sure"
    THERE = "there"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Note:
    """One note on a sentence, wherever it stands; without spans it asks about a part that is missing.

    `key` is what dismissing it remembers: the same words have the same key.
    """

    label: Label
    key: str
    spans: tuple[Span, ...] = ()

    @property
    def kind(self) -> NoteKind:
        """Whether it says what may hurt, asks where the coach is not sure, names what is there, or what is missing."""
        if not self.spans:
            return NoteKind.MISSING
        if not any(span.sure for span in self.spans):
            return NoteKind.NOT_SURE
        return NoteKind.MAY_HURT if self.is_pitfall else NoteKind.THERE

    @property
    def is_pitfall(self) -> bool:
        """Whether it is about words that may land badly, surely so or not."""
        return self.label in PITFALLS

    @property
    def names_what_is_there(self) -> bool:
        """Whether it says what the words already do, rather than asking about them."""
        return self.kind is NoteKind.THERE

    @property
    def confidence(self) -> float:
        """Between 0 and 1; 0 for a part that is missing."""
        return max((span.confidence for span in self.spans), default=0.0)


def notes(
    text: str,
    reading: Reading,
    dismissed: Collection[str] = (),
    within: Place | None = None,
    hoped: Collection[Label] = (),
    after_force: bool = False,
) -> tuple[Note, ...]:
    """All notes on the part of `text` that lies `within` (all of it when None); a page shows the first of them.

    First the pitfalls, sure before unsure, the surest on top; then what is there, unless the message blames or hurts
    anywhere. Where no pitfall is, the first of the `hoped` labels that the whole message lacks comes last. A dismissed
    note stays away. Words that raised an alarm, and more words than are read at once, get no notes at all; after force
    none speaks of closeness.
    """
    if reading.alarms or not reading.understood or reading.too_much or not text.strip():
        return ()
    closeness = CLOSENESS if after_force else frozenset()
    by_rank = sorted(_on_words(text, reading, within, closeness), key=_rank)
    listed = [note for note in by_rank if note.key not in dismissed]
    if any(note.is_pitfall for note in listed):
        return tuple(listed)
    return (*listed, *_missing(reading, set(hoped) - closeness, dismissed))


def endings(notes: Iterable[Note], wordings: Mapping[NoteKind, Sequence[str]]) -> dict[str, str]:
    """The closing of each note, by its key: no two alike, and the same words end the same way unless that is taken.

    A note for which no closing is left has none here, and is left for when others are gone.
    """
    closings: dict[str, str] = {}
    for note in notes:
        closing = wording(note.key, wordings[note.kind], closings.values())
        if closing:
            closings.setdefault(note.key, closing)
    return closings


def wording(key: str, wordings: Sequence[str], taken: Collection[str] = ()) -> str:
    """The one of several wordings that belongs to this key; if it is taken, the next that is not; else nothing."""
    own = int(fingerprint(key), 16) % len(wordings)
    return next((words for words in (*wordings[own:], *wordings[:own]) if words not in taken), "")


def teaching(notes: Iterable[Note], lessons: Mapping[Label, T | None], within: Place | None = None) -> dict[T, Span]:
    """Which words carry each lesson, so that a page says it once, and a later page of the same message not again.

    `notes` are those on the whole message, with those that were dismissed: their lesson was said. What stands before
    the part that lies `within` was read before it. `lessons` are what words like these can teach, by label. Where
    anything surely may hurt, only that teaches: beside it, what repair can teach would read as praise.
    """
    notes = list(notes)
    hurts = any(note.kind is NoteKind.MAY_HURT for note in notes)
    carriers: dict[T, Span] = {}
    for note in _as_read(notes, within):
        lesson = lessons.get(note.label)
        if lesson is not None and note.kind is (NoteKind.MAY_HURT if hurts else NoteKind.THERE):
            carriers.setdefault(lesson, note.spans[0])
    return carriers


def _as_read(notes: Iterable[Note], within: Place | None) -> list[Note]:
    """The notes on words that were read by now: those before the part that lies `within`, then its own."""
    on_words = [note for note in notes if note.spans]
    if within is None:
        return on_words
    read = [note for note in on_words if note.spans[0].sentence.start < within.end]
    return sorted(read, key=lambda note: note.spans[0].sentence.start >= within.start)


def _on_words(text: str, reading: Reading, within: Place | None, unspoken: frozenset[Label]) -> Iterable[Note]:
    """The notes on what stands there. Where anything in the message may blame or hurt, no component is named."""
    if any(span.label in HURTFUL for span in reading.spans):
        unspoken |= frozenset(COMPONENTS)
    spans = [span for span in reading.spans if span.label not in unspoken and _inside(span, within)]
    return _by_sentence(text, spans)


def _inside(span: Span, within: Place | None) -> bool:
    return within is None or within.start <= span.sentence.start < within.end


def _by_sentence(text: str, spans: Iterable[Span]) -> Iterable[Note]:
    """One note for each label on each sentence; a sentence that stands twice has one note with two marks."""
    made: dict[str, Note] = {}
    for span in sorted(spans, key=lambda span: span.sentence.start):
        if span.label in _WEIGHT:
            key = f"{span.label}-{fingerprint(text[span.sentence.start : span.sentence.end])}"
            note = made.get(key, Note(span.label, key))
            made[key] = replace(note, spans=(*note.spans, span))
    return made.values()


def _rank(note: Note) -> tuple[bool, bool, float, int, int]:
    surest = -note.confidence if note.is_pitfall else 0.0
    unsure = note.kind is NoteKind.NOT_SURE
    return not note.is_pitfall, unsure, surest, _WEIGHT[note.label], note.spans[0].sentence.start


def _missing(reading: Reading, hoped: Collection[Label], dismissed: Collection[str]) -> Iterable[Note]:
    present = {span.label for span in reading.spans}
    absent = [Note(label, f"{label}-missing") for label in MISSING_ORDER if label in hoped and label not in present]
    return [note for note in absent if note.key not in dismissed][:1]
