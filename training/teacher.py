"""A larger encoder that the smaller ones learn from, beside the labels: what it is torn between, no label says.

all-mpnet-base-v2 (`ceiling.py`). Its upper layers are taught what every model may learn from, and no hand of any fold.
What it hears in all that is learned from is kept in `taught.npz`. It is never shipped.
"""

from pathlib import Path

import numpy as np
import torch

from training import ceiling, hands
from training.desk import Desk, Taught, write_logits
from training.encoder import Reader, quick
from training.fit import Course, Stage

NAME, HEARD, SEED = "large", "taught.npz", 1
EPOCHS, PACE = 3, 0.6
STILL = 4  # of its twelve layers the lowest keep what they know
BUDGET = 1280  # tokens of a batch: a step of so many weights takes as long as the reading


def taught(work: Desk, folder: Path) -> Taught:
    """How likely the teacher finds each label in each sentence of all that is learned from. It is asked once."""
    if not (folder / HEARD).exists():
        high = work.cut_by(ceiling.words())
        write_logits([_teacher(high, folder)], high, hands.learned_texts(), folder / HEARD)
    kept = np.load(folder / HEARD)
    rows = np.split(1 / (1 + np.exp(-kept["logits"])), np.cumsum(kept["counts"])[:-1])
    whose = zip(kept["hands"].tolist(), kept["ids"].tolist(), strict=True)
    return {name: row.tolist() for name, row in zip(whose, rows, strict=True)}


def _teacher(work: Desk, folder: Path) -> Reader:
    torch.manual_seed(SEED)
    large, found = Reader(ceiling.Large(STILL)), hands.common()
    quick(large.encoder)
    stage = Stage(NAME, lambda dice: work.lesson(found, dice), EPOCHS, PACE, budget=BUDGET)
    return Course(stage, large, folder, SEED).run()
