"""How well the coach reads, and how well the safety rules hear: python -m training.benchmark [FILE.jsonl ...] [--write]

Prints, for the held-out part of the corpus and for every file given, per label: precision, recall, F1 and kappa of the
whole coach, and beside it the F1 of the rules alone, of the model alone and of the majority answer, in one run. With
--write the tables go to RESULTS.md as well.
"""

import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from amends.coach import alarms, read
from amends.coach.cues import hits
from amends.coach.scorer import scores
from amends.coach.trees import settle
from amends.process import COMPONENTS, PITFALLS, Label, Place
from training.corpus import FOLDER, Message, messages, part

RESULTS = Path(__file__).parent / "RESULTS.md"
Reader = Callable[[Message], list[frozenset[Label]]]


def coach(message: Message) -> list[frozenset[Label]]:
    """The coach as it ships; a gold sentence gets the labels of the sentences that overlap it by half."""
    reading = read(message.text)
    return [
        frozenset(
            label
            for place in reading.sentences
            if _mostly(place, Place(gold.start, gold.end))
            for label in reading.labels(place)
        )
        for gold in message.sentences
    ]


def rules(message: Message) -> list[frozenset[Label]]:
    """Every cue that fires, after the decision trees; no model."""
    told = message.told
    settled = settle([hits(one, "en") for one in told], [one.text for one in told])
    return [frozenset(hit.label for hit in found) for found in settled]


def model(message: Message) -> list[frozenset[Label]]:
    """The n-gram model alone, at even odds."""
    return [frozenset(label for label, score in found.items() if score >= 0.5) for found in scores(message.plain)]


def majority(message: Message) -> list[frozenset[Label]]:
    """No label is ever the commonest answer: says nothing."""
    return [frozenset() for _ in message.sentences]


READERS: dict[str, Reader] = {"coach": coach, "rules": rules, "n-grams": model, "majority": majority}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one label: right, wrong, missed, and rightly silent."""

    right: int
    wrong: int
    missed: int
    silent: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa against gold."""
        n = self.right + self.wrong + self.missed + self.silent
        heard, there = self.right + self.wrong, self.right + self.missed
        chance = (heard * there + (n - heard) * (n - there)) / n / n
        return ((self.right + self.silent) / n - chance) / (1 - chance) if chance < 1 else 1.0


def score(gold: Sequence[frozenset[Label]], heard: Sequence[frozenset[Label]], label: Label) -> Score:
    """One label over all sentences."""
    pairs = [(label in one, label in other) for one, other in zip(gold, heard, strict=True)]
    return Score(*(pairs.count(pair) for pair in ((True, True), (False, True), (True, False), (False, False))))


def table(title: str, found: Sequence[Message]) -> str:
    """The figures of one set of messages, as Markdown."""
    gold = [one.labels for message in found for one in message.sentences]
    heard, spent = {}, {}
    for name, reader in READERS.items():
        began = time.process_time()
        heard[name] = [labels for message in found for labels in reader(message)]
        spent[name] = (time.process_time() - began) / len(found) * 1000
    rows = [_row(label, gold, heard) for label in Label]
    macro = {name: _macro(gold, said) for name, said in heard.items()}
    return "\n".join(
        [
            f"## {title}\n",
            f"{len(found)} messages, {len(gold)} sentences. {_false_pitfalls(found)}\n",
            "| label | n | P | R | F1 | kappa | rules F1 | n-grams F1 |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            "Macro F1 over the 17 labels that occur 5 times or more: "
            + ", ".join(f"{name} {value:.3f}" for name, value in macro.items())
            + ".",
            "CPU time per message: " + ", ".join(f"{name} {value:.2f} ms" for name, value in spent.items()) + ".",
            "",
        ]
    )


def _row(label: Label, gold: Sequence[frozenset[Label]], heard: dict[str, list[frozenset[Label]]]) -> str:
    found = {name: score(gold, said, label) for name, said in heard.items()}
    ours = found["coach"]
    figures = (ours.precision, ours.recall, ours.f1, ours.kappa, found["rules"].f1, found["n-grams"].f1)
    return f"| {label} | {ours.right + ours.missed} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |"


def _macro(gold: Sequence[frozenset[Label]], heard: Sequence[frozenset[Label]]) -> float:
    found = [score(gold, heard, label) for label in COMPONENTS + PITFALLS]
    rated = [one.f1 for one in found if one.right + one.missed >= 5]
    return sum(rated) / len(rated) if rated else 0.0


def _false_pitfalls(found: Sequence[Message]) -> str:
    clean = [message for message in found if _is_clean(message)]
    wrong = sum(len({label for one in coach(message) for label in one if label in PITFALLS}) for message in clean)
    return f"False pitfalls: {wrong} on {len(clean)} clean messages."


def _is_clean(message: Message) -> bool:
    labels = {label for one in message.sentences for label in one.labels}
    return bool(labels & set(COMPONENTS)) and not labels & set(PITFALLS)


def _mostly(place: Place, gold: Place) -> bool:
    overlap = min(place.end, gold.end) - max(place.start, gold.start)
    return overlap > 0 and overlap * 2 >= min(place.end - place.start, gold.end - gold.start)


def safety() -> str:
    """What the safety rules hear: of their own written set, and of voices that never saw them."""
    must, must_not = (_written(name) for name in ("must_flag", "must_not_flag"))
    missed = sum(not set(one["flags"]) <= _flags(one["text"]) for one in must)
    false = sum(bool(_flags(one["text"])) for one in must_not)
    lines = [
        "## Safety rules\n",
        f"Written set: {missed} of {len(must)} missed, {false} of {len(must_not)} near misses raised.",
    ]
    for file in sorted((FOLDER / "voices").glob("*.jsonl")):
        told = [msgspec.json.decode(line) for line in file.read_text(encoding="utf-8").splitlines()]
        heard = sum(len(set(one["flags"]) & _flags(one["text"])) for one in told)
        meant = sum(len(one["flags"]) for one in told)
        more = sum(len(_flags(one["text"]) - set(one["flags"])) for one in told)
        lines.append(f"Voices {file.stem}, {len(told)} messages: {heard} of {meant} flags heard, {more} more raised.")
    return "\n".join([*lines, ""])


def _written(name: str) -> list[dict[str, Any]]:
    file = Path(__file__).parents[1] / "tests" / "coach" / "safety" / f"{name}.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8"))["sentences"])


def _flags(text: str) -> set[str]:
    return {alarm.flag for alarm in alarms(text)}


def tables(files: Iterable[str]) -> str:
    """The held-out part, then each file, then the safety rules."""
    parts = [table("Held-out voices of our own corpus", part("test")), safety()]
    return "\n".join([*parts, *(table(Path(file).name, messages(Path(file))) for file in files)])


if __name__ == "__main__":
    said = tables(one for one in sys.argv[1:] if not one.startswith("--"))
    print(said)
    if "--write" in sys.argv:
        about = RESULTS.read_text(encoding="utf-8").split("<!-- tables -->")[0]
        RESULTS.write_text(f"{about}<!-- tables -->\n\n{said}", encoding="utf-8")
