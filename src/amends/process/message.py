"""A message taken apart: the words that coach, pages and diary share.

The labels and flags are those of the annotation guide, by its names.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from amends.process.steps import Step

LONGEST_WORDS = 20_000  # characters of one free text: more than an hour's writing, and read in well under a second


class Label(StrEnum):
    """What a sentence can do: eight components, nine pitfalls, two neutral tags."""

    REMORSE = "remorse"
    ACKNOWLEDGE = "acknowledge"
    RESPONSIBILITY = "responsibility"
    VALIDATE = "validate"
    INVITE = "invite"
    REASSURE = "reassure"
    RECONNECT = "reconnect"
    PLAN = "plan"
    EXCUSE = "excuse"
    BLAME = "blame"
    HEDGE = "hedge"
    MINIMISE = "minimise"
    DEMAND = "demand"
    BURDEN = "burden"
    OVERPROMISE = "overpromise"
    LECTURE = "lecture"
    HOSTILE = "hostile"
    CONTEXT = "context"
    LIMIT = "limit"


_ALL = tuple(Label)
COMPONENTS, PITFALLS, NEUTRAL = _ALL[:8], _ALL[8:17], _ALL[17:]


class Flag(StrEnum):
    """A sign that words are not what is needed now."""

    HARM_CHILD = "harm_child"
    FORCE_CHILD = "force_child"
    THREAT_VIOLENCE = "threat_violence"
    SEXUAL = "sexual"
    PARTNER_VIOLENCE = "partner_violence"
    PARENT_SELFHARM = "parent_selfharm"
    CHILD_SELFHARM = "child_selfharm"
    LOSING_CONTROL = "losing_control"
    NEGLECT = "neglect"
    SECRECY = "secrecy"


class Caution(StrEnum):
    """A sign that a card is not what these words need: an order, a child as messenger; or that it keeps happening."""

    CONTACT_ORDER = "contact_order"
    GO_BETWEEN = "go_between"
    RECURS = "recurs"


class Tier(StrEnum):
    """How urgent it is: A fills the screen, B is a gentle page. C is a pattern over days, which no flag raises."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the given text, as code-point offsets: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A safety flag, how urgent the rule that fired is (A or B), where it fired, its name, and the words it heard.

    Raises ValueError for tier C.
    """

    flag: Flag
    tier: Tier
    words: Place
    because: str
    quote: str = ""

    def __post_init__(self) -> None:
        if self.tier is Tier.C:
            raise ValueError("tier C is a pattern over days: no alarm carries it")


@dataclass(frozen=True, slots=True)
class Span:
    """One label on one sentence.

    `words` is the evidence inside the sentence, `confidence` is between 0 and 1, `because` names the cue that
    fired or says what the model heard, and `sure` is False in the band where a page asks instead of telling.
    """

    sentence: Place
    label: Label
    words: Place
    confidence: float
    because: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the coach heard in one message.

    `understood` is False for words in a language it cannot read, `too_much` True for more words than it reads at once;
    then there are no spans. `maybe` are flags that no alarm raises: likely enough to ask about, too unsure to stop.
    """

    sentences: tuple[Place, ...] = ()
    spans: tuple[Span, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    covered: tuple[Step, ...] = ()
    next_label: Label | None = None
    too_long: bool = False
    understood: bool = True
    too_much: bool = False
    maybe: tuple[Flag, ...] = ()

    def labels(self, sentence: Place) -> tuple[Label, ...]:
        """The labels on one sentence that the coach is sure of, in the guide's order."""
        sure = {span.label for span in self.spans if span.sentence == sentence and span.sure}
        return tuple(label for label in _ALL if label in sure)

    def has_pitfall(self, sentence: Place) -> bool:
        """Whether anything in this sentence may land badly."""
        return any(label in PITFALLS for label in self.labels(sentence))

    @property
    def pitfalls(self) -> tuple[Span, ...]:
        """The spans that may land badly, and surely so, in the order of the text."""
        return tuple(span for span in self.spans if span.sure and span.label in PITFALLS)

    @property
    def components(self) -> tuple[Span, ...]:
        """The spans that carry a part of a repair, and surely so, in the order of the text."""
        return tuple(span for span in self.spans if span.sure and span.label in COMPONENTS)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags raised, each once, in the guide's order."""
        raised = {alarm.flag for alarm in self.alarms}
        return tuple(flag for flag in Flag if flag in raised)


# Which labels fill which step, and what may trip a parent up there (SCIENCE: final label set).
FILLS: dict[Step, tuple[Label, ...]] = {
    Step.CALM: (),
    Step.ACKNOWLEDGE: (Label.ACKNOWLEDGE,),
    Step.RESPONSIBILITY: (Label.RESPONSIBILITY,),
    Step.VALIDATE: (Label.VALIDATE, Label.INVITE),
    Step.RECONNECT: (Label.REASSURE, Label.RECONNECT),
    Step.PLAN: (Label.PLAN,),
}


def covered(labels: frozenset[Label]) -> tuple[Step, ...]:
    """The steps that these labels fill, in the usual order."""
    return tuple(step for step, fills in FILLS.items() if labels.intersection(fills))


# What to ask about first: what may hurt most, then what is missing (SCIENCE 3.4).
NOTE_ORDER = (
    Label.HOSTILE,
    Label.BLAME,
    Label.HEDGE,
    Label.MINIMISE,
    Label.DEMAND,
    Label.BURDEN,
    Label.EXCUSE,
    Label.OVERPROMISE,
    Label.LECTURE,
)
MISSING_ORDER = (Label.RESPONSIBILITY, Label.ACKNOWLEDGE, Label.VALIDATE, Label.PLAN, Label.RECONNECT)


def next_label(labels: frozenset[Label]) -> Label | None:
    """The one label to ask about next: the weightiest pitfall present, else the weightiest component missing."""
    present = (label for label in NOTE_ORDER if label in labels)
    missing = (label for label in MISSING_ORDER if label not in labels)
    return next(chain(present, missing), None)
