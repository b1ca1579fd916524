"""A long sentence in parts that can be said on their own."""

import re
from collections.abc import Iterator

from amends.process.words import tidy

LONG = 90  # characters; a longer opening is hard to say to a child in one breath
LONGEST = 4000  # characters; beyond it nothing is offered, so that no text makes it slow
SHORTEST = 3  # words in a part: less has no room for somebody who does something

# In tidied words only: no run of blanks is left that could make it slow.
CUT = re.compile(r" ?[—–] ?| - |[,;:] | (?=(?:and|but|because|so) )", re.IGNORECASE)
JOINING = re.compile(r"(?:and|but|so) ", re.IGNORECASE)
# Who does something, at the beginning of a part. Without one it is the end of the part before.
_WHO = "i he she we they nobody nothing everyone mum mom mummy mommy mama dad daddy papa"
# These may also be the end of the part before ("your brother and you"), unless a verb follows.
_WHO_OR_WHOM = "you it that this there"
_VERBS = """
am are is was were be been have has had do does did can could will would shall should may might must never always
still just only really also looked felt said told asked tried needed wanted went got saw heard knew thought made
took came cried froze waited stood deserve deserved need want know
"""
# How a part begins that leans on another one.
_LEANING = "because when whenever if while after before although though since as until till unless which who"
# A sentence that begins so keeps its verb for the end ("The way I spoke to you, …, was wrong"): no part of it is whole.
UNFINISHED = re.compile(
    r"(?:what|whatever|how|where|not only|the (?:way|thing|things|fact|reason|words|moment)|all (?:that )?i)\b",
    re.IGNORECASE,
)
WHO, WHO_OR_WHOM = frozenset(_WHO.split()), frozenset(_WHO_OR_WHOM.split())
VERBS, LEANING = frozenset(_VERBS.split()), frozenset(_LEANING.split())
CONTRACTION = re.compile(r"(?:n['’]?t|['’](?:m|s|re|d|ll|ve))$")
ENDS = '.,;:!?"“”'


def clauses(sentence: str) -> tuple[str, ...]:
    """The parts of a sentence of more than 90 characters that can stand alone, as the parent wrote them.

    Empty where the sentence is shorter, or beyond all bounds, or cannot be taken apart.
    """
    words = tidy(sentence)
    if not LONG < len(words) <= LONGEST or UNFINISHED.match(words):
        return ()
    parts = [part for part in _parts(words) if part and _first(part) not in LEANING]
    return tuple(part for part in dict.fromkeys(parts) if part != words)


def _parts(words: str) -> Iterator[str]:
    start = 0
    for cut in CUT.finditer(words):
        if _is_clause(words[start : cut.start()]) and _begins_clause(words[cut.end() :]):
            yield _bare(words[start : cut.start()])
            start = cut.end()
    yield _bare(words[start:])


def _bare(part: str) -> str:
    """A part without the word that only joins it to the one before."""
    return JOINING.sub("", part.strip(), count=1) if JOINING.match(part.strip()) else part.strip()


def _is_clause(part: str) -> bool:
    return len(part.split()) >= SHORTEST and not _is_torn(part)


def _is_torn(part: str) -> bool:
    """Whether it ends in the middle of what somebody is quoted with."""
    return part.count('"') % 2 == 1 or part.count("“") != part.count("”")


def _begins_clause(rest: str) -> bool:
    """Whether what follows a cut is long enough, and says who does something or leans on what went before."""
    part = _bare(rest)
    if len(CUT.split(part, maxsplit=1)[0].split()) < SHORTEST:
        return False
    first, second = part.lower().split()[:2]
    who = _first(part)
    does = CONTRACTION.search(first) or CONTRACTION.search(second) or second.strip(ENDS) in VERBS
    return who in WHO | LEANING or (who in WHO_OR_WHOM and bool(does))


def _first(part: str) -> str:
    """The first word, small, without what an apostrophe adds: "I'm" is "i"."""
    return re.split(r"['’]", part.split(" ", 1)[0].lower())[0].strip(ENDS)
