"""The safety rules, run before anything else: words that say that something other than words is needed now.

They live in a file of patterns that the browser runs too, so they keep to what Python and JavaScript share. Recall
comes before precision; a rule names what it heard and accuses nobody.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

import msgspec

from amends.guidance import CONTENT, languages
from amends.process import Alarm, Caution, Flag, Place, Tier

FILE = "safety_rules.json"
AROUND = 120  # characters on either side of what was found, in which a denial or an idiom may quiet it
MACRO = re.compile(r"\{([a-z_]+)\}")
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


AnyRule = TypeVar("AnyRule", bound=Rule)


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file. `space` stands for every space in a pattern, a word for `{word}` in patterns and in later words."""

    format: Literal[1]
    about: tuple[str, ...]
    sources: tuple[str, ...]
    space: str
    words: dict[str, Patterns]
    rules: tuple[AlarmRule, ...]
    cautions: tuple[CautionRule, ...] = ()


@dataclass(frozen=True)
class Cue(Generic[AnyRule]):
    """A rule, ready to run. Its patterns are built when first needed: most texts need few."""

    rule: AnyRule
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

    Each rule speaks once, for the first place. Raises ValueError where a language has no rules, or broken ones.
    """
    raised = [_alarm(rule, place) for rule, place in _heard(_loaded(language).alarms, plain(text))]
    return tuple(sorted(raised, key=lambda alarm: (alarm.tier, alarm.words.start, alarm.words.end)))


def cautions(text: str, language: str = "en") -> tuple[Caution, ...]:
    """What speaks against a card for these words: an order, a child as messenger, that it keeps happening.

    Each once, in the order of the enum. Raises ValueError where a language has no rules, or broken ones.
    """
    raised = {rule.caution for rule, _ in _heard(_loaded(language).cautions, plain(text))}
    return tuple(caution for caution in Caution if caution in raised)


def _heard(cues: Iterable[Cue[AnyRule]], heard: str) -> Iterator[tuple[AnyRule, Place]]:
    """Each rule that fires, and where it does so first."""
    for cue in cues:
        if any(hint in heard for hint in cue.rule.hints) and (place := _first(cue, heard)):
            yield cue.rule, place


def plain(text: str) -> str:
    """Lower case, straight quotes, spaces only; character for character, so that places still hold."""
    return "".join(map(_plain, text.translate(QUOTES)))


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    lower = character.lower()
    return lower if len(lower) == 1 else character  # "İ" would grow


def _alarm(rule: AlarmRule, place: Place) -> Alarm:
    return Alarm(rule.flag, rule.tier, place, rule.name)


def _first(cue: Cue[AnyRule], heard: str) -> Place | None:
    return next((place for place in _places(cue.find, heard) if not _quieted(cue, heard, place)), None)


def _places(find: re.Pattern[str], heard: str) -> Iterator[Place]:
    """Every place, also one that begins inside the one before: the first may be denied and the second not."""
    found = find.search(heard)
    while found:
        yield Place(*found.span())
        found = find.search(heard, found.start() + 1)


def _quieted(cue: Cue[AnyRule], heard: str, place: Place) -> bool:
    if cue.unless is None:
        return False
    begin = max(0, place.start - AROUND)
    near = heard[begin : place.end + AROUND]
    return any(
        quiet.start < place.end - begin and place.start - begin < quiet.end for quiet in _places(cue.unless, near)
    )


@dataclass(frozen=True)
class Loaded:
    """The rules of one file, ready to run."""

    alarms: tuple[Cue[AlarmRule], ...]
    cautions: tuple[Cue[CautionRule], ...]


@lru_cache
def _loaded(language: str) -> Loaded:
    # Compared with the folders there are, so that no name from outside becomes a path.
    if language not in languages():
        raise ValueError(f"no safety rules in {language!r}; there is: {', '.join(languages())}")
    return load(CONTENT / language / FILE)


def load(path: Path) -> Loaded:
    """The rules in a file, compiled. Raises ValueError, naming the file and the field, where they do not fit."""
    try:
        rules = msgspec.json.decode(path.read_bytes(), type=Rules)
    except OSError:
        raise ValueError(f"{path.name}: there is no such file") from None
    except msgspec.DecodeError as misfit:
        raise ValueError(f"{path.name}: {misfit}") from misfit
    words = _words(path.name, rules)

    def ready(field: str, listed: tuple[AnyRule, ...]) -> tuple[Cue[AnyRule], ...]:
        named = enumerate(listed)
        return tuple(Cue(rule, f"{path.name}: $.{field}[{at}]", rules.space, words) for at, rule in named)

    return Loaded(ready("rules", rules.rules), ready("cautions", rules.cautions))


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
