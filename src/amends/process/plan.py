"""The plan for next time: when the parent's own cue comes, what they will do."""

from dataclasses import dataclass

LONGEST_PLAN = 20  # words; a longer one is not remembered in the moment it is for


@dataclass(frozen=True, slots=True)
class Plan:
    """One if-then plan, in the parent's words: `when` the cue comes, `will` is what they do."""

    when: str = ""
    will: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether both halves are there."""
        return bool(self.when.strip() and self.will.strip())

    def sentence(self, pattern: str = "When %(when)s, I will %(will)s.") -> str:
        """The two halves joined, as `pattern` says it in a language; half a plan as it stands."""
        if not self.is_whole:
            return self.will or self.when
        before, _, rest = pattern.partition("%(when)s")
        between = rest.partition("%(will)s")[0]
        when, will = _without(self.when, before), _without(self.will, between)
        return pattern % {"when": when.rstrip(" ,."), "will": will.rstrip(" .")}

    @property
    def words(self) -> int:
        """How many words the two halves have together."""
        return len(self.when.split()) + len(self.will.split())

    @property
    def is_too_long(self) -> bool:
        """Whether it has more words than a parent can recall when the cue comes."""
        return self.words > LONGEST_PLAN


def _without(words: str, said: str) -> str:
    """The parent's half without what the pattern says itself: who begins with "When" is not made to say it twice."""
    words, said = words.strip(), said.strip(" ,")
    begins = words.casefold().startswith(f"{said.casefold()} ")
    return words[len(said) :].strip() if said and begins else words
