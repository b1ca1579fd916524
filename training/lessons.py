"""Messages as what one pass reads, in another order and company each time."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from amends.coach.labels import LABELS
from amends.coach.neural import plan_passes
from amends.coach.wordpiece import Pieces
from amends.process import Label
from training.corpus import Message

BUDGET = 640  # tokens of a batch, what fills it up included
SEVERAL, NONE = 1.5, 1.3  # how much a sentence with two labels or more counts, and one without any
HALF = 0.5  # from here on a label counts as there, where a teacher made it less than sure
CAUSES = (LABELS.index(Label.EXCUSE), LABELS.index(Label.CONTEXT))


class Example(NamedTuple):
    """What one pass reads: token numbers, the sentence each token belongs to (-1: none), gold labels."""

    tokens: list[int]
    owners: list[int]
    gold: list[list[float]]


class Batch(NamedTuple):
    """A few examples filled up with zeros: `counts` says how much each sentence counts, 0 where none is."""

    tokens: Tensor
    seen: Tensor
    owners: Tensor
    gold: Tensor
    counts: Tensor


def examples(message: Message, pieces: Pieces) -> Iterator[Example]:
    """One message as the passes that the product would make over it."""
    for one in plan_passes(message.heard, pieces):
        labels = [message.sentences[number].labels for number in one.sentences]
        yield Example(one.tokens, one.owners, [[float(label in there) for label in LABELS] for there in labels])


def batches(found: Sequence[Example], dice: random.Random, budget: int = BUDGET) -> list[list[Example]]:
    """In another order each time, with neighbours of like length, so that little is filled up."""
    mixed = sorted(found, key=lambda one: len(one.tokens) * dice.uniform(0.94, 1.06))
    cut: list[list[Example]] = [[]]
    for one in mixed:
        longest = max(len(other.tokens) for other in [*cut[-1], one])
        if cut[-1] and longest * (len(cut[-1]) + 1) > budget:
            cut.append([])
        cut[-1].append(one)
    return dice.sample(cut, len(cut))


def filled(some: Sequence[Example]) -> Batch:
    """One batch as tensors."""
    rows, long, wide = len(some), max(len(one.tokens) for one in some), max(len(one.gold) for one in some)
    tokens, seen = torch.zeros(rows, long, dtype=torch.long), torch.zeros(rows, long, dtype=torch.long)
    gold, whose = torch.zeros(rows, wide, len(some[0].gold[0])), torch.full((rows, long), -1)
    for row, one in enumerate(some):
        tokens[row, : len(one.tokens)] = torch.tensor(one.tokens)
        seen[row, : len(one.tokens)] = 1
        gold[row, : len(one.gold)] = torch.tensor(one.gold)
        whose[row, : len(one.owners)] = torch.tensor(one.owners)
    owners = (whose.unsqueeze(1) == torch.arange(wide).view(1, -1, 1)).float()
    return Batch(tokens, seen, owners, gold, (owners.sum(-1) > 0) * _counts(gold))


def _counts(gold: Tensor) -> Tensor:
    """How much each sentence counts: what has several labels, or none, was what the first reader missed."""
    labels = (gold > HALF).sum(-1)
    return 1.0 + (labels >= 2) * (SEVERAL - 1) + (labels == 0) * (NONE - 1)


def joined(found: Sequence[Example], dice: random.Random) -> list[Example]:
    """Single sentences in other company each time, up to four; a cause keeps its own, which decides about it."""
    alone = list(filter(_stands_alone, found))
    kept = [one for one in found if not _stands_alone(one)]
    dice.shuffle(alone)
    while alone:
        kept.append(_as_one([alone.pop() for _ in range(min(len(alone), dice.choice((1, 2, 3, 4))))]))
    return kept


def _stands_alone(example: Example) -> bool:
    """One sentence, and not a cause."""
    return len(example.gold) == 1 and not any(example.gold[0][at] > HALF for at in CAUSES)


def _as_one(some: Sequence[Example]) -> Example:
    """Some single sentences as one message of that many."""
    return Example(
        [some[0].tokens[0], *(token for one in some for token in one.tokens[1:])],
        [-1, *(number for number, one in enumerate(some) for _ in one.tokens[1:])],
        [row for one in some for row in one.gold],
    )
