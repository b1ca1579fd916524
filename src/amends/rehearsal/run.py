"""One rehearsal, turn by turn: a value that a page can carry, and the few steps that make the next one out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from amends.guidance import ChildLine
from amends.process import Ending, LineKind, Mood, Move, Reached, Setting
from amends.rehearsal.lines import ENDS, Wanted, answering, of_kind
from amends.rehearsal.moves import Heard
from amends.rehearsal.state import State, at_first, moved

LONGEST_TURN = 600  # characters of one turn: more than anybody says at once to a child
MOST_TURNS = 12  # of one rehearsal, the last one alone not counted
REMEMBERED_RUNS = 3  # no line comes twice within so many rehearsals
MOST_LINES = 200  # that one rehearsal can carry of earlier ones, and of its own tries


@dataclass(frozen=True, slots=True)
class Turn:
    """What the parent said (nothing: they waited), how it was heard, and the number of the line that answered.

    `carried` are the words that carry its main move, `best` its sentence that does most for the child; `guess` is what
    the parent thought may have reached them. `voiced` are other words of that line, by a language model.
    """

    words: str
    heard: Heard
    line: int
    carried: str = ""
    best: str = ""
    guess: Reached | None = None
    voiced: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One rehearsal. The same seed, setting and words always give the same one.

    `tried` is an earlier try of the newest turn, or, while `is_trying`, of the one that comes next; `hurts`, how many
    hostile turns were taken out by trying again, and `dropped`, the lines that answered such tries; `lately`, lines of
    earlier rehearsals. `alone` is the turn at the end of which nothing is noted. `ending` is None while it goes on, and
    after that `closing` is the number of the last line.
    """

    setting: Setting
    seed: int
    opening: int
    lately: tuple[int, ...] = ()
    turns: tuple[Turn, ...] = ()
    tried: Turn | None = None
    is_trying: bool = False
    hurts: int = 0
    dropped: tuple[int, ...] = ()
    alone: Turn | None = None
    ending: Ending | None = None
    closing: int | None = None

    @property
    def states(self) -> tuple[State, ...]:
        """The child before the first turn, and after each."""
        states = [at_first(self.setting, Random(self.seed))]
        for turn in self.every_turn:
            states.append(moved(states[-1], turn.heard, self.setting.temper))
        return tuple(states)

    @property
    def state(self) -> State:
        """The child as they are now. Hostile words that were tried again were still said."""
        now = self.states[-1]
        return replace(now, hostile=now.hostile + self.hurts)

    @property
    def mood(self) -> Mood:
        """How near the child is now."""
        return self.state.mood

    @property
    def every_turn(self) -> tuple[Turn, ...]:
        """All turns, the one alone at the end included."""
        return (*self.turns, self.alone) if self.alone else self.turns

    @property
    def left(self) -> bool:
        """Whether the child left the room."""
        return self.ending is not None and self.state.walks_out

    @property
    def is_full(self) -> bool:
        """Whether only the end is left."""
        return len(self.turns) >= MOST_TURNS

    @property
    def line(self) -> int:
        """The number of the line that stands now."""
        if self.closing is not None:
            return self.closing
        return self.turns[-1].line if self.turns else self.opening

    @property
    def shown(self) -> frozenset[int]:
        """The lines that must not come again."""
        return frozenset((*self.lately, *self.dropped, *self.own))

    @property
    def own(self) -> tuple[int, ...]:
        """The lines of this rehearsal."""
        return tuple(self._own())

    def _own(self) -> Iterator[int]:
        yield self.opening
        yield from (turn.line for turn in self.turns)
        if self.closing is not None:
            yield self.closing


def begun(setting: Setting, seed: int, lately: Sequence[int], lines: Sequence[ChildLine]) -> Run:
    """A new rehearsal: the first look at the child."""
    mood = at_first(setting, Random(seed)).mood
    kept = tuple(lately)[-MOST_LINES:]
    first = answering(lines, Wanted(setting, mood, Move.OPEN, frozenset(kept)), _dice(seed, 0))
    return Run(setting, seed, first.number, kept)


