"""How often danger is heard in hands that an ear never learned from: python -m training.left_out_danger

Reads what `training.ear` wrote of each fold, and needs no torch. Both bars are chosen on the hands of the other folds,
so that STOP and QUIET of their near misses are heard falsely; those that are shipped on all of them (`ear.json`, beside
the n-grams that are taught on the way, `ear.bin`).
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]  # it ships no types

from amends.coach.ear import any_danger
from amends.coach.safety import alarms
from training.corpus import Message
from training.dangers import FLAGS, FOLDS, dangers, ordinary_messages
from training.ear_words import Words, fit
from training.hands import WORK

STOP, QUIET = 0.05, 0.19  # of the near misses; of those of hands that no bar was chosen on, a little more
NAMED = 0.7  # from here on a flag is named beside the likeliest
LEAST = 0.60  # of the dangers: an ear that hears fewer at the stop, or is wrong more often than STOP, may only ask
DRAWS = 1000
HEAD = "| hand | dangers / near misses | rules | stop | stop or rules | quiet line | quiet line or rules |"


class Text(NamedTuple):
    """A text, how likely its fold's ear finds any danger and each flag, and what the rules say."""

    hand: str
    flags: frozenset[str]
    any: float
    each: tuple[float, ...]
    ruled: bool


class Bars(NamedTuple):
    """From where on it stops, and asks."""

    stop: float
    quiet: float


Hears = Callable[[Text, Bars], bool]
WAYS: dict[str, Hears] = {
    "rules": lambda one, bars: one.ruled,
    "stop": lambda one, bars: one.any >= bars.stop,
    "stop or rules": lambda one, bars: one.ruled or one.any >= bars.stop,
    "quiet line": lambda one, bars: one.any >= bars.quiet,
    "quiet line or rules": lambda one, bars: one.ruled or one.any >= bars.quiet,
}


def heard_by(number: int, found: Sequence[Message], folder: Path, words: Words) -> list[Text]:
    """What the ear of one fold heard in these texts, its n-grams included."""
    kept = np.load(folder / f"danger{number}.npz")
    rows = dict(zip(kept["ids"].tolist(), kept["logits"], strict=True))
    logits = np.array([rows[one.id] for one in found])
    logits[:, -1] = words.heard(found) + np.array([any_danger(row) for row in logits.tolist()])
    return [_text(one, row) for one, row in zip(found, expit(logits).tolist(), strict=True)]


def words_without(names: Sequence[str]) -> Words:
    """The n-grams of a fold."""
    return fit([one for one in dangers() if one.hand not in names])


def _text(one: Message, row: Sequence[float]) -> Text:
    *each, whole = row
    return Text(one.hand, one.flags, whole, tuple(each), bool(alarms(one.text)))


def chosen(found: Sequence[Text]) -> Bars:
    """The bars at which these near misses are heard falsely as often as is allowed."""
    quiet = [one.any for one in found if not one.flags]
    return Bars(*(float(np.quantile(quiet, 1 - share)) for share in (STOP, QUIET)))


def rates(found: Sequence[Text], bars: Bars, hears: Hears) -> tuple[float, float]:
    """Of the dangers and of the near misses, the share that is heard."""
    heard = [(bool(one.flags), hears(one, bars)) for one in found]
    return fmean(said for danger, said in heard if danger), fmean(said for danger, said in heard if not danger)


