"""Texts that make a pattern work as hard as it can: its own words, over and over, behind what it begins with."""

import random
from collections.abc import Iterable, Iterator
from itertools import pairwise
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]

REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
WALKS = 3  # sentences made from each pattern


def pumps(pattern: str) -> Iterator[str]:
    """What to repeat, and before what: every word of the pattern, every two neighbours, and whole matches."""
    tree = _parser.parse(pattern)
    yield from (word for word in dict.fromkeys(_words(tree)))
    dice = random.Random(pattern)
    for _ in range(WALKS):
        match = _walk(tree, dice).split()
        yield " ".join(match)
        yield from (" ".join(pair) for pair in pairwise(match))


def recipes(pattern: str) -> Iterator[tuple[str, str]]:
    """What to begin with and what to repeat: also behind the beginning of a match."""
    start = " ".join(_walk(_parser.parse(pattern), random.Random(pattern)).split()[:2])
    yield from ((start, pump) for pump in dict.fromkeys(pumps(pattern)) if pump)


def texts(pattern: str, length: int) -> Iterator[str]:
    """Every recipe as a text of about this length; its last word breaks off what matched so far."""
    for start, pump in recipes(pattern):
        yield f"{start} {f'{pump} ' * (length // (len(pump) + 1))}"[:length] + "x"


def unbounded(pattern: str) -> list[str]:
    """The repetitions without an upper bound, as they stand in the tree."""
    return [str(step)[:80] for step in _steps(_parser.parse(pattern)) if step[0] in REPEATS and step[1][1] > 1_000]


def _steps(tree: Iterable) -> Iterator[tuple]:
    """Every step of a pattern, and of what stands inside it."""
    for code, given in tree:
        yield code, given
        for part in _inside(code, given):
            yield from _steps(part)


def _inside(code: object, given: tuple) -> list:
    if code in REPEATS:
        return [given[2]]
    if code is op.SUBPATTERN:
        return [given[3]]
    if code is op.BRANCH:
        return list(given[1])
    return [given[1]] if code in (op.ASSERT, op.ASSERT_NOT) else []


def _words(tree: Iterable) -> Iterator[str]:
    """The words that a pattern spells out, letter by letter."""
    letters = ""
    for code, given in tree:
        if code is op.LITERAL:
            letters += chr(given)
            continue
        yield from letters.split()
        letters = ""
        for part in _inside(code, given):
            yield from _words(part)
    yield from letters.split()


def _walk(tree: Iterable, dice: random.Random) -> str:
    """One text that a pattern matches, or nearly."""
    return "".join(_step(code, given, dice) for code, given in tree)


def _step(code: object, given: tuple, dice: random.Random) -> str:
    if code is op.LITERAL:
        return chr(given)
    if code in REPEATS:
        return "".join(_walk(given[2], dice) for _ in range(dice.randint(given[0], min(given[1], given[0] + 3))))
    if code is op.BRANCH:
        return _walk(dice.choice(given[1]), dice)
    if code is op.SUBPATTERN:
        return _walk(given[3], dice)
    if code is op.IN and given[0][0] is op.LITERAL:
        return chr(given[0][1])
    return "b" if code in (op.IN, op.ANY, op.NOT_LITERAL) else ""
