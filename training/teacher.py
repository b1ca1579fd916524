"""A larger encoder that the smaller ones learn from, beside the labels: what it is torn between, no label says.

all-mpnet-base-v2 (`ceiling.py`). Its upper layers are taught what every model may learn from, and no hand of any fold.
What it hears in all that is learned from is kept in `taught.npz`. It is never shipped. Once the small ones have learned
from it, all three teach together: what they hear on average is truer than what one hears.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from scipy.special import expit  # type: ignore[import-untyped]  # it ships no types

from training import ceiling, hands
from training.calibrate import Matrix, gold_of, kept_logits, rows_of, shifts
from training.corpus import Message
from training.desk import Desk, Taught, write_logits
from training.encoder import Reader, quick
from training.fit import Course, Stage

NAME, HEARD, SEED = "large", "taught.npz", 1
LARGE_SHARE = 1 / 5  # what the large one counts beside them
EPOCHS, PACE = 3, 0.6
STILL = 4  # of its twelve layers the lowest keep what they know
BUDGET = 1280  # tokens of a batch: a step of so many weights takes as long as the reading


def taught(work: Desk, folder: Path) -> Taught:
    """How likely the teacher finds each label in each sentence of all that is learned from. It is asked once."""
    found = hands.learned_texts()
    if not (folder / HEARD).exists():
        high = work.cut_by(ceiling.words())
        write_logits([_teacher(high, folder)], high, found, folder / HEARD)
    return _likely(found, kept_logits(folder / HEARD, found))


def taught_again(work: Desk, folder: Path, readers: Callable[[], Sequence[Reader]], number: int) -> Taught:
    """The same by these readers and the large one together. They are asked once a round, too (`again1.npz` …)."""
    found, file = hands.learned_texts(), folder / f"again{number}.npz"
    if not file.exists():
        write_logits(readers(), work, found, file)
    all_three = kept_logits(file, found) * (1 - LARGE_SHARE) + kept_logits(folder / HEARD, found) * LARGE_SHARE
    left_out = hands.apart().left_out
    common = np.array([one.hand not in left_out for one in found for _ in one.sentences])
    return _likely(found, all_three + shifts(all_three[common], gold_of(found)[common]))


def _likely(found: Sequence[Message], logits: Matrix) -> Taught:
    """By hand and id, how likely each label is, a row a sentence."""
    likely = expit(logits)
    return {(one.hand, one.id): likely[at].tolist() for one, at in zip(found, rows_of(found), strict=True)}


def _teacher(work: Desk, folder: Path) -> Reader:
    torch.manual_seed(SEED)
    large, found = Reader(ceiling.Large(STILL)), hands.common()
    quick(large.encoder)
    stage = Stage(NAME, lambda dice: work.lesson(found, dice), EPOCHS, PACE, budget=BUDGET)
    return Course(stage, large, folder, SEED).run()
