"""After the words: what the child did with them, when to look again, and whether the plan was used."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from amends.process.rupture import DayFault, WrongDay
from amends.process.words import fingerprint


class Response(StrEnum):
    """What the child did, in the parent's eyes. None of them is a failure, and none is rated."""

    CAME_NEAR = "came-near"
    TALKED = "talked"
    FINE = "fine"
    SILENT = "silent"
    REFUSED = "refused"
    NOT_SAID = "not-said"


@dataclass(frozen=True, slots=True)
class After:
    """What came after: the kind of answer, what they said or did in the parent's words, a day to look again.

    `put_away`: the parent does not want to be shown it any more.
    """

    response: Response | None = None
    words: str = ""
    again_on: date | None = None
    put_away: bool = False


def day_to_look(day: date | None, kept: date | None, today: date) -> date | None:
    """The day on which to look again, as it was asked for: `kept` stood there before, `today` is told by the parent's
    own clock. Raises WrongDay where it is over. What was kept and has passed meanwhile may stay."""
    if day and day < today and day != kept:
        raise WrongDay(DayFault.OVER)
    return day


def both(newest: str, mine: str, base: str) -> str:
    """The words where two pages wrote: `mine` was begun from those whose fingerprint is `base`. What one of them left
    as it was gives way; where both wrote, both stay, one below the other."""
    if not base or newest == mine or not newest.strip() or fingerprint(newest) == base:
        return mine
    return newest if fingerprint(mine) == base else f"{newest}\n\n{mine}"


@dataclass(frozen=True, slots=True)
class Came:
    """The moment of the plan came again: when, and whether the parent did what they meant to do.

    `once` names the form that said so, so that two taps count once.
    """

    when: datetime
    did: bool
    once: str = ""
