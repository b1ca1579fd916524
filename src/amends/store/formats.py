"""Other diaries' files, read as free pages: Daylio's CSV, the JSON of Day One and of Journiv."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from html import unescape
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from amends.process import DiaryExport, ExportedPage, JournalEntry
from amends.store.door import NotReadable as NotReadable

_TAGS = re.compile(r"<(?:br|/p|/div|/li)[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]+>")
_ESCAPED = re.compile(r"\\([.\-()\[\]!#*_+`>])")  # Day One escapes what Markdown would read as markup


def daylio(content: bytes, zone: tzinfo) -> DiaryExport:
    """Daylio's CSV: a row a moment, with a date, a time, a mood, activities, and perhaps a title and a note."""
    rows = csv.DictReader(io.StringIO(_text(content)))
    try:
        if not {"full_date", "time", "note"} <= set(rows.fieldnames or ()):
            raise NotReadable("This CSV file has no columns full_date, time and note, as Daylio's have.")
        return _diary(_daylio_page(row, line, zone) for line, row in enumerate(rows, start=2))
    except csv.Error as error:
        longest = csv.field_size_limit()
        raise NotReadable(
            f"After line {rows.line_num}: this is no row of a CSV file, or a note in it is longer than {longest:,} "
            "characters. Make two of a note that long, then try again."
        ) from error


def day_one(given: dict[str, Any]) -> DiaryExport:
    """Day One's JSON: `entries` with `creationDate` and `text`."""
    return _diary(_day_one_page(entry, number) for number, entry in enumerate(given["entries"], start=1))


def journiv(given: dict[str, Any]) -> DiaryExport:
    """Journiv's JSON: `moments` with an `entry` each, or, from older versions, `journals` with `entries`."""
    moments = given.get("moments") or [one for book in given.get("journals", []) for one in book.get("entries", [])]
    return _diary(_journiv_page(moment, number) for number, moment in enumerate(moments, start=1))


def _diary(pages: Iterator[JournalEntry | None]) -> DiaryExport:
    return DiaryExport(journal=tuple(ExportedPage(_id(page), page) for page in pages if page))


def _id(page: JournalEntry) -> UUID:
    """The same page has the same id in every file, so that nothing is brought twice."""
    return uuid5(NAMESPACE_URL, f"{page.brought_from} {page.written.isoformat()} {page.title} {page.text}")


def _daylio_page(row: dict[str, str], line: int, zone: tzinfo) -> JournalEntry | None:
    note = _plain(row.get("note") or "")
    felt = " · ".join(part for part in (row.get("mood"), row.get("activities")) if part)
    text = "\n\n".join(part for part in (felt, note) if part)
    return _page(_daylio_time(row, line, zone), text, row.get("note_title") or "", "Daylio")


def _daylio_time(row: dict[str, str], line: int, zone: tzinfo) -> datetime:
    given = f"{row.get('full_date') or ''} {(row.get('time') or '').strip().replace(chr(0x202F), ' ')}"
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %I:%M %p"):
        try:
            return datetime.strptime(given, form).replace(tzinfo=zone)
        except ValueError:
            continue
    raise NotReadable(f"Line {line}: {given.strip()!r} is not a date and time as Daylio writes them.")


def _day_one_page(entry: dict[str, Any], number: int) -> JournalEntry | None:
    text = _ESCAPED.sub(r"\1", str(entry.get("text") or ""))
    return _page(_instant(entry.get("creationDate"), number), text, "", "Day One")


def _journiv_page(moment: dict[str, Any], number: int) -> JournalEntry | None:
    entry = moment.get("entry") or moment
    text = entry.get("content_plain_text") or entry.get("content") or moment.get("note") or ""
    dates = ("logged_at_utc", "logged_at", "entry_datetime_utc", "created_at")
    when = next((one[name] for one in (moment, entry) for name in dates if one.get(name)), None)
    return _page(_instant(when, number), str(text), str(entry.get("title") or ""), "Journiv")


def _instant(given: object, number: int) -> datetime:
    try:
        when = msgspec.convert(given, datetime)
    except msgspec.ValidationError:
        raise NotReadable(f"Entry {number}: {given!r} is not a date.") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _page(when: datetime, text: str, title: str, source: str) -> JournalEntry | None:
    """A page; None where there is nothing on it (a photo, a place)."""
    text, title = text.strip(), title.strip()
    return JournalEntry(when, text, title, source) if text or title else None


def _plain(html: str) -> str:
    """Daylio's notes may hold simple markup: line ends stay, the rest goes."""
    return unescape(_MARKUP.sub("", _TAGS.sub("\n", html)))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise NotReadable(f"This file is not text in UTF-8 (byte {error.start}).") from None
