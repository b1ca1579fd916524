"""What stands below a card where the same thing keeps coming back: who could help, and the parent's own earlier words.

It is no page of its own: it greets nobody, and stops nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from amends.guidance import Country, HelpFor, HelpLine
from amends.process import Pattern, Repair, Step, evening_of, pattern_of
from amends.store.diary import Diary
from amends.store.shelf import Kept
from amends.web.house import countries
from amends.web.language import texts
from amends.web.visit import zone_of

SHOWN = 2  # earlier repairs at most, so that it stays a reminder and no file of evidence


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the parent wrote then, and the day it belongs to."""

    id: UUID
    day: date
    words: str


def pattern_context(diary: Diary, kept: Kept[Repair], now: datetime, country: str = "") -> dict[str, Any]:
    """What `parts/pattern.html` shows below the card of `kept`; `pattern` is None where nothing keeps coming back.

    In: the opened diary, the time (aware, any zone), and the code of the remembered country, if any.
    """
    zone = zone_of(diary.desk().preferences)
    repairs = {other.id: other.entry for other in diary.known()} | {kept.id: kept.entry}
    pattern = pattern_of(kept.id, repairs, evening_of(now.astimezone(zone)), zone)
    if pattern is None:
        return {"pattern": None}
    guidance = texts()
    return {
        "pattern": guidance.safety.pattern,
        "parents_line": parents_line(countries().get(country)),
        "earlier": earlier_words(pattern, repairs, zone),
    }


def parents_line(country: Country | None) -> HelpLine | None:
    """The first line for parents in this country; None where none is known."""
    return next(iter(country.lines(HelpFor.PARENTS)), None) if country else None


def earlier_words(pattern: Pattern, repairs: Mapping[UUID, Repair], zone: tzinfo) -> list[Earlier]:
    """The parent's own words, newest first: of each earlier repair those of its first step with words."""
    newest = [(id, repairs[id]) for id in pattern.earlier[:SHOWN]]
    return [Earlier(id, repair.rupture.evening(repair.began, zone), _first(repair)) for id, repair in newest]


def _first(repair: Repair) -> str:
    return next(repair.words[step] for step in Step if repair.words.get(step, "").strip())
