"""The safety rules, run before anything else: words that say that something other than words is needed now.

Recall comes before precision; a rule names what it heard and accuses nobody. The browser runs the same file, so its
patterns keep to what Python and JavaScript share.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from amends.coach.language import language as language_of
from amends.coach.rules import Patterns, Ready, Rule, RuleFile, decoded, fired, plain, ready, spelled_words
from amends.known import know
from amends.process import Alarm, Caution, Flag, Place, Tier

FILE = "safety_rules.toml"
BORDER = r"\b"  # every pattern stands between two


class HintedRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule that fires where no match of `unless` overlaps that of `find`. It has hints: it searches all of a text."""

    hints: Patterns


class AlarmRule(HintedRule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule that raises a flag."""

    flag: Flag
    tier: Tier


class CautionRule(HintedRule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule that says why a card may not be what these words need."""

    caution: Caution


class SafetyRules(RuleFile, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file."""

    format: Literal[1]
    rules: tuple[AlarmRule, ...]
    cautions: tuple[CautionRule, ...] = ()


know(SafetyRules)


@dataclass(frozen=True)
class Loaded:
    """The rules of one file, ready to run."""

    alarms: tuple[Ready[AlarmRule], ...]
    cautions: tuple[Ready[CautionRule], ...]


def alarms(text: str, language: str = "en") -> tuple[Alarm, ...]:
    """Everything in `text` that a rule hears, the most urgent first, then in the order of the text.

    Each rule speaks for every place, so that one that means something else hides no other.
    Raises ValueError where a language has no rules, or broken ones.
    """
    raised = [_alarm(rule, place, text) for rule, place in fired(_loaded(language).alarms, plain(text))]
    return in_order(raised)


def in_order(raised: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The most urgent first, then in the order of the text."""
    return tuple(sorted(raised, key=lambda alarm: (alarm.tier, alarm.words.start, alarm.words.end)))


def gentlest(flag: Flag, language: str = "en") -> Tier:
    """How urgent a flag is where no rule says more: as its gentlest rule. Raises ValueError where there is none."""
    return max(cue.rule.tier for cue in _loaded(language).alarms if cue.rule.flag is flag)


def cautions(text: str, language: str = "en") -> tuple[Caution, ...]:
    """What speaks against a card for these words: an order, a child as messenger, that it keeps happening.

    Each once, in the order of the enum. Raises ValueError where a language has no rules, or broken ones.
    """
    raised = {rule.caution for rule, _ in fired(_loaded(language).cautions, plain(text))}
    return tuple(caution for caution in Caution if caution in raised)


@lru_cache
def rules_for_a_browser(language: str = "en") -> bytes:
    """The same rules as JSON. Raises ValueError where a language has none, or broken ones."""
    return msgspec.json.encode(decoded(_file(language), SafetyRules))


def _alarm(rule: AlarmRule, place: Place, text: str) -> Alarm:
    return Alarm(rule.flag, rule.tier, place, rule.name, text[place.start : place.end])


def load(path: Path) -> Loaded:
    """The rules in a file, ready to run. Raises ValueError, naming file and field, where they do not fit."""
    file = decoded(path, SafetyRules)
    words = spelled_words(path.name, file.words)
    return Loaded(
        ready(f"{path.name}: $.rules", file.rules, words, BORDER),
        ready(f"{path.name}: $.cautions", file.cautions, words, BORDER),
    )


@lru_cache
def _loaded(language: str) -> Loaded:
    return load(_file(language))


def _file(language: str) -> Path:
    return language_of(language).file(FILE)
