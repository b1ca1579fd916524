"""Which hands are learned from and which are read unseen: `corpus/hands.toml`, whole hands only."""

import os
import tomllib
from pathlib import Path
from typing import NamedTuple

from training.corpus import FOLDER, Message, guide, messages, pairs, part

WORK = Path(os.environ.get("AMENDS_TRAINING", "build/training"))  # where training keeps what it is not done with
UNSEEN = "unseen.npz"  # there: what was heard in the hands of all folds by who had read none, and in the dev hands
OLD_LINES = "lines"  # the hand of the old single lines, one label each


class Hands(NamedTuple):
    """The hands that stand apart. All others are common: every model learns from them."""

    dev: list[str]
    test: list[str]
    folds: list[list[str]]

    @property
    def left_out(self) -> list[str]:
        """The hands of all folds."""
        return [hand for fold in self.folds for hand in fold]


def apart() -> Hands:
    """Who stands apart."""
    return Hands(**tomllib.loads((FOLDER / "hands.toml").read_text(encoding="utf-8")))


def by(*hands: str) -> list[Message]:
    """All messages of these hands."""
    return [message for hand in hands for message in messages(FOLDER / "hands" / f"{hand}.jsonl")]


def learned() -> list[Message]:
    """All that a model which is shipped may learn from."""
    return [*common(), *by(*apart().left_out)]


def learned_texts() -> list[Message]:
    """The same without the guide's own examples, which are to be read to the letter."""
    return [one for one in learned() if one.hand != "guide"]


def chosen_on() -> list[Message]:
    """What is kept to choose on: how much each opinion counts, and from where on a label is said."""
    return [*part("dev"), *by(*apart().dev)]


def common() -> list[Message]:
    """What every model learns from: the guide, the old train part, lines and pairs, and the hands of no fold."""
    them = apart()
    files = sorted((FOLDER / "hands").glob("*.jsonl"))
    free = [file.stem for file in files if file.stem not in {*them.dev, *them.test, *them.left_out}]
    old = [*part("train"), *(one for pair in pairs("train") for one in pair), *messages(FOLDER / "lines.jsonl")]
    return [*guide(), *old, *by(*free)]
