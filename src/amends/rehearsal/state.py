"""The child's inner state, and the one function that moves it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from amends.process import Mood, Move, Setting, Temper, Took
from amends.rehearsal.moves import Heard

EMPTY, FULL = 0, 100
GAIN_A_TURN = 25  # of openness: nobody comes nearer than one mood in one turn
WALKS_OUT = 2  # hostile turns after which the child leaves the room
HAD_ENOUGH = 3  # turns in a row that turn against a child who is shut: then the child goes too
RELUCTANT = 0.25  # of all runs: whatever is said, the child does not come back in this talk


@dataclass(frozen=True, slots=True)
class Change:
    """What is added to hurt, trust and openness."""

    hurt: int = 0
    trust: int = 0
    openness: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a mood needs, all of it: this openness and trust at least, and no more hurt than this."""

    openness: int
    trust: int
    hurt: int


# A threshold, not an average: a very open child who is still badly hurt is not near.
THRESHOLDS = {
    Mood.NEAR: Threshold(75, 55, 40),
    Mood.THAW: Threshold(50, 40, 65),
    Mood.WARY: Threshold(25, 20, 90),
    Mood.SHUT: Threshold(EMPTY, EMPTY, FULL),
}
# How open a child can be within each mood.
_TOPS = {Mood.SHUT: 24, Mood.WARY: 49, Mood.THAW: 74, Mood.NEAR: FULL}

CHANGES = {  # what turns towards the child, then what turns against them
    Move.OWNED: Change(-8, 8, 14),
    Move.SORRY: Change(-4, 4, 6),
    Move.FELT: Change(-8, 6, 12),
    Move.ASKED: Change(-4, 6, 8),
    Move.LOVED: Change(-3, 3, 5),
    Move.OFFERED: Change(0, 3, 5),
    Move.PLANNED: Change(0, 6, 6),
    Move.HURT: Change(20, -20, -30),
    Move.BLAMED: Change(10, -8, -16),
    Move.DEMANDED: Change(6, -10, -20),
    Move.SHRUNK: Change(8, -6, -12),
    Move.EXCUSED: Change(4, -5, -10),
    Move.BURDENED: Change(5, -4, -10),
    Move.HEDGED: Change(3, -4, -8),
    Move.LECTURED: Change(3, -4, -9),
    Move.PROMISED: Change(0, -5, -4),
}
WAITED_FOR = Change(-6, 6, 12)  # what a question gains when its answer is waited for: with ASKED, as much as owning

# Pressed, blamed or hurt, a child closes at once, however open they were.
_SHUTS = {Move.HURT: Mood.SHUT, Move.DEMANDED: Mood.SHUT, Move.BLAMED: Mood.WARY}


@dataclass(frozen=True, slots=True)
class Nature:
    """How strongly a temper takes what turns towards them and against them, in hundredths, and where they begin."""

    towards: int
    against: int
    begins: Change


NATURES = {
    Temper.SLOW: Nature(80, 100, Change(0, 0, -6)),
    Temper.FIERY: Nature(100, 125, Change(5, 0, 0)),
    Temper.SUNNY: Nature(100, 100, Change(0, 5, 8)),
    Temper.TENDER: Nature(115, 140, Change(8, 0, 4)),
    Temper.GUARDED: Nature(80, 120, Change(0, -10, -6)),
    Temper.JOKER: Nature(95, 100, Change(0, 0, 6)),
}
TOOK = {
    Took.CRIED: Change(8, 0, 4),
    Took.WENT_QUIET: Change(4, -2, -2),
    Took.SHOUTED_BACK: Change(4, 0, 2),
    Took.HID: Change(6, -4, -6),
    Took.LAUGHED_IT_OFF: Change(0, 0, 4),
    Took.CARRIED_ON: Change(0, 2, 6),
}


