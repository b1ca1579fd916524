"""The frozen types of the words for when words are not enough."""

from collections.abc import Mapping

from amends.guidance.shape import Note, Page, Shape
from amends.guidance.shape_help import HelpFor
from amends.process import Flag, Tier


class WayOut(Shape, frozen=True):
    """A warning, and how to leave."""

    text: str
    way_out: str
    sources: tuple[str, ...] = ()


class Gate(Shape, frozen=True):
    """The one question before any drafting, its three answers, and why it is asked."""

    question: str
    no: str
    not_sure: str
    yes: str
    why: str
    sources: tuple[str, ...] = ()


class FlagText(Shape, frozen=True):
    """Why a page of help came up, and what comes first where it did. It never accuses."""

    id: Flag
    why: str
    now: str
    sources: tuple[str, ...] = ()


class GentlePage(Shape, frozen=True):
    """The page of tier B: what counts as unsafe, and then the short way that is still open."""

    title: str
    intro: str
    unsafe: tuple[str, ...]
    way: str
    then: tuple[str, ...]
    sources: tuple[str, ...] = ()


class PatternPage(Shape, frozen=True):
    """Tier C: the same thing again and again. `question` is for guests, who have no diary.

    Below a card stand `soft`, then `parents` (who to call first), then `others`; `wrote` goes before the parent's own
    earlier words. The help page shows `lines`, a line for parents, `others` and `still`.
    """

    question: str
    title: str
    lines: tuple[str, ...]
    soft: str
    parents: str
    others: tuple[str, ...]
    wrote: str
    still: str
    sources: tuple[str, ...] = ()


class Quiet(Shape, frozen=True):
    """One line beside words that may speak of danger: a question, and the way on."""

    question: str
    no: str
    sources: tuple[str, ...] = ()


class Signs(Shape, frozen=True):
    """For who is not sure whether anyone is unsafe: signs to look at, and two answers."""

    title: str
    signs: tuple[str, ...]
    fits: str
    none: str
    sources: tuple[str, ...] = ()


class CallText(Shape, frozen=True):
    """What stands around the emergency number, and the question about the country that comes before it."""

    when: str
    also: str
    where: str
    why: str
    change: str
    sources: tuple[str, ...] = ()


class NeedText(Shape, frozen=True):
    """A need as somebody would say it, and one line about it."""

    id: HelpFor
    name: str
    line: str
    sources: tuple[str, ...] = ()


class OfflineText(Shape, frozen=True):
    """What is said of danger where there is no network: only rules listen there."""

    rules: str
    something_else: str
    more: str
    sources: tuple[str, ...] = ()


class Safety(Shape, frozen=True):
    """safety.toml: only words; when they are shown is for the rules."""

    nothing_is_sent: Note
    gate: Gate
    quiet: Quiet
    tier_a: Page
    tier_b: GentlePage
    partner: Page
    pattern: PatternPage
    separated: Note
    stirs: WayOut
    signs: Signs
    call: CallText
    reporting: Note
    offline: OfflineText
    need: tuple[NeedText, ...]
    flag: tuple[FlagText, ...]

    @property
    def needs(self) -> Mapping[HelpFor, NeedText]:
        """The needs that lines answer, in the file's order."""
        return {text.id: text for text in self.need}

    @property
    def flags(self) -> Mapping[Flag, FlagText]:
        """Why each flag was shown."""
        return {text.id: text for text in self.flag}

    def page(self, tier: Tier) -> Page | GentlePage | PatternPage:
        """The page for a tier."""
        pages: dict[Tier, Page | GentlePage | PatternPage] = {Tier.A: self.tier_a, Tier.B: self.tier_b}
        return pages.get(tier, self.pattern)
