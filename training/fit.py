"""One stage of training, one epoch after another; what was done is kept, so that it goes on where it was stopped."""

import math
import os
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.encoder import Reader, keep_still
from training.lessons import BUDGET, Batch, Example, batches, filled

SEED = 20261126
ENCODER_RATE, HEAD_RATE, DECAY = 6e-5, 2e-3, 0.01
WARM = 0.1  # of a stage: so long the pace rises, and then it falls
SMOOTHING = 0.02
TOGETHER = 16  # examples that are heard at once
MEMORY = 0.98  # of each step's weights: what is kept in the end is their running mean
RAREST = 6.0  # as much as that a rare label may weigh
Lesson = Callable[[random.Random], Sequence[Example]]
Given = TypeVar("Given")


class Stage(NamedTuple):
    """What is taught, how often, how fast. `lesson` is what an epoch reads, `still` how many low layers do not move,
    `budget` how many tokens a step reads."""

    name: str
    lesson: Lesson
    epochs: int
    pace: float = 1.0
    still: int = 0
    budget: int = BUDGET


class Course:
    """A model on its way through a stage. The seed says what it meets, and in what order."""

    def __init__(self, stage: Stage, model: Reader, folder: Path, seed: int = SEED) -> None:
        self.stage, self.model, self.file, self.seed = stage, model, folder / f"{stage.name}.pt", seed
        if stage.still:
            keep_still(model.encoder, stage.still)
        self.mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
        head = [model.asks, model.weights, model.starts]
        groups = [
            {"params": model.encoder.parameters(), "lr": 0.0, "top": ENCODER_RATE * stage.pace},
            {"params": head, "lr": 0.0, "top": HEAD_RATE * stage.pace},
        ]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
        self.done, self.seconds = 0, 0.0
        if self.file.exists():
            self._resume()

    def run(self) -> Reader:
        """All epochs that are not done yet. Returns the mean of the last weights."""
        while self.done < self.stage.epochs:
            self._epoch()
            self._keep()
        print(f"{self.stage.name}: {self.seconds:.0f} s in all", flush=True)
        mean: Reader = self.mean.module
        return mean.eval()

    def _epoch(self) -> None:
        began, loss, read = time.monotonic(), 0.0, 0
        dice = random.Random(f"{self.seed} {self.stage.name} {self.done}")  # the same, whether or not it was stopped
        torch.manual_seed(dice.getrandbits(32))
        lesson = self.stage.lesson(dice)
        judge, cut = judged(lesson), batches(lesson, dice, self.stage.budget)
        self.model.train()
        for number, some in enumerate(cut):
            self._set_pace((self.done + number / len(cut)) / self.stage.epochs)
            batch = filled(some)
            loss += self._step(batch, judge)
            read += batch.seen.sum().item()
            if number % 200 == 199:
                speed = read / (time.monotonic() - began)
                print(f"  {number + 1}/{len(cut)}: loss {loss / (number + 1):.4f}, {speed:.0f} a second", flush=True)
        spent = time.monotonic() - began
        self.done, self.seconds = self.done + 1, self.seconds + spent
        said = (
            f"loss {loss / len(cut):.4f}, {read} tokens, {len(cut)} steps, {spent:.0f} s, {read / spent:.0f} a second"
        )
        print(f"{self.stage.name} epoch {self.done}/{self.stage.epochs}: {said}", flush=True)

    def _step(self, batch: Batch, judge: nn.Module) -> float:
        with _short():
            hidden = self.model.encode(batch.tokens, batch.seen)
        logits, _ = self.model.pool(hidden.float(), batch.owners)
        smooth = batch.gold * (1 - SMOOTHING) + SMOOTHING / 2
        loss = (judge(logits, smooth) * batch.counts.unsqueeze(-1)).sum() / batch.counts.sum().clamp(min=1)
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.mean.update_parameters(self.model)
        return float(loss.detach())

    def _set_pace(self, done: float) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = group["top"] * pace(done)

    def _keep(self) -> None:
        state = {"done": self.done, "seconds": self.seconds, "model": self.model.state_dict()}
        state |= {"mean": self.mean.state_dict(), "optimiser": self.optimiser.state_dict()}
        half = self.file.with_suffix(".half")
        torch.save(state, half)
        half.replace(self.file)  # whole or not at all

    def _resume(self) -> None:
        state = torch.load(self.file)
        self.done, self.seconds = state["done"], state["seconds"]
        self.model.load_state_dict(state["model"])
        self.mean.load_state_dict(state["mean"])
        self.optimiser.load_state_dict(state["optimiser"])


def side_by_side(what: Callable[[Given], None], given: Sequence[Given]) -> None:
    """Does it with each of these in a process of its own, which has its share of the cores: two processes of one thread
    are a third faster than one of two."""
    cores = os.cpu_count() or 1
    many = min(cores, len(given))
    with ProcessPoolExecutor(many, get_context("spawn"), torch.set_num_threads, (cores // many,)) as pool:
        list(pool.map(what, given))


def _short() -> torch.autocast:
    """Counts in 16 bits where the processor can; elsewhere that takes six times as long as 32."""
    can = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast("cpu", torch.bfloat16, enabled=can)


def pace(done: float) -> float:
    """How fast to learn, from 0 to 1, when this share of a stage is done."""
    return (done + 0.004) / (WARM + 0.004) if done < WARM else (1 + math.cos(math.pi * (done - WARM) / (1 - WARM))) / 2


def judged(lesson: Sequence[Example]) -> nn.Module:
    """The loss by sentence and label: what is rare weighs more."""
    gold = torch.tensor([row for one in lesson for row in one.gold])
    there = gold.sum(0).clamp(min=1)
    return nn.BCEWithLogitsLoss(reduction="none", pos_weight=((len(gold) - there) / there).sqrt().clamp(max=RAREST))


@torch.no_grad()
def logits(reader: Reader, found: Sequence[Example]) -> list[Tensor]:
    """What the reader hears in each example, in order: (sentence, label)."""
    by_length = sorted(range(len(found)), key=lambda at: len(found[at].tokens))
    heard: dict[int, Tensor] = {}
    for start in range(0, len(found), TOGETHER):
        some = by_length[start : start + TOGETHER]
        batch = filled([found[at] for at in some])
        with _short():
            hidden = reader.encode(batch.tokens, batch.seen)
        rows, _ = reader.pool(hidden.float(), batch.owners)
        heard |= {at: row[: len(found[at].gold)] for at, row in zip(some, rows, strict=True)}
    return [heard[at] for at in range(len(found))]
