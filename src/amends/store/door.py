"""At the door: what is brought in must be such that every page can show it, and every form can save it again."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta

from amends.process import LONGEST_TEXT, LONGEST_TITLE, Child, DiaryExport, ExportedRepair, JournalEntry

# Somewhere on Earth it is another day: two days inside what a calendar can count, every clock can show a time.
_FIRST, _LAST = (edge.replace(tzinfo=UTC) for edge in (datetime.min + timedelta(2), datetime.max - timedelta(2)))
_A_FEW_WORDS = 30  # characters,
_A_LINE = 300  # and so many, blanks too, in which they stand


class NotReadable(Exception):
    """This file cannot be brought in. Its text is for the parent: what is wrong, where, and what to change.

    `line` is a line of the file, as an editor counts them; `file` is one of several that came together.
    """

    def __init__(self, says: str, line: int | None = None, file: str = "") -> None:
        self.says, self.line, self.file = says, line, file
        where = ", ".join(part for part in (file, f"line {line}" if line else "") if part)
        super().__init__(f"{where[0].upper() if not file else where[0]}{where[1:]}: {says}" if where else says)


def let_in(diary: DiaryExport) -> DiaryExport:
    """The same diary, where all of it can be shown and saved again. Raises NotReadable that names the first other."""
    for number, repair in enumerate(diary.repairs, start=1):
        _times_fit(repair, f"Repair {number}")
    for number, kept in enumerate(diary.journal, start=1):
        page_fits(kept.page, f"Page {number}")
    for number, known in enumerate(diary.children, start=1):
        _child_fits(known.child, f"Child {number}")
    return diary


def page_fits(page: JournalEntry, where: str, line: int | None = None) -> None:
    """Raises NotReadable where a page cannot be shown, or cannot be saved again."""
    where = f"{where} ({_some(page)})"
    _times_fit(page, where, line)
    for words in (page.words, *page.before):
        _fits(words.title, LONGEST_TITLE, f"{where}: its title", line)
        _fits(words.text, LONGEST_TEXT, f"{where}: its text", line)


def is_shown(when: datetime) -> bool:
    """Whether every clock on Earth can show this time."""
    return _FIRST <= when <= _LAST


def _child_fits(child: Child, where: str) -> None:
    _fits(child.name, Child.LONGEST_NAME, f"{where}: the name")
    for words in (child.reconnects, child.likes, child.hates):
        _fits(words, Child.LONGEST_WORDS, f"{where}: what is written")


def _fits(words: str, longest: int, what: str, line: int | None = None) -> None:
    if len(words) > longest:
        says = f"{what} is longer than {longest:,} characters. Make two of it in the file, then try again."
        raise NotReadable(says, line)


def _times_fit(entry: JournalEntry | ExportedRepair, where: str, line: int | None = None) -> None:
    for when in _times(entry):
        if when.utcoffset() is None:
            says = f"{where}: {when.isoformat()} says no time zone. Write it with one: a Z, or +01:00."
            raise NotReadable(says, line)
        if not is_shown(when):
            says = f"{where}: {when.date()} is too far away to be shown. Change that day in the file."
            raise NotReadable(says, line)


def _times(value: object) -> Iterator[datetime]:
    """All times in an entry, however deep."""
    if isinstance(value, datetime):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _times(getattr(value, field.name))
    elif isinstance(value, tuple | Mapping):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _times(part)


def _some(page: JournalEntry) -> str:
    words = " ".join((page.title or page.text)[:_A_LINE].split())
    return words if len(words) <= _A_FEW_WORDS else f"{words[:_A_FEW_WORDS]}…"
