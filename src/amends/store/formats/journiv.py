"""Journiv's JSON: `moments` with an `entry` each, or, from older versions, `journals` with `entries`."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from amends.process import JournalEntry
from amends.store.door import NotReadable, is_shown
from amends.store.formats.clocks import moment, zone_named
from amends.store.formats.found import Left, Pages, in_one_line, in_parts
from amends.store.formats.json_parts import MOST_BOOKS, Part
from amends.store.formats.markup import plain

NAME = "Journiv"
_DATES = ("logged_at_utc", "logged_at", "entry_datetime_utc", "created_at")
_ZONES = ("logged_timezone", "entry_timezone", "timezone")
_MOODS = ("mood_log", "mood", "moods", "primary_mood_name", "mood_name")
_NOTES = ("note", "mood_note")
_PROMPTS = ("prompt_text", "prompt")
_LEFT = {
    "media": Left.PICTURES,
    "media_files": Left.PICTURES,
    "location": Left.PLACES,
    "location_json": Left.PLACES,
    "weather": Left.WEATHER,
    "weather_json": Left.WEATHER,
}


def read_journiv(file: dict[str, Part], pages: Pages) -> None:
    """All moments. Raises NotReadable that names the first wrong one."""
    books = list(islice(file["journals"].items(), MOST_BOOKS + 1)) if "journals" in file else []
    if len(books) > MOST_BOOKS:
        raise NotReadable(f"There are more than {MOST_BOOKS:,} journals in this file.", books[-1].line)
    for _book in range(max(1, len(books))):
        pages.begin(NAME)
    for number, one in enumerate(_moments(file, books), start=1):
        _add(one.entry(), f"Entry {number}", one.line, pages)


def _moments(file: dict[str, Part], books: list[Part]) -> Iterator[Part]:
    if "moments" in file:
        yield from file["moments"].items()
    for book in books:
        if entries := book.fields().get("entries"):
            yield from entries.items()


def _add(one: dict[str, Any], where: str, line: int, pages: Pages) -> None:
    entry = one["entry"] if isinstance(one.get("entry"), dict) else {}
    both = (one, entry)
    pages.left |= {kind for name, kind in _LEFT.items() if _first(both, (name,))}
    when = moment(_first(both, _DATES), where, line)
    zone = zone_named(_first(both, _ZONES)) or pages.zone
    title = str(_first((entry, one), ("title",)) or "")
    page = JournalEntry(when.astimezone(zone) if is_shown(when) else when, _text(both, title), title, NAME)
    pages.add(str(_first(both, ("id", "external_id")) or when.isoformat()), page, where, line)


def _text(both: tuple[dict[str, Any], ...], title: str) -> str:
    """What was felt, asked, noted and written. Tags alone are no page."""
    written = next((words for one in reversed(both) if (words := _written(one))), "")
    text = in_parts(_felt(both), *_each(both, _PROMPTS + _NOTES), written)
    return in_parts(text, _tags(both)) if text or title else ""


def _tags(both: tuple[dict[str, Any], ...]) -> str:
    return in_one_line(*(f"#{tag}" for tag in _each(both, ("tags",))))


def _written(entry: dict[str, Any]) -> str:
    words = entry.get("content_plain_text") or entry.get("content") or ""
    return plain(words) if isinstance(words, str) else _of_delta(words)


def _of_delta(content: object) -> str:
    """The words in the editor's own list of what was typed."""
    typed = content.get("ops") if isinstance(content, dict) else None
    inserted = (op.get("insert") for op in typed if isinstance(op, dict)) if isinstance(typed, list) else ()
    return "".join(words for words in inserted if isinstance(words, str))


def _felt(both: tuple[dict[str, Any], ...]) -> str:
    """Moods, each once, and below them what was noted of them."""
    logs = [log for one in both for log in [one.get("mood_log")] if isinstance(log, dict)]
    return in_parts(in_one_line(*_each(both, _MOODS)), *(str(log.get("note") or "") for log in logs))


def _each(both: tuple[dict[str, Any], ...], names: tuple[str, ...]) -> list[str]:
    """All words under these names, each once."""
    return list(dict.fromkeys(words for one in both for name in names for words in _named(one.get(name))))


def _named(given: object) -> Iterator[str]:
    """A word, the name of a thing, or of each in a list."""
    if isinstance(given, str) and given.strip():
        yield given.strip()
    elif isinstance(given, dict):
        yield from _named(next((given[key] for key in ("name", "mood_name", "text", "title") if given.get(key)), None))
    elif isinstance(given, list):
        for one in given:
            if not isinstance(one, list):
                yield from _named(one)


def _first(both: tuple[dict[str, Any], ...], names: tuple[str, ...]) -> object:
    return next((one[name] for one in both for name in names if one.get(name)), None)
