"""Days and times as people and their devices write them."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from amends.store.door import NotReadable

_TIME = re.compile(r"([^\d]*?)(\d{1,2})(?:[:.٫h時点时시]|\s*[時点时시]\s*)(\d{2})(?:[:.](\d{2}))?[分분]?([^\d]*)")
# How the devices of the world mark the two halves of a day (Unicode's CLDR), small, without blanks and stops.
_MORNING_WORDS = """
am a 오전 午前 上午 凌晨 早上 ص sa πμ öö dop
de fm ap vm vorm дп सुबह पूर्वाह्न לפנהצ قظ ก่อนเที่ยง pagi mattina
"""
_MORNING = frozenset(_MORNING_WORDS.split())
_LATER_WORDS = """
pm p 오후 午後 下午 晚上 中午 م ch μμ ös odp
du em ip nm nachm пп शाम अपराह्न אחהצ بظ หลังเที่ยง petang sera
"""
_LATER = frozenset(_LATER_WORDS.split())
_NO_MARK = frozenset(["", "h", "kl", "uhr", "uur"])
_NOT_LETTERS = re.compile(r"[\s.׳״'\"’,]+")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OFFSET = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2}):?(\d{2})?")
_MONTHS_WORDS = """
january february march april may june
july august september october november december
"""
_MONTHS = _MONTHS_WORDS.split()
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def western(text: str) -> str:
    """The same text with the digits 0 to 9, and without marks that only say where to turn."""
    shown = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in shown).strip()


def clock_time(text: str) -> time | None:
    """22:13, 22.13, 22h13, 10:13 p. m., 오후 10:13, ١٠:١٣ م: or None for anything else."""
    found = _TIME.fullmatch(western(text))
    if not found:
        return None
    before, hour, minute, second, after = found.groups()
    return _time(_on_24_hours(int(hour), _mark(before) + _mark(after)), int(minute), int(second or 0))


def _mark(words: str) -> str:
    return _NOT_LETTERS.sub("", words).lower()


def _on_24_hours(hour: int, mark: str) -> int:
    """The hour, or -1 where it is marked with something that is none of the two halves of a day."""
    if mark in _NO_MARK or (hour > 12 and mark in _LATER):
        return hour
    if mark in _LATER and hour <= 12:
        return hour % 12 + 12
    return hour % 12 if mark in _MORNING and hour <= 12 else -1


def _time(hour: int, minute: int, second: int = 0) -> time | None:
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def day(text: str) -> date | None:
    """2026-05-20, 20 May 2026 or May 20, 2026: or None for anything else."""
    words = western(text).lower()
    if found := _ISO.fullmatch(words):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(words):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(words):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def zone_named(name: object) -> tzinfo | None:
    """A zone by its name, or by how far it is from Greenwich; None for anything else."""
    if not isinstance(name, str):
        return None
    if name in _zones():
        return ZoneInfo(name)
    found = _OFFSET.fullmatch(name)
    away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0)) if found else timedelta(1)
    return timezone(-away if found and found[1] == "-" else away) if away < timedelta(1) else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def moment(given: object, where: str, line: int) -> datetime:
    """A time as JSON has it. Raises NotReadable."""
    try:
        when = msgspec.convert(given, datetime)
    except msgspec.ValidationError:
        said = repr(given)[:60]
        raise NotReadable(f"{where}: {said} is not a date. Write it like 2026-05-20T22:13:00Z.", line) from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _month(name: str) -> int:
    """Its number, 0 for no month. Three letters are enough."""
    return next((number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name)), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
