"""Corpus to weights, by one seeded command: python -m training.ngrams

Trains one linear model per label on all that may be learned from and writes ngrams.* among the weights of the language.
Prints their SHA-256; the same corpus and versions give the same files.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # it ships no types
from sklearn.linear_model import LogisticRegression

from amends.coach.labels import LABELS
from amends.coach.ngrams import BUCKETS, vector
from amends.process import Label
from training.corpus import ENGLISH, Message
from training.hands import learned

SEED = 20261123
WEIGHTS = ENGLISH.weights("")
STRENGTH = 30.0  # C of scikit-learn, chosen on the dev part
Matrix = NDArray[np.float32]


def seen(messages: list[Message]) -> csr_matrix:
    """One row a sentence, as the models hear it; one column a bucket."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for message in messages:
        texts = [one.text for one in message.heard]
        for around in zip(texts, ["", *texts], [*texts[1:], ""], strict=False):
            filled = vector(*around)
            columns.extend(filled)
            values.extend(filled.values())
            ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(ends) - 1, BUCKETS))


def fit(messages: list[Message], labels: Sequence[Label] = LABELS) -> tuple[Matrix, Matrix]:
    """Weights (a column a label) and starts."""
    rows = seen(messages)
    weights, starts = np.zeros((BUCKETS, len(labels)), np.float32), np.zeros(len(labels), np.float32)
    for column, label in enumerate(labels):
        there = [label in sentence.labels for message in messages for sentence in message.sentences]
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
        model.fit(rows, there)
        weights[:, column], starts[column] = model.coef_[0], model.intercept_[0]
    return weights, starts


def save(weights: Matrix, starts: Matrix, folder: Path = WEIGHTS) -> str:
    """Writes the weights as signed bytes, with each label's step beside them. Returns the SHA-256 of both files."""
    steps = np.abs(weights).max(axis=0) / 127
    rows = np.rint(weights / steps).astype(np.int8)
    (folder / "ngrams.bin").write_bytes(rows.tobytes())
    scale = {"steps": _short(steps), "starts": _short(starts)}
    (folder / "ngrams.json").write_text(json.dumps(scale, indent=1) + "\n", encoding="utf-8")
    return sha256((folder / "ngrams.bin").read_bytes() + (folder / "ngrams.json").read_bytes()).hexdigest()


def _short(values: Matrix) -> list[float]:
    """Five digits: what differs beyond them differs between machines."""
    return [float(f"{value:.5g}") for value in values]


if __name__ == "__main__":
    lessons = learned()
    print(f"{len(lessons)} messages, {sum(len(one.sentences) for one in lessons)} sentences")
    digest = save(*fit(lessons))
    print(f"ngrams  sha256 {digest}  {(WEIGHTS / 'ngrams.bin').stat().st_size / 1e6:.2f} MB")
