"""The entries of a diary as lines, by time: what a list of them shows, and what is looked for in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from amends.process import JournalEntry, Repair, evening_of, is_in, message_of
from amends.store.shelf import Kept
from amends.web.language import texts

LONGEST_SOUGHT = 100  # characters of what is looked for; of more than that, the beginning
PAGES, CHILD = "pages", "child:"  # what is shown alone


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the list shows it; `day` is the parent's own, and `when` is told where it was on that day."""

    id: UUID
    day: date
    when: datetime
    title: str
    words: str
    repair: Repair | None = None

    @property
    def has_hour(self) -> bool:
        """Whether it was written down on the day it tells of."""
        return self.day == evening_of(timezone.localtime(self.when))

    @property
    def child(self) -> str:
        """The name of the child it is about, if any."""
        return self.repair.child.name if self.repair else ""


def sought_in(lines: list[Line], words: str, only: str) -> list[Line]:
    """Those that hold these words, and are what a chip stands for."""
    found = [line for line in lines if is_in(words, f"{line.title} {line.child} {line.words}")]
    if only == PAGES:
        return [line for line in found if not line.repair]
    return [line for line in found if not only or line.child == only.removeprefix(CHILD)]


def lines_of(repairs: Iterable[Kept[Repair]], pages: Iterable[Kept[JournalEntry]]) -> list[Line]:
    """All of these as lines, the newest day first."""
    lines = [_repair_line(kept) for kept in repairs]
    lines += [_page_line(kept) for kept in pages]
    return sorted(lines, key=lambda line: (line.day, line.when), reverse=True)


def _repair_line(kept: Kept[Repair]) -> Line:
    repair, zone = kept.entry, timezone.get_current_timezone()
    name = texts().ruptures[repair.rupture.kind].name
    return Line(kept.id, repair.rupture.evening(repair.began, zone), repair.began, name, said_in(repair), repair)


def _page_line(kept: Kept[JournalEntry]) -> Line:
    title, written = kept.entry.title or kept.entry.brought_from, kept.entry.written
    return Line(kept.id, evening_of(timezone.localtime(written)), written, title, kept.entry.text)


def said_in(repair: Repair) -> str:
    """All that was written in one repair, as one text."""
    return "\n".join(words for words in (message_of(repair).text, repair.after.words) if words)
