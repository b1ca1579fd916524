"""The safety ear: a model that hears danger for which no rule has words. Without onnxruntime the rules hear alone.

It was taught on invented tellings and their harmless twins (`training/README.md`), and is often wrong: see
docs/coach.md for how often. Where it is nearly sure it stops like a rule; where it wonders, a page may ask.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

import msgspec
import numpy as np
from numpy.typing import NDArray

from amends.coach import neural
from amends.coach.language import Language
from amends.coach.neural import VOCABULARY, pieces, plan_passes
from amends.coach.ngrams import vector
from amends.coach.normalise import Plain, plain
from amends.coach.readable import readable
from amends.coach.runs import answer
from amends.coach.safety import gentlest
from amends.coach.sentences import split
from amends.known import know
from amends.process import Alarm, Flag, Place

MODEL, WORDS, BARS = (f"ear.{kind}" for kind in ("onnx", "bin", "json"))  # among the weights of a language
NAME = "ear"  # what an alarm names in place of a rule
FROM_EITHER_END = 3_000  # characters: of a longer text it hears the beginning and the end, the rules hear all
MOST_PASSES = 8  # of 256 tokens: all that is left of ordinary words, and a quarter of a second
FLAGS = tuple(Flag)


class Bars(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How likely danger must be: for the stop, for a quiet line; and a flag, to be named beside the likeliest.

    An ear that hears too little at the stop, or is wrong too often there (`training/left_out_danger.py`), has no bar
    for it: then it only asks.
    `start` and `step` belong to the n-grams: where they start, and what a step of theirs is worth.
    """

    stop: float | None
    quiet: float
    flag: float
    start: float
    step: float

    @property
    def stops_at(self) -> float:
        """The bar for the stop; one that nothing reaches where there is none."""
        return math.inf if self.stop is None else self.stop


know(Bars)


@dataclass(frozen=True, slots=True)
class Danger:
    """How likely it is, from 0 to 1, that words tell of any danger, and of each."""

    any: float = 0.0
    flags: Mapping[Flag, float] = field(default_factory=dict)

    def named(self, bar: float) -> tuple[Flag, ...]:
        """The likeliest flag, and the others from this bar on, in the guide's order."""
        most = max(self.flags.values(), default=0.0)
        return tuple(flag for flag in FLAGS if self.flags.get(flag, -1.0) >= min(bar, most))


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences that were heard at once."""

    told: Sequence[tuple[Place, Plain]]
    danger: Danger


@dataclass(frozen=True, slots=True)
class Heard:
    """What the ear says of a text: what stops, and the flags about which a page may ask."""

    alarms: tuple[Alarm, ...] = ()
    maybe: tuple[Flag, ...] = ()


def is_here(language: Language) -> bool:
    """Whether this machine can run it, and the language has it."""
    return neural.is_here(language.weights(MODEL))


def can_stop(language: Language) -> bool:
    """Whether it ever raises an alarm. Where it only asks, nobody who needs alarms alone waits for it."""
    return is_here(language) and bars(language).stop is not None


def hear_danger(text: str, language: Language) -> Danger:
    """How likely a text tells of danger: that of its worst window. Nothing is heard without onnxruntime."""
    heard = [window.danger for window in _windows(text, language)] if is_here(language) else []
    worst = {flag: max(one.flags[flag] for one in heard) for flag in FLAGS} if heard else {}
    return Danger(max((one.any for one in heard), default=0.0), worst)


def listen(text: str, ruled: Sequence[Alarm], language: Language) -> Heard:
    """What is heard beyond the rules' alarms `ruled`. The same text always gives the same answer."""
    if not is_here(language) or not readable(text, language.spelling):
        return Heard()
    found = list(_windows(text, language))
    loud = (window for window in found if window.danger.any >= bars(language).stops_at)
    raised = tuple(alarm for window in loud for alarm in _alarms(window, text, ruled, language))
    return Heard(raised, _asked(found, {alarm.flag for alarm in (*ruled, *raised)}, bars(language)))


