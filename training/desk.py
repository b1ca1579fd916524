"""What all trainings share: which words stay, how they are cut, and how a message becomes what a pass reads."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from amends.coach.labels import LABELS
from amends.coach.neural import VOCABULARY
from amends.coach.wordpiece import Pieces
from training import hands
from training.alter import altered, known_names
from training.corpus import Message
from training.encoder import Reader, base_words, kept_words
from training.fit import logits
from training.lessons import Example, examples, joined

LINES_SHARE = 1 / 2  # of the old single lines: they weigh half
TAUGHT_SHARE = 1 / 2  # of what is learned is what the teacher hears, where it heard anything; the rest are the labels
Taught = Mapping[tuple[str, str], Sequence[Sequence[float]]]  # by hand and id: how likely each label, a row a sentence


class Desk(NamedTuple):
    """The words that stay, how they are cut, the names that others take the place of, and what a teacher heard."""

    kept: Sequence[str]
    pieces: Pieces
    names: frozenset[str]
    taught: Taught

    def lesson(self, found: Sequence[Message], dice: random.Random) -> list[Example]:
        """Half of the single lines in new company, and all messages as somebody else might have typed them."""
        lines = [one for one in found if one.hand == hands.OLD_LINES and dice.random() < LINES_SHARE]
        whole = [altered(one, self.names, dice) for one in found if one.hand != hands.OLD_LINES]
        return [*joined(self.examples(lines), dice), *self.examples(whole)]

    def cut_by(self, words: Sequence[str]) -> "Desk":
        """The same for an encoder that has other words."""
        return self._replace(kept=words, pieces=Pieces(words))

    def examples(self, found: Iterable[Message]) -> list[Example]:
        """The messages as they stand."""
        return [one for message in found for one in self._softened(message)]

    def _softened(self, message: Message) -> Iterator[Example]:
        rows = iter(self.taught.get((message.hand, message.id), ()))
        for one in examples(message, self.pieces):
            soft = [[_between(*both) for both in zip(row, next(rows, row), strict=True)] for row in one.gold]
            yield one._replace(gold=soft)


def write_logits(readers: Sequence[Reader], work: Desk, found: Sequence[Message], file: Path) -> None:
    """What these hear on average: whose each message is, how many sentences it has, and a row of logits a sentence."""
    rows = [np.mean(each, axis=0) for each in zip(*(_heard(reader, work, found) for reader in readers), strict=True)]
    ids, whose = [one.id for one in found], [one.hand for one in found]
    np.savez(file, ids=ids, hands=whose, counts=[*map(len, rows)], logits=np.concatenate(rows), labels=LABELS)


def _heard(reader: Reader, work: Desk, found: Sequence[Message]) -> list[Tensor]:
    """The rows of each message; many are read at once."""
    read = [work.examples([one]) for one in found]
    rows = iter(logits(reader, [one for each in read for one in each]))
    return [torch.cat([*islice(rows, len(each))]) for each in read]


def _between(label: float, heard: float) -> float:
    return label + (heard - label) * TAUGHT_SHARE


def desk(folder: Path) -> Desk:
    """The same for all stages, from all that is not kept for dev and test; the words that stay are chosen once."""
    found, file = hands.learned(), folder / VOCABULARY
    if not file.exists():
        file.write_text("\n".join(kept_words(base_words(), found)) + "\n", encoding="utf-8")
    kept = file.read_text(encoding="utf-8").splitlines()
    return Desk(kept, Pieces(kept), known_names(found), {})
