"""The file of safety rules, and the machine that runs them: any number of rules over one text, in time linear in it.

The browser runs the same file, so the patterns keep to what Python and JavaScript share.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec

from amends.process import Caution, Flag, Place, Tier

MACRO = re.compile(r"\{([a-z_]+)\}")  # regular expressions' own braces hold digits only
BROKEN = re.compile(r"(?:^|\n) *")  # where a long pattern is broken over lines
QUOTES = str.maketrans("‘’‚‛ʼ`´＇“”„‟«»", "''''''''\"\"\"\"\"\"")

Patterns = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule: `find` any of these, unless one of those overlaps it. Without a hint in the text it is not tried."""

    name: str
    hints: Patterns
    find: Patterns
    unless: tuple[str, ...] = ()


class AlarmRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule that raises a flag."""

    flag: Flag
    tier: Tier


class CautionRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule that says why a card may not be what these words need."""

    caution: Caution


@dataclass(frozen=True, slots=True)
class Quiet:
    """Where something silences a rule: where each such place begins, and the furthest end up to there."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, found: Iterable[Place]) -> "Quiet":
        """These places, which come in order."""
        listed = tuple(found)
        return cls(tuple(place.start for place in listed), tuple(accumulate((place.end for place in listed), max)))

    def covers(self, place: Place) -> bool:
        """Whether one of them overlaps this place."""
        begun = bisect_left(self.starts, place.end)
        return begun > 0 and self.ends[begun - 1] > place.start


AnyRule = TypeVar("AnyRule", bound=Rule)


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file. A word of `words` stands for `{word}` in patterns and in later words."""

    format: Literal[1]
    sources: tuple[str, ...]
    words: dict[str, Patterns]
    rules: tuple[AlarmRule, ...]
    cautions: tuple[CautionRule, ...] = ()


@dataclass(frozen=True)
class Cue(Generic[AnyRule]):
    """A rule, ready to run. Its patterns are built when first needed: most texts need few."""

    rule: AnyRule
    field: str
    words: Mapping[str, str]

    @cached_property
    def find(self) -> re.Pattern[str]:
        """Matches where the rule may fire."""
        return self._compiled("find", self.rule.find)

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """Matches what silences it, where there is anything."""
        return self._compiled("unless", self.rule.unless) if self.rule.unless else None

    def fires(self, text: str) -> Iterator[Place]:
        """Where in these words the rule fires; of places that overlap, the first.

        The time it takes grows with the text, never faster.
        """
        found = places(self.find, text)
        earliest = next(found, None)
        if earliest is None:
            return
        quiet = Quiet.of(places(self.unless, text) if self.unless else ())
        end = 0
        for place in chain((earliest,), found):
            if place.start >= end and not quiet.covers(place):
                yield place
                end = place.end

    def first(self, text: str) -> Place | None:
        """Where in these words the rule fires first."""
        return next(self.fires(text), None)

    def _compiled(self, part: str, patterns: tuple[str, ...]) -> re.Pattern[str]:
        field = f"{self.field}.{part}"
        return _compiled(field, _spelled(field, patterns, self.words))


@dataclass(frozen=True)
class Loaded:
    """The rules of one file, ready to run."""

    alarms: tuple[Cue[AlarmRule], ...]
    cautions: tuple[Cue[CautionRule], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as rules hear it: lower case, straight quotes, one space between words; and where each letter stood."""

    text: str
    stood: tuple[int, ...]

    def place(self, heard: Place) -> Place:
        """Where these letters stood in the text as it was given."""
        return Place(self.stood[heard.start], self.stood[heard.end - 1] + 1)


def plain(text: str) -> Heard:
    """The text as the rules hear it."""
    letters = [_plain(letter) for letter in text.translate(QUOTES)]
    stood = [0] if letters else []
    stood += [at for at, (before, letter) in enumerate(pairwise(letters), 1) if letter != " " or before != " "]
    return Heard("".join(letters[at] for at in stood), tuple(stood))


def _plain(letter: str) -> str:
    if letter.isspace():
        return " "
    lower = letter.lower()
    return lower if len(lower) == 1 else letter  # "İ" would grow


def fired(cues: Iterable[Cue[AnyRule]], heard: Heard) -> Iterator[tuple[AnyRule, Place]]:
    """Each rule that fires, and every place in the given text where it does."""
    for cue in cues:
        if any(hint in heard.text for hint in cue.rule.hints):
            yield from ((cue.rule, heard.place(place)) for place in cue.fires(heard.text))


def places(pattern: re.Pattern[str], text: str) -> Iterator[Place]:
    """Every place, also one that begins inside the one before: the first may be denied and the second not."""
    found = pattern.search(text)
    while found:
        yield Place(*found.span())
        found = pattern.search(text, found.start() + 1)


def joined(pattern: str) -> str:
    """A pattern on one line, however many it was written on."""
    return BROKEN.sub("", pattern) if "\n" in pattern else pattern


def decoded(path: Path) -> Rules:
    """The rules in a file. Raises ValueError, naming the file and the field, where they do not fit."""
    try:
        return msgspec.convert(_joined(msgspec.toml.decode(path.read_bytes())), Rules)
    except OSError:
        raise ValueError(f"{path.name}: there is no such file") from None
    except msgspec.DecodeError as misfit:
        raise ValueError(f"{path.name}: {misfit}") from misfit


def _joined(given: Any) -> Any:
    if isinstance(given, dict):
        return {name: _joined(part) for name, part in given.items()}
    if isinstance(given, list):
        return [_joined(part) for part in given]
    return joined(given) if isinstance(given, str) else given


def load(path: Path) -> Loaded:
    """The rules in a file, ready to run. Raises ValueError like `decoded`, and for a pattern that cannot be built."""
    rules = decoded(path)
    words = _words(path.name, rules)
    return Loaded(
        _ready(f"{path.name}: $.rules", rules.rules, words), _ready(f"{path.name}: $.cautions", rules.cautions, words)
    )


def _ready(field: str, rules: tuple[AnyRule, ...], words: Mapping[str, str]) -> tuple[Cue[AnyRule], ...]:
    return tuple(Cue(rule, f"{field}[{at}]", words) for at, rule in enumerate(rules))


def _words(file: str, rules: Rules) -> dict[str, str]:
    """The words, each spelled out with those before it."""
    words: dict[str, str] = {}
    for name, patterns in rules.words.items():
        words[name] = _spelled(f"{file}: $.words.{name}", patterns, words)
    return words


def _spelled(field: str, patterns: tuple[str, ...], words: Mapping[str, str]) -> str:
    try:
        return f"(?:{MACRO.sub(lambda macro: words[macro[1]], '|'.join(patterns))})"
    except KeyError as unknown:
        raise ValueError(f"{field}: there is no word {unknown}") from None


def _compiled(field: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(rf"\b{pattern}\b", re.ASCII)  # ASCII, because "\w" and "\b" are that in JavaScript
    except re.error as broken:
        raise ValueError(f"{field}: {broken}") from None