def _asked(found: Iterable[Window], said: Collection[Flag], bars: Bars) -> tuple[Flag, ...]:
    """The flags to ask about: what is likely in a window that does not stop, and was not said."""
    quiet = (one.danger for one in found if bars.quiet <= one.danger.any < bars.stops_at)
    likely = {flag for danger in quiet for flag in danger.named(bars.flag)}
    return tuple(flag for flag in FLAGS if flag in likely and flag not in said)


def _alarms(window: Window, text: str, ruled: Sequence[Alarm], language: Language) -> Iterator[Alarm]:
    """One for each flag of each sentence that stops. Where a rule has spoken, it knows better."""
    taken = {place for place, _ in window.told if any(_touches(alarm.words, place) for alarm in ruled)}
    for place, danger in _loudest(window, is_free=not taken, language=language):
        if place not in taken:
            for flag in danger.named(bars(language).flag):
                yield Alarm(flag, gentlest(flag, language.code), place, NAME, text[place.start : place.end])


def _loudest(window: Window, is_free: bool, language: Language) -> list[tuple[Place, Danger]]:
    """The sentences that alone are loud enough; where none is and no rule has spoken, the loudest stands for all.

    What a sentence says alone stays the same when more is typed around it: so does what was overruled.
    """
    alone = [(place, _danger([words], language)) for place, words in window.told if words.words]
    loud = [one for one in alone if one[1].any >= bars(language).stops_at]
    if loud or not is_free:
        return loud
    place, _ = max(alone, key=lambda one: one[1].any)
    return [(place, window.danger)]


def _touches(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _windows(text: str, language: Language) -> Iterator[Window]:
    """As many neighbouring sentences at once as the model takes."""
    places = _near_the_ends(split(text, language.grammar), len(text))
    told = [(place, plain(text, place, language)) for place in places]
    cut = plan_passes([words for _, words in told], pieces(language.weights(VOCABULARY)))
    for one in islice(cut, MOST_PASSES):
        if len(one.tokens) > 1:
            there = [told[number] for number in one.sentences]
            yield Window(there, _danger([words for _, words in there], language))


def _near_the_ends(places: Iterable[Place], length: int) -> list[Place]:
    return [place for place in places if place.start < FROM_EITHER_END or place.end > length - FROM_EITHER_END]


def _danger(told: Sequence[Plain], language: Language) -> Danger:
    """What model and n-grams hear in sentences that fit into one pass."""
    one = next(plan_passes(told, pieces(language.weights(VOCABULARY))))
    return _score(one.tokens, " ".join(words.text for words in told), language)


def _score(tokens: Sequence[int], words: str, language: Language) -> Danger:
    """One run of the model. The token that opens a text is nobody's, as it was taught."""
    owners = np.ones((1, len(tokens)), np.bool_)
    owners[0, 0] = False
    (row, *_), _ = answer(language.weights(MODEL), tokens, owners)
    heard = row.tolist()
    likely = dict(zip(FLAGS, map(_likelihood, heard[:-1]), strict=True))
    return Danger(_likelihood(any_danger(heard) + _by_ngrams(words, language)), likely)


def any_danger(row: Sequence[float]) -> float:
    """The logit for any danger: the mean of what the model says of that and of the likeliest flag. Both err, but not in
    the same places. `row` has a logit a flag and, last, one for any of them.
    """
    *flags, whole = row
    return (whole + max(flags)) / 2


def _likelihood(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _by_ngrams(words: str, language: Language) -> float:
    weights, known = _ngrams(language), bars(language)
    filled = vector(words, buckets=len(weights))
    rows = weights[list(filled)].astype(np.float32)
    return known.start + known.step * float(np.fromiter(filled.values(), np.float32, len(filled)) @ rows)


@cache
def _ngrams(language: Language) -> NDArray[np.int8]:
    return np.frombuffer(language.weights(WORDS).read_bytes(), np.int8)


@cache
def bars(language: Language) -> Bars:
    """From where on it stops, and asks."""
    return msgspec.json.decode(language.weights(BARS).read_bytes(), type=Bars)
