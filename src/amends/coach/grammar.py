"""grammar.toml: the small words by which the reader takes sentences of one language apart."""

import re
from functools import cached_property

import msgspec

from amends.known import know
from amends.process import Against

SPACE = "_"  # inside an entry of a list


class LimitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What sets a limit against an apology, and the words that two sentences share by chance."""

    against: str
    small: str


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The file. Lists are words with spaces between."""

    sources: tuple[str, ...]
    abbreviations: str
    joins: str
    whole: str
    begins: str
    hanging: str
    limit: LimitWords

    @cached_property
    def abbreviation(self) -> re.Pattern[str]:
        """One at the end, with its stop."""
        return re.compile(rf"\b(?:{_any(self.abbreviations)})\.$", re.IGNORECASE)

    @cached_property
    def clause_break(self) -> re.Pattern[str]:
        """What parts two clauses, or ("again and again") would if it were not whole: that has a space in it.

        A comma inside "1,000", a stop inside "3.5", a hyphen inside a word part nothing.
        """
        stops = r"[,:.!?](?!\w)|[;…—–()]|(?<!\w)-(?!\w)"
        twice = rf"\b(?P<twice>\w{{1,40}}) (?:{_any(self.joins)}) (?P=twice)\b|\b{re.escape(self.whole)}\b"
        return re.compile(rf"{stops}|{twice}|\b(?:{_any(self.joins)})\b", re.IGNORECASE)

    @cached_property
    def clause_begins(self) -> frozenset[str]:
        """Words with which a clause begins that hangs on another."""
        return frozenset(word.replace(SPACE, " ") for word in self.begins.split())

    @cached_property
    def never_last(self) -> frozenset[str]:
        """Words that wait for another one."""
        return frozenset(self.hanging.split())

    @cached_property
    def against(self) -> Against:
        """How a limit and an apology get in each other's way."""
        return Against(frozenset(self.limit.against.split()), frozenset(self.limit.small.split()))


know(Grammar)


def _any(words: str) -> str:
    return "|".join(re.escape(word.replace(SPACE, " ")) for word in words.split())
