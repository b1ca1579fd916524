"""One sentence in plain words: lower case, spelled out, told in the first person, and able to find its way back.

The cues are written once, in plain words; text-speak, dictation and "Mummy shouted" are brought to them here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from amends.coach.language import Language
from amends.coach.sentences import clauses
from amends.coach.spelling import END, SelfNames, Spelling
from amends.process import Place

TOKEN = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*|[?!]")
APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
DRAWN_OUT = re.compile(r"(.)\1{2,}")


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
    clauses: tuple[Place, ...]
    language: Language

    def place(self, start: int, end: int) -> Place:
        """Where these plain characters stood in the message."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        return Place(self.words[first].start, self.words[last].end)


def plain(text: str, place: Place, language: Language) -> Plain:
    """The sentence at this place, made plain."""
    spelling = language.spelling
    words = [word for word in _spelled(text, place, language) if word.text not in spelling.filler]
    words = _first_person(_paired(words, spelling), spelling.names)
    return Plain(
        f" {' '.join(word.text for word in words)} ",
        tuple(words),
        starts_of(words),
        clauses(text, place, language.grammar),
        language,
    )


def starts_of(words: Sequence[Word]) -> tuple[int, ...]:
    """Where each word begins, between single spaces and behind one."""
    return tuple(accumulate((len(word.text) + 1 for word in words[:-1]), initial=1))[: len(words)]


def _spelled(text: str, place: Place, language: Language) -> Iterator[Word]:
    spelling = language.spelling
    tokens = list(TOKEN.finditer(text, place.start, place.end))
    heard = [_heard(token, at == 0, language) for at, token in enumerate(tokens)]
    for token, (before, word, after) in zip(tokens, _between(heard, text, tokens), strict=True):
        short = spelling.short.get(word)
        said = short.said if short and short.fits(before, after) else spelling.words.get(word, word)
        for part in said.split():
            yield Word(part, token.start(), token.end())


def _between(heard: Sequence[str], text: str, tokens: Sequence[re.Match[str]]) -> Iterator[tuple[str, str, str]]:
    """Each word between its neighbours; a mark between two parts them: "well, go" is no "we'll go"."""
    near = [not text[one.end() : other.start()].strip() for one, other in pairwise(tokens)]
    befores = [word if is_near else END for word, is_near in zip(heard, near, strict=False)]
    afters = [word if is_near else END for word, is_near in zip(heard[1:], near, strict=True)]
    return zip([END, *befores], heard, [*afters, END], strict=False)


def _heard(token: re.Match[str], opens: bool, language: Language) -> str:
    """A word in small letters and spelled as people do; the same one for every name."""
    behind = token.string[token.end() : token.end() + 1]
    name = language.names.heard(token.group(), language.words, opens=opens, behind=behind)
    return name or DRAWN_OUT.sub(r"\1", token.group().lower().translate(APOSTROPHES))


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
    name, owner = _owned(word, names)
    if name not in names.small and (name not in names.grown or speaks):
        return None
    if before in names.after:
        return None
    if owner:
        return "my" if after in names.owned else "i'm"
    if before in names.givers and name in names.small:
        return "me"
    return "i" if after in names.verbs else None


def _owned(word: str, names: SelfNames) -> tuple[str, str]:
    """A word, and what stands behind its apostrophe; of a carer's name also where that was left out ("nannys here")."""
    name, apostrophe, owner = word.partition("'")
    if not apostrophe and word.endswith("s") and word[:-1] in names.small:
        return word[:-1], "s"
    return name, owner
