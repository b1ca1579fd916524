"""A sentence and its neighbours as hashed n-grams: what the linear model sees."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from math import sqrt
from zlib import crc32

BUCKETS = 1 << 15
WORDS = re.compile(r"[\w']+|[?!.,:;…]")


def vector(sentence: str, before: str = "", after: str = "") -> Mapping[int, float]:
    """The filled buckets and their weights (length 1 in all), for one sentence between its neighbours.

    The hash is CRC-32, the same on every machine: weights trained on one hold on all others.
    """
    names = chain(_words(sentence), _letters(sentence), _neighbour("<", before), _neighbour(">", after))
    counts = Counter(crc32(name.encode()) % BUCKETS for name in names)
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
