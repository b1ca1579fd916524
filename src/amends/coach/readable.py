"""Whether a text can be read at all."""

import re
import unicodedata

from amends.coach.spelling import Spelling

LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
ENOUGH = 4  # words; fewer are given the benefit of the doubt


def readable(text: str, spelling: Spelling) -> bool:
    """Whether this is enough of the language of `spelling` to be read. Few words, emoji and nothing at all are.

    A text with foreign words in it stays readable: what counts is which small words carry it.
    """
    words = LETTERS.findall(text.lower().replace("’", "'"))
    if sum(map(_latin, words)) * 2 < len(words):
        return False
    ours, theirs = (
        sum(word in small for word in words) for small in (set(spelling.own.split()), set(spelling.foreign.split()))
    )
    return theirs == 0 if len(words) < ENOUGH else ours > 0 and ours >= theirs


def _latin(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith(("LATIN", "FULLWIDTH LATIN"))
