"""The frozen types of a moment: when and where it was, what came before it, and how it is logged."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from amends.guidance.shape import Shape
from amends.process import DayFault, Rupture, Scene, Trigger, When

C = TypeVar("C", When, Scene, Trigger)


class Chip(Shape, Generic[C], frozen=True):
    """One answer, as a parent would tap it."""

    id: C
    name: str


class ChipQuestion(Shape, Generic[C], frozen=True):
    """A question that may be left open, and its answers in the order they are shown."""

    question: str
    chip: tuple[Chip[C], ...]
    sources: tuple[str, ...] = ()

    @property
    def names(self) -> Mapping[C, str]:
        """What each answer is called."""
        return {chip.id: chip.name for chip in self.chip}


class WholeMoment(Shape, frozen=True):
    """The three questions together, and what is said of a day that cannot be."""

    title: str
    how: str
    day: str
    missing: str
    ahead: str
    long_ago: str
    sources: tuple[str, ...] = ()

    @property
    def faults(self) -> Mapping[DayFault, str]:
        """What is said of a day that cannot be."""
        return {DayFault.MISSING: self.missing, DayFault.AHEAD: self.ahead, DayFault.LONG_AGO: self.long_ago}


class LogText(Shape, frozen=True):
    """Two taps that log a moment: the question, what is said without an answer, and what comes after."""

    question: str
    none: str
    kept: str
    way: str
    later: str
    sources: tuple[str, ...] = ()


class MomentText(Shape, frozen=True):
    """moments.toml."""

    when: ChipQuestion[When]
    where: ChipQuestion[Scene]
    cue: ChipQuestion[Trigger]
    whole: WholeMoment
    log: LogText

    def named(self, rupture: Rupture) -> tuple[str, ...]:
        """Where a rupture was and what came before it, as far as it was said."""
        names = (self.where.names.get(rupture.where), self.cue.names.get(rupture.cue))
        return tuple(filter(None, names))
