"""The safety rules, run before anything else: words that say that something other than words is needed now.

They live in a file of patterns that the browser runs too, so they keep to what Python and JavaScript share. Recall
comes before precision; a rule names what it heard and accuses nobody.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from amends.guidance import CONTENT, languages
from amends.process import Alarm, Caution, Flag, Place, Tier

FILE = "safety_rules.json"
AROUND = 120  # characters on either side of what was found, in which a denial or an idiom may quiet it
MACRO = re.compile(r"\{([a-z_]+)\}")
QUOTES = str.maketrans("‘’‚‛ʼ`´＇“”„‟«»", "''''''''\"\"\"\"\"\"")

Patterns = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: `find` any of these, unless one of those overlaps it. Without a hint in the text it is not tried."""

    flag: Flag
    tier: Tier
    name: str
    hints: Patterns
    find: Patterns
    unless: tuple[str, ...] = ()


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file. `space` stands for every space in a pattern, a word for `{word}` in patterns and in later words."""

    format: Literal[1]
    about: tuple[str, ...]
    sources: tuple[str, ...]
    space: str
    words: dict[str, Patterns]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Cue:
    """A rule, ready to run. Its patterns are built when first needed: most texts need few."""

    rule: Rule
    field: str
    space: str
    words: Mapping[str, str]

    @cached_property
    def find(self) -> re.Pattern[str]:
        """Matches where the rule may fire."""
        return self._compiled("find", self.rule.find)

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """Matches what silences it, where there is anything."""
        return self._compiled("unless", self.rule.unless) if self.rule.unless else None

    def _compiled(self, part: str, patterns: tuple[str, ...]) -> re.Pattern[str]:
        field = f"{self.field}.{part}"
        return _compiled(field, _spelled(field, patterns, self.space, self.words))


def alarms(text: str, language: str = "en") -> tuple[Alarm, ...]:
    """Everything in `text` that a rule hears, the most urgent first, then in the order of the text.

    Each rule speaks for every place, so that one that means something else hides no other.
    Raises ValueError where a language has no rules, or broken ones.
    """
    heard = plain(text)
    tried = (cue for cue in _cues(language) if any(hint in heard for hint in cue.rule.hints))
    raised = [_alarm(cue.rule, place, text) for cue in tried for place in _apart(cue, heard)]
    return tuple(sorted(raised, key=lambda alarm: (alarm.tier, alarm.words.start, alarm.words.end)))


def cautions(text: str, language: str = "en") -> tuple[Caution, ...]:
    return ()


def plain(text: str) -> str:
    """Lower case, straight quotes, spaces only; character for character, so that places still hold."""
    return "".join(map(_plain, text.translate(QUOTES)))


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    lower = character.lower()
    return lower if len(lower) == 1 else character  # "İ" would grow


def _alarm(rule: Rule, place: Place, text: str) -> Alarm:
    return Alarm(rule.flag, rule.tier, place, rule.name, text[place.start : place.end])


def _apart(cue: Cue, heard: str) -> Iterator[Place]:
    """Every place that nothing quiets; of those that overlap, the first."""
    end = 0
    for place in _places(cue.find, heard):
        if place.start >= end and not _quieted(cue, heard, place):
            yield place
            end = place.end


def _places(find: re.Pattern[str], heard: str) -> Iterator[Place]:
    """Every place, also one that begins inside the one before: the first may be denied and the second not."""
    found = find.search(heard)
    while found:
        yield Place(*found.span())
        found = find.search(heard, found.start() + 1)


def _quieted(cue: Cue, heard: str, place: Place) -> bool:
    if cue.unless is None:
        return False
    begin = max(0, place.start - AROUND)
    near = heard[begin : place.end + AROUND]
    return any(
        quiet.start < place.end - begin and place.start - begin < quiet.end for quiet in _places(cue.unless, near)
    )


@lru_cache
def _cues(language: str) -> tuple[Cue, ...]:
    # Compared with the folders there are, so that no name from outside becomes a path.
    if language not in languages():
        raise ValueError(f"no safety rules in {language!r}; there is: {', '.join(languages())}")
    return load(CONTENT / language / FILE)


def load(path: Path) -> tuple[Cue, ...]:
    """The rules in a file, compiled. Raises ValueError, naming the file and the field, where they do not fit."""
    try:
        rules = msgspec.json.decode(path.read_bytes(), type=Rules)
    except OSError:
        raise ValueError(f"{path.name}: there is no such file") from None
    except msgspec.DecodeError as misfit:
        raise ValueError(f"{path.name}: {misfit}") from misfit
    words = _words(path.name, rules)
    named = enumerate(rules.rules)
    return tuple(Cue(rule, f"{path.name}: $.rules[{at}]", rules.space, words) for at, rule in named)


def _words(file: str, rules: Rules) -> dict[str, str]:
    """The words, each spelled out with those before it."""
    words: dict[str, str] = {}
    for name, patterns in rules.words.items():
        words[name] = _spelled(f"{file}: $.words.{name}", patterns, rules.space, words)
    return words


def _spelled(field: str, patterns: tuple[str, ...], space: str, words: Mapping[str, str]) -> str:
    try:
        joined = MACRO.sub(lambda macro: words[macro[1]], "|".join(patterns).replace(" ", "\0"))
    except KeyError as unknown:
        raise ValueError(f"{field}: there is no word {unknown}") from None
    return f"(?:{joined})".replace("\0", space)


def _compiled(field: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(rf"\b{pattern}\b", re.ASCII)  # ASCII, because "\w" and "\b" are that in JavaScript
    except re.error as broken:
        raise ValueError(f"{field}: {broken}") from None
