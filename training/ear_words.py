"""The safety ear's second opinion: one linear model of words and letters for any danger. Takes seconds, needs no torch.

It forgets nothing that it has seen, which the encoder does after so few lessons; together they hear more than either.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # it ships no types
from sklearn.linear_model import LogisticRegression

from amends.coach.ngrams import vector
from training.corpus import Message
from training.dangers import learned_messages

BUCKETS = 1 << 18  # one column of weights: there is room for eight times as many as the reader has
SEED = 20261129
STRENGTH = 30.0  # C of scikit-learn, as for the reader's n-grams
ORDINARY = 2_000  # messages beside the safety texts
SHARE = 0.5  # what they count beside the encoder, which hears more
Numbers = NDArray[np.float64]


class Words(NamedTuple):
    """A weight a bucket, and where it starts."""

    weights: Numbers
    start: float

    def heard(self, found: Sequence[Message]) -> Numbers:
        """A logit a text."""
        sums: Numbers = seen(found) @ self.weights
        return sums + self.start

    def save(self, file: Path) -> tuple[float, float]:
        """Writes the weights as signed bytes. Returns what a step is worth, and the start."""
        step = float(np.abs(self.weights).max()) / 127
        file.write_bytes(np.rint(self.weights / step).astype(np.int8).tobytes())
        return float(f"{step:.5g}"), float(f"{self.start:.5g}")


def seen(found: Sequence[Message]) -> csr_matrix:
    """One row a text in plain words; one column a bucket."""
    filled = [vector(" ".join(one.plain), buckets=BUCKETS) for one in found]
    columns = [bucket for row in filled for bucket in row]
    values = [value for row in filled for value in row.values()]
    ends = np.cumsum([0, *map(len, filled)])
    return csr_matrix((values, columns, ends), shape=(len(filled), BUCKETS))


def fit(grave: Sequence[Message]) -> Words:
    """Taught by these safety texts and some ordinary messages."""
    ordinary = [one for one in learned_messages() if not one.flags]
    found = [*grave, *random.Random(SEED).sample(ordinary, ORDINARY)]
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
    model.fit(seen(found), [bool(one.flags) for one in found])
    return Words(model.coef_[0] * SHARE, float(model.intercept_[0]) * SHARE)
