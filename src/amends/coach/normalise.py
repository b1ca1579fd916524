"""One sentence in plain words: lower case, spelled out, told in the first person, and able to find its way back.

The cues are written once, in plain words; text-speak, dictation and "Mummy shouted" are brought to them here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import msgspec

from amends.coach.sentences import clauses
from amends.process import Place

TOKEN = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*|[?!]")
APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
END = ""  # stands after the last word


class SelfNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How carers name themselves to a child, and what a name must stand next to before it counts as "I"."""

    small: frozenset[str]  # "mummy": said to a child, nearly always of oneself
    grown: frozenset[str]  # "mum": of oneself only if no other "I" is in the sentence
    after: frozenset[str]  # "my dad": another person
    verbs: dict[str, str]  # "was", "loves": what a subject does, in the first person
    owned: frozenset[str]  # "mummy's fault"
    givers: frozenset[str]  # "give mummy"


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people type and dictate, and what it spells out to."""

    sources: tuple[str, ...]
    own: str  # small words that carry this language, with spaces between
    foreign: str  # and those that carry others
    words: dict[str, str]
    pairs: dict[str, str]
    before: dict[str, dict[str, str]]  # "ill" is "i'll" only before one of these
    filler: frozenset[str]
    names: SelfNames


class Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain words between single spaces, one space before and behind, each remembering where it stood.

    `clauses` are the places in the message between stops, commas and the words that join two clauses.
    """

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    clauses: tuple[Place, ...] = ()

    def place(self, start: int, end: int) -> Place:
        """Where these plain characters stood in the message."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        return Place(self.words[first].start, self.words[last].end)


def plain(text: str, place: Place, spelling: Spelling) -> Plain:
    """The sentence at this place, made plain."""
    words = [word for word in _spelled(text, place, spelling) if word.text not in spelling.filler]
    words = _first_person(_paired(words, spelling), spelling.names)
    starts, at = [], 1
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    return Plain(f" {' '.join(word.text for word in words)} ", tuple(words), tuple(starts), clauses(text, place))


def _spelled(text: str, place: Place, spelling: Spelling) -> Iterator[Word]:
    tokens = list(TOKEN.finditer(text, place.start, place.end))
    heard = [DRAWN_OUT.sub(r"\1", token.group().lower().translate(APOSTROPHES)) for token in tokens]
    for token, word, following in zip(tokens, heard, [*heard, END][1:], strict=True):
        said = spelling.before.get(word, {}).get(following) or spelling.words.get(word, word)
        for part in said.split():
            yield Word(part, token.start(), token.end())


def _paired(words: list[Word], spelling: Spelling) -> list[Word]:
    """Two words that are one: "i am", "should of"."""
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else Word(END, 0, 0)
        said = spelling.pairs.get(f"{before.text} {word.text}")
        if said is None:
            joined.append(word)
        else:
            joined[-1:] = [Word(part, before.start, word.end) for part in said.split()]
    return joined


def _first_person(words: list[Word], names: SelfNames) -> list[Word]:
    """ "Mummy was cross" as "i was cross", "Daddy's fault" as "my fault", "give Mummy" as "give me"."""
    told: list[Word] = []
    speaks = any(word.text == "i" or word.text.startswith("i'") for word in words)
    third = False
    for before, word, after in _threes(words):
        said = _self(before, word.text, after, names, speaks)
        third = third or said in ("i", "i'm")
        if said is None and third and told and told[-1].text == "i":
            said = names.verbs.get(word.text)
        told.append(word if said is None else Word(said, word.start, word.end))
    return told


def _threes(words: Sequence[Word]) -> Iterator[tuple[str, Word, str]]:
    texts = [END, *(word.text for word in words), END]
    for word, (before, _), (_, after) in zip(words, pairwise(texts), pairwise(texts[1:]), strict=False):
        yield before, word, after


def _self(before: str, word: str, after: str, names: SelfNames, speaks: bool) -> str | None:
    """What a carer's name stands for here; None if it is another word, or another person."""
    name, _, owner = word.partition("'")
    if name not in names.small and (name not in names.grown or speaks):
        return None
    if before in names.after:
        return None
    if owner:
        return "my" if after in names.owned else "i'm"
    if before in names.givers and name in names.small:
        return "me"
    return "i" if after in names.verbs else None
