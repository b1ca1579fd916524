"""One turn of the parent's as the child hears it, with the words that matter in it."""

from collections.abc import Sequence

from amends.guidance import load
from amends.process import Label, Reading
from amends.rehearsal.moves import heard, main_span
from amends.rehearsal.run import Turn

# What a sentence may carry to be worth taking along, the most worth first.
_WORTH = (
    Label.RESPONSIBILITY,
    Label.VALIDATE,
    Label.INVITE,
    Label.ACKNOWLEDGE,
    Label.PLAN,
    Label.REMORSE,
    Label.REASSURE,
    Label.RECONNECT,
)


def spoken(words: str, reading: Reading, language: str = "en") -> Turn:
    """One turn as the child hears it; nobody has answered it yet."""
    said = heard(words, reading, load(language).rehearsal.take_back)
    span = main_span(said, reading)
    carried = words[span.words.start : span.words.end] if span else ""
    return Turn(words, said, 0, carried, _best(words, reading))


def _best(words: str, reading: Reading) -> str:
    """The sentence that does most for the child and nothing against them; empty where there is none."""
    clean = [place for place in reading.sentences if not reading.has_pitfall(place) and _worth(reading.labels(place))]
    best = max(clean, key=lambda place: _worth(reading.labels(place)), default=None)
    return words[best.start : best.end] if best else ""


def _worth(labels: Sequence[Label]) -> int:
    return sum(len(_WORTH) - _WORTH.index(label) for label in labels if label in _WORTH)
