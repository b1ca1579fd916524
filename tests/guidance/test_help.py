"""Help lines: only numbers that were read, for every country and need, each with its day and its source."""

import re
from datetime import date

import pytest

from amends.guidance import Country, HelpFor, HelpLine, load

HELP, SAFETY, SOURCES = load().help, load().safety, load().sources
EMERGENCY = {"US": ["911"], "CA": ["911"], "GB": ["999"], "IE": ["112", "999"], "AU": ["000"], "NZ": ["111"]}
FIRST_READ, LATER_READ = date(2026, 11, 23), date(2026, 11, 28)
# Every number that somebody read in its source, and the day of it. Nothing else may stand in the file.
READ = {
    "US": {"18004224453", "18007997233", "88788", "18554272736", "988", "741741"},
    "CA": {"18004224453", "988", "18006686868", "686868"},
    "GB": {"08082000247", "08088010327", "08088005000", "116123"},
    "IE": {"1800341900", "1800666666", "015224300", "116123"},
    "AU": {"1800737732", "0458737732", "131114", "1800551800"},
    "NZ": {"0800733843", "0800456450", "0508744633", "0800933922", "1737", "0800543354"},
}
READ_LATER = {"08082000247", "08088010327", "1800341900", "0800733843", "0800456450", "0508744633", "0800933922"}
# Numbers that were heard of and never read: none may come in by any door.
UNREAD = ["0800 1111", "0808 800 2222", "01 873 3500", "1300 30 1300", "0508 326 459", "0800 568 856", "13 22 89"]
VIOLENCE = {"US", "CA", "GB", "IE", "AU", "NZ"}
PARENTS = {"US", "GB", "IE", "NZ"}
LINES = [(country, line) for country in HELP.country for line in country.line]


def _called(pair: tuple[Country, HelpLine]) -> str:
    return f"{pair[0].code} {pair[1].name}"


def test_emergency_numbers_are_the_cleared_ones() -> None:
    assert {code: list(country.emergency) for code, country in HELP.countries.items()} == EMERGENCY


def test_an_emergency_number_carries_the_day_on_which_what_stands_beside_it_was_read() -> None:
    later = {code for code, country in HELP.countries.items() if country.checked_on == LATER_READ}
    assert later == {"CA", "GB", "NZ"}
    assert {country.checked_on for country in HELP.country} == {FIRST_READ, LATER_READ}


@pytest.mark.parametrize("code", EMERGENCY)
def test_no_number_stands_outside_those_that_were_read(code: str) -> None:
    linked = {digits for line in HELP.countries[code].line for digits in (line.tel, line.sms) if digits}
    assert linked == READ[code]


def test_no_text_names_a_number_that_nobody_read() -> None:
    for country in HELP.country:
        named = {re.sub(r"\D", "", run) for text in _texts(country) for run in re.findall(r"\d[\d -]{3,}\d", text)}
        assert named <= READ[country.code]
        assert not [number for number in UNREAD for text in _texts(country) if number in text]


def _texts(country: Country) -> list[str]:
    lines = [text for one in country.line for text in (one.whom, one.reach, one.calling, one.reports or "")]
    return [*lines, *(country.notes or ()), *(lack.text for lack in country.lacks or ())]


@pytest.mark.parametrize("pair", LINES, ids=_called)
def test_a_line_says_for_whom_it_is_and_what_happens_there(pair: tuple[Country, HelpLine]) -> None:
    _country, line = pair
    assert all(text.strip() for text in (line.whom, line.reach, line.calling))
    assert line.tel or line.sms or line.link
    for digits in filter(None, (line.tel, line.sms)):
        assert digits in re.sub(r"\D", "", line.reach)


@pytest.mark.parametrize("pair", LINES, ids=_called)
def test_a_line_has_its_own_source_and_the_day_it_was_read(pair: tuple[Country, HelpLine]) -> None:
    _country, line = pair
    assert set(line.sources) <= set(SOURCES)
    assert set(line.sources) != {"design"}
    later = line.link or {line.tel, line.sms} & READ_LATER
    assert line.checked_on == (LATER_READ if later else FIRST_READ)


@pytest.mark.parametrize("need", HelpFor)
@pytest.mark.parametrize("code", EMERGENCY)
def test_every_country_answers_every_need_or_says_that_it_cannot(code: str, need: HelpFor) -> None:
    country = HELP.countries[code]
    assert country.lines(need) or country.lack(need)


def test_violence_and_parent_lines_are_there_wherever_one_was_read() -> None:
    assert {code for code, country in HELP.countries.items() if country.lines(HelpFor.VIOLENCE)} == VIOLENCE
    assert {code for code, country in HELP.countries.items() if country.lines(HelpFor.PARENTS)} == PARENTS


def test_canada_has_a_list_and_no_number_where_there_is_no_single_line() -> None:
    (line,) = HELP.countries["CA"].lines(HelpFor.VIOLENCE)
    assert (line.tel, line.sms, line.link) == (None, None, "https://sheltersafe.ca")


def test_australia_says_that_victorias_line_is_closed() -> None:
    assert "Victoria's closed" in HELP.countries["AU"].lack(HelpFor.PARENTS)


@pytest.mark.parametrize(
    ("code", "says"), [("GB", "dial 999, then 55 on a mobile"), ("CA", "dial 0"), ("NZ", "no credit")]
)
def test_what_is_special_about_an_emergency_number_stands_with_it(code: str, says: str) -> None:
    assert says in " ".join(HELP.countries[code].notes or ())


def test_childhelp_is_no_reporting_line_and_says_what_it_may_pass_on() -> None:
    (line,) = HELP.countries["US"].lines(HelpFor.CHILD_SAFETY)
    assert line.reports
    assert "not a reporting line" in line.reports
    assert "may have to pass on" in line.reports


def test_there_are_at_most_seven_short_signs_without_a_number() -> None:
    signs = SAFETY.signs.signs
    assert 0 < len(signs) <= 7
    assert all(len(sign.split()) <= 12 and not re.search(r"\d", sign) for sign in signs)


def test_the_page_for_what_keeps_coming_names_no_emergency() -> None:
    pattern = SAFETY.pattern
    said = " ".join((*pattern.lines, *pattern.others, pattern.still))
    assert not re.search(r"emergency|\d", said)
    assert all(whom in said.lower() for whom in ("doctor", "therapist", "course"))
