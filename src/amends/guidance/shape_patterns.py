"""The frozen types of the page of patterns."""

from collections.abc import Mapping

from amends.guidance.shape import Shape


class SayingText(Shape, frozen=True):
    """One sentence with places for numbers and a name, and what the button beside it is called."""

    id: str
    text: str
    act: str
    sources: tuple[str, ...] = ()


class SectionText(Shape, frozen=True):
    """One part of the page."""

    id: str
    title: str
    lead: str
    sources: tuple[str, ...] = ()


class SheetText(Shape, frozen=True):
    """The page for somebody one trusts: its questions and buttons."""

    title: str
    lead: str
    forced: str
    noticed: str
    around: str
    changed: str
    weeks: str
    choose: str
    moments: str
    names: str
    look: str
    anyway: str
    change: str
    as_it_is: str
    sources: tuple[str, ...] = ()


class PatternsText(Shape, frozen=True):
    """patterns.toml."""

    title: str
    lead: str
    only: str
    none: str
    others: str
    no_hour: str
    weekdays: str
    weekends: str
    saying: tuple[SayingText, ...]
    section: tuple[SectionText, ...]
    sheet: SheetText
    sources: tuple[str, ...] = ()

    @property
    def sayings(self) -> Mapping[str, SayingText]:
        """The sentences by what they are about."""
        return {one.id: one for one in self.saying}

    @property
    def sections(self) -> Mapping[str, SectionText]:
        """The parts of the page by name; a hyphen is an underscore, so that a template can ask for one."""
        return {one.id.replace("-", "_"): one for one in self.section}
