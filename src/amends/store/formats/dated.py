"""Plain dated text: a line that is a date begins a page. So write jrnl, Markdown by day, and people themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from amends.process import JournalEntry
from amends.store.door import NotReadable
from amends.store.formats.clocks import clock_time, day, western
from amends.store.formats.found import Pages, told_at

NAME, JRNL = "Dated text", "jrnl"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = (
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|(?P<numbers>\d{1,2}[./]\d{1,2}[./]\d{4}))"
)
_TIME = r"(?:(?:,?\s+(?:at\s+)?|t)(?P<time>\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?\s?m\b\.?)?))?"
_LINE = re.compile(
    rf"\s*(?P<heading>\#{{1,6}}\s+|(?:date|day):\s*)?(?P<open>\[|\*\*)?{_WEEKDAY}{_DAY}{_TIME}(?P<close>\]|\*\*)?"
    r"(?P<mark>\s*(?:[:–—]|-\s)|\s+|$)(?P<rest>.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Entry:
    """A page that is being read."""

    on: date
    at: time
    line: int
    title: str = ""
    lines: list[str] = field(default_factory=list)


def is_dated(text: str) -> bool:
    """Whether some line in it is a date."""
    return any(_date_line(line) for line in text.split("\n"))


def read_dated(text: str, pages: Pages) -> None:
    """All pages. Words above the first date are the beginning of the first page. Raises NotReadable."""
    bracketed = bool(re.match(r"\s*\[\d{4}", text))
    name = JRNL if bracketed else NAME
    pages.begin(name)
    for entry in _entries(text.split("\n")):
        written = datetime.combine(entry.on, entry.at)
        page = JournalEntry(told_at(written, pages.zone), "\n".join(entry.lines), entry.title, name)
        pages.add(f"{written:%Y-%m-%d %H:%M}", page, "This page", entry.line)


def read_day_file(on: date, text: str, pages: Pages) -> None:
    """A file that is one page, and whose name is its day."""
    pages.begin(NAME)
    page = JournalEntry(told_at(datetime.combine(on, time()), pages.zone), text, "", NAME)
    pages.add(f"{on} 00:00", page, "This page", 1)


def _entries(lines: list[str]) -> Iterator[_Entry]:
    above: list[str] = []
    entry: _Entry | None = None
    day_first = _day_first(lines)
    for number, line in enumerate(lines, start=1):
        if found := _date_line(line):
            if entry:
                yield entry
            entry = _begun(found, number, day_first)
            entry.lines = [*above, *entry.lines]
            above = []
        else:
            (entry.lines if entry else above).append(line)
    if entry:
        yield entry


def _date_line(line: str) -> re.Match[str] | None:
    """A line that is a date, or begins with one in a way that no sentence does."""
    found = _LINE.match(line)
    if not found or not (found["numbers"] or day(found["day"].replace("/", "-"))):
        return None
    alone = not found["rest"].strip()
    return found if alone or found["heading"] or found["open"] or found["time"] or found["mark"].strip() else None


def _begun(found: re.Match[str], number: int, day_first: bool | None) -> _Entry:
    on, at = _on(found, number, day_first), clock_time(found["time"] or "00:00")
    if not on or not at:
        says = f"{found[0].strip()[:60]!r} is no day or no time. Write it like 2026-05-20 22:13."
        raise NotReadable(says, number)
    rest, is_title = found["rest"].strip(), found["heading"] or found["open"]
    return _Entry(on, at, number, *((rest, []) if is_title else ("", [rest] if rest else [])))


def _on(found: re.Match[str], number: int, day_first: bool | None) -> date | None:
    if not found["numbers"]:
        return day(found["day"].replace("/", "-"))
    first, second, year = (int(part) for part in re.split("[./]", western(found["numbers"])))
    if "." not in found["numbers"] and day_first is None and first != second:
        says = f"{found['numbers']} may be two different days. Write it like {year}-{second:02}-{first:02}."
        raise NotReadable(says, number)
    month, on = (second, first) if "." in found["numbers"] or day_first else (first, second)
    return day(f"{year}-{month}-{on}")


def _day_first(lines: list[str]) -> bool | None:
    """Whether the file writes 20/05/2026 and not 05/20/2026; None where it never shows."""
    for line in lines:
        found = _date_line(line)
        if found and found["numbers"]:
            first, second = (int(part) for part in re.split("[./]", found["numbers"])[:2])
            if max(first, second) > 12:
                return first > 12
    return None
