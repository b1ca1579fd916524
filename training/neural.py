"""Corpus to the neural model, by one seeded command that goes on where it was stopped: make train-neural

A larger encoder learns first (`teacher.py`), and all others learn what it hears, beside the labels.

Fine-tunes two small encoders end to end, of two families: the mean of both hears more than either. `common` and then,
slower, `more` learn from what every model may learn from, which no hand of any fold is; then, round after round,
`again1` and so on, from what all three hear together by then, and `longer` where that was too short. What the two hear
at last in the folds' hands is written down (`unseen.npz`). `final` reads those hands too, among some of the rest;
`last`, slowly, what must be read exactly.
Needs `requirements/neural.txt`, which no user installs.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import torch
from transformers import BertModel

from amends.coach.neural import MODEL
from training import e5, hands
from training.corpus import Message, guide
from training.desk import Desk, desk, write_logits
from training.encoder import Mean, Reader, pruned
from training.export import export
from training.fit import SEED, Course, Lesson, Stage, side_by_side
from training.lessons import Example
from training.teacher import taught, taught_again

FINAL_EPOCHS, LAST_EPOCHS = 2, 3
FINAL_SHARE = 1 / 3  # of the common text, which is known by then: a third, drawn anew for each epoch
FURTHER, LAST = 0.6, 0.2  # the pace from `common` on, and at the end
LAST_TIMES, LAST_SHARE = 20, 1 / 8  # at the end: what must be read exactly so many times, and some of all the rest


class Kind(NamedTuple):
    """A small encoder: what it begins from, how many epochs of `common`, `more`, each round of `again` and `longer` it
    takes, and how many of its lowest layers do not learn any more after `common`."""

    name: str
    begin: Callable[[Sequence[str]], BertModel]
    epochs: int
    more: int
    again: tuple[int, ...]
    longer: int
    still: int


MINILM = Kind("minilm", pruned, 4, 11, (3, 4, 2), 0, 2)
KINDS = (MINILM, Kind("e5", e5.encoder, 5, 1, (3, 2, 2), 3, 4))
ROUNDS = len(MINILM.again)  # so often all three are asked what they hear by then


def common_stages(kind: Kind, work: Desk) -> tuple[Stage, ...]:
    """What is learned from the large encoder. Who learns from a teacher learns long."""
    lesson = _common_lesson(work)
    return Stage("common", lesson, kind.epochs), Stage("more", lesson, kind.more, FURTHER, kind.still)


def again_stages(kind: Kind, work: Desk) -> tuple[Stage, ...]:
    """The same from all three, a round each: `work` has what they heard before the last. Still no hand of any fold."""
    lesson = _common_lesson(work)
    return tuple(Stage(f"again{at}", lesson, epochs, FURTHER, kind.still) for at, epochs in enumerate(kind.again, 1))


def longer_stages(kind: Kind, work: Desk) -> tuple[Stage, ...]:
    """For whoever has learned too little by then: the last round's lesson once more, at full pace."""
    return (Stage("longer", _common_lesson(work), kind.longer, still=kind.still),) if kind.longer else ()


def _common_lesson(work: Desk) -> Lesson:
    found = hands.common()
    return lambda dice: work.lesson(found, dice)


def final_stages(kind: Kind, work: Desk) -> tuple[Stage, ...]:
    """The hands of the folds and the guide's examples among some of the rest; then the examples, slowly, among few."""
    known, new = hands.common(), [*hands.by(*hands.apart().left_out), *guide(), *guide()]
    must = work.examples(guide()) * LAST_TIMES

    def final(dice: random.Random) -> list[Example]:
        return work.lesson([*_some(known, FINAL_SHARE, dice), *new], dice)

    def last(dice: random.Random) -> list[Example]:
        return [*must, *work.lesson(_some([*known, *new], LAST_SHARE, dice), dice)]

    first = Stage("final", final, FINAL_EPOCHS, FURTHER, kind.still)
    return first, Stage("last", last, LAST_EPOCHS, LAST, kind.still)


def _some(found: Sequence[Message], share: float, dice: random.Random) -> list[Message]:
    return dice.sample(found, round(len(found) * share))


class Training(NamedTuple):
    """One of those whose mean is shipped: which encoder, what it is taught from, where it keeps its stages."""

    kind: Kind
    work: Desk
    folder: Path

    def blank(self) -> Reader:
        """The base model under a head that knows nothing."""
        torch.manual_seed(SEED)
        return Reader(self.kind.begin(self.work.kept))

    def after(self, begun: Reader, *stages: Stage) -> Reader:
        """What a copy of this one has become after these stages."""
        for stage in stages:
            other = self.blank()
            other.load_state_dict(begun.state_dict())
            begun = Course(stage, other, self.folder).run()
        return begun

    def student(self, rounds: int) -> Reader:
        """The one that has learned from the large encoder, and so many rounds from all three (`longer` after all);
        from no hand of a fold. `work` teaches the last of these stages: what came before is done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        again = again_stages(self.kind, self.work)[:rounds]
        longer = longer_stages(self.kind, self.work) if rounds == ROUNDS else ()
        return self.after(self.blank(), *common_stages(self.kind, self.work), *again, *longer)

    def shipped(self) -> Reader:
        """The one that has read all."""
        return self.after(self.student(ROUNDS), *final_stages(self.kind, self.work))


def run_student(training: Training, rounds: int) -> None:
    """Its stages up to this round, for the files that they leave."""
    training.student(rounds)


def run_all(training: Training) -> None:
    """All its stages, in the same way."""
    training.shipped()


def students(trainings: Sequence[Training], rounds: int) -> list[Reader]:
    """All as they are after so many rounds. Those are done: this opens the files."""
    return [one.student(rounds) for one in trainings]


def main() -> None:
    """The whole chain."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else hands.WORK
    folder.mkdir(parents=True, exist_ok=True)
    work = desk(folder)
    work = work._replace(taught=taught(work, folder))
    print(f"{len(work.kept)} tokens, {len(work.names)} names, {os.cpu_count()} cores", flush=True)
    trainings = [Training(kind, work, folder / kind.name) for kind in KINDS]
    for rounds in range(ROUNDS):
        side_by_side(partial(run_student, rounds=rounds), trainings)
        work = work._replace(taught=taught_again(work, folder, partial(students, trainings, rounds), rounds + 1))
        trainings = [one._replace(work=work) for one in trainings]
    side_by_side(run_all, trainings)
    unseen = hands.by(*hands.apart().left_out, *hands.apart().dev)
    write_logits(students(trainings, ROUNDS), work, unseen, folder / hands.UNSEEN)
    ship([one.shipped() for one in trainings], folder)


def ship(readers: Sequence[Reader], folder: Path) -> None:
    """Writes the model. It and its vocabulary are copied to the product's weights by hand, when they are final."""
    model = folder / MODEL
    export(Mean(readers).eval(), model)
    print(json.dumps({model.name: sha256(model.read_bytes()).hexdigest()}, indent=1))


if __name__ == "__main__":
    main()
