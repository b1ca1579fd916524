"""The cues: rules that find labels in one plain sentence at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from amends.coach.language import Language
from amends.coach.normalise import Plain
from amends.coach.rules import Ready, Rule, RuleFile, decoded, ready, spelled_words
from amends.known import know
from amends.process import Label, Place

FILE = "cues.toml"
STRONG = 0.8  # a cue at least this strong needs no model


class Cue(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where `find` matches and `unless` does not, the label is there, with this much certainty."""

    label: Label
    strength: float


class Never(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where `find` matches and `unless` does not, none of these labels is there, whatever the models say."""

    labels: tuple[Label, ...]


class CueFile(RuleFile, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """cues.toml."""

    cues: tuple[Cue, ...]
    never: tuple[Never, ...] = ()


know(CueFile)


@dataclass(frozen=True)
class Loaded:
    """The rules of one language, ready to run."""

    cues: tuple[Ready[Cue], ...]
    never: tuple[Ready[Never], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired in a sentence, and on which words of the message."""

    label: Label
    words: Place
    strength: float
    name: str
    heard: tuple[int, int]  # the same words as characters of the plain sentence


def hits(sentence: Plain, language: Language) -> list[Hit]:
    """All cues that fire in a sentence: at most one a label, the strongest."""
    best: dict[Label, Hit] = {}
    for hit in _fired(sentence, language):
        known = best.get(hit.label)
        if known is None or hit.strength > known.strength:
            best[hit.label] = hit
    return list(best.values())


def _fired(sentence: Plain, language: Language) -> Iterator[Hit]:
    for cue in loaded(language).cues:
        found = cue.search(sentence.text)
        if found:
            heard = _trimmed(sentence.text, *found.span())
            yield Hit(cue.rule.label, sentence.place(*heard), cue.rule.strength, cue.rule.name, heard)


def denied(sentence: Plain, language: Language) -> frozenset[Label]:
    """The labels that a sentence surely does not carry."""
    firing = (one.rule for one in loaded(language).never if one.search(sentence.text))
    return frozenset(label for rule in firing for label in rule.labels)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The match without spaces at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


@cache
def loaded(language: Language) -> Loaded:
    """The cues of a language. Raises ValueError that names file and field."""
    name = f"{language.code}/{FILE}"
    file = decoded(language.file(FILE), CueFile, name)
    words = spelled_words(name, file.words)
    return Loaded(ready(f"{name}: $.cues", file.cues, words), ready(f"{name}: $.never", file.never, words))
