"""Which line comes next: one that this child, in this mood, would say to this, and that nobody has heard lately."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from amends.guidance import ChildLine
from amends.process import Ending, LineKind, Mood, Move, Setting, Temper
from amends.rehearsal.moves import AGAINST, TOWARDS

ENDS = {ending: LineKind(f"ends-{ending}") for ending in Ending}
# Three ways to keep away: says less, changes the subject, attacks.
_SAYS_LESS = frozenset({LineKind.GESTURE, LineKind.FEW})
KEEPS_AWAY = {
    Temper.SLOW: _SAYS_LESS,
    Temper.GUARDED: _SAYS_LESS,
    Temper.TENDER: _SAYS_LESS,
    Temper.SUNNY: frozenset({LineKind.DEFLECTS}),
    Temper.JOKER: frozenset({LineKind.DEFLECTS}),
    Temper.FIERY: frozenset({LineKind.ATTACKS}),
}
_ONLY_WHEN_CALLED_FOR = frozenset({*ENDS.values(), LineKind.LEAVES, LineKind.REMEMBERS})
OWN, ANYBODYS = 3, 1  # how much likelier a line is that was written for this temper
KEEPING_AWAY = 2  # and one that keeps away as this temper does

Fits = Callable[[ChildLine], bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the next line must fit. `main` is the move it answers; `unwanted` are kinds that have had their turn."""

    setting: Setting
    mood: Mood
    main: Move
    heard_lately: frozenset[int]
    unwanted: frozenset[LineKind] = frozenset()


def answering(lines: Sequence[ChildLine], wanted: Wanted, dice: Random) -> ChildLine:
    """The line that answers a turn: from this mood if there is one left, else from one that is further away."""
    barred = _ONLY_WHEN_CALLED_FOR | wanted.unwanted
    mine = [line for line in lines if line.kind not in barred and _is_theirs(line, wanted.setting)]
    return _first(mine, [*_by_mood(wanted, _answers(wanted)), *_by_mood(wanted, _without_words(wanted))], wanted, dice)


def of_kind(lines: Sequence[ChildLine], kind: LineKind, wanted: Wanted, dice: Random) -> ChildLine:
    """A line of one kind: an ending, somebody who leaves, somebody who remembers."""
    mine = [line for line in lines if line.kind is kind and _is_theirs(line, wanted.setting)]
    return _first(mine, [*_by_mood(wanted, _answers(wanted)), *_by_mood(wanted, _anything), _anything], wanted, dice)


def _is_theirs(line: ChildLine, setting: Setting) -> bool:
    """Whether a child of this temper says it, in this place; who signs says nothing aloud."""
    if line.signs != setting.signs and (line.signs or line.says):
        return False
    return line.is_message == setting.is_by_message and (not line.tempers or setting.temper in line.tempers)


def _first(mine: Sequence[ChildLine], ways: Sequence[Fits], wanted: Wanted, dice: Random) -> ChildLine:
    """One of the lines that the first way with any leaves: of those not heard lately, as long as there are such.

    Raises LookupError where the guidance has none at all.
    """
    fresh = [line for line in mine if line.number not in wanted.heard_lately]
    for pool, fits in product((fresh, mine), ways):
        found = [line for line in pool if fits(line)]
        if found:
            return dice.choices(found, [_weight(line, wanted) for line in found])[0]
    raise LookupError("the guidance has no line for this")


def _weight(line: ChildLine, wanted: Wanted) -> int:
    weight = OWN if line.tempers else ANYBODYS
    keeps_away = wanted.mood <= Mood.WARY and line.kind in KEEPS_AWAY[wanted.setting.temper]
    return weight * KEEPING_AWAY if keeps_away else weight


def _by_mood(wanted: Wanted, fits: Fits) -> Iterator[Fits]:
    """The same in this mood, then in each that is further away."""
    for mood in sorted((mood for mood in Mood if mood <= wanted.mood), reverse=True):
        yield lambda line, mood=mood: line.mood is mood and fits(line)  # type: ignore[misc]


def _answers(wanted: Wanted) -> Fits:
    return lambda line: line.after is wanted.main


def _without_words(wanted: Wanted) -> Fits:
    kin = _kin(wanted.main)
    return lambda line: not line.says and line.after in kin


def _kin(main: Move) -> Collection[Move]:
    """The moves that may be answered alike, without words."""
    for family in (AGAINST, TOWARDS):
        if main in family:
            return family
    return [move for move in Move if move not in AGAINST and move not in TOWARDS]


def _anything(_line: ChildLine) -> bool:
    return True