@dataclass(frozen=True, slots=True)
class State:
    """Hurt, trust and openness, each from 0 to 100, and what the child remembers of this talk.

    `ceiling` is the nearest mood that this run allows; `harmed`, hostile words that nobody has taken back; `hostile`,
    how many turns were hostile; `pressed`, how many turned against a shut child in a row; `told`, what turned towards
    them before; `asking`, a question that waits for its answer; `was_waited_for`, one that did wait.
    """

    hurt: int = 60
    trust: int = 50
    openness: int = 20
    ceiling: Mood = Mood.NEAR
    harmed: bool = False
    hostile: int = 0
    pressed: int = 0
    told: frozenset[Move] = frozenset()
    asking: bool = False
    was_waited_for: bool = False

    @property
    def mood(self) -> Mood:
        """The nearest mood whose threshold is reached and that nothing forbids."""
        reached = (mood for mood, least in THRESHOLDS.items() if self._reaches(least))
        return min(next(reached), self.limit)

    @property
    def limit(self) -> Mood:
        """The nearest mood that can be: a speech without a question stays below near, and so do questions alone."""
        is_whole = self.was_waited_for and Move.OWNED in self.told
        whole = Mood.NEAR if is_whole else Mood.THAW
        return min(self.ceiling, Mood.WARY if self.harmed else Mood.NEAR, whole)

    @property
    def walks_out(self) -> bool:
        """Whether the child leaves the room, because it hurts or because nobody listens."""
        return self.was_hurt_twice or self.pressed >= HAD_ENOUGH

    @property
    def was_hurt_twice(self) -> bool:
        """Whether it is the parent who has to come down first."""
        return self.hostile >= WALKS_OUT

    def _reaches(self, least: Threshold) -> bool:
        return self.openness >= least.openness and self.trust >= least.trust and self.hurt <= least.hurt


def at_first(setting: Setting, dice: Random) -> State:
    """The child before a word was said. One run in four does not resolve, whatever is said."""
    ceiling = Mood.WARY if dice.random() < RELUCTANT else Mood.NEAR
    begun = _added(State(ceiling=ceiling), NATURES[setting.temper].begins)
    return _added(begun, TOOK[setting.took])


def moved(state: State, heard: Heard, temper: Temper) -> State:
    """The child after one turn: what was heard, weighed by their temper, and what they remember of it.

    What turns towards the child never closes them, what turns against never opens them; where both stand in one turn,
    the good part only softens.
    """
    remembering = _remembering(state, heard)
    felt = _added(remembering, _scaled(_change(state, heard), NATURES[temper], bool(heard.against)))
    shut = min((_SHUTS[move] for move in heard.against if move in _SHUTS), default=Mood.NEAR)
    open_at_most = min(_TOPS[felt.limit], _TOPS[shut])
    after = replace(felt, openness=min(felt.openness, open_at_most))
    pressed = state.pressed + 1 if heard.against and after.mood is Mood.SHUT else 0
    return replace(after, pressed=pressed)


def _change(state: State, heard: Heard) -> Change:
    """What this turn does, before temper weighs it. A good thing said again weighs half."""
    goods = [_half(CHANGES[move]) if move in state.told else CHANGES[move] for move in heard.towards]
    if _is_waiting(state, heard):
        goods.append(WAITED_FOR)
    good = _summed(goods)
    if not heard.against:
        return good
    bad, eased = _summed(CHANGES[move] for move in heard.against), _half(good)
    return Change(
        max(0, bad.hurt + eased.hurt), min(0, bad.trust + eased.trust), min(-1, bad.openness + eased.openness)
    )


def _is_waiting(state: State, heard: Heard) -> bool:
    """Whether a question that was asked is waited for: by silence, or by taking up what the child felt."""
    return state.asking and not heard.against and heard.main in (Move.SILENCE, Move.FELT)


def _remembering(state: State, heard: Heard) -> State:
    """The same state, with what this turn leaves in the child's memory."""
    is_hostile = Move.HURT in heard.moves
    return replace(
        state,
        harmed=is_hostile or (state.harmed and not heard.takes_back),
        hostile=state.hostile + is_hostile,
        told=state.told if heard.against else state.told | heard.towards,
        asking=heard.main is Move.ASKED and not heard.against,
        was_waited_for=state.was_waited_for or _is_waiting(state, heard),
    )


def _scaled(change: Change, nature: Nature, is_against: bool) -> Change:
    """The change as this temper takes it."""
    part = nature.against if is_against else nature.towards
    hurt, trust, openness = (round(amount * part / 100) for amount in (change.hurt, change.trust, change.openness))
    return Change(hurt, trust, min(openness, GAIN_A_TURN))


def _summed(changes: Iterable[Change]) -> Change:
    hurt = trust = openness = 0
    for change in changes:
        hurt, trust, openness = hurt + change.hurt, trust + change.trust, openness + change.openness
    return Change(hurt, trust, openness)


def _half(change: Change) -> Change:
    return Change(int(change.hurt / 2), int(change.trust / 2), int(change.openness / 2))


def _added(state: State, change: Change) -> State:
    return replace(
        state,
        hurt=_within(state.hurt + change.hurt),
        trust=_within(state.trust + change.trust),
        openness=_within(state.openness + change.openness),
    )


def _within(amount: int) -> int:
    return max(EMPTY, min(FULL, amount))
