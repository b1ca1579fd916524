"""What the rehearsal lacks: scenes, notes and endings, and lines enough that no child runs out of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from amends.guidance.files import Guidance
from amends.guidance.lacks import Lack, empty, known, unnamed
from amends.process import REHEARSED, AgeBand, Ending, LineKind, Mood, Move, Reached, Temper, Took

ACTS = 2  # of each kind of rupture at least
# How many lines of a kind every temper needs in each file, as one comes in each of three rehearsals, and no line twice.
LEAST = {
    LineKind.ENDS_WARM: 3,
    LineKind.ENDS_PARTLY: 3,
    LineKind.ENDS_NOT_NOW: 3,
    LineKind.ENDS_DOOR_OPEN: 3,
    LineKind.LEAVES: 3,
    LineKind.REMEMBERS: 3,
    LineKind.GESTURE: 40,
}
ANSWERS = 3  # lines of every temper to each move, in whatever mood


def rehearsal_texts(guidance: Guidance) -> Iterator[Lack]:
    """What is not said of a scene, a turn or an ending."""
    texts = guidance.rehearsal
    yield from unnamed("$.temper", Temper, texts.tempers)
    yield from unnamed("$.took", Took, texts.tooks)
    yield from unnamed("$.mood", Mood, texts.moods)
    yield from unnamed("$.reached", Reached, texts.reaching)
    yield from unnamed("$.move", Move, texts.moves)
    yield from unnamed("$.ending", Ending, texts.endings)
    for kind in REHEARSED:
        if len(texts.acts(kind)) < ACTS:
            yield f"$.act[{kind}]", f"{ACTS} acts; there are {len(texts.acts(kind))}"
    yield from empty("$", texts, known(guidance))


def rehearsal_lines(guidance: Guidance, band: AgeBand) -> Iterator[Lack]:
    """What a child of this age and of each temper has not enough lines for."""
    answers = dict.fromkeys(Move, ANSWERS)
    for temper in Temper:
        theirs = [line for line in guidance.lines(band) if not line.tempers or temper in line.tempers]
        yield from _few(temper, LEAST, Counter(line.kind for line in theirs))
        yield from _few(f"{temper}, after", answers, Counter(line.after for line in theirs))


def _few(field: str, least: Mapping[Any, int], there: Mapping[Any, int]) -> Iterator[Lack]:
    for one, number in least.items():
        if there[one] < number:
            yield f"{field} {one}", f"{number} lines; there are {there[one]}"
