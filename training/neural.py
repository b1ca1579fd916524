"""Corpus to the neural model, by one seeded command that goes on where it was stopped: make train-neural

A larger encoder learns first (`teacher.py`), and all others learn what it hears, beside the labels.

Fine-tunes all-MiniLM-L6-v2 end to end, twice: the mean of two hears more than either. `common` and then, slower, `more`
learn from what every model may learn from; from there each fold goes on with all hands but its own, and says what it
hears in those (`fold1.npz` …); `final` goes on with all that may be learned from, then slowly with what must be read
exactly. Needs `requirements/neural.txt`, which no user installs.
"""

import json
import os
import random
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import torch

from amends.coach.neural import MODEL
from training import hands
from training.corpus import Message, guide
from training.desk import Desk, desk, write_logits
from training.encoder import Mean, Reader, pruned
from training.export import export
from training.fit import SEED, Course, Stage, side_by_side
from training.lessons import Example
from training.teacher import taught

EPOCHS, MORE_EPOCHS, FOLD_EPOCHS, FINAL_EPOCHS, LAST_EPOCHS = 4, 3, 2, 2, 3
FOLD_SHARE = 1 / 3  # of the common text, which a fold's model already knows: each epoch another third
SEEDS = (SEED, 20261130)  # so many trainings: what is shipped hears their mean
FURTHER, LAST = 0.6, 0.2  # the pace from `common` on, and at the end
STILL = 2  # of the six layers: the lowest do not learn after `common`
LAST_TIMES, LAST_SHARE = 20, 1 / 8  # at the end: what must be read exactly so many times, and some of all the rest


def common_stages(work: Desk) -> tuple[Stage, ...]:
    """What all others begin from. It has seen no hand of any fold. Who learns from a teacher learns long."""
    found = hands.common()

    def lesson(dice: random.Random) -> list[Example]:
        return work.lesson(found, dice)

    return Stage("common", lesson, EPOCHS), Stage("more", lesson, MORE_EPOCHS, FURTHER)


def fold_stage(work: Desk, number: int) -> Stage:
    """Everything but the hands of one fold."""
    common, them = hands.common(), hands.apart()
    others = hands.by(*(hand for hand in them.left_out if hand not in them.folds[number]))

    def lesson(dice: random.Random) -> list[Example]:
        return work.lesson([*_some(common, FOLD_SHARE, dice), *others], dice)

    return Stage(f"fold{number + 1}", lesson, FOLD_EPOCHS, FURTHER, STILL)


def final_stages(work: Desk) -> tuple[Stage, ...]:
    """All that may be learned from, the guide's examples thrice; then those among some of the rest."""
    found = [*hands.learned(), *guide(), *guide()]
    must = work.examples(guide()) * LAST_TIMES

    def last(dice: random.Random) -> list[Example]:
        return [*must, *work.lesson(_some(found, LAST_SHARE, dice), dice)]

    final = Stage("final", lambda dice: work.lesson(found, dice), FINAL_EPOCHS, FURTHER, STILL)
    return final, Stage("last", last, LAST_EPOCHS, LAST, STILL)


def _some(found: Sequence[Message], share: float, dice: random.Random) -> list[Message]:
    return dice.sample(found, round(len(found) * share))


class Training(NamedTuple):
    """One of those whose mean is shipped: what it is taught from, what it draws by, where it keeps its stages."""

    work: Desk
    seed: int
    folder: Path

    def blank(self) -> Reader:
        """The base model under a head that knows nothing."""
        torch.manual_seed(self.seed)
        return Reader(pruned(self.work.kept))

    def after(self, begun: Reader, *stages: Stage) -> Reader:
        """What a copy of this one has become after these stages."""
        for stage in stages:
            other = self.blank()
            other.load_state_dict(begun.state_dict())
            begun = Course(stage, other, self.folder, self.seed).run()
        return begun

    def run(self) -> list[Reader]:
        """A model for each fold, and last the one that is shipped."""
        self.folder.mkdir(parents=True, exist_ok=True)
        common = self.after(self.blank(), *common_stages(self.work))
        folds = [self.after(common, fold_stage(self.work, number)) for number, _ in enumerate(hands.apart().folds)]
        return [*folds, self.after(common, *final_stages(self.work))]


def train(training: Training) -> None:
    """All its stages, for the files that they leave."""
    training.run()


def main() -> None:
    """The whole chain."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else hands.WORK
    folder.mkdir(parents=True, exist_ok=True)
    work = desk(folder)
    work = work._replace(taught=taught(work, folder))
    print(f"{len(work.kept)} tokens, {len(work.names)} names, {os.cpu_count()} cores", flush=True)
    trainings = [Training(work, seed, folder / str(seed)) for seed in SEEDS]
    side_by_side(train, trainings)
    *folds, finals = zip(*(one.run() for one in trainings), strict=True)  # all is done: it only opens the files
    for number, (left_out, readers) in enumerate(zip(hands.apart().folds, folds, strict=True), start=1):
        write_logits(readers, work, hands.by(*left_out, *hands.apart().dev), folder / f"fold{number}.npz")
    ship(finals, folder)


def ship(readers: Sequence[Reader], folder: Path) -> None:
    """Writes the model. It and its vocabulary are copied to the product's weights by hand, when they are final."""
    model = folder / MODEL
    export(Mean(readers).eval(), model)
    print(json.dumps({model.name: sha256(model.read_bytes()).hexdigest()}, indent=1))


if __name__ == "__main__":
    main()
