"""What is taken back and what still stands: a limit is not apologised away, and does not swallow the apology."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from amends.process.message import Label, Place, Reading
from amends.process.rupture import Limit

WORD = re.compile(r"[^\W\d_]+")
LONG = 4  # letters
SORRY = {Label.REMORSE, Label.RESPONSIBILITY}
KEPT = {Label.LECTURE, Label.LIMIT}


class Slip(StrEnum):
    """How apology and limit may get in each other's way."""

    CANCELS = "cancels"
    SWALLOWS = "swallows"


class Against(NamedTuple):
    """The words of a language that set a limit against an apology, and the small ones that two sentences may share."""

    words: frozenset[str]
    small: frozenset[str]


def slips(text: str, reading: Reading, limit: Limit | None, against: Against) -> tuple[tuple[Slip, Place], ...]:
    """The sentences in which an apology cancels the limit that stands, or a limit swallows the apology.

    Where the parent says that the limit itself was wrong, taking it back is what they want.
    """
    if reading.alarms:
        return ()
    found = ((_slip(text, reading, place, limit, against), place) for place in reading.sentences)
    return tuple((slip, place) for slip, place in found if slip)


def _slip(text: str, reading: Reading, place: Place, limit: Limit | None, against: Against) -> Slip | None:
    labels = set(reading.labels(place))
    words = [word.lower() for word in WORD.findall(text[place.start : place.end])]
    if Label.REMORSE in labels and labels & KEPT and not against.words.isdisjoint(words):
        return Slip.SWALLOWS
    stands = WORD.findall(limit.stands.lower()) if limit and not limit.wrong_too else []
    apologises = labels & SORRY and not labels & KEPT
    return Slip.CANCELS if apologises and _content(words, against) & _content(stands, against) else None


def _content(words: Iterable[str], against: Against) -> frozenset[str]:
    """What a text is about: its longer words, one like many, without those that any two texts share."""
    return frozenset(word.rstrip("s") for word in words if len(word) >= LONG) - against.small
