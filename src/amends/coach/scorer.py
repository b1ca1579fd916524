"""The model: sentences of one message to scores per label. Today it is n-grams alone; the neural one will join here."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import exp
from operator import mul
from pathlib import Path
from typing import NamedTuple

import msgspec

from amends.coach.ngrams import vector
from amends.coach.plain import Plain
from amends.process import Label, Place

WEIGHTS = Path(__file__).parent / "weights"
LABELS = tuple(Label)
WINDOW = 4  # words: enough to recognise, short enough to underline


class Weights(NamedTuple):
    """One row a bucket, one signed byte a label; per label what a step is worth, and where it starts."""

    rows: memoryview
    steps: Sequence[float]
    starts: Sequence[float]


@cache
def _weights() -> Weights:
    # Read as they lie on disk, without numpy: loading that alone costs more than many readings.
    scale = msgspec.json.decode((WEIGHTS / "ngrams.json").read_bytes(), type=dict[str, list[float]])
    return Weights(memoryview((WEIGHTS / "ngrams.bin").read_bytes()).cast("b"), scale["steps"], scale["starts"])


def scores(sentences: Sequence[str]) -> list[Mapping[Label, float]]:
    """For each sentence of one message, in order: how likely each label is, from 0 to 1."""
    around = zip(sentences, ["", *sentences], [*sentences[1:], ""], strict=False)
    return [dict(zip(LABELS, map(_odds, _sums(*three)), strict=True)) for three in around]


def _sums(sentence: str, before: str = "", after: str = "") -> Iterator[float]:
    """What speaks for each label, in the order of LABELS."""
    rows, steps, starts = _weights()
    filled = vector(sentence, before, after)
    columns = zip(*(rows[bucket * len(LABELS) : (bucket + 1) * len(LABELS)] for bucket in filled), strict=True)
    sums = [sum(map(mul, filled.values(), column)) for column in columns] or [0.0] * len(LABELS)
    return (start + step * total for start, step, total in zip(starts, steps, sums, strict=True))


def _odds(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def evidence(sentence: Plain, label: Label) -> Place:
    """The few neighbouring words of a sentence that speak most for a label, as a place in the message."""
    words, column = sentence.words, LABELS.index(label)
    windows = [words[start : start + WINDOW] for start in range(max(1, len(words) - WINDOW + 1))]
    best = max(windows, key=lambda window: list(_sums(" ".join(word.text for word in window)))[column])
    return Place(best[0].start, best[-1].end)
