"""The frozen types of what is given to somebody, and of what lies here from others."""

from collections.abc import Mapping

from amends.guidance.shape import Shape


class GiveText(Shape, frozen=True):
    """What stands beside the button that gives, and on its form."""

    title: str
    guest: str
    copy: str
    forced: str
    whom: str
    link: str
    name: str
    name_how: str
    no_name: str
    heading: str
    heading_how: str
    page: str
    weeks: str
    give: str
    anyway: str
    too_long: str
    nobody: str
    unknown: str
    again: str
    again_how: str
    sources: tuple[str, ...] = ()


class LinkText(Shape, frozen=True):
    """What is shown once, after giving by a link."""

    title: str
    how: str
    address: str
    words: str
    once: str
    sources: tuple[str, ...] = ()


class AwayText(Shape, frozen=True):
    """The list of what was given."""

    title: str
    lead: str
    none: str
    look: str
    back: str
    forget: str
    forget_how: str
    copy: str
    sources: tuple[str, ...] = ()


class BecameText(Shape, frozen=True):
    """What became of one thing that was given, with places for a day and a number."""

    id: str
    text: str
    sources: tuple[str, ...] = ()


class LetterText(Shape, frozen=True):
    """What stands around a letter that lies here, with a place for its giver's name."""

    covered: str
    write: str
    mine: str
    theirs: str
    suggested: str
    missing: str
    remove: str
    remove_how: str
    back: str
    gone: str
    gone_how: str
    unsure: str
    strange: str
    sources: tuple[str, ...] = ()


class WriteText(Shape, frozen=True):
    """The form of one kind of letter: `about` asks for what it is about, `exercise` for a page of the library."""

    id: str
    title: str
    lead: str
    words: str
    about: str | None = None
    exercise: str | None = None
    sources: tuple[str, ...] = ()


class FaultText(Shape, frozen=True):
    """Why nothing was given, with a place for a name, and what can be done."""

    full: str
    gone: str
    parted: str
    busy: str
    taken: str
    empty: str
    untitled: str
    unchosen: str
    sources: tuple[str, ...] = ()


class LettersText(Shape, frozen=True):
    """letters.toml."""

    give: GiveText
    link: LinkText
    away: AwayText
    became: tuple[BecameText, ...]
    letter: LetterText
    write: tuple[WriteText, ...]
    fault: FaultText

    @property
    def states(self) -> Mapping[str, str]:
        """What is said of each state."""
        return {one.id: one.text for one in self.became}

    @property
    def kinds(self) -> Mapping[str, WriteText]:
        """The forms by the kind of letter they make."""
        return {one.id: one for one in self.write}
