"""Corpus to the safety ear, by one seeded command that goes on where it was stopped: python -m training.ear

An encoder of its own, begun from what the reader's `common` stage learned. Each fold leaves two hands of the safety
texts out and says what it hears in them, in ordinary messages of the dev hands, and nothing else (`danger1.npz` …);
`ear` learns from all six. Names of stages after the folder run those alone. Needs `requirements/neural.txt`.
"""

import json
import random
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from amends.coach.neural import plan_passes
from training import hands
from training.alter import altered
from training.corpus import Message
from training.dangers import FLAGS, FOLDS, dangers, in_company, learned_messages, ordinary_messages
from training.encoder import Reader, pruned
from training.export import export
from training.fit import SEED, Course, Stage, logits
from training.lessons import Example
from training.neural import Desk, desk

HEARD = len(FLAGS) + 1  # the last one is "any"
EPOCHS = 3
ORDINARY, GRAVE = 300, 150  # messages an epoch, others each time: without danger, and with some in mind
IN_COMPANY = 0.15


def example(message: Message, work: Desk) -> Example:
    """A whole text as one sentence: its first pass, and its flags."""
    one = next(plan_passes(message.told, work.pieces))
    flags = [float(flag in message.flags) for flag in FLAGS]
    return Example(one.tokens, [-1, *[0] * (len(one.tokens) - 1)], [[*flags, float(any(flags))]])


def stage(name: str, grave: Sequence[Message], work: Desk) -> Stage:
    """All these texts, some of them in company, and ordinary messages beside them."""
    found = learned_messages()
    ordinary = [one for one in found if not one.flags]
    in_passing = [one for one in found if one.flags]

    def lesson(dice: random.Random) -> list[Example]:
        told = [in_company(one, ordinary, dice) if dice.random() < IN_COMPANY else one for one in grave]
        beside = [*dice.sample(in_passing, GRAVE), *dice.sample(ordinary, ORDINARY)]
        read = [altered(one, work.names, dice) for one in [*told, *beside]]
        return [example(one, work) for one in read if one.told]

    return Stage(name, lesson, EPOCHS)


def begun(folder: Path, work: Desk) -> Reader:
    """The encoder of the reader's `common` stage, under a head that knows nothing of danger."""
    torch.manual_seed(SEED)
    ear = Reader(pruned(work.kept), HEARD)
    kept = torch.load(folder / "common.pt")["mean"]
    prefix = "module.encoder."
    known = {name.removeprefix(prefix): tensor for name, tensor in kept.items() if name.startswith(prefix)}
    ear.encoder.load_state_dict(known)
    return ear


def write_scores(ear: Reader, work: Desk, found: Sequence[Message], file: Path) -> None:
    """What an ear hears: the texts' ids, and a row of logits each."""
    rows = [next(logits(ear, [example(one, work)])).numpy() for one in found]
    np.savez(file, ids=[one.id for one in found], logits=np.concatenate(rows))


def train_fold(number: int, folder: Path, work: Desk) -> None:
    """Everything but the hands of one fold, and what is heard in those."""
    left_out = FOLDS[number - 1]
    others = [one for one in dangers() if one.hand not in left_out]
    ear = Course(stage(f"danger{number}", others, work), begun(folder, work), folder).run()
    write_scores(ear, work, [*dangers(*left_out), *ordinary_messages()], folder / f"danger{number}.npz")


def train_whole(folder: Path, work: Desk) -> None:
    """All six hands, and the file that is shipped. It is copied to the product's weights by hand, when it is final."""
    ear = Course(stage("ear", dangers(), work), begun(folder, work), folder).run()
    model = folder / "ear.onnx"
    export(ear, model)
    print(json.dumps({model.name: sha256(model.read_bytes()).hexdigest()}, indent=1))


def main() -> None:
    """The whole chain, or the stages that are named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else hands.WORK
    wanted = sys.argv[2:] or [*(f"danger{number}" for number in range(1, len(FOLDS) + 1)), "ear"]
    work = desk()
    for name in wanted:
        if name == "ear":
            train_whole(folder, work)
        else:
            train_fold(int(name.removeprefix("danger")), folder, work)


if __name__ == "__main__":
    main()
