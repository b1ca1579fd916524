"""What happened: the kinds of rupture, and one rupture as the parent tells it."""

from dataclasses import dataclass
from enum import StrEnum


class RuptureKind(StrEnum):
    """The first five are the everyday ones; the others are named so that a parent can find theirs."""

    LOST_PATIENCE = "lost-patience"
    RAISED_VOICE = "raised-voice"
    MISUNDERSTOOD = "misunderstood"
    HARSH_WORDS = "harsh-words"
    OVERLOOKED_NEED = "overlooked-need"
    BROKE_PROMISE = "broke-promise"
    TOO_HARSH = "too-harsh"
    MADE_THEM_CARRY = "made-them-carry"
    GRABBED_OR_SMACKED = "grabbed-or-smacked"
    SOMETHING_ELSE = "something-else"


class Unsafe(StrEnum):
    """The answer to the one question asked before any drafting: is anyone hurt or unsafe?"""

    NO = "no"
    NOT_SURE = "not-sure"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Limit:
    """What the parent takes back, and what still stands. `wrong_too`: the limit itself was wrong, on purpose."""

    taken_back: str = ""
    stands: str = ""
    wrong_too: bool = False


@dataclass(frozen=True, slots=True)
class Rupture:
    """One rupture. Everything but the kind may be left empty."""

    kind: RuptureKind = RuptureKind.SOMETHING_ELSE
    when: str = ""
    where: str = ""
    cue: str = ""
    limit: Limit | None = None
    unsafe: Unsafe = Unsafe.NO

    @property
    def needs_help_first(self) -> bool:
        """True where help is shown before any drafting: a hurt child, or hands laid on one."""
        return self.unsafe is not Unsafe.NO or self.kind is RuptureKind.GRABBED_OR_SMACKED
