"""Day One's JSON: `entries` with `uuid`, `creationDate`, `timeZone`, `text` and `tags`; one file a journal."""

import re
from datetime import datetime, tzinfo
from typing import Any

from amends.process import JournalEntry
from amends.store.door import is_shown
from amends.store.formats.clocks import moment, zone_named
from amends.store.formats.found import Left, Pages, in_one_line, in_parts
from amends.store.formats.json_parts import Part, listed

NAME = "Day One"
_ESCAPED = re.compile(r"\\([.\-()\[\]!#*_+`>])")  # it escapes what Markdown would read as markup
_MEDIA = re.compile(r"!\[[^\[\]\n]{0,300}\]\(dayone-moment:[^()\s]{0,300}\)")
_GAP = re.compile(r"\n{3,}")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(dayone2?:[^()\s]{0,300}\)")  # to another page there: it leads nowhere here
_LEFT = {
    "photos": Left.PICTURES,
    "videos": Left.VIDEOS,
    "audios": Left.SOUND,
    "pdfAttachments": Left.DOCUMENTS,
    "location": Left.PLACES,
    "weather": Left.WEATHER,
}
_KINDS = {"video": Left.VIDEOS, "audio": Left.SOUND, "pdf": Left.DOCUMENTS}


def read_day_one(entries: Part, pages: Pages) -> None:
    """All entries of one journal. Raises NotReadable that names the first wrong one."""
    pages.begin(NAME)
    for number, entry in enumerate(entries.items(), start=1):
        _add(entry.entry(), f"Entry {number}", entry.line, pages)


def _add(entry: dict[str, Any], where: str, line: int, pages: Pages) -> None:
    pages.left |= {kind for name, kind in _LEFT.items() if entry.get(name)}
    instant = moment(entry.get("creationDate"), where, line)
    written = _where_it_was_written(instant, entry, pages.zone)
    tags = in_one_line(*(f"#{tag}" for tag in listed(entry.get("tags"))), "★" if entry.get("starred") is True else "")
    words = _words(str(entry.get("text") or ""), pages)
    page = JournalEntry(written, in_parts(words, tags) if words else "", "", NAME)
    pages.add(_key(entry, instant), page, where, line)


def _words(text: str, pages: Pages) -> str:
    for media in _MEDIA.finditer(text):
        pages.left.add(next((kind for name, kind in _KINDS.items() if f":/{name}" in media[0]), Left.PICTURES))
    return in_parts(_ESCAPED.sub(r"\1", _LINK.sub(r"\1", _GAP.sub("\n\n", _MEDIA.sub("", text)))))


def _key(entry: dict[str, Any], instant: datetime) -> str:
    """Its own id, or where it has none (or only zeros) when it was written."""
    own = str(entry.get("uuid") or "").replace("-", "").upper()
    return own if own.strip("0") else instant.isoformat()


def _where_it_was_written(instant: datetime, entry: dict[str, Any], zone: tzinfo) -> datetime:
    """The day and hour on the clock beside which it was written. What is of all day has a day and no hour."""
    there = zone_named(entry.get("timeZone")) or zone
    if not is_shown(instant):
        return instant
    return instant.replace(tzinfo=there) if entry.get("isAllDay") is True else instant.astimezone(there)
