"""What all trainings share: which words stay, how they are cut, and how a message becomes what a pass reads."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from amends.coach.neural import VOCABULARY
from amends.coach.wordpiece import Pieces
from training import hands
from training.alter import altered, known_names
from training.corpus import Message
from training.encoder import base_words, kept_words
from training.lessons import Example, examples, joined

LINES_SHARE = 1 / 2  # of the old single lines: they weigh half
TAUGHT_SHARE = 1 / 2  # of what is learned is what the teacher hears, where it heard anything; the rest are the labels
Taught = Mapping[str, Sequence[Sequence[float]]]  # message by message: how likely each label is in each sentence


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

    def examples(self, found: Iterable[Message]) -> list[Example]:
        """The messages as they stand."""
        return [one for message in found for one in self._softened(message)]

    def _softened(self, message: Message) -> Iterator[Example]:
        rows = iter(self.taught.get(key(message), ()))
        for one in examples(message, self.pieces):
            soft = [[_between(*both) for both in zip(row, next(rows, row), strict=True)] for row in one.gold]
            yield one._replace(gold=soft)


def key(message: Message) -> str:
    """Its hand and id: of one hand no two messages have the same."""
    return f"{message.hand} {message.id}"


def _between(label: float, heard: float) -> float:
    return label + (heard - label) * TAUGHT_SHARE


def desk(folder: Path) -> Desk:
    """The same for all stages, from all that is not kept for dev and test; the words that stay are chosen once."""
    found, file = hands.learned(), folder / VOCABULARY
    if not file.exists():
        file.write_text("\n".join(kept_words(base_words(), found)) + "\n", encoding="utf-8")
    kept = file.read_text(encoding="utf-8").splitlines()
    return Desk(kept, Pieces(kept), known_names(found), {})
