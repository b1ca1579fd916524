"""The frozen types of the library, of coming down, of the card, and of what comes after."""

from collections.abc import Mapping

from amends.guidance.shape import Note, Page, Shape
from amends.process import AgeBand, Response

# The library.


class Track(Shape, frozen=True):
    """One of five ways into the library. `warning` is shown before anything that can stir up old pain."""

    id: str
    title: str
    lead: str
    warning: str | None = None
    sources: tuple[str, ...] = ()


class TurnedRound(Shape, frozen=True):
    """A sentence before and after: both begin with `lead`; `out` is what goes, `into` is what comes instead."""

    lead: str
    out: str
    into: str


class Exercise(Shape, frozen=True):
    """One page: lines to read, and questions whose answers are kept sealed.

    `minutes` is about how long it takes; `body` marks what is done with eyes on something else; `band` is the age it
    is about; `turn` shows a sentence turned round.
    """

    id: str
    track: str
    title: str
    minutes: int
    lines: tuple[str, ...]
    ask: tuple[str, ...]
    body: bool = False
    band: AgeBand | None = None
    turn: TurnedRound | None = None
    sources: tuple[str, ...] = ()


class Benefit(Shape, frozen=True):
    """What mending may feed, and how much of that is known."""

    id: str
    title: str
    text: str
    modest: str
    sources: tuple[str, ...] = ()


class Library(Shape, frozen=True):
    """library.toml."""

    benefit: tuple[Benefit, ...]
    track: tuple[Track, ...]
    page: tuple[Exercise, ...]

    @property
    def pages(self) -> Mapping[str, Exercise]:
        """Every page by its id."""
        return {page.id: page for page in self.page}

    @property
    def tracks(self) -> Mapping[str, tuple[Track, tuple[Exercise, ...]]]:
        """Every track with its pages."""
        return {one.id: (one, tuple(page for page in self.page if page.track == one.id)) for one in self.track}


# Coming down.


class Meter(Shape, frozen=True):
    """How the heat is asked for."""

    question: str
    how: str
    again: str
    sources: tuple[str, ...] = ()


class HotPage(Shape, frozen=True):
    """What is said while the body comes first; `on` goes on to words all the same."""

    title: str
    lines: tuple[str, ...]
    on: str
    sources: tuple[str, ...] = ()


class Eyes(Shape, frozen=True):
    """The two questions about the child, and their answers."""

    title: str
    manner: str
    quiet: str
    fought: str
    unsure: str
    near: str
    yes: str
    not_yet: str
    sources: tuple[str, ...] = ()


class Leaving(Shape, frozen=True):
    """What to tell a child of this age before stepping out."""

    band: AgeBand
    text: str
    sources: tuple[str, ...] = ()


class CalmText(Shape, frozen=True):
    """calm.toml."""

    meter: Meter
    hot: HotPage
    cooled: Page
    helped: Note
    values: Page
    kind: Page
    eyes: Eyes
    presence: Page
    quiet: Page
    fought: Page
    leaving: tuple[Leaving, ...]

    @property
    def leavings(self) -> Mapping[AgeBand, Leaving]:
        """What to say before stepping out, by age."""
        return {one.band: one for one in self.leaving}


# The card.


class CardAsks(Shape, frozen=True):
    """What is asked about a sentence on the card that may land badly, and the two answers."""

    begin: str
    say: str
    change: str
    use: str
    sources: tuple[str, ...] = ()


class FirstPart(Shape, frozen=True):
    """What is asked about a long opening; `whole` leaves it as it is."""

    question: str
    how: str
    whole: str
    sources: tuple[str, ...] = ()


class CardText(Shape, frozen=True):
    """card.toml: `letter` stands where there is no card, because the words must not be handed on."""

    asks: CardAsks
    first: FirstPart
    letter: Page


# After the words.


class Asked(Shape, frozen=True):
    """What is asked after the words were said."""

    question: str
    how: str
    words: str
    again: str
    again_how: str
    later: str
    tomorrow: str
    three_days: str
    never: str
    sources: tuple[str, ...] = ()


class ResponseText(Shape, frozen=True):
    """What a child may do, and the page that follows."""

    id: Response
    name: str
    title: str
    lines: tuple[str, ...]
    sources: tuple[str, ...] = ()


class CameText(Shape, frozen=True):
    """Whether the moment of the plan came again."""

    question: str
    did: str
    not_this_time: str
    did_line: str
    not_line: str
    sources: tuple[str, ...] = ()


class LimitText(Shape, frozen=True):
    """The two slots of a limit, and what is asked where apology and limit get in each other's way."""

    question: str
    how: str
    taken_back: str
    stands: str
    wrong_too: str
    cancels: str
    swallows: str
    sources: tuple[str, ...] = ()


class AfterText(Shape, frozen=True):
    """after.toml."""

    asked: Asked
    response: tuple[ResponseText, ...]
    came: CameText
    again: Page
    limit: LimitText

    @property
    def responses(self) -> Mapping[Response, ResponseText]:
        """The answers a child may give."""
        return {one.id: one for one in self.response}
