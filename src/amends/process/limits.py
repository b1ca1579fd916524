"""What is taken back and what still stands: a limit is not apologised away, and does not swallow the apology."""

import re
from enum import StrEnum

from amends.process.message import Label, Place, Reading
from amends.process.rupture import Limit

BUT = re.compile(r"\b(?:but|though|although|however)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{4,}")
_EVERYDAY = """
about after again back been before could does don't done down ever every from have here into just
like make more much must need only over said same should some sorry stands stays still stop take
than that their them then there these they this those time until very want what when will with would
wrong your yours
"""
SMALL = frozenset(_EVERYDAY.split())  # words that two sentences share by chance
SORRY = {Label.REMORSE, Label.RESPONSIBILITY}
KEPT = {Label.LECTURE, Label.LIMIT}


class Slip(StrEnum):
    """How apology and limit may get in each other's way."""

    CANCELS = "cancels"
    SWALLOWS = "swallows"


def slips(text: str, reading: Reading, limit: Limit | None) -> tuple[tuple[Slip, Place], ...]:
    """The sentences in which an apology cancels the limit that stands, or a limit swallows the apology.

    Where the parent says that the limit itself was wrong, taking it back is what they want.
    """
    if reading.alarms:
        return ()
    found = ((_slip(text, reading, place, limit), place) for place in reading.sentences)
    return tuple((slip, place) for slip, place in found if slip)


def _slip(text: str, reading: Reading, place: Place, limit: Limit | None) -> Slip | None:
    labels = set(reading.labels(place))
    words = text[place.start : place.end]
    if Label.REMORSE in labels and labels & KEPT and BUT.search(words):
        return Slip.SWALLOWS
    stands = limit.stands if limit and not limit.wrong_too else ""
    apologises = labels & SORRY and not labels & KEPT
    return Slip.CANCELS if apologises and _words(words) & _words(stands) else None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower().rstrip("s") for word in WORD.findall(text)) - SMALL
