"""The corpus as values, out of the files that lie beside this one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PARTS = ("train", "dev", "test-voices", "test-hands")
TEXTS = {"readme": "README.md", "card": "CARD.md", "guide": "GUIDE.md", "hands": "HANDS.md"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a message, by code points: what counts, and what two annotators said before, where two did."""

    start: int
    end: int
    labels: frozenset[str]
    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its author wrote it. One hand wrote in many voices."""

    id: str
    hand: str
    voice: str
    scenario: str
    age: str  # of the child: years, or "" where nobody said
    text: str
    sentences: tuple[Sentence, ...]
    fold: int = 0  # 0: a hand that is left out of no training
    is_double: bool = False  # labelled by two who did not see each other's labels

    @property
    def gold(self) -> tuple[frozenset[str], ...]:
        """The labels of its sentences, in order."""
        return tuple(one.labels for one in self.sentences)


def messages(part: str) -> list[Message]:
    """All messages of one part, in the same order each time. Raises ValueError that names the parts."""
    if part not in PARTS:
        raise ValueError(f"there is no part {part!r}: take one of {', '.join(PARTS)}")
    with (HERE / "data" / f"{part}.jsonl").open(encoding="utf-8") as lines:
        return [_message(json.loads(line)) for line in lines]


def text_of(name: str) -> str:
    """What stands beside the corpus, as Markdown: "readme", "card", "guide" or "hands"."""
    return (HERE / TEXTS[name]).read_text(encoding="utf-8")


def _message(given: dict[str, Any]) -> Message:
    return Message(**given | {"sentences": tuple(map(_sentence, given["sentences"]))})


def _sentence(given: dict[str, Any]) -> Sentence:
    sets = {name: frozenset(given[name]) for name in ("labels", "first", "second") if name in given}
    return Sentence(given["start"], given["end"], **sets)
