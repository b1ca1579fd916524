"""Sentences that remember where they stood: cut at . ? ! … and at line breaks; and their clauses.

What goes on for longer than anybody reads in one breath is cut between two words, so that a rule or a model that looks
at one sentence has a bound to its work.
"""

import re
from collections.abc import Iterator

from amends.coach.grammar import Grammar
from amends.process import Place

# The whole run of stops is taken at once and what follows it is looked at afterwards: no text makes it slow.
STOP = re.compile(r"[.!?…]+[\"'”’)\]]*|\n+")
LONGEST_ABBREVIATION = 6  # "etc." and the character before it, which must not be part of a word
WORD = re.compile(r"\w")
LONGEST = 600  # characters: some 120 words, far more than one sentence to a child


def split(text: str, grammar: Grammar) -> tuple[Place, ...]:
    """The sentences of a message, trimmed and in order; emoji or punctuation alone joins the one before it."""
    found: list[Place] = []
    for piece in _pieces(text, grammar):
        if found and not WORD.search(text, piece.start, piece.end):
            found[-1] = Place(found[-1].start, piece.end)
        else:
            found.append(piece)
    return tuple(found)


def _pieces(text: str, grammar: Grammar) -> Iterator[Place]:
    start = 0
    for stop in STOP.finditer(text):
        broken = stop.group()[0] == "\n"
        if broken or _ends(text, stop.end(), grammar):
            yield from _bounded(text, start, stop.start() if broken else stop.end())
            start = stop.end()
    yield from _bounded(text, start, len(text))


def _bounded(text: str, start: int, end: int) -> Iterator[Place]:
    """One sentence; what is longer than a sentence may be comes in parts, cut between words where there are any."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start, start + LONGEST)
        cut = blank + 1 if blank > start else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _ends(text: str, end: int, grammar: Grammar) -> bool:
    """Whether a stop that ends here ends its sentence: not inside "3.5", not after "Mr."."""
    followed = end < len(text) and not text[end].isspace()
    return not followed and not grammar.abbreviation.search(text[max(0, end - LONGEST_ABBREVIATION) : end])


def _trimmed(text: str, start: int, end: int) -> Iterator[Place]:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        before = len(piece) - len(piece.lstrip())
        yield Place(start + before, start + before + len(bare))


def clauses(text: str, sentence: Place, grammar: Grammar) -> tuple[Place, ...]:
    """The clauses of one sentence: between stops, commas and the words that join two; in order, without those."""
    start, found = sentence.start, []
    for mark in grammar.clause_break.finditer(text, sentence.start, sentence.end):
        if " " not in mark.group():
            found.append(Place(start, mark.start()))
            start = mark.end()
    return (*found, Place(start, sentence.end))
