"""Coming down: how hot it is in the parent, what is offered then, and what has helped this parent before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from math import cos, pi

COOLEST, HOT, HOTTEST = 0, 7, 10  # on the parent's own scale; from HOT on, words can wait
# The pace of the minute: seconds in, seconds out (longer), and how often. breathe.js and tokens.css move by it too.
BREATH_IN, BREATH_OUT, BREATHS = 4, 6, 6


class Tool(StrEnum):
    """What can be done with the body, in the order in which it is offered to who has tried none."""

    LONG_EXHALE = "long-exhale"
    COLD_WATER = "cold-water"
    FEET_AND_WALL = "feet-and-wall"
    FIVE_SENSES = "five-senses"
    STEP_OUT = "step-out"
    SIGH = "sigh"
    LET_GO = "let-go"


class Manner(StrEnum):
    """What the child did with the hurt, as far as the parent could see."""

    QUIET = "quiet"
    FOUGHT = "fought"
    UNSURE = "unsure"


class Near(StrEnum):
    """Whether the child is calm and fine with the parent near."""

    YES = "yes"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Heat:
    """One rating: how hot it is, from 0 to 10, and after which tool (None: none yet)."""

    degree: int
    after: Tool | None = None


@dataclass(frozen=True, slots=True)
class Cooling:
    """What one answer says in the first step. Everything may be left open."""

    degree: int | None = None
    after: Tool | None = None
    manner: Manner | None = None
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Calm:
    """The first step as it is lived: the ratings so far, whether words were asked for all the same, and the child."""

    heats: tuple[Heat, ...] = ()
    went_on: bool = False
    manner: Manner | None = None
    near: Near | None = None

    @property
    def now(self) -> int | None:
        """The newest rating; None before the first."""
        return self.heats[-1].degree if self.heats else None

    @property
    def waits(self) -> bool:
        """Whether the body comes first and words can wait: it is hot, and the parent has not gone on all the same."""
        return self.now is not None and self.now >= HOT and not self.went_on

    @property
    def is_cooled(self) -> bool:
        """Whether it was hot before and is not any more."""
        return self.now is not None and self.now < HOT <= max(heat.degree for heat in self.heats)

    def answered(self, cooling: Cooling, went_on: bool) -> "Calm":
        """After one answer; `went_on`: words were asked for although it is hot."""
        calm = replace(
            self,
            went_on=self.went_on or went_on,
            manner=cooling.manner or self.manner,
            near=cooling.near or self.near,
        )
        return calm if cooling.degree is None else calm.rated(cooling.degree, cooling.after)

    def rated(self, degree: int, after: Tool | None = None) -> "Calm":
        """With one more rating. Raises ValueError outside 0 to 10."""
        if not COOLEST <= degree <= HOTTEST:
            raise ValueError(f"heat goes from {COOLEST} to {HOTTEST}, not {degree}")
        return replace(self, heats=(*self.heats, Heat(degree, after)))


@dataclass(frozen=True, slots=True)
class Eased:
    """How often a tool was used, and by how many degrees in all the heat fell (below zero: it rose)."""

    times: int = 0
    fell: int = 0

    @property
    def each(self) -> float:
        """Degrees a time; 0 where it was never used."""
        return self.fell / self.times if self.times else 0.0


def eased_by(known: Mapping[Tool, Eased], calm: Calm) -> Mapping[Tool, Eased]:
    """What is known of this parent's tools, with the newest rating of `calm` counted in."""
    tool = calm.heats[-1].after if len(calm.heats) > 1 else None
    if tool is None:
        return known
    before, newest = calm.heats[-2:]
    old = known.get(tool, Eased())
    return {**known, tool: Eased(old.times + 1, old.fell + before.degree - newest.degree)}


def eased_again(calms: Iterable[Calm]) -> Mapping[Tool, Eased]:
    """What is known of this parent's tools, learnt anew from all the ratings there are."""
    ratings = (replace(calm, heats=calm.heats[: number + 1]) for calm in calms for number in range(len(calm.heats)))
    return reduce(eased_by, ratings, {})


def offered(known: Mapping[Tool, Eased]) -> tuple[Tool, ...]:
    """The tools in the order in which to offer them: what lowered this parent's heat most comes first.

    A tool never tried stands before one that did not help.
    """
    return tuple(sorted(Tool, key=lambda tool: -known.get(tool, Eased()).each))


def breathes_in(second: float) -> bool:
    """Whether the air goes in, so many seconds into the minute."""
    return second % (BREATH_IN + BREATH_OUT) < BREATH_IN


def fullness(second: float) -> float:
    """How much of the breath is in by then: from 0 to 1 and back, softly at both ends."""
    at = second % (BREATH_IN + BREATH_OUT)
    share = at / BREATH_IN if at < BREATH_IN else 1 - (at - BREATH_IN) / BREATH_OUT
    return (1 - cos(pi * share)) / 2
