"""How well hands are heard that a model never learned from, hand by hand: python -m training.left_out

Reads what `training.neural` wrote of the hands of all folds, which none of its models had read by then, and needs no
torch. What counts how much and from where on a label is said is chosen on the hands of the other folds; never on a
hand's own.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]  # it ships no types

from amends.coach.combine import compatible
from amends.coach.labels import LABELS
from amends.process import COMPONENTS, PITFALLS, Label
from training.amends_corpus.measures import (
    RATED,
    Marked,
    by_label,
    false_per_clean,
    joint_precision,
    macro,
    mean_precision,
)
from training.calibrate import FEATURES, Matrix, clean_rows, features, fired, gold_of, kept_logits, rows_of, weighings
from training.corpus import Message
from training.hands import UNSEEN, WORK, apart, by, common
from training.ngrams import fit, seen

STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
HEAD = "| hand | messages read | macro F1 | pitfalls' precision, macro | micro | false pitfalls a clean message |"


class Heard(NamedTuple):
    """Some messages, and what the models and the cues say of their sentences (sentence, label, feature)."""

    messages: list[Message]
    seen: Matrix

    def of(self, hand: str) -> "Heard":
        """What one hand wrote."""
        both = zip(self.messages, rows_of(self.messages), strict=True)
        rows = [(one, self.seen[at]) for one, at in both if one.hand == hand]
        return Heard([one for one, _ in rows], np.concatenate([row for _, row in rows]))


def heard(hands: Sequence[str], folder: Path) -> Heard:
    """What was heard in what these hands wrote. Raises ValueError if it was another text."""
    found, (weights, starts) = by(*hands), _ngrams()
    linear = np.asarray(seen(found) @ weights + starts, float)
    return Heard(found, features(kept_logits(folder / UNSEEN, found), linear, fired(found)))


@cache
def _ngrams() -> tuple[Any, Any]:
    """The n-grams' weights and starts, learned from what the neural models may have read by then."""
    return fit(common())


def chosen(parts: Sequence[Heard], names: Sequence[str] = FEATURES) -> dict[Label, dict[str, float]]:
    """What counts how much, and the bars, by these hands."""
    found = [message for one in parts for message in one.messages]
    voices = [message.hand for message in found for _ in message.sentences]
    rows = np.concatenate([one.seen for one in parts])
    return weighings(rows, gold_of(found), voices, clean_rows(found), names)


def odds(heard: Heard, weighed: dict[Label, dict[str, float]]) -> Matrix:
    """How likely each label is in each sentence (sentence, label)."""
    start = np.array([weighed[label]["start"] for label in LABELS])
    slopes = np.array([[weighed[label].get(name, 0.0) for name in FEATURES] for label in LABELS])
    likely: Matrix = expit(start + (heard.seen * slopes).sum(axis=2))
    return likely


def marked(heard: Heard, weighed: dict[Label, dict[str, float]]) -> list[Marked]:
    """The messages with what is said of each sentence."""
    above = odds(heard, weighed) - np.array([weighed[label]["say_at"] for label in LABELS])
    said = [_said(row) for row in above.tolist()]
    rows = zip(heard.messages, rows_of(heard.messages), strict=True)
    return [Marked(one.gold, tuple(said[at])) for one, at in rows]


def _said(above: Sequence[float]) -> frozenset[Label]:
    return frozenset(compatible({label: by for label, by in zip(LABELS, above, strict=True) if by >= 0}))


class Judged(NamedTuple):
    """What the hands of one fold wrote, as it was heard, and the bars of the other folds."""

    fold: Heard
    weighed: dict[Label, dict[str, float]]


def judged(folder: Path) -> list[Judged]:
    """Fold by fold."""
    folds = [heard(names, folder) for names in apart().folds]
    return [Judged(fold, chosen([other for other in folds if other is not fold])) for fold in folds]


def left_out_hands(found: Sequence[Judged]) -> dict[str, list[Marked]]:
    """The hands that were left out, each by the bars of others."""
    named = zip(found, apart().folds, strict=True)
    return {hand: marked(one.fold.of(hand), one.weighed) for one, names in named for hand in names}


def dev_hands(found: Sequence[Judged], folder: Path) -> dict[str, list[Marked]]:
    """The dev hands, by the bars of all folds."""
    weighed = chosen([one.fold for one in found])
    return {hand: marked(heard([hand], folder), weighed) for hand in apart().dev}


def calibration(found: Sequence[Judged]) -> Iterator[str]:
    """Of what is found so and so likely in hands that were left out: how much of it is there."""
    likely = np.concatenate([odds(one.fold, one.weighed) for one in found])
    gold = np.concatenate([gold_of(one.fold.messages) for one in found])
    yield "| how likely it says | parts | of them there | pitfalls | of them there |"
    yield "|---|---|---|---|---|"
    for start, end in pairwise(STEPS):
        cells = []
        for group in (COMPONENTS, PITFALLS):
            at = [LABELS.index(label) for label in group]
            inside = (likely[:, at] >= start) & (likely[:, at] < end)
            there = gold[:, at][inside]
            cells += [str(len(there)), f"{there.mean():.2f}" if len(there) else ""]
        yield f"| {start:.2f} to {end:.2f} | {' | '.join(cells)} |"


def figures(found: Sequence[Marked]) -> list[float]:
    """The columns of the first table."""
    scores = by_label(found)
    false, clean = false_per_clean(found)
    return [macro(scores), mean_precision(scores), joint_precision(scores), false / max(clean, 1)]


def table(hands: dict[str, list[Marked]]) -> Iterator[str]:
    """Hand by hand, and their mean."""
    yield HEAD
    yield "|---|---|---|---|---|---|"
    rows = {hand: figures(found) for hand, found in hands.items()}
    for hand, row in rows.items():
        yield _row(hand, len(hands[hand]), row)
    yield _row(
        "**mean**", sum(map(len, hands.values())), [fmean(column) for column in zip(*rows.values(), strict=True)]
    )


def _row(name: str, count: int, shown: Sequence[float]) -> str:
    return f"| {name} | {count} | " + " | ".join(f"{figure:.3f}" for figure in shown) + " |"


def labels(hands: dict[str, list[Marked]]) -> Iterator[str]:
    """F1 of each label, hand by hand and as their mean, where it is there often enough."""
    yield "| label | mean | " + " | ".join(hands) + " |"
    yield "|---" * (len(hands) + 2) + "|"
    scores = {hand: by_label(found) for hand, found in hands.items()}
    for label in COMPONENTS + PITFALLS:
        rated = [one[label].f1 for one in scores.values() if one[label].n >= RATED]
        cells = [f"{one[label].f1:.2f}" if one[label].n >= RATED else "" for one in scores.values()]
        yield f"| {label} | {fmean(rated):.2f} | " + " | ".join(cells) + " |"


def main() -> None:
    """Prints the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else WORK
    found = judged(folder)
    hands = left_out_hands(found)
    print("## Hands left out of training\n", *table(hands), "", *labels(hands), sep="\n")
    print("\n## Dev hands, by the same models\n", *table(dev_hands(found, folder)), sep="\n")
    print('\n## What "likely" means, in hands left out\n', *calibration(found), sep="\n")


if __name__ == "__main__":
    main()
