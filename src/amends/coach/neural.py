"""The neural model: one pass over a whole message, heard sentence by sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amends.coach.labels import LABELS
from amends.coach.language import Language
from amends.coach.normalise import Plain, Word
from amends.coach.runs import answer
from amends.coach.wordpiece import Pieces
from amends.process import Label, Place

MODEL, VOCABULARY = "reader.onnx", "reader.txt"  # among the weights of a language
LONGEST = 256  # tokens in one pass, the one that opens it included; what is longer takes several
WINDOW = 4  # words: enough to recognise, short enough to underline
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model heard in one sentence: a logit per label, and how much each word adds to it."""

    logits: Mapping[Label, float]
    shares: Floats  # (label, token)
    words: Sequence[Word]  # the word of each token

    def evidence(self, label: Label) -> Place:
        """The few neighbouring words that speak most for a label. The model must have seen a word."""
        sums: dict[Word, float] = {}
        for word, share in zip(self.words, self.shares[LABELS.index(label)].tolist(), strict=False):
            sums[word] = sums.get(word, 0.0) + share
        words, shares = list(sums), list(sums.values())
        starts = range(max(1, len(words) - WINDOW + 1))
        best = max(starts, key=lambda start: sum(shares[start : start + WINDOW]))
        return Place(words[best].start, words[min(best + WINDOW, len(words)) - 1].end)


@dataclass(frozen=True, slots=True)
class Pass:
    """What one run reads: neighbouring sentences by their numbers, their tokens, and whose each token is."""

    sentences: list[int]
    tokens: list[int]
    owners: list[int]  # places in `sentences`; -1 for the token that opens the pass
    words: list[list[Word]]


def plan_passes(told: Sequence[Plain], pieces: Pieces) -> Iterator[Pass]:
    """As many whole sentences to a pass as fit; a sentence that alone is too long is heard up to where it fits."""
    current = Pass([], [pieces.first], [-1], [])
    for number, sentence in enumerate(told):
        found = [(piece, word) for word in sentence.words for piece in pieces.of(word.text)][: LONGEST - 1]
        if current.sentences and len(current.tokens) + len(found) > LONGEST:
            yield current
            current = Pass([], [pieces.first], [-1], [])
        current.owners.extend([len(current.sentences)] * len(found))
        current.sentences.append(number)
        current.tokens.extend(piece for piece, _ in found)
        current.words.append([word for _, word in found])
    if current.sentences:
        yield current


@cache
def is_here(model: Path) -> bool:
    """Whether this machine has it and can run it: onnxruntime has no build for some."""
    return find_spec("onnxruntime") is not None and model.exists()


def hear(told: Sequence[Plain], language: Language) -> list[Heard]:
    """All sentences of one message, in order."""
    cut = plan_passes(told, pieces(language.weights(VOCABULARY)))
    return [heard for one in cut for heard in _run(one, language.weights(MODEL))]


def _run(one: Pass, model: Path) -> Iterator[Heard]:
    owners = np.equal.outer(np.arange(len(one.sentences)), np.array(one.owners))
    logits, shares = answer(model, one.tokens, owners)
    for row, share, mine, words in zip(logits, shares, owners, one.words, strict=True):
        yield Heard(dict(zip(LABELS, row.tolist(), strict=True)), share[:, mine], words)


@cache
def pieces(vocabulary: Path) -> Pieces:
    """The pieces of a model's vocabulary, one a line."""
    return Pieces(vocabulary.read_text(encoding="utf-8").split("\n")[:-1])
