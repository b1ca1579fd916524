"""spelling.toml: how people type in one language, as values."""

from functools import cached_property

import msgspec

from amends.known import know

END = ""  # stands before the first word and after the last, and where a mark is between two


class SelfNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How carers name themselves to a child, and what a name must stand next to before it counts as "I"."""

    small: frozenset[str]  # "mummy": said to a child, nearly always of oneself
    grown: frozenset[str]  # "mum": of oneself only if no other "I" is in the sentence
    after: frozenset[str]  # "my dad": another person
    verbs: dict[str, str]  # "was", "loves": what a subject does, in the first person
    owned: frozenset[str]  # "mummy's fault"
    givers: frozenset[str]  # "give mummy"


class ShortForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What a word is heard as where its neighbours allow it: "ill" is "i'll" before "go", and not after "was".

    Words with spaces between; "." is the beginning or end of a sentence, or a mark. An empty `only_…` allows all.
    """

    said: str
    only_after: str = ""
    only_before: str = ""
    not_after: str = ""
    not_before: str = ""

    def fits(self, before: str, after: str) -> bool:
        """Whether it is said between these two words; END where there is none."""
        only_after, only_before, not_after, not_before = self._sides
        allowed = (not only_after or before in only_after) and (not only_before or after in only_before)
        return allowed and before not in not_after and after not in not_before

    @cached_property
    def _sides(self) -> tuple[frozenset[str], ...]:
        sides = (self.only_after, self.only_before, self.not_after, self.not_before)
        return tuple(frozenset(END if word == "." else word for word in words.split()) for words in sides)


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How people type and dictate, and what it spells out to."""

    sources: tuple[str, ...]
    own: str  # small words that carry this language, with spaces between
    foreign: str  # and those that carry others
    words: dict[str, str]
    pairs: dict[str, str]
    short: dict[str, ShortForm]  # words that are another one without their apostrophe
    filler: frozenset[str]
    alike: dict[str, str]  # "dad" and "mum", "he" and "she": the models hear the second for both
    names: SelfNames

    @cached_property
    def joined(self) -> frozenset[str]:
        """What is spelled out to: two words that are written as one ("it's") are among them."""
        return frozenset(self.words.values()).union(self.pairs.values(), self.alike.values())


know(Spelling)
