"""The corpus as values: messages, their labelled sentences, and the part each author belongs to."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from amends.coach.cues import spelling
from amends.coach.plain import Plain, plain
from amends.process import Label, Place

FOLDER = Path(__file__).parent / "corpus"
PARTS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence of a message, by code points."""

    start: int
    end: int
    labels: frozenset[Label]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its author wrote it, with its gold labels."""

    id: str
    author: str
    age: str
    text: str
    sentences: tuple[Sentence, ...]
    flags: frozenset[str]

    @property
    def told(self) -> list[Plain]:
        """The sentences made plain, as the coach sees them."""
        return [plain(self.text, Place(one.start, one.end), spelling("en")) for one in self.sentences]

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


def _message(file: Path, number: int, line: str) -> Message:
    try:
        given = json.loads(line)
        return Message(
            given["id"],
            given.get("author", ""),
            str(given.get("child_age", "")),
            given["text"],
            tuple(
                Sentence(one["start"], one["end"], frozenset(map(Label, one["labels"]))) for one in given["sentences"]
            ),
            frozenset(given.get("flags", ())),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(f"{file.name}, line {number}: {error!r}") from error
