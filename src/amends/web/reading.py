"""What a page shows of a reading: marks, at most two notes, or the way to help."""

from collections.abc import Collection
from typing import Any

from amends.guidance import LabelText
from amends.process import AgeBand, Label, Note, Place, Reading, notes
from amends.web.language import texts
from amends.web.marks import stretches


def shown(
    text: str,
    reading: Reading,
    dismissed: Collection[str] = (),
    within: Place | None = None,
    hoped: Collection[Label] = (),
    band: AgeBand | None = None,
) -> dict[str, Any]:
    """The context of parts/reading.html."""
    return {
        "reading": reading,
        "stretches": stretches(text, reading, within) if reading.understood and not reading.alarms else [],
        "notes": [_note(text, note, band) for note in notes(text, reading, dismissed, within, hoped)],
        "alarms": [texts().safety.flags[flag] for flag in reading.flags],
        "tier": min((alarm.tier for alarm in reading.alarms), default=""),  # the most urgent: A before B
        "reassure": texts().safety.nothing_is_sent,
    }


def _note(text: str, note: Note, band: AgeBand | None) -> dict[str, Any]:
    label = texts().labels[note.label]
    words = text[note.span.words.start : note.span.words.end] if note.span else ""
    return {
        "key": note.key,
        "label": label,
        "words": words,
        "there": note.names_what_is_there,
        "missing": note.span is None,
        "sure": note.span is None or note.span.sure,
        "question": "" if note.names_what_is_there else _question(label, note, band),
        "lesson": texts().lessons[label.lesson] if label.lesson else None,
        "because": note.span.because if note.span else "",
    }


def _question(label: LabelText, note: Note, band: AgeBand | None) -> str:
    """One of several wordings: always the same one for the same words."""
    if note.span and not note.span.sure:
        return label.unsure
    asked = label.asked(band)
    return asked[sum(note.key.encode()) % len(asked)]
