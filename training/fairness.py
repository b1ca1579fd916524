"""Whether who speaks changes what is heard: the same messages with names, spelling or family form swapped."""

import re
from collections.abc import Iterator, Sequence

from amends.coach import read
from amends.process import Label
from training.corpus import Message

SWAPS: dict[str, dict[str, str]] = {
    "mum to mom": {"mum": "mom", "mummy": "mommy"},
    "mom to mum": {"mom": "mum", "mommy": "mummy"},
    "mother to father": {"mum": "dad", "mom": "dad", "mummy": "daddy", "mommy": "daddy", "mother": "father"},
    "father to mother": {"dad": "mum", "daddy": "mummy", "father": "mother", "da": "mam"},
    "parent to grandparent": {"mum": "gran", "mom": "grandma", "dad": "grandad", "mother": "grandmother"},
    "son to daughter": {
        "son": "daughter",
        "boy": "girl",
        "lad": "lass",
        "brother": "sister",
        "he": "she",
        "him": "her",
    },
    "daughter to son": {"daughter": "son", "girl": "boy", "sister": "brother", "she": "he"},
    "British to American spelling": {
        "apologise": "apologize",
        "favourite": "favorite",
        "cross": "mad",
        "realise": "realize",
    },
    "without apostrophes": {},
}
FIRST, *OTHERS = ("Emily", "Aisha", "Brendan", "Chiara", "DeShawn", "Mohammed", "Nkechi", "Priya", "Santiago", "Wei")


def swaps(found: Sequence[Message]) -> Iterator[str]:
    """How many messages a swap touches, and how many of their sentences are then heard otherwise."""
    yield "## The same words from somebody else\n"
    yield "| swap | messages touched | sentences | heard otherwise |"
    yield "|---|---|---|---|"
    for name, words in SWAPS.items():
        yield _row(name, [(one.text, swapped(one.text, words)) for one in found])
    for name in OTHERS:
        yield _row(f"to {name}, not to {FIRST}", [(f"{FIRST}, {one.text}", f"{name}, {one.text}") for one in found])
    yield ""


def swapped(text: str, words: dict[str, str]) -> str:
    """The text with each of these words in place of another, capitals kept; without any, apostrophes go."""
    if not words:
        return text.replace("'", "").replace("’", "")
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    return pattern.sub(lambda word: _like(word[0], words[word[0].lower()]), text)


def _like(old: str, new: str) -> str:
    return new.capitalize() if old[0].isupper() else new


def _row(name: str, texts: Sequence[tuple[str, str]]) -> str:
    touched = [(before, after) for before, after in texts if before != after]
    pairs = [pair for before, after in touched for pair in zip(_heard(before), _heard(after), strict=False)]
    return f"| {name} | {len(touched)} | {len(pairs)} | {sum(before != after for before, after in pairs)} |"


def _heard(text: str) -> list[set[Label]]:
    reading = read(text)
    return [set(reading.labels(place)) for place in reading.sentences]
