"""Daylio's CSV: a row a moment, with a day, a time, a mood, activities, and perhaps scales, a title and a note.

Spreadsheets save it again with tabs or semicolons, and devices write the time by their own clock.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import repeat

from amends.process import JournalEntry
from amends.store.door import NotReadable
from amends.store.formats.clocks import clock_time, day
from amends.store.formats.found import Pages, in_one_line, in_parts, told_at
from amends.store.formats.markup import plain

NAME = "Daylio"
_COLUMNS, _OLDER_COLUMNS = {"full_date", "time", "note"}, {"year", "date", "time", "note"}
_KNOWN = {"full_date", "year", "date", "weekday", "time", "mood", "activities", "note_title", "note"}
_HEAD = 10_000  # letters: more than the names of the columns
_MARKS = ",;\t|"
csv.field_size_limit(50 << 20)  # characters; how long a note may be is asked once, where every page is


def is_daylio(text: str) -> bool:
    """Whether the first row names Daylio's columns."""
    _mark, rows = _rows(text[:_HEAD])
    try:
        names = {name.strip().lower() for name in next(rows, (1, []))[1]}
    except csv.Error:
        return False
    return names >= _COLUMNS or names >= _OLDER_COLUMNS


def read_daylio(text: str, pages: Pages) -> None:
    """All rows. Raises NotReadable that names the first wrong one by its line."""
    pages.begin(NAME)
    mark, rows = _rows(text)
    line = 0
    try:
        names = [name.strip().lower() for name in next(rows)[1]]
        for line, row in rows:
            if any(row):
                _add(_named(names, row, mark), line, pages)
    except csv.Error:
        raise NotReadable(
            "From here on this is no row of a CSV file: a quotation mark opens or closes in the wrong place. "
            "Write each one inside a note twice.",
            line + 1,
        ) from None


def _rows(text: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """What stands between two columns, and each row with the line it begins on: a note may be many lines long."""
    first = text[: text.find("\n")] if "\n" in text else text
    said = first.lower().strip('"').startswith("sep=")
    mark = first.strip('"')[4:5] if said else max(_MARKS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark if mark in _MARKS else ",", strict=True)
    if said:
        next(rows)
    starts = (rows.line_num + 1 for _row in repeat(None))  # asked before each row is read
    return mark, zip(starts, rows, strict=False)


def _named(names: list[str], row: list[str], mark: str) -> dict[str, str]:
    """A row by the names of its columns. What stands beyond the last one belongs to it: a comma in a bare note."""
    last = len(names) - 1
    return dict(zip(names, [*row[:last], mark.join(row[last:])], strict=False))


def _add(row: dict[str, str], line: int, pages: Pages) -> None:
    written = _written(row, line)
    felt = in_one_line(row.get("mood"), row.get("activities"))
    more = "\n".join(f"{name}: {words}" for name, words in row.items() if name and name not in _KNOWN and words.strip())
    text = in_parts(felt, more, plain(row.get("note", "")))
    page = JournalEntry(told_at(written, pages.zone), text, plain(row.get("note_title", "")), NAME)
    pages.add(f"{written:%Y-%m-%d %H:%M}", page, "This row", line)


def _written(row: dict[str, str], line: int) -> datetime:
    given = row.get("full_date") or f"{row.get('date', '')} {row.get('year', '')}"
    on, at = day(given), clock_time(row.get("time", ""))
    if on and at:
        return datetime.combine(on, at)
    said = f"{given} {row.get('time', '')}".strip()[:60]
    raise NotReadable(
        f"{said!r} is not a date and time as Daylio writes them. Write them like 2026-05-20 and 22:13.", line
    )
