"""Who a repair is for: children, by how much they understand, never by birthday."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class AgeBand(StrEnum):
    """What a child understands, as a range of years. A parent chooses it; no birth date is kept."""

    BABY = "0-2"
    SMALL = "3-5"
    SCHOOL = "6-9"
    TWEEN = "10-12"
    TEEN = "13-17"
    GROWN = "18+"


class Picture(StrEnum):
    """A drawing that parent and child chose together, to stand for the child."""

    SHOE = "small-shoe"
    CUPS = "two-cups"
    UMBRELLA = "umbrella"
    CRAYONS = "crayons"
    KETTLE = "kettle"
    BLANKET = "blanket"


# The first year of life that no longer belongs to the band, youngest band first.
_UPPER_EDGES = ((3, AgeBand.BABY), (6, AgeBand.SMALL), (10, AgeBand.SCHOOL), (13, AgeBand.TWEEN), (18, AgeBand.TEEN))


def band_of(years: float) -> AgeBand:
    """The usual band for an age in years. Raises ValueError below zero."""
    if not years >= 0:
        raise ValueError(f"an age in years must be 0 or more, not {years!r}")
    return next((band for edge, band in _UPPER_EDGES if years < edge), AgeBand.GROWN)


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the parent names them: a nickname is enough, and everything may be empty.

    `reconnects` is what brings the two near again; `likes` and `hates` are words this child likes or hates to hear.
    The form and what is brought in from a file agree on how long each may be, in characters.
    """

    LONGEST_NAME: ClassVar[int] = 60
    LONGEST_WORDS: ClassVar[int] = 1000

    name: str = ""
    band: AgeBand | None = None
    reconnects: str = ""
    likes: str = ""
    hates: str = ""
    picture: Picture | None = None


def band_used(children: Iterable[Child]) -> AgeBand | None:
    """The band of the first of these children who has one: what was said once is not asked again."""
    return next((child.band for child in children if child.band), None)
