"""What the child hears in one turn of the parent's: the coach's reading, as moves."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from amends.process import MOVES, Move, Reached, Reading, Span, unaccented

# What weighs most when several stand in one turn: whoever is hurt hears the hurt.
AGAINST = (
    Move.HURT,
    Move.BLAMED,
    Move.DEMANDED,
    Move.SHRUNK,
    Move.EXCUSED,
    Move.BURDENED,
    Move.HEDGED,
    Move.LECTURED,
    Move.PROMISED,
)
TOWARDS = (Move.ASKED, Move.FELT, Move.OWNED, Move.SORRY, Move.PLANNED, Move.OFFERED, Move.LOVED)
BESIDE = (Move.LIMIT, Move.CAUSE)

_REACHED = {
    Reached.PART: {Move.OWNED, Move.SORRY},
    Reached.FEELING: {Move.FELT, Move.ASKED},
    Reached.REASON: {Move.CAUSE, Move.EXCUSED, Move.LECTURED},
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as the child hears it: all its moves, the `main` one that they answer, and whether it takes hostile
    words back."""

    moves: frozenset[Move]
    main: Move
    takes_back: bool = False

    @property
    def against(self) -> frozenset[Move]:
        """The moves that turn against the child."""
        return self.moves.intersection(AGAINST)

    @property
    def towards(self) -> frozenset[Move]:
        """The moves that turn towards the child."""
        return self.moves.intersection(TOWARDS)

    @property
    def reached(self) -> tuple[Reached, ...]:
        """What may have come over, in a fixed order. Where anything turns against the child, no good part does."""
        moves = self.against or self.moves
        found = tuple(what for what, carriers in _REACHED.items() if moves & carriers)
        return found or (Reached.NOTHING,)


WAITED = Heard(frozenset({Move.SILENCE}), Move.SILENCE)


def heard(words: str, reading: Reading, take_back: Iterable[str] = ()) -> Heard:
    """One turn as the child hears it, out of the coach's `reading` of it. Only what the coach is sure of counts.

    `take_back` are patterns of guidance, each a way to take hostile words back. Words in a language that nobody taught
    the coach are vague.
    """
    moves = frozenset(MOVES[span.label] for span in reading.spans if span.sure) or frozenset({Move.VAGUE})
    taken = any(_pattern(one).search(unaccented(words).replace("’", "'")) for one in take_back)
    return Heard(moves, _main(moves, reading), taken and not moves.intersection(AGAINST))


def main_span(heard: Heard, reading: Reading) -> Span | None:
    """Where the main move stands: the last such words of the turn. None where no words carry it."""
    spans = [span for span in reading.spans if span.sure and MOVES[span.label] is heard.main]
    return spans[-1] if spans else None


def _main(moves: frozenset[Move], reading: Reading) -> Move:
    """What the child answers: the worst that was said, or else what was said last."""
    worst = next((move for move in AGAINST if move in moves), None)
    return worst or next(_last_first(reading), Move.VAGUE)


def _last_first(reading: Reading) -> Iterator[Move]:
    """What each sentence does, from the last one back; things said beside it only where nothing else was said."""
    said = [{MOVES[label] for label in reading.labels(place)} for place in reversed(reading.sentences)]
    for weights in (TOWARDS, BESIDE):
        for moves in said:
            yield from (move for move in weights if move in moves)


@lru_cache(maxsize=64)
def _pattern(one: str) -> re.Pattern[str]:
    return re.compile(one, re.IGNORECASE)
