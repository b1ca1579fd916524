"""Names of people, all heard as one and the same: who is spoken to changes nothing about what is said."""

import re
from collections.abc import Collection
from functools import cached_property

import msgspec

from amends.known import know

INSIDE = re.compile(r"'[^\W\d_a-z]")  # "D'Shaun"
FOLLOWED = frozenset(",!?.:…—\n")  # what stands behind somebody who is called


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """names.toml: what people are called in a language's own letters, however it is typed."""

    sources: tuple[str, ...]
    stands_for: str  # what is heard in place of a name
    known: str  # names and nothing else, with spaces between
    also_words: str  # names only with a capital letter, inside a sentence or before a comma
    never: str  # capital letters that are nobody's name

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.known.split())

    @cached_property
    def _also_words(self) -> frozenset[str]:
        return frozenset(self.also_words.split())

    @cached_property
    def _never(self) -> frozenset[str]:
        return frozenset(self.never.split())

    def heard(self, typed: str, words: Collection[str], *, opens: bool, behind: str) -> str | None:
        """What is heard in place of this word of a sentence; None where it is no name.

        In: the word as it was `typed`, the ordinary `words` of the language, whether it `opens` its sentence, and the
        character `behind` it.
        """
        name, owner = without_owner(typed.replace("’", "'"))
        if not owner and self._is_owner(name.lower(), words):
            name, owner = name[:-1], "'s"
        return f"{self.stands_for}{owner}" if self._is_one(name, words, opens, behind) else None

    def _is_owner(self, bare: str, words: Collection[str]) -> bool:
        """ "Leons" for "Leon's": it is no name and no word, and without its last letter it is a name."""
        return bare.endswith("s") and bare[:-1] in self._known and bare not in self._known and bare not in words

    def _is_one(self, name: str, words: Collection[str], opens: bool, behind: str) -> bool:
        bare = name.lower()
        if bare in self._known:
            return True
        if "'" in name and not INSIDE.search(name):  # "I'm", "Don't"
            return False
        is_called = name[:1].isupper() and not name.isupper() and (not opens or behind in FOLLOWED)
        return is_called and bare not in self._never and (bare in self._also_words or bare not in words)


know(Names)


def without_owner(word: str) -> tuple[str, str]:
    """A word, and the "'s" behind it, or nothing."""
    return (word[:-2], "'s") if word.lower().endswith("'s") else (word, "")