def interval(found: Sequence[tuple[Text, Bars]], hears: Hears, danger: bool) -> tuple[float, float]:
    """Nineteen in twenty draws of such texts would lie between these."""
    said = np.array(_said(found, hears, danger))
    dice = np.random.default_rng(0)
    means = said[dice.integers(len(said), size=(DRAWS, len(said)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return low, high


def _said(found: Sequence[tuple[Text, Bars]], hears: Hears, danger: bool) -> list[bool]:
    """Of each danger, or of each near miss, whether it is heard."""
    return [hears(one, bars) for one, bars in found if bool(one.flags) is danger]


def by_hand(judged: Sequence[tuple[Text, Bars]]) -> Iterator[str]:
    """Recall and, behind it, the share of near misses heard falsely; hand by hand, as their mean, and of all texts."""
    yield HEAD
    yield "|---" * 7 + "|"
    names = dict.fromkeys(one.hand for one, _ in judged)
    hands = {hand: [one for one in judged if one[0].hand == hand] for hand in names}
    rows = {hand: _ways(found) for hand, found in hands.items()}
    for hand, row in rows.items():
        there = sum(bool(one.flags) for one, _ in hands[hand])
        yield _row(f"{hand} | {there} / {len(hands[hand]) - there}", row)
    yield _row("**mean** | ", [_middle(column) for column in zip(*rows.values(), strict=True)])
    yield "| 95 % of all texts | | " + " | ".join(_ranges(judged)) + " |"


def _ways(found: Sequence[tuple[Text, Bars]]) -> list[tuple[float, float]]:
    """One hand's rates, for each way of hearing."""
    return [rates([one for one, _ in found], found[0][1], hears) for hears in WAYS.values()]


def _middle(column: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return fmean(cell[0] for cell in column), fmean(cell[1] for cell in column)


def _ranges(judged: Sequence[tuple[Text, Bars]]) -> Iterator[str]:
    for hears in WAYS.values():
        (a, b), (c, d) = (interval(judged, hears, danger) for danger in (True, False))
        yield f"{a:.2f}–{b:.2f} at {c:.2f}–{d:.2f}"


def _row(name: str, row: Sequence[tuple[float, float]]) -> str:
    return f"| {name} | " + " | ".join(f"{heard:.2f} at {false:.3f}" for heard, false in row) + " |"


def by_flag(judged: Sequence[tuple[Text, Bars]]) -> Iterator[str]:
    """Of the texts with a flag, the share heard at all; and of those that stop, the share that names it."""
    yield "| flag | texts | " + " | ".join(WAYS) + " | named at the stop |"
    yield "|---" * (len(WAYS) + 3) + "|"
    for at, flag in enumerate(FLAGS):
        there = [(one, bars) for one, bars in judged if flag in one.flags]
        cells = [fmean(hears(one, bars) for one, bars in there) for hears in WAYS.values()]
        stopped = [one.each[at] >= min(NAMED, max(one.each)) for one, bars in there if one.any >= bars.stop]
        shown = " | ".join(f"{cell:.2f}" for cell in [*cells, fmean(stopped or [0])])
        yield f"| {flag} | {len(there)} | {shown} |"


def ordinary(bars: Sequence[Bars], folder: Path, words: Sequence[Words]) -> Iterator[str]:
    """Of messages of the dev hands in which the writer had no danger in mind, the share that is heard falsely."""
    found = ordinary_messages()
    folds = enumerate(zip(bars, words, strict=True), start=1)
    texts = [(one, bar) for number, (bar, own) in folds for one in heard_by(number, found, folder, own)]
    shares = (f"{name} {fmean(hears(one, bar) for one, bar in texts):.3f}" for name, hears in WAYS.items())
    yield f"{len(found)} ordinary messages of the dev hands, by all three ears: " + ", ".join(shares)


def area(found: Sequence[Text]) -> float:
    """How often a danger is rated above a near miss."""
    scores = np.array([one.any for one in found])
    ranks = scores.argsort().argsort() + 1
    danger = np.array([bool(one.flags) for one in found])
    there = int(danger.sum())
    return float((ranks[danger].sum() - there * (there + 1) / 2) / (there * (len(found) - there)))


def main() -> None:
    """Prints the tables, and writes the n-grams and the bars that are shipped."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else WORK
    words = [words_without(names) for names in FOLDS]
    folds = [heard_by(at + 1, dangers(*names), folder, words[at]) for at, names in enumerate(FOLDS)]
    bars = [_chosen_without(folds, fold) for fold in folds]
    judged = [(one, bar) for fold, bar in zip(folds, bars, strict=True) for one in fold]
    areas = ", ".join(f"{area(fold):.3f}" for fold in folds)
    print(f"## Danger in hands left out of training (recall at false)\n\nArea under the curve, fold by fold: {areas}\n")
    print(*by_hand(judged), "", *by_flag(judged), "", *ordinary(bars, folder, words), sep="\n")
    ship(folds, judged, folder)


def _chosen_without(folds: Sequence[Sequence[Text]], fold: Sequence[Text]) -> Bars:
    return chosen([one for other in folds if other is not fold for one in other])


def ship(folds: Sequence[Sequence[Text]], judged: Sequence[tuple[Text, Bars]], folder: Path) -> None:
    """Writes the bars by all hands, and the n-grams; an ear that hears too little at the stop, or is wrong too often
    there, gets no bar for it."""
    stop, quiet = chosen([one for fold in folds for one in fold])
    heard, wrong = (fmean(_said(judged, WAYS["stop"], danger)) for danger in (True, False))
    step, start = fit(dangers()).save(folder / "ear.bin")
    shipped: dict[str, float | None] = {"stop": round(stop, 4) if heard >= LEAST and wrong <= STOP else None}
    shipped |= {"quiet": round(quiet, 4), "flag": NAMED, "start": start, "step": step}
    (folder / "ear.json").write_text(json.dumps(shipped) + "\n", encoding="utf-8")
    print(f"\nBars: {shipped}")


if __name__ == "__main__":
    main()
