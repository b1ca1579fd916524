"""How far two sets of labels agree: one label, all labels, whole messages, and how sure the figures are.

The one home of every figure: what trains the coach counts with it, and so does whoever has the corpus as a package.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

from .labels import ALL, COMPONENTS, NEUTRAL, PITFALLS

Labels = frozenset[str]
ROUNDS, SEED = 500, 20261126  # of the bootstrap, over messages
RATED = 5  # a label that is rarer than this in a file is not part of its macro figures


class Placed(Protocol):
    """Something that stands in a text, from one code point to before another."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def is_mostly(one: Placed, other: Placed) -> bool:
    """Whether one of the two lies by half or more in the other: then what is said of one counts for the other."""
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return overlap > 0 and overlap * 2 >= min(one.end - one.start, other.end - other.start)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one label: right, wrong, missed, and rightly silent."""

    right: int
    wrong: int
    missed: int
    silent: int

    @property
    def n(self) -> int:
        """How often the label is there."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa against gold."""
        n = self.right + self.wrong + self.missed + self.silent
        heard, there = self.right + self.wrong, self.n
        chance = (heard * there + (n - heard) * (n - there)) / n / n if n else 1.0
        return ((self.right + self.silent) / n - chance) / (1 - chance) if chance < 1 else 1.0


def score(gold: Sequence[Labels], heard: Sequence[Labels], label: str) -> Score:
    """One label over all sentences (or all messages)."""
    pairs = [(label in one, label in other) for one, other in zip(gold, heard, strict=True)]
    return Score(*(pairs.count(pair) for pair in ((True, True), (False, True), (True, False), (False, False))))


@dataclass(frozen=True, slots=True)
class Marked:
    """One message: the gold labels of its sentences, and what a reader heard in them."""

    gold: tuple[Labels, ...]
    heard: tuple[Labels, ...]

    @property
    def is_clean(self) -> bool:
        """It has a part of a repair and no pitfall: here every pitfall that is heard is false."""
        there = frozenset[str]().union(*self.gold)
        return bool(there & set(COMPONENTS)) and not there & set(PITFALLS)

    @property
    def false_pitfalls(self) -> int:
        return len(frozenset[str]().union(*self.heard) & set(PITFALLS)) if self.is_clean else 0


def by_label(marked: Sequence[Marked]) -> dict[str, Score]:
    """Sentence by sentence."""
    gold = [labels for one in marked for labels in one.gold]
    heard = [labels for one in marked for labels in one.heard]
    return {label: score(gold, heard, label) for label in ALL}


def by_message(marked: Sequence[Marked]) -> dict[str, Score]:
    """Whether a label is anywhere in a message."""
    gold = [frozenset[str]().union(*one.gold) for one in marked]
    heard = [frozenset[str]().union(*one.heard) for one in marked]
    return {label: score(gold, heard, label) for label in ALL}


def macro(scores: dict[str, Score], among: Sequence[str] = COMPONENTS + PITFALLS) -> float:
    """Mean F1 of the labels that are there often enough."""
    rated = [scores[label].f1 for label in among if scores[label].n >= RATED]
    return fmean(rated) if rated else 0.0


def mean_precision(scores: dict[str, Score], among: Sequence[str] = PITFALLS) -> float:
    """Mean precision of the labels that are there often enough."""
    rated = [scores[label].precision for label in among if scores[label].n >= RATED]
    return fmean(rated) if rated else 0.0


def joint_precision(scores: dict[str, Score], among: Sequence[str] = PITFALLS) -> float:
    """Of all that was heard of these labels, the share that was right: the common ones count more."""
    right, wrong = (
        sum(counts) for counts in zip(*((scores[one].right, scores[one].wrong) for one in among), strict=True)
    )
    return right / (right + wrong) if right + wrong else 0.0


def false_per_clean(marked: Sequence[Marked]) -> tuple[int, int]:
    """False pitfalls on clean messages, and how many clean messages there are."""
    clean = [one for one in marked if one.is_clean]
    return sum(one.false_pitfalls for one in clean), len(clean)


def interval(marked: Sequence[Marked], figure: Callable[[Sequence[Marked]], float]) -> tuple[float, float]:
    """Between which values a figure lies in 95 of 100 draws of as many messages."""
    dice = random.Random(SEED)
    drawn = sorted(figure(dice.choices(marked, k=len(marked))) for _ in range(ROUNDS))
    return drawn[int(ROUNDS * 0.025)], drawn[int(ROUNDS * 0.975)]


GROUPS = {"parts": COMPONENTS, "pitfalls": PITFALLS, "tags": NEUTRAL}
