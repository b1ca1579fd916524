"""How well messages of repair are read, by the coach and by others: python -m training.benchmark [FILE.jsonl …]

Prints, for the held-out part of the corpus and for every file in its format: the macro figures of every reader with
time and memory, the coach's figures per label beside how far two annotators agree, and slices; then contrast pairs,
swaps, and what the safety rules hear. `--write` puts it all into RESULTS.md; `--quick` leaves out the readers that need
`requirements/neural.txt`.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from amends.process import Label
from training.amends_corpus.measures import (
    GROUPS,
    Labels,
    Marked,
    by_label,
    by_message,
    false_per_clean,
    interval,
    macro,
    mean_precision,
    score,
)
from training.corpus import Message, messages, pairs, part, written
from training.fairness import swaps
from training.readers import READERS
from training.safety import safety
from training.slices import SLICES

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAVY = ("frozen MiniLM", "small language model", "sentiment")
HOUR = 3600  # seconds that a reader may take over one file


class Told(NamedTuple):
    """What one reader said of a file, and what it cost."""

    marked: list[Marked]
    ms: list[float]
    load_ms: float
    peak_mb: float


def asked(name: str, found: Sequence[Message]) -> Told | str:
    """One reader in a process of its own; why not, where it cannot be had here."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("".join(f"{written(message)}\n" for message in found))
        file.flush()
        done = subprocess.run(
            [sys.executable, "-m", "training.readers", name, file.name], capture_output=True, text=True, timeout=HOUR
        )
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    said = json.loads(done.stdout.splitlines()[-1])
    heard = [tuple(frozenset(map(Label, labels)) for labels in message) for message in said["heard"]]
    marked = [Marked(one.gold, labels) for one, labels in zip(found, heard, strict=True)]
    return Told(marked, said["ms"], said["load_ms"], said["peak_MB"])


def report(title: str, found: Sequence[Message], names: Iterable[str]) -> Iterator[str]:
    """The figures of one set of messages, as Markdown."""
    sentences = sum(len(message.sentences) for message in found)
    yield f"## {title}\n\n{len(found)} messages, {sentences} sentences.\n"
    told = {name: asked(name, found) for name in names}
    ours = told["coach"]
    if isinstance(ours, str):
        raise ValueError(f"the coach does not run: {ours}")
    yield from _readers(told)
    yield from _labels(ours.marked, found)
    yield from _slices(found, ours.marked)


def _readers(told: dict[str, Told | str]) -> Iterator[str]:
    yield "| reader | macro F1 (95 %) | parts | pitfalls | their precision | false, on clean | ms | load ms | MB |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, one in told.items():
        yield f"| {name} | not here: {one} |" if isinstance(one, str) else f"| {name} | {_reader(one)} |"
    yield ""


def _reader(one: Told) -> str:
    scores = by_label(one.marked)
    low, high = interval(one.marked, lambda drawn: macro(by_label(drawn)))
    false, clean = false_per_clean(one.marked)
    figures = [
        f"**{macro(scores):.3f}** ({low:.2f} to {high:.2f})",
        f"{macro(scores, GROUPS['parts']):.3f}",
        f"{macro(scores, GROUPS['pitfalls']):.3f}",
        f"{mean_precision(scores):.3f}",
        f"{false} on {clean}",
        f"{median(one.ms):.1f} (p99 {quantiles(one.ms, n=100)[98]:.1f})",
        f"{one.load_ms:.0f}",
        f"{one.peak_mb:.0f}",
    ]
    return " | ".join(figures)


def _labels(marked: Sequence[Marked], found: Sequence[Message]) -> Iterator[str]:
    people = _between_annotators(found)
    yield "| label | n | P | R | F1 | kappa | kappa of two annotators | F1 by message |"
    yield "|---|---|---|---|---|---|---|---|"
    whole = by_message(marked)
    for label, one in by_label(marked).items():
        figures = " | ".join(f"{figure:.2f}" for figure in (one.precision, one.recall, one.f1, one.kappa))
        yield f"| {label} | {one.n} | {figures} | {people.get(Label(label), '')} | {whole[label].f1:.2f} |"
    yield ""


def _between_annotators(found: Sequence[Message]) -> dict[Label, str]:
    """How far two who labelled the same sentences agree; nothing where only one did."""
    both = [one for message in found if message.is_double for one in message.sentences]
    first, second = [one.first for one in both], [one.second for one in both]
    return {label: f"{score(first, second, label).kappa:.2f}" for label in Label} if both else {}


def _slices(found: Sequence[Message], marked: Sequence[Marked]) -> Iterator[str]:
    yield "| slice | sentences | macro F1 | false pitfalls on clean |"
    yield "|---|---|---|---|"
    for name, within in SLICES.items():
        cut = [_cut(one, within(message)) for message, one in zip(found, marked, strict=True)]
        kept = [one for one in cut if one.gold]
        false, clean = false_per_clean(kept)
        yield f"| {name} | {sum(len(one.gold) for one in kept)} | {macro(by_label(kept)):.3f} | {false} on {clean} |"
    yield ""


def _cut(one: Marked, within: Sequence[bool]) -> Marked:
    """Only the sentences that belong to a slice."""
    kept: list[tuple[Labels, Labels]] = [
        both for both, there in zip(zip(one.gold, one.heard, strict=True), within, strict=True) if there
    ]
    return Marked(tuple(gold for gold, _ in kept), tuple(heard for _, heard in kept))


def contrast() -> Iterator[str]:
    """Pairs that differ by one edit: how many are read right on both sides, by the coach."""
    both = pairs("test")
    told = asked("coach", [message for pair in both for message in pair])
    if isinstance(told, str):
        raise ValueError(f"the coach does not run: {told}")
    right = [one.gold == one.heard for one in told.marked]
    sides = list(zip(right[::2], right[1::2], strict=True))
    yield "## Contrast pairs that no training text shares\n"
    one = sum(first != second for first, second in sides)
    yield f"{len(sides)} pairs: both sides exactly right {sum(map(all, sides))}, one side {one}.\n"


def main(given: Sequence[str]) -> None:
    """Prints; with --write also writes."""
    names = [name for name in READERS if "--quick" not in given or name not in HEAVY]
    files = [Path(one) for one in given if not one.startswith("--")]
    lines = list(report("Held-out voices of our own corpus", part("test"), names))
    for file in files:
        lines += report(file.name, messages(file), names)
    lines += [*contrast(), *swaps(part("test")), *safety()]
    print("\n".join(lines))
    if "--write" in given:
        about = RESULTS.read_text(encoding="utf-8").split("<!-- tables -->")[0]
        RESULTS.write_text(f"{about}<!-- tables -->\n\n" + "\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
