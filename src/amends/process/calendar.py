"""What goes into a calendar: the weekly moments a parent asked for, and events as iCalendar text (RFC 5545).

Such text is read by whoever holds the calendar. It never says who made it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

FOLD_AT = 75  # octets of one line (3.1)
_LASTS = timedelta(minutes=10)
_UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")  # no TEXT holds them (3.3.11); a tab would do, a blank is as good


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar: an instant, or a whole day where `begins` has no hour. `id` tells it from all others."""

    id: UUID
    words: str
    begins: datetime | date


@dataclass(frozen=True, slots=True)
class Nudges:
    """The moments of a week at which a calendar is to show a few words, by one clock, for a while.

    `days` are numbered from Monday, 0. `zone` is the name of a clock in the IANA database.
    """

    LONGEST_WORDS: ClassVar[int] = 60
    MOST_WEEKS: ClassVar[int] = 52

    words: str
    days: tuple[int, ...]
    at: time
    zone: str
    made: datetime
    until: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether their time is over."""
        return now >= self.until

    def moments(self) -> Iterator[datetime]:
        """Each of them as an instant, in order. The hour is the parent's, in summer and in winter. One that the clock
        leaps over comes an hour later by it, and of one that comes twice the first counts (PEP 495)."""
        clock = ZoneInfo(self.zone)
        day = self.made.astimezone(clock).date()
        while (moment := datetime.combine(day, self.at, clock).astimezone(UTC)) < self.until:
            if moment >= self.made and day.weekday() in self.days:
                yield moment
            day += timedelta(days=1)

    def events(self, seed: UUID) -> Iterator[Event]:
        """The same as entries of a calendar: from one `seed` each has the same id whenever it is asked for."""
        return (Event(uuid5(seed, moment.isoformat()), self.words, moment) for moment in self.moments())


def calendar_text(events: Iterable[Event], stamped: datetime, name: str = "") -> str:
    """The text of an .ics file, changed last at `stamped`; with a `name` one that is fetched again each day.

    No alarm is in it, as most programs leave those of others' calendars out, and no clock: instants need none.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reminders//EN", *_fetched(name)]
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{event.id}", f"DTSTAMP:{_instant(stamped)}", *_when(event.begins)]
        lines += [f"SUMMARY:{_text(event.words)}", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _fetched(name: str) -> list[str]:
    """What a program goes by that has subscribed (RFC 7986), and what older ones know."""
    if not name:
        return []
    often = ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    return [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", *often]


def _when(begins: datetime | date) -> list[str]:
    """A day without an end lasts that day (3.6.1): no day after it has to be counted, which the last of all has not."""
    if isinstance(begins, datetime):
        return [f"DTSTART:{_instant(begins)}", f"DTEND:{_instant(begins + _LASTS)}"]
    return [f"DTSTART;VALUE=DATE:{begins.isoformat().replace('-', '')}"]


def _instant(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words as a value (3.3.11)."""
    shown = _UNPRINTED.sub(" ", words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return shown.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut into such as are short enough (3.1): each after the first begins with a blank; no letter is cut."""
    parts, room = [""], FOLD_AT
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append("")
            room = FOLD_AT - 1
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)
