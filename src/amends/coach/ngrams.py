"""A sentence and its neighbours as hashed n-grams, and the linear model that weighs them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from math import sqrt
from typing import NamedTuple
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from amends.coach.labels import LABELS
from amends.coach.language import Language
from amends.coach.normalise import Plain
from amends.process import Label, Place

BUCKETS = 1 << 15
WORDS = re.compile(r"[\w']+|[?!.,:;…]")
WINDOW = 4  # words: enough to recognise, short enough to underline
Floats = NDArray[np.float32]


def vector(sentence: str, before: str = "", after: str = "", buckets: int = BUCKETS) -> Mapping[int, float]:
    """Which of the buckets are filled, and their weights (length 1 in all), for one sentence between its neighbours.

    The hash is CRC-32, the same on every machine: weights trained on one hold on all others.
    """
    names = chain(_words(sentence), _letters(sentence), _neighbour("<", before), _neighbour(">", after))
    counts = Counter(crc32(name.encode()) % buckets for name in names)
    length = sqrt(sum(counts.values()))
    return {bucket: sqrt(count) / length for bucket, count in counts.items()}


def _words(sentence: str) -> Iterator[str]:
    """Single words, pairs and threes."""
    words = ["^", *WORDS.findall(sentence.lower()), "$"]
    for size in (1, 2, 3):
        yield from (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _letters(sentence: str) -> Iterator[str]:
    """Runs of two to five letters inside a word: they forgive spelling."""
    for word in WORDS.findall(sentence.lower()):
        edged = f"_{word}_"
        for size in (2, 3, 4, 5):
            yield from (f"#{edged[at : at + size]}" for at in range(len(edged) - size + 1))


def _neighbour(side: str, sentence: str) -> Iterator[str]:
    yield from (side + word for word in WORDS.findall(sentence.lower()))


class _Weights(NamedTuple):
    """One row a bucket, one signed byte a label; per label what a step is worth, and where it starts."""

    rows: NDArray[np.int8]
    steps: Floats
    starts: Floats


@cache
def _weights(language: Language) -> _Weights:
    scale = msgspec.json.decode(language.weights("ngrams.json").read_bytes(), type=dict[str, list[float]])
    rows = np.frombuffer(language.weights("ngrams.bin").read_bytes(), np.int8).reshape(BUCKETS, len(LABELS))
    return _Weights(rows, np.array(scale["steps"], np.float32), np.array(scale["starts"], np.float32))


def logits(sentences: Sequence[str], language: Language) -> Floats:
    """What speaks for each label, one row a sentence of one message, one column a label in the order of LABELS."""
    around = zip(sentences, ["", *sentences], [*sentences[1:], ""], strict=False)
    return np.array([_sums(language, *three) for three in around], np.float32).reshape(-1, len(LABELS))


def _sums(language: Language, sentence: str, before: str = "", after: str = "") -> Floats:
    rows, steps, starts = _weights(language)
    filled = vector(sentence, before, after)
    heard = np.fromiter(filled.values(), np.float32, len(filled)) @ rows[list(filled)].astype(np.float32)
    return starts + steps * heard


def evidence(sentence: Plain, label: Label) -> Place:
    """The few neighbouring words of a sentence that speak most for a label, as a place in the message."""
    words, column = sentence.words, LABELS.index(label)
    windows = [words[start : start + WINDOW] for start in range(max(1, len(words) - WINDOW + 1))]
    best = max(
        windows, key=lambda window: float(_sums(sentence.language, " ".join(word.text for word in window))[column])
    )
    return Place(best[0].start, best[-1].end)
