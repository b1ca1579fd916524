"""The corpus as values: messages, their labelled sentences, and the part each author belongs to."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amends.coach.alike import alike
from amends.coach.language import language
from amends.coach.normalise import Plain, plain
from amends.coach.sentences import split
from amends.process import Label, Place
from training.amends_corpus.measures import is_mostly

FOLDER = Path(__file__).parent / "corpus"
READS = Path(__file__).parents[1] / "tests" / "coach" / "reads" / "en.toml"
PARTS = ("train", "dev", "test")
ENGLISH = language("en")  # what all of it is written in


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence of a message, by code points: what counts, and what two annotators said before."""

    start: int
    end: int
    labels: frozenset[Label]
    first: frozenset[Label] = frozenset()
    second: frozenset[Label] = frozenset()

    def is_mostly(self, place: Place) -> bool:
        """Whether one of the two lies by half or more in the other."""
        return is_mostly(place, self)


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its author wrote it, with its gold labels."""

    id: str
    author: str
    family: str  # the kind of scenario
    age: str
    text: str
    sentences: tuple[Sentence, ...]
    flags: frozenset[str]
    is_double: bool = False  # labelled by two who did not see each other's labels
    hand: str = ""  # who wrote it: one hand is one writer, in many voices

    @property
    def gold(self) -> tuple[frozenset[Label], ...]:
        """The labels of its sentences."""
        return tuple(one.labels for one in self.sentences)

    @property
    def told(self) -> list[Plain]:
        """The sentences made plain, as the coach sees them."""
        return [plain(self.text, Place(one.start, one.end), ENGLISH) for one in self.sentences]

    @property
    def heard(self) -> list[Plain]:
        """The same as the models hear them."""
        return [alike(one) for one in self.told]

    @property
    def plain(self) -> list[str]:
        """The plain words alone."""
        return [one.text for one in self.told]


def messages(file: Path) -> list[Message]:
    """All messages of a file in the annotation format. Raises ValueError that names the line."""
    with file.open(encoding="utf-8") as lines:
        return [_message(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def part(name: str) -> list[Message]:
    """The messages of one part. Whole authors belong to one part: nobody is both taught from and tested on."""
    authors = set(tomllib.loads((FOLDER / "split.toml").read_text(encoding="utf-8"))[name])
    files = (FOLDER / "en.jsonl", FOLDER / "en-test.jsonl", *sorted((FOLDER / "voices").glob("*.jsonl")))
    return [message for file in files for message in messages(file) if message.author in authors]


def pairs(name: str) -> list[tuple[Message, Message]]:
    """Messages that differ by one edit, and so by a label. `name` is "train" or "test"."""
    both = messages(FOLDER / "pairs" / f"{name}.jsonl")
    return list(zip(both[::2], both[1::2], strict=True))


def written(message: Message) -> str:
    """One line in the annotation format."""
    sentences = [{"start": one.start, "end": one.end, "labels": sorted(one.labels)} for one in message.sentences]
    return json.dumps({"id": message.id, "child_age": message.age, "text": message.text, "sentences": sentences})


def guide() -> list[Message]:
    """The annotation guide's worked messages, hard cases and near misses, which the tests ask to be read exactly."""
    reads = tomllib.loads(READS.read_text(encoding="utf-8"))["read"]
    return [_worked(one["name"], one["text"], one["labels"]) for one in reads]


def _worked(name: str, text: str, labels: list[list[str]]) -> Message:
    pairs = zip(split(text, ENGLISH.grammar), labels, strict=True)
    sentences = tuple(Sentence(place.start, place.end, frozenset(map(Label, there))) for place, there in pairs)
    return Message(name, "guide", "guide", "", text, sentences, frozenset(), hand="guide")


def _message(file: Path, number: int, line: str) -> Message:
    try:
        given = json.loads(line)
        return Message(
            given["id"],
            given.get("author", ""),
            given.get("family", ""),
            str(given.get("child_age", "")),
            given["text"],
            tuple(map(_sentence, given["sentences"])),
            frozenset(given.get("flags", ())),
            given.get("annotators", 1) > 1,
            _hand(file),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(f"{file.name}, line {number}: {error!r}") from error


def _hand(file: Path) -> str:
    """Old and new text have files of the same name: "old-" keeps their hands apart. Where nobody knows, the file."""
    old = file.parent.name == "voices" or file.stem in ("en", "en-test")
    return f"old-{file.stem}" if old else "pairs" if file.parent.name == "pairs" else file.stem


def _sentence(given: dict[str, Any]) -> Sentence:
    """Where an annotator's labels are those that count, they are not written twice."""
    said = [frozenset(map(Label, given.get(key, given["labels"]))) for key in ("labels", "first", "second")]
    return Sentence(given["start"], given["end"], *said)
