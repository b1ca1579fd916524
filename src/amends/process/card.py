"""The pocket card: one opening sentence and three cue words, all of them the parent's own."""

from collections.abc import Iterator
from dataclasses import dataclass

from amends.process.message import Label, Place, Reading, Span
from amends.process.words import tidy

CUES = 3
LONGEST_CUE = 4  # words

# A card opens with the act, owned; the cues then follow the order in which it is said.
_OPENERS = (Label.ACKNOWLEDGE, Label.REMORSE, Label.RESPONSIBILITY, Label.VALIDATE, Label.REASSURE)
_CUES = (Label.RESPONSIBILITY, Label.VALIDATE, Label.INVITE, Label.RECONNECT, Label.REASSURE, Label.PLAN)


@dataclass(frozen=True, slots=True)
class Card:
    """What goes into the pocket. Empty where the parent wrote nothing."""

    opening: str = ""
    cues: tuple[str, ...] = ()


def card_from(text: str, reading: Reading) -> Card:
    """A first card out of the parent's own words; they may change every word of it.

    The opening is the first sentence that names the act (or the next best), and one that holds a pitfall is used only
    where there is no other. Nothing is ever written for the parent.
    """
    opening = _opening(reading)
    if opening is None:
        return Card()
    spans = [span for span in _in_order(reading) if span.sentence != opening]
    cues = dict.fromkeys(_short(text[span.words.start : span.words.end]) for span in spans)
    return Card(tidy(text[opening.start : opening.end]), tuple(cues)[:CUES])


def _opening(reading: Reading) -> Place | None:
    clean = [place for place in reading.sentences if not reading.has_pitfall(place)]
    by_label = (span.sentence for label in _OPENERS for span in reading.spans if span.label is label)
    first_choice = (place for place in by_label if place in clean)
    return next(first_choice, next(iter(clean or reading.sentences), None))


def _in_order(reading: Reading) -> Iterator[Span]:
    for label in _CUES:
        yield from (span for span in reading.spans if span.label is label and not reading.has_pitfall(span.sentence))


def _short(words: str) -> str:
    return " ".join(tidy(words).split()[:LONGEST_CUE]).strip(" .,;:!?…")
