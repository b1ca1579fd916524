"""How well hands are heard that a model never learned from, hand by hand: python -m training.left_out

Reads what `training.neural` wrote of each fold, and needs no torch. What counts how much and from where on a label is
said is chosen on the hands of the other folds, which that fold's own model did not judge; never on a hand's own.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from amends.coach.combine import compatible
from amends.coach.weights import LABELS
from amends.process import COMPONENTS, PITFALLS, Label
from training.calibrate import FEATURES, Matrix, clean_rows, features, gold_of, rows_of, weighings
from training.corpus import Message
from training.hands import WORK, apart, by, learned
from training.measures import RATED, Marked, by_label, false_per_clean, joint_precision, macro, mean_precision
from training.ngrams import fit, seen

HEAD = "| hand | messages read | macro F1 | pitfalls' precision, macro | micro | false pitfalls a clean message |"


class Heard(NamedTuple):
    """Some messages, and what a fold's models and the cues say of their sentences (sentence, label, feature)."""

    messages: list[Message]
    seen: Matrix

    def of(self, hand: str) -> "Heard":
        """What one hand wrote."""
        both = zip(self.messages, rows_of(self.messages), strict=True)
        rows = [(one, self.seen[at]) for one, at in both if one.hand == hand]
        return Heard([one for one, _ in rows], np.concatenate([row for _, row in rows]))


def heard_by(number: int, hands: Sequence[str], folder: Path) -> Heard:
    """What the model of one fold heard in what these hands wrote. Raises ValueError if it was another text."""
    kept = np.load(folder / f"fold{number}.npz")
    rows = dict(zip(kept["ids"].tolist(), np.split(kept["logits"], np.cumsum(kept["counts"])[:-1]), strict=True))
    found = by(*hands)
    if any(len(rows[one.id]) != len(one.sentences) for one in found):
        raise ValueError(f"fold {number} was made with another corpus: train it again")
    linear = _linear(fold_of_ngrams(number), found)
    return Heard(found, features(np.concatenate([rows[one.id] for one in found]).astype(float), linear, found))


@cache
def fold_of_ngrams(number: int) -> tuple[Any, Any]:
    """The n-grams' weights and starts, learned from all but the hands of one fold."""
    unseen = apart().folds[number - 1]
    return fit([message for message in learned() if message.hand not in unseen])


def _linear(model: tuple[Any, Any], found: list[Message]) -> Matrix:
    weights, starts = model
    return np.asarray(seen(found) @ weights + starts, float)


def chosen(parts: Sequence[Heard], names: Sequence[str] = FEATURES) -> dict[Label, dict[str, float]]:
    """What counts how much, and the bars, by these hands."""
    found = [message for one in parts for message in one.messages]
    voices = [message.hand for message in found for _ in message.sentences]
    rows = np.concatenate([one.seen for one in parts])
    return weighings(rows, gold_of(found), voices, clean_rows(found), names)


def marked(heard: Heard, weighed: dict[Label, dict[str, float]]) -> list[Marked]:
    """The messages with what is said of each sentence."""
    start, bar = (np.array([weighed[label][key] for label in LABELS]) for key in ("start", "say_at"))
    slopes = np.array([[weighed[label].get(name, 0.0) for name in FEATURES] for label in LABELS])
    above = 1 / (1 + np.exp(-start - (heard.seen * slopes).sum(axis=2))) - bar
    said = [_said(row) for row in above.tolist()]
    rows = zip(heard.messages, rows_of(heard.messages), strict=True)
    return [Marked(one.gold, tuple(said[at])) for one, at in rows]


def _said(above: Sequence[float]) -> frozenset[Label]:
    return frozenset(compatible({label: by for label, by in zip(LABELS, above, strict=True) if by >= 0}))


def by_hand(folder: Path) -> tuple[dict[str, list[Marked]], dict[str, list[Marked]]]:
    """The hands that were left out, each by the model that did not know it; and the dev hands, by all the models."""
    them = apart()
    folds = [heard_by(number, names, folder) for number, names in enumerate(them.folds, start=1)]
    left_out: dict[str, list[Marked]] = {}
    dev: dict[str, list[Marked]] = {hand: [] for hand in them.dev}
    for number, fold in enumerate(folds, start=1):
        weighed = chosen([other for other in folds if other is not fold])
        left_out |= {hand: marked(fold.of(hand), weighed) for hand in them.folds[number - 1]}
        for hand in them.dev:
            dev[hand] += marked(heard_by(number, [hand], folder), weighed)
    return left_out, dev


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
    left_out, dev = by_hand(Path(sys.argv[1]) if len(sys.argv) > 1 else WORK)
    print("## Hands left out of training\n", *table(left_out), "", *labels(left_out), sep="\n")
    print("\n## Dev hands, by all three models\n", *table(dev), sep="\n")


if __name__ == "__main__":
    main()
