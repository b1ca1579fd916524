"""Which notes a page shows on a reading: at most two, what is there first, then one question."""

from collections.abc import Collection
from dataclasses import dataclass

from amends.process.message import COMPONENTS, MISSING_ORDER, NOTE_ORDER, Label, Place, Reading, Span
from amends.process.words import fingerprint


@dataclass(frozen=True, slots=True)
class Note:
    """One note. Without a span it asks about a part that is missing. `key` is what dismissing it remembers."""

    label: Label
    key: str
    span: Span | None = None

    @property
    def names_what_is_there(self) -> bool:
        """Whether it says what the words already do, rather than asking about them."""
        return self.span is not None and self.label in COMPONENTS


def notes(
    text: str,
    reading: Reading,
    dismissed: Collection[str] = (),
    within: Place | None = None,
    hoped: Collection[Label] = (),
) -> tuple[Note, ...]:
    """At most two notes on the part of `text` that lies `within` (all of it when None).

    First what is there, then the weightiest pitfall; where there is none, the first of the `hoped` labels that the
    whole message lacks. A dismissed note stays away. Words that raised an alarm get no notes at all,
    nor do more words than are read at once.
    """
    if reading.alarms or not reading.understood or reading.too_much:
        return ()
    shown = [span for span in reading.spans if _inside(span, within)]
    there = _first(text, shown, COMPONENTS, dismissed)
    ask = _first(text, shown, NOTE_ORDER, dismissed) or _missing(reading, hoped, dismissed)
    return tuple(note for note in (there, ask if shown or text.strip() else None) if note)


def _inside(span: Span, within: Place | None) -> bool:
    return within is None or within.start <= span.sentence.start < within.end


def _first(text: str, spans: Collection[Span], order: Collection[Label], dismissed: Collection[str]) -> Note | None:
    made = (_note(text, span) for label in order for span in spans if span.label is label)
    return next((note for note in made if note.key not in dismissed), None)


def _note(text: str, span: Span) -> Note:
    return Note(span.label, f"{span.label}-{fingerprint(text[span.sentence.start : span.sentence.end])}", span)


def _missing(reading: Reading, hoped: Collection[Label], dismissed: Collection[str]) -> Note | None:
    present = {span.label for span in reading.spans}
    absent = (Note(label, f"{label}-missing") for label in MISSING_ORDER if label in hoped and label not in present)
    return next((note for note in absent if note.key not in dismissed), None)
