"""The frozen types of the page of patterns."""

from collections.abc import Mapping

from msgspec.structs import replace

from amends.guidance.shape import Shape


class SayingText(Shape, frozen=True):
    """One sentence with places for numbers and a name, and what the button beside it is called."""

    id: str
    text: str
    act: str
    sources: tuple[str, ...] = ()


class SectionText(Shape, frozen=True):
    """One part of the page; what begins with `given_` stands there instead where somebody else is to read it."""

    id: str
    title: str
    lead: str
    given_title: str | None = None
    given_lead: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def given(self) -> "SectionText":
        """The same part as the parent says it to somebody else."""
        return replace(self, title=self.given_title or self.title, lead=self.given_lead or self.lead)


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
    only: str
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

    @property
    def given_sections(self) -> Mapping[str, SectionText]:
        """The same for a page that is given: its reader is not who wrote it."""
        return {name: one.given for name, one in self.sections.items()}
