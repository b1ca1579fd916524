"""Corpus to the safety ear, by one seeded command that goes on where it was stopped: python -m training.ear

An encoder of its own, begun from what the reader's smaller one learned in `common`. Each fold leaves two hands of the
safety texts out and says what it hears in them, in ordinary messages of the dev hands, and nothing else
(`danger1.npz` …); `ear` learns from all hands. Stages named after the folder run alone; `large1` … are the same folds
by an encoder ten times as large (`training/ceiling.py`), as the ceiling. Needs `requirements/neural.txt`.
"""

import json
import random
import sys
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from amends.coach.neural import plan_passes
from training import ceiling, hands
from training.alter import altered
from training.corpus import Message
from training.dangers import (
    FLAGS,
    FOLDS,
    alone,
    dangers,
    guided,
    harmless,
    in_company,
    learned_messages,
    ordinary_messages,
    unfolded,
)
from training.desk import Desk, desk
from training.encoder import Reader
from training.export import export
from training.fit import SEED, Course, Stage, logits, side_by_side
from training.lessons import Example
from training.neural import MINILM

HEARD = len(FLAGS) + 1  # the last one is "any"
EPOCHS = 2
UNFOLDED_EPOCHS, LARGE_EPOCHS, LARGE_PACE = 2, 1, 0.5  # on what the hands of no fold wrote, then on all but one fold
ORDINARY, GRAVE = 300, 150  # messages an epoch, others each time: without danger, and with some in mind
SETTLING, MANY_ORDINARY = 4, 6_000  # epochs once more, among so many: most of what is read is ordinary
ALONE = 4_000  # single sentences of ordinary messages beside them
IN_COMPANY = 0.15


class School(NamedTuple):
    """What the stages share: where they keep what they did, and how the words are cut for the ear."""

    folder: Path
    work: Desk

    @property
    def high(self) -> Desk:
        """How the words are cut for the large encoder. Whoever trains ears alone need not have it."""
        return self.work.cut_by(ceiling.words())

    def ear(self, name: str, grave: Sequence[Message]) -> Reader:
        """An ear, begun from the `common` stage of the reader's smaller encoder, and taught by these texts."""
        torch.manual_seed(SEED)
        ear = Reader(MINILM.begin(self.work.kept), HEARD)
        kept, prefix = torch.load(self.folder / MINILM.name / "common.pt")["mean"], "module.encoder."
        ear.encoder.load_state_dict({key.removeprefix(prefix): kept[key] for key in kept if key.startswith(prefix)})
        heard = Course(stage(name, grave, self.work), ear, self.folder).run()
        return Course(settled(name, grave, self.work), heard, self.folder).run()

    def large(self, name: str, grave: Sequence[Message], epochs: int, begun: Reader | None = None) -> Reader:
        """The large encoder, taught by these texts."""
        torch.manual_seed(SEED)
        large = Reader(ceiling.Large(), HEARD)
        if begun:
            large.load_state_dict(begun.state_dict())
        lessons = stage(name, grave, self.high)._replace(epochs=epochs, pace=LARGE_PACE, still=0)
        return Course(lessons, large, self.folder).run()


def example(message: Message, work: Desk) -> Example:
    """A whole text as one sentence: its first pass, and its flags."""
    one = next(plan_passes(message.told, work.pieces))
    flags = [float(flag in message.flags) for flag in FLAGS]
    return Example(one.tokens, [-1, *[0] * (len(one.tokens) - 1)], [[*flags, float(any(flags))]])


def stage(name: str, grave: Sequence[Message], work: Desk, many: int = ORDINARY, single: int = 0) -> Stage:
    """All these texts, some of them in company; beside them so many ordinary messages, single sentences of so many, and
    the guide's examples."""
    ordinary, in_passing = harmless(), [one for one in learned_messages() if one.flags]

    def lesson(dice: random.Random) -> list[Example]:
        told = [in_company(one, ordinary, dice) if dice.random() < IN_COMPANY else one for one in grave]
        beside = [*dice.sample(in_passing, GRAVE), *dice.sample(ordinary, many), *guided()]
        beside += [alone(one, dice) for one in dice.sample(ordinary, single)]
        read = [altered(one, work.names, dice) for one in [*told, *beside]]
        return [example(one, work) for one in read if one.told]

    return Stage(name, lesson, EPOCHS, still=MINILM.still)


def settled(name: str, grave: Sequence[Message], work: Desk) -> Stage:
    """The same again, among as much that is ordinary as leaves an ear quiet at most of it."""
    return stage(f"{name}-settled", grave, work, MANY_ORDINARY, ALONE)._replace(epochs=SETTLING)


def write_scores(ear: Reader, work: Desk, found: Sequence[Message], file: Path) -> None:
    """What an ear hears: the texts' ids, and a row of logits each."""
    heard = logits(ear, [example(one, work) for one in found])
    np.savez(file, ids=[one.id for one in found], logits=np.concatenate([one.numpy() for one in heard]))


def unseen(number: int) -> list[Message]:
    """What is heard by those who have not learned from it: the two hands of a fold, and ordinary messages."""
    return [*dangers(*FOLDS[number - 1]), *ordinary_messages()]


def others(number: int) -> list[Message]:
    """Everything but the hands of one fold."""
    return [one for one in dangers() if one.hand not in FOLDS[number - 1]]


def train_fold(number: int, school: School) -> None:
    """An ear for one fold, and what it hears."""
    name = f"danger{number}"
    write_scores(school.ear(name, others(number)), school.work, unseen(number), school.folder / f"{name}.npz")


def train_ceiling(number: int, school: School) -> None:
    """The same by the large encoder."""
    name, begun = f"large{number}", school.large("unfolded", unfolded(), UNFOLDED_EPOCHS)
    large = school.large(name, others(number), LARGE_EPOCHS, begun)
    write_scores(large, school.high, unseen(number), school.folder / f"{name}.npz")


def train_whole(school: School) -> None:
    """All hands, and the file that is shipped. It is copied to the product's weights by hand, when it is final."""
    model = school.folder / "ear.onnx"
    export(school.ear("ear", dangers()), model)
    print(json.dumps({model.name: sha256(model.read_bytes()).hexdigest()}, indent=1))


def train(name: str, folder: Path) -> None:
    """One stage, with all that it needs."""
    school = School(folder, desk(folder))
    if name == "ear":
        train_whole(school)
    else:
        (train_fold if name.startswith("danger") else train_ceiling)(int(name[-1]), school)


def main() -> None:
    """The whole chain, or the stages that are named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else hands.WORK
    wanted = sys.argv[2:] or [*(f"danger{number}" for number in range(1, len(FOLDS) + 1)), "ear"]
    side_by_side(partial(train, folder=folder), wanted)


if __name__ == "__main__":
    main()