def answered(run: Run, turn: Turn, lines: Sequence[ChildLine]) -> Run:
    """The rehearsal after one more turn of the parent's, with the child's answer in it; who is hurt twice leaves."""
    after = replace(run, turns=(*run.turns, turn), tried=run.tried if run.is_trying else None, is_trying=False)
    if after.state.walks_out:
        gone = of_kind(lines, LineKind.LEAVES, _wanted(after, run), _dice_of(after))
        return replace(_with_line(after, gone), ending=_ending(after))
    return _with_line(after, _answer(after, run, lines))


def tried_again(run: Run) -> Run:
    """The rehearsal before its newest turn, which stays beside it: to see both side by side."""
    *before, last = run.turns
    dropped = (*run.dropped, last.line)[-MOST_LINES:]
    hurts = run.hurts + (Move.HURT in last.heard.moves)
    return replace(run, turns=tuple(before), tried=last, is_trying=True, hurts=hurts, dropped=dropped)


def guessed(run: Run, guess: Reached) -> Run:
    """The rehearsal in which the parent told what may have reached the child."""
    *before, last = run.turns
    return replace(run, turns=(*before, replace(last, guess=guess)))


def ended(run: Run, alone: Turn | None, lines: Sequence[ChildLine]) -> Run:
    """The rehearsal at its end, after one turn without any note (None: it was left out)."""
    closed = replace(run, alone=alone, tried=None, is_trying=False)
    ending = _ending(closed)
    wanted = _wanted(closed, run)
    kind = LineKind.LEAVES if closed.state.walks_out else ENDS[ending]
    last = of_kind(lines, kind, wanted, _dice_of(closed))
    return replace(closed, ending=ending, closing=last.number)


def _ending(run: Run) -> Ending:
    """By how near the child is. Nobody comes all the way back right after words against them."""
    mood, last = run.mood, run.every_turn[-1].heard if run.every_turn else None
    if last and last.against:
        mood = min(mood, Mood.THAW)
    return {
        Mood.SHUT: Ending.NOT_NOW,
        Mood.WARY: Ending.DOOR_OPEN,
        Mood.THAW: Ending.PARTLY,
        Mood.NEAR: Ending.WARM,
    }[mood]


def _answer(run: Run, before: Run, lines: Sequence[ChildLine]) -> ChildLine:
    """What the child does now. Once in a talk they come back to hostile words, when the next ones are not."""
    wanted, dice = _wanted(run, before), _dice_of(run)
    last = run.turns[-1].heard
    was_hurt = any(Move.HURT in turn.heard.moves for turn in run.turns) or run.hurts
    if was_hurt and Move.HURT not in last.moves and not _has(before, LineKind.REMEMBERS, lines):
        return of_kind(lines, LineKind.REMEMBERS, wanted, dice)
    recalled = _has(before, LineKind.RECALLS, lines)
    once = {LineKind.RECALLS} if recalled else set[LineKind]()
    never = {LineKind.ACCEPTS} if last.against else set[LineKind]()
    return answering(lines, replace(wanted, unwanted=frozenset(once | never)), dice)


def _has(run: Run, kind: LineKind, lines: Sequence[ChildLine]) -> bool:
    return any(lines[number].kind is kind for number in run.own)


def _wanted(run: Run, before: Run) -> Wanted:
    main = run.every_turn[-1].heard.main if run.every_turn else Move.SILENCE
    return Wanted(run.setting, run.mood, main, before.shown)


def _with_line(run: Run, line: ChildLine) -> Run:
    *before, last = run.turns
    return replace(run, turns=(*before, replace(last, line=line.number)))


def _dice_of(run: Run) -> Random:
    return _dice(run.seed, len(run.every_turn), len(run.dropped))


def _dice(seed: int, turn: int, tries: int = 0) -> Random:
    return Random(f"{seed}/{turn}/{tries}")
