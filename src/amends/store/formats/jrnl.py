"""jrnl's JSON: `entries` with `date`, `time`, `title`, `body`, `tags` and `starred`. Its text is a dated text."""

from datetime import datetime
from typing import Any

from amends.process import JournalEntry
from amends.store.door import NotReadable
from amends.store.formats.clocks import clock_time, day
from amends.store.formats.found import Pages, in_one_line, in_parts, told_at
from amends.store.formats.json_parts import Part, listed

NAME = "jrnl"


def read_jrnl(entries: Part, pages: Pages) -> None:
    """All entries. Raises NotReadable that names the first wrong one."""
    pages.begin(NAME)
    for number, entry in enumerate(entries.items(), start=1):
        _add(entry.entry(), f"Entry {number}", entry.line, pages)


def _add(entry: dict[str, Any], where: str, line: int, pages: Pages) -> None:
    written = _written(entry, where, line)
    title, body = str(entry.get("title") or ""), str(entry.get("body") or "")
    text = in_parts(body, _extra(entry, title + body)) if (title + body).strip() else ""
    page = JournalEntry(told_at(written, pages.zone), text, title, NAME)
    pages.add(f"{written:%Y-%m-%d %H:%M}", page, where, line)


def _written(entry: dict[str, Any], where: str, line: int) -> datetime:
    on, at = day(str(entry.get("date"))), clock_time(str(entry.get("time") or "00:00"))
    if on and at:
        return datetime.combine(on, at)
    says = f"{where}: its date and time are not as jrnl writes them. Write them like 2026-05-20 and 22:13."
    raise NotReadable(says, line)


def _extra(entry: dict[str, Any], words: str) -> str:
    """Its star, and the tags that do not stand in its words."""
    missing = [tag for tag in listed(entry.get("tags")) if tag not in words]
    return in_one_line(*missing, "★" if entry.get("starred") is True else "")
