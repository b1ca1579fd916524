"""spelling.toml: how people type in one language, as values."""

from functools import cached_property

import msgspec

from amends.known import know


class SelfNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How carers name themselves to a child, and what a name must stand next to before it counts as "I"."""

    small: frozenset[str]  # "mummy": said to a child, nearly always of oneself
    grown: frozenset[str]  # "mum": of oneself only if no other "I" is in the sentence
    after: frozenset[str]  # "my dad": another person
    verbs: dict[str, str]  # "was", "loves": what a subject does, in the first person
    owned: frozenset[str]  # "mummy's fault"
    givers: frozenset[str]  # "give mummy"


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How people type and dictate, and what it spells out to."""

    sources: tuple[str, ...]
    own: str  # small words that carry this language, with spaces between
    foreign: str  # and those that carry others
    words: dict[str, str]
    pairs: dict[str, str]
    before: dict[str, dict[str, str]]  # "ill" is "i'll" only before one of these
    filler: frozenset[str]
    alike: dict[str, str]  # "dad" and "mum", "he" and "she": the models hear the second for both
    names: SelfNames

    @cached_property
    def joined(self) -> frozenset[str]:
        """What is spelled out to: two words that are written as one ("it's") are among them."""
        return frozenset(self.words.values()).union(self.pairs.values(), self.alike.values())


know(Spelling)
