"""The rules: guidance's cues, found in one sentence at a time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import msgspec

from amends.coach.normalise import Plain, Spelling
from amends.coach.rules import MACRO, joined
from amends.guidance import CONTENT
from amends.process import Label, Place

STRONG = 0.8  # a cue at least this strong needs no model
T = TypeVar("T", bound=msgspec.Struct)


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: where `find` matches and `unless` does not, the label is there, with this much certainty."""

    label: Label
    name: str
    find: str
    strength: float
    unless: str = ""
    hints: str = ""  # how words begin, of which one must be there; they save time and change nothing


class Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where `find` matches and `unless` does not, none of these labels is there, whatever the models say."""

    labels: tuple[Label, ...]
    name: str
    find: str
    unless: str = ""


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """cues.toml: the rules, and the words that several of them share."""

    sources: tuple[str, ...]
    words: Mapping[str, str]
    cue: tuple[Cue, ...]
    never: tuple[Never, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired in a sentence, and on which words of the message."""

    label: Label
    words: Place
    strength: float
    name: str
    heard: tuple[int, int]  # the same words as characters of the plain sentence


def hits(sentence: Plain, language: str) -> list[Hit]:
    """All cues that fire in a sentence: at most one a label, the strongest."""
    best: dict[Label, Hit] = {}
    for hit in _fired(sentence, language):
        known = best.get(hit.label)
        if known is None or hit.strength > known.strength:
            best[hit.label] = hit
    return list(best.values())


def _fired(sentence: Plain, language: str) -> Iterator[Hit]:
    for number, (cue, hints) in enumerate(_hinted(language)):
        if hints and not any(hint in sentence.text for hint in hints):
            continue
        found = _pattern(language, number, "find").search(sentence.text)
        if found and not (cue.unless and _pattern(language, number, "unless").search(sentence.text)):
            heard = _trimmed(sentence.text, *found.span())
            yield Hit(cue.label, sentence.place(*heard), cue.strength, cue.name, heard)


def denied(sentence: Plain, language: str) -> frozenset[Label]:
    """The labels that a sentence surely does not carry."""
    found: set[Label] = set()
    for number, never in enumerate(_cues(language).never):
        if _never(language, number, "find").search(sentence.text) and not (
            never.unless and _never(language, number, "unless").search(sentence.text)
        ):
            found.update(never.labels)
    return frozenset(found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The match without spaces at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


@cache
def spelling(language: str) -> Spelling:
    """How people type in this language. Raises ValueError that names file and field."""
    return _decoded(language, "spelling.toml", Spelling)


@cache
def _cues(language: str) -> Cues:
    return _decoded(language, "cues.toml", Cues)


@cache
def _hinted(language: str) -> list[tuple[Cue, tuple[str, ...]]]:
    """Every cue, and how words begin of which one must be there."""
    return [(cue, tuple(f" {hint}" for hint in cue.hints.split())) for cue in _cues(language).cue]


def _decoded(language: str, name: str, shape: type[T]) -> T:
    try:
        return msgspec.toml.decode((CONTENT / language / name).read_text(encoding="utf-8"), type=shape)
    except msgspec.DecodeError as misfit:
        raise ValueError(f"{language}/{name}: {misfit}") from misfit


@cache
def _pattern(language: str, number: int, part: str) -> re.Pattern[str]:
    """One pattern, built when it is first needed: most "unless" never are in one run of the command line."""
    cues = _cues(language)
    return _built(f"{language}/cues.toml: cue {cues.cue[number].name!r}, {part}", getattr(cues.cue[number], part), cues)


@cache
def _never(language: str, number: int, part: str) -> re.Pattern[str]:
    cues = _cues(language)
    never = cues.never[number]
    return _built(f"{language}/cues.toml: never {never.name!r}, {part}", getattr(never, part), cues)


def _built(field: str, pattern: str, cues: Cues) -> re.Pattern[str]:
    try:
        return re.compile(_spelled_out(pattern, cues.words))
    except (re.error, KeyError) as error:
        raise ValueError(f"{field}: {error}") from error


def _spelled_out(pattern: str, words: Mapping[str, str]) -> str:
    return MACRO.sub(lambda name: _spelled_out(words[name[1]], words), joined(pattern))
