"""The frozen types of the help lines: whom to call, in which country, and what is known of each line."""

import datetime
from collections.abc import Mapping
from enum import StrEnum

from msgspec import field
from msgspec.structs import replace

from amends.guidance.shape import Shape


class HelpFor(StrEnum):
    """What somebody may need, in the order in which the help page asks."""

    CHILD_SAFETY = "child-safety"
    VIOLENCE = "violence"
    CRISIS = "crisis"
    PARENTS = "parents"
    CHILDREN = "children"


class HelpLine(Shape, frozen=True):
    """One help line: `whom` it is for, and what happens when one calls.

    `reach` is for people; `tel` and `sms` are the digits for a link, `link` is an address of a list of lines. `hours`
    and `reports` (who may have to be told) are None where no source names them. `checked_on` is the day the number
    was read, and never today's.
    """

    name: str
    for_: tuple[HelpFor, ...] = field(name="for")
    whom: str
    reach: str
    calling: str
    checked_on: datetime.date
    tel: str | None = None
    sms: str | None = None
    link: str | None = None
    hours: str | None = None
    reports: str | None = None
    sources: tuple[str, ...] = ()


class Lack(Shape, frozen=True):
    """What is said where a country has no checked line for a need."""

    for_: HelpFor = field(name="for")
    text: str
    sources: tuple[str, ...] = ()


class Country(Shape, frozen=True):
    """Where to call in one country. The first emergency number is the one to show; `notes` belong to it."""

    code: str
    name: str
    emergency: tuple[str, ...]
    line: tuple[HelpLine, ...]
    checked_on: datetime.date
    notes: tuple[str, ...] | None = None
    lacks: tuple[Lack, ...] | None = None
    sources: tuple[str, ...] = ()

    def led_by(self, lines: tuple[HelpLine, ...]) -> "Country":
        """The same country, with these lines before its own."""
        return replace(self, line=lines + self.line)

    def lines(self, need: HelpFor) -> tuple[HelpLine, ...]:
        """The lines for one need, in the file's order."""
        return tuple(line for line in self.line if need in line.for_)

    def lack(self, need: HelpFor) -> str:
        """What is said of a need that has no line of its own here; empty where there is nothing to say."""
        return next((lack.text for lack in self.lacks or () if lack.for_ is need), "")


class Help(Shape, frozen=True):
    """help.toml."""

    elsewhere: str
    country: tuple[Country, ...]
    sources: tuple[str, ...] = ()

    @property
    def countries(self) -> Mapping[str, Country]:
        """The countries by code, in the file's order."""
        return {country.code: country for country in self.country}
