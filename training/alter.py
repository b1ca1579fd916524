"""The same message from somebody else: other names, another spelling, no apostrophes. What it is must not change.

Places of sentences move with the text. Capitals and full stops are not touched: the model never sees them.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from training.corpus import Message
from training.fairness import SWAPS

_WORDS = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
NAMES: list[str] = _WORDS["names"]
SYLLABLES: list[str] = _WORDS["syllables"]
NO_NAMES = frozenset(_WORDS["never"])
WORD = re.compile(r"[^\W\d_]+")
ADDRESSED = re.compile(r"(?:^|[.!?,:\n—]\s*|\b(?:Dear|dear|Hi|hi|Hey|hey|sorry)\s)([A-Z][^\W\d_]+)(?=[,.!?\n—]|$)")
OTHER_NAME, NEW_NAME, INVENTED = 0.8, 0.15, 0.3
OTHER_FAMILY, NO_APOSTROPHE, NO_MARK = 0.3, 0.1, 0.08


class Edit(NamedTuple):
    """What stands between two places is now this."""

    start: int
    end: int
    new: str


def known_names(found: Sequence[Message]) -> frozenset[str]:
    """The names by which somebody is spoken to, and those of the list, where they are no words besides."""
    words = Counter(word for message in found for word in WORD.findall(message.text))
    called = {name for message in found for name in ADDRESSED.findall(message.text)}.union(NAMES) & words.keys()
    return frozenset(name for name in called if words[name.lower()] * 20 <= words[name]) - NO_NAMES


def altered(message: Message, names: Collection[str], dice: random.Random) -> Message:
    """As another parent might have typed it to another child."""
    edits = [
        *_other_names(message.text, names, dice),
        *_other_words(message.text, dice),
        *_no_marks(message.text, dice),
    ]
    return rewritten(message, edits)


def rewritten(message: Message, edits: Sequence[Edit]) -> Message:
    """The message with these edits made; where two overlap, the first counts."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    kept = ordered[:1] + [after for before, after in pairwise(ordered) if after.start >= before.end]
    parts, moves, at = [], [], 0
    for edit in kept:
        parts += [message.text[at : edit.start], edit.new]
        moves.append((edit.end, len(edit.new) - (edit.end - edit.start)))
        at = edit.end

    def moved(place: int) -> int:
        return place + sum(by for end, by in moves if place and end <= place)  # what is put first opens a sentence

    sentences = tuple(replace(one, start=moved(one.start), end=moved(one.end)) for one in message.sentences)
    return replace(message, text="".join([*parts, message.text[at:]]), sentences=sentences)


def _other_names(text: str, names: Collection[str], dice: random.Random) -> Iterator[Edit]:
    """Each name as another, everywhere; a message without one is sometimes spoken to somebody."""
    there = [word for word in WORD.finditer(text) if word[0] in names]
    if not there and dice.random() < NEW_NAME:
        yield Edit(0, 0, f"{_name(dice)}, ")
    if dice.random() < OTHER_NAME:
        new = {old: _name(dice) for old in dict.fromkeys(word[0] for word in there)}
        yield from (Edit(*word.span(), new[word[0]]) for word in there)


def _name(dice: random.Random) -> str:
    """One from the list, or one that nobody bears: the pieces of a name say nothing either."""
    if dice.random() < INVENTED:
        return "".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))).capitalize()
    return dice.choice(NAMES)


def _other_words(text: str, dice: random.Random) -> Iterator[Edit]:
    """Another family, or the spelling of another country."""
    if dice.random() < OTHER_FAMILY:
        words = SWAPS[dice.choice([name for name, words in SWAPS.items() if words])]
        for word in WORD.finditer(text):
            new = words.get(word[0].lower())
            if new:
                yield Edit(*word.span(), new.capitalize() if word[0][0].isupper() else new)


def _no_marks(text: str, dice: random.Random) -> Iterator[Edit]:
    """Typed in a hurry: no apostrophes, no question marks."""
    dropped = ("'’" if dice.random() < NO_APOSTROPHE else "") + ("?!" if dice.random() < NO_MARK else "")
    yield from (Edit(at, at + 1, "") for at, letter in enumerate(text) if letter in dropped)
