"""What a reader said of the messages, in the format that `amends read --jsonl` writes; and what is wrong with a file.

One JSON object a line: {"id", "sentences": [{"start", "end", "labels"}]}, offsets in code points of the message's text.
What else stands in an object is not looked at. A reader may cut a text in its own way: see `measures.is_mostly`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from .corpus import Message, Sentence
from .labels import ALL
from .measures import Labels, Marked, is_mostly

MOST_TOLD = 10  # problems of a file that are told at once; nothing is read after them


class Wrong(ValueError):
    """Predictions that cannot be scored: `told` says why, one problem a line."""

    def __init__(self, told: Sequence[str]) -> None:
        super().__init__("\n".join(told))
        self.told = tuple(told)


def heard_in(lines: Iterable[str], gold: Sequence[Message]) -> list[Marked]:
    """Each message of `gold` beside what was predicted for it. Raises Wrong that names lines and what to change."""
    waiting = {message.id: message for message in gold}
    found: dict[str, list[Sentence]] = {}
    told: list[str] = []
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                _take(_object(line), waiting, found)
        except ValueError as problem:
            told.append(f"line {number}: {problem}")
        if len(told) == MOST_TOLD:
            raise Wrong([*told, "There may be more: nothing was read after this line."])
    if missing := [] if told else [id for id in waiting if id not in found]:
        told = [f"{len(missing)} of {len(gold)} messages have no line, {missing[0]!r} the first: each needs one"]
    if told:
        raise Wrong(told)
    return [Marked(one.gold, tuple(_heard(sentence, found[one.id]) for sentence in one.sentences)) for one in gold]


def _heard(gold: Sentence, said: Sequence[Sentence]) -> Labels:
    return frozenset(label for one in said if is_mostly(gold, one) for label in one.labels)


def _take(given: dict[str, Any], waiting: dict[str, Message], found: dict[str, list[Sentence]]) -> None:
    """One line into what was found. Raises ValueError that says what it must be."""
    id = given.get("id")
    if not isinstance(id, str) or id not in waiting:
        raise ValueError(f"no message of this part has the id {id!r}")
    if id in found:
        raise ValueError(f"{id!r} stood on an earlier line: one line a message")
    if "error" in given:
        raise ValueError(f"{id!r} was not read: {given['error']}")
    said = given.get("sentences")
    if not isinstance(said, list):
        raise ValueError(f'{id!r} needs "sentences": a list, empty where nothing was heard')
    found[id] = [_sentence(id, one, len(waiting[id].text)) for one in said]


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None
    if not isinstance(given, dict):
        raise ValueError('must be an object with "id" and "sentences"')
    return given


def _sentence(id: str, given: Any, length: int) -> Sentence:
    """One predicted sentence. Raises ValueError that says what it must be."""
    if not isinstance(given, dict):
        raise ValueError(f'{id!r}: a sentence must be an object with "start", "end" and "labels"')
    start, end, labels = (given.get(name) for name in ("start", "end", "labels"))
    if type(start) is not int or type(end) is not int:
        raise ValueError(f'{id!r}: "start" and "end" must be whole numbers, not {start!r} and {end!r}')
    if not 0 <= start < end <= length:
        raise ValueError(f"{id!r}: {start} to {end} lies outside its text of {length} code points")
    if not isinstance(labels, list):
        raise ValueError(f'{id!r}: "labels" must be a list, not {labels!r}')
    if unknown := [label for label in labels if label not in ALL]:
        raise ValueError(f"{id!r}: there is no label {unknown[0]!r}; the labels are {', '.join(ALL)}")
    return Sentence(start, end, frozenset(labels))
