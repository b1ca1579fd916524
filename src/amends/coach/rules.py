"""One engine for cues and safety rules: files of named patterns, one alternative a line, in time linear in a text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from amends.process import Place

MACRO = re.compile(r"\{([a-z_]+)\}")  # regular expressions' own braces hold digits only
BROKEN = re.compile(r"(?:^|\n) *")  # where a long pattern is broken over lines
LONG = 13_000  # letters of a pattern that takes tens of milliseconds to build: only the first reading waits for those
QUOTES = str.maketrans("‘’‚‛ʼ`´＇“”„‟«»", "''''''''\"\"\"\"\"\"")

Patterns = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule: `find` any of these, `unless` there is one of those. Without a hint in the text it is not tried."""

    name: str
    hints: tuple[str, ...] = ()
    find: Patterns
    unless: tuple[str, ...] = ()


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
AnyFile = TypeVar("AnyFile", bound="RuleFile")


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all files of rules have. A word of `words` stands for `{word}` in patterns and in later words."""

    sources: tuple[str, ...]
    words: dict[str, Patterns]


@dataclass(frozen=True)
class Ready(Generic[AnyRule]):
    """A rule, ready to run. Its patterns are built when first needed, for most texts need few; a long one at once."""

    rule: AnyRule
    field: str
    words: Mapping[str, str]
    edge: str = ""

    @cached_property
    def find(self) -> re.Pattern[str]:
        """Matches where the rule may fire."""
        return self._compiled("find", self.rule.find)

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """Matches what silences it, where there is anything."""
        return self._compiled("unless", self.rule.unless) if self.rule.unless else None

    def is_hinted(self, text: str) -> bool:
        """Whether it is worth trying: one of its hints stands in these words, or it has none."""
        return not self.rule.hints or any(hint in text for hint in self.rule.hints)

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

    def search(self, sentence: str) -> re.Match[str] | None:
        """The first match in one sentence, in all of which nothing of `unless` stands."""
        found = self.find.search(sentence) if self.is_hinted(sentence) else None
        return None if found and self.unless and self.unless.search(sentence) else found

    def build_if_long(self) -> None:
        """Builds now what a later reading would wait for."""
        if len(self._written("find", self.rule.find)) > LONG:
            _ = self.find

    def _written(self, part: str, patterns: tuple[str, ...]) -> str:
        return f"{self.edge}{_spelled(f'{self.field}.{part}', patterns, self.words)}{self.edge}"

    def _compiled(self, part: str, patterns: tuple[str, ...]) -> re.Pattern[str]:
        return _compiled(f"{self.field}.{part}", self._written(part, patterns))


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


def fired(rules: Iterable[Ready[AnyRule]], heard: Heard) -> Iterator[tuple[AnyRule, Place]]:
    """Each rule that fires, and every place in the given text where it does."""
    for one in rules:
        if one.is_hinted(heard.text):
            yield from ((one.rule, heard.place(place)) for place in one.fires(heard.text))


def places(pattern: re.Pattern[str], text: str) -> Iterator[Place]:
    """Every place, also one that begins inside the one before: the first may be denied and the second not."""
    found = pattern.search(text)
    while found:
        yield Place(*found.span())
        found = pattern.search(text, found.start() + 1)


def joined(pattern: str) -> str:
    """A pattern on one line, however many it was written on."""
    return BROKEN.sub("", pattern) if "\n" in pattern else pattern


def decoded(path: Path, shape: type[AnyFile], name: str = "") -> AnyFile:
    """The rules in a file. Raises ValueError, naming the file (as `name`) and the field, where they do not fit."""
    name = name or path.name
    try:
        return msgspec.convert(_joined(msgspec.toml.decode(path.read_bytes())), shape)
    except OSError:
        raise ValueError(f"{name}: there is no such file") from None
    except msgspec.DecodeError as misfit:
        raise ValueError(f"{name}: {misfit}") from misfit


def _joined(given: Any) -> Any:
    if isinstance(given, dict):
        return {name: _joined(part) for name, part in given.items()}
    if isinstance(given, list):
        return [_joined(part) for part in given]
    return joined(given) if isinstance(given, str) else given


def ready(field: str, rules: Iterable[AnyRule], words: Mapping[str, str], edge: str = "") -> tuple[Ready[AnyRule], ...]:
    """The rules, ready to run; `field` says where they stand, `edge` what each pattern begins and ends with.

    Raises ValueError, naming the field, where a rule has an unknown word, or a long pattern is broken.
    """
    made = tuple(Ready(rule, f"{field}[{at}]", words, edge) for at, rule in enumerate(rules))
    for one in made:
        one.build_if_long()
    return made


def spelled_words(file: str, words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The words of a file, each spelled out with those before it. Raises ValueError that names the field."""
    spelled: dict[str, str] = {}
    for name, patterns in words.items():
        spelled[name] = _spelled(f"{file}: $.words.{name}", patterns, spelled)
    return spelled


def _spelled(field: str, patterns: tuple[str, ...], words: Mapping[str, str]) -> str:
    try:
        return f"(?:{MACRO.sub(lambda macro: words[macro[1]], '|'.join(patterns))})"
    except KeyError as unknown:
        raise ValueError(f"{field}: there is no word {unknown}") from None


def _compiled(field: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.ASCII)  # ASCII, because "\w" and "\b" are that in JavaScript
    except re.error as broken:
        raise ValueError(f"{field}: {broken}") from None
