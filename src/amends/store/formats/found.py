"""What was found in a file: its pages, and the kinds of things that stay behind."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from amends.process import LONGEST_TITLE, DiaryExport, ExportedPage, JournalEntry
from amends.store.door import NotReadable, page_fits

NO_ZONE = timezone(timedelta(0), "no zone said")  # for who looks at a file and has no clock of their own
MOST_ENTRIES = 50_000  # in one file or zip, empty ones too: seven a day for twenty years
TOO_MANY_ENTRIES = f"From here on there are more than {MOST_ENTRIES:,} entries. Bring in a part of the file."
_UNSEEN = " \t\r\n\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{NO-BREAK SPACE}"


class Left(StrEnum):
    """The kinds of things that a file holds and a page here does not."""

    PICTURES = "pictures"
    VIDEOS = "videos"
    SOUND = "sound"
    DOCUMENTS = "documents"
    PLACES = "places"
    WEATHER = "weather"
    EMPTY = "pages without words"
    FILES = "other files"


@dataclass(frozen=True, slots=True)
class Found:
    """All that one file holds. `days` are its first and its last one, None where it has no page."""

    format: str
    journals: int
    diary: DiaryExport
    left: tuple[Left, ...] = ()
    is_ours: bool = False

    @property
    def pages(self) -> tuple[JournalEntry, ...]:
        """The free pages, as they stand in the file."""
        return tuple(kept.page for kept in self.diary.journal)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which something in it was written."""
        days = [page.written.date() for page in self.pages] + [one.repair.began.date() for one in self.diary.repairs]
        return (min(days), max(days)) if days else None


@dataclass(slots=True)
class Pages:
    """The pages of one file, as its reader finds them. `zone` is for times of which the file says no zone."""

    zone: tzinfo
    format: str = ""
    journals: int = 0
    left: set[Left] = field(default_factory=set)
    _read: int = 0
    _pages: list[ExportedPage] = field(default_factory=list)
    _by_key: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def begin(self, format: str) -> None:
        """One more journal, of this diary."""
        self.format = self.format or format
        self.journals += 1

    def add(self, key: str, page: JournalEntry, where: str, line: int) -> None:
        """One page. `key` is what its own diary knows it by: the same in every file, also after it was edited.

        Twice the same page is one; another one with the same key has an id of its own. Raises NotReadable.
        """
        self._read += 1
        if self._read > MOST_ENTRIES:
            raise NotReadable(TOO_MANY_ENTRIES, line)
        page = _tidy(page, key)
        if not page.text and not page.title:
            self.left.add(Left.EMPTY)
            return
        page_fits(page, where, line)
        known = self._by_key[f"{page.brought_from} {key}"]
        if (page.title, page.text) not in known:
            known.append((page.title, page.text))
            self._pages.append(ExportedPage(_id(f"{page.brought_from} {key}", len(known)), page))

    def found(self) -> Found:
        """All of it."""
        left = tuple(kind for kind in Left if kind in self.left)
        return Found(self.format, self.journals, DiaryExport(journal=tuple(self._pages)), left)


def told_at(written: datetime, zone: tzinfo) -> datetime:
    """A time with its zone: its own, or else the one that is given."""
    return written if written.tzinfo else written.replace(tzinfo=zone)


def in_one_line(*parts: str | None) -> str:
    """A mood, tags and the like, side by side."""
    return " · ".join(part.strip() for part in parts if part and part.strip())


def in_parts(*parts: str) -> str:
    """Texts below each other."""
    return "\n\n".join(part.strip(_UNSEEN) for part in parts if part.strip(_UNSEEN))


def _id(key: str, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{key} #{number}" if number > 1 else key)


def _tidy(page: JournalEntry, key: str) -> JournalEntry:
    """Without blanks around. A title that is longer than any title here is text."""
    title, text = page.title.strip(_UNSEEN), page.text.strip(_UNSEEN)
    if len(title) > LONGEST_TITLE:
        title, text = "", in_parts(title, text)
    return JournalEntry(page.written, text, title, page.brought_from, known_as=key)
