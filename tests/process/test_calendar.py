"""What a calendar is told: read back by the rules of RFC 5545, and by the clocks of Dublin and Sydney."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amends.process import Event, Nudges, calendar_text

SEED = UUID(int=7)
MADE = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)  # a Tuesday
MONDAY, TUESDAY, SUNDAY = 0, 1, 6
LINE = re.compile(r"(BEGIN|END|VERSION|PRODID|NAME|X-WR-CALNAME|REFRESH-INTERVAL;VALUE=DURATION|X-PUBLISHED-TTL|UID"
                  r"|DTSTAMP|DTSTART|DTSTART;VALUE=DATE|DTEND|SUMMARY|CLASS|TRANSP):(.*)")  # fmt: skip


def asked(days: tuple[int, ...] = (MONDAY,), at: time = time(20, 30), zone: str = "Europe/Dublin", weeks: int = 52):
    return Nudges("A quiet minute", days, at, zone, MADE, MADE + timedelta(weeks=weeks))


def read(text: str) -> list[tuple[str, str]]:
    """The properties of a calendar, by the letter of RFC 5545: lines end with CRLF, have 75 octets at most and no
    control character; a blank begins the rest of a line that was cut."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 and not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines)
    whole = "\n".join(lines).replace("\n ", "").split("\n")
    found = [LINE.fullmatch(line) for line in whole]
    assert all(found), whole
    return [(one[1], one[2]) for one in found if one]


def words_of(value: str) -> str:
    """A TEXT as words again (3.3.11). Nothing in it stands bare that would end it."""
    assert not re.search(r"[;,]", re.sub(r"\\[\\;,n]", "", value))
    return re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], value)


SAID = ("SUMMARY", "NAME", "X-WR-CALNAME")


WORDS = st.text(st.characters(codec="utf-8")).flatmap(lambda some: st.integers(1, 40).map(lambda times: some * times))


@given(words=WORDS, name=WORDS)
@example(words="x" * 300, name="x" * 64)  # of one octet each, so that every line is as full as it may be
@example(words="\U0001fad6,\u00e9\n" * 60, name="Tea; \\ and more" * 20)
def test_any_words_come_back_as_they_were_and_stand_nowhere_else(words: str, name: str) -> None:
    found, plain = (read(calendar_text([Event(SEED, *more)], MADE, called)) for more, called in (
        ((words, MADE), name), (("x", MADE), name and "x")
    ))  # fmt: skip
    shown, called = (re.sub(r"[\x00-\x09\x0b-\x1f\x7f]+", " ", text) for text in (words, name))
    said = {key: words_of(value) for key, value in found if key in SAID}
    assert said == {"SUMMARY": shown} | (dict.fromkeys(SAID[1:], called) if name else {})
    assert [(key, key not in SAID and value) for key, value in found] == [
        (key, key not in SAID and value) for key, value in plain
    ]


def test_a_whole_calendar_is_read_by_its_rules_and_does_not_say_who_made_it() -> None:
    text = calendar_text(asked(weeks=2).events(SEED), MADE, "Reminders")
    found = read(text)
    assert found[:7] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Reminders//EN"),
        ("NAME", "Reminders"),
        ("X-WR-CALNAME", "Reminders"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
        ("X-PUBLISHED-TTL", "P1D"),
    ]
    assert ("DTSTART", "20260907T193000Z") in found and ("DTEND", "20260907T194000Z") in found
    assert ("DTSTAMP", "20260901T120000Z") in found and found[-1] == ("END", "VCALENDAR")
    assert "amends" not in text.lower()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Dublin", "2026-10-19T19:30", "2026-10-26T20:30"),  # the clocks went back on Sunday
        ("Australia/Sydney", "2026-09-28T10:30", "2026-10-05T09:30"),  # there they went forward
    ],
)
def test_half_past_eight_stays_half_past_eight_when_the_clocks_change(zone: str, before: str, after: str) -> None:
    moments = list(asked(zone=zone).moments())
    assert {datetime.fromisoformat(f"{one}+00:00") for one in (before, after)} <= set(moments)
    local = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    assert {(one.time(), one.weekday()) for one in local} == {(time(20, 30), MONDAY)}
    assert len({one.utcoffset() for one in local}) == 2
    assert len(moments) == 52


@pytest.mark.parametrize(
    ("day", "at"), [("2027-03-28", "01:30+00:00"), ("2026-10-25", "00:30+00:00")], ids=["leapt over", "twice"]
)
def test_an_hour_that_the_clock_leaps_over_or_has_twice_comes_once(day: str, at: str) -> None:
    """In Dublin half past one: on the one day there is none, on the other there are two."""
    moments = [one for one in asked((SUNDAY,), time(1, 30)).moments() if one.date() == date.fromisoformat(day)]
    assert moments == [datetime.fromisoformat(f"{day}T{at}")]


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    at=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Dublin", "Australia/Sydney", "Pacific/Kiritimati", "America/St_Johns"]),
    weeks=st.integers(1, 52),
)
@settings(max_examples=40)
def test_each_week_has_its_moments_and_none_is_before_or_after(days: set[int], at: time, zone: str, weeks: int) -> None:
    nudges = asked(tuple(sorted(days)), at, zone, weeks)
    moments = list(nudges.moments())
    assert abs(len(moments) - weeks * len(days)) <= 1
    assert moments == sorted(set(moments))
    assert all(MADE <= one < nudges.until for one in moments)
    assert {one.astimezone(ZoneInfo(zone)).weekday() for one in moments} <= days


def test_the_first_is_the_next_one_that_comes() -> None:
    early, late = (asked((TUESDAY,), time(hour), "UTC", 1) for hour in (11, 13))
    assert list(early.moments()) == [datetime(2026, 9, 8, 11, tzinfo=UTC)]
    assert list(late.moments()) == [datetime(2026, 9, 1, 13, tzinfo=UTC)]


def test_an_entry_keeps_its_id_and_shares_it_with_none() -> None:
    ids = [event.id for event in asked((MONDAY, SUNDAY)).events(SEED)]
    assert ids == [event.id for event in asked((MONDAY, SUNDAY)).events(SEED)]
    assert len({*ids, *(event.id for event in asked((MONDAY, SUNDAY)).events(UUID(int=8)))}) == 2 * len(ids)


def test_it_is_over_when_its_weeks_are() -> None:
    nudges = asked(weeks=1)
    assert [nudges.is_over(nudges.until - timedelta(seconds=1)), nudges.is_over(nudges.until)] == [False, True]


def test_a_whole_day_has_no_hour_and_no_end_and_is_fetched_once() -> None:
    found = read(calendar_text([Event(SEED, "Reminder", date(9999, 12, 31))], MADE))
    assert ("DTSTART;VALUE=DATE", "99991231") in found
    assert not {"DTEND", "DTSTART", "NAME", "X-WR-CALNAME", "X-PUBLISHED-TTL"} & {key for key, _value in found}
