"""What an operator has said of the house: its country, and help lines of its own, on every page that helps."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import render_to_string

from amends.guidance import HelpFor, load
from amends.settings import WrongSetting
from amends.web.house import check, countries
from amends.web.language import texts
from amends.web.pages.pattern import parents_line
from tests.guidance.test_own_lines import WHOLE, own
from tests.people import ada, parent, words_on
from tests.web.test_help import GRAVE, called, chooses, main_of

pytestmark = pytest.mark.django_db
SAFETY = load().safety
NEEDS = (HelpFor.PARENTS, HelpFor.CRISIS)  # those that the clinic answers
OURS, THEIRS = "Harbour Clinic", "02079460018"


@pytest.fixture
def clinic(settings, tmp_path: Path):
    """A house with a line of its own."""
    settings.HELP_LINES = own(tmp_path, WHOLE)
    return settings


def under(need: HelpFor, code: str) -> str:
    """What stands under a need on the help page of a country."""
    text = main_of(parent("nobody").browser.get(f"/help-now/?country={code}"))
    return text.split(SAFETY.needs[need].name)[1].split("</details>")[0]


# The country


@pytest.mark.parametrize("page", ["/help-now/", "/help-now/?tier=A", "/help-now/?country=zz", "/offline/"])
def test_until_another_one_is_chosen_the_country_of_the_house_is_shown(page: str, settings) -> None:
    settings.COUNTRY = "IE"
    assert called(main_of(parent("nobody").browser.get(page)))[0] == "112"


def test_the_stop_and_the_page_without_a_network_agree_with_the_help_page(settings) -> None:
    settings.COUNTRY = "NZ"
    form = {"unsafe": "no", "kind": "harsh-words", "words": GRAVE}
    assert called(main_of(ada().browser.post("/quick/", form)))[0] == "111"
    assert called(main_of(ada().browser.get("/offline/")))[0] == "111"


def test_what_a_visitor_chose_goes_before_what_the_house_said(settings) -> None:
    settings.COUNTRY = "IE"
    someone = ada()
    chooses(someone, "GB")
    assert called(main_of(someone.browser.get("/help-now/")))[0] == "999"
    assert called(main_of(someone.browser.get("/help-now/?country=US")))[0] == "911"


def test_what_the_house_said_is_kept_on_no_device_as_if_somebody_had_chosen_it(settings) -> None:
    settings.COUNTRY = "IE"
    someone = ada()
    answer = someone.browser.get("/help-now/")
    assert "country" not in answer.cookies
    assert 'data-country=""' in words_on(answer)  # country.js keeps what stands there
    chooses(someone, "GB")
    assert 'data-country="GB"' in words_on(someone.browser.get("/help-now/"))


def test_another_country_is_still_one_tap_away(settings) -> None:
    settings.COUNTRY = "IE"
    text = main_of(parent("nobody").browser.get("/help-now/"))
    assert re.findall(r'name="country"\s+value="(\w+)"', text) == list(load().help.countries)


def test_a_country_that_the_guidance_does_not_know_stops_the_start_and_says_which_it_may_be(settings) -> None:
    settings.COUNTRY = "gb"
    with pytest.raises(WrongSetting, match="AMENDS_COUNTRY must be one of AU, CA, GB, IE, NZ, US, .* not 'gb'"):
        apps.get_app_config("web").ready()


@pytest.mark.parametrize("code", ["", *load().help.countries])
def test_every_country_of_the_guidance_may_be_the_house_s_and_so_may_none(code: str, settings) -> None:
    settings.COUNTRY = code
    apps.get_app_config("web").ready()


# Its own lines


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("code", ["GB", "US"])
def test_a_houses_own_line_stands_first_under_each_need_it_answers_in_every_country(clinic, need, code) -> None:
    text = under(need, code)
    lines = re.findall(r"<strong>([^<]+)</strong>", text)
    assert lines == [OURS, *(line.name for line in load().help.countries[code].lines(need))]
    assert called(text)[0] == THEIRS
    assert all(one in text for one in ("Families of the clinic", "Call 020 7946 0018", "A nurse answers."))
    assert "Checked on 20 November 2026" in text or "Checked on November 20, 2026" in text


def test_under_a_need_that_it_does_not_answer_it_does_not_stand(clinic) -> None:
    assert OURS not in under(HelpFor.VIOLENCE, "GB")


def test_where_the_house_named_its_country_its_lines_stand_there_alone(clinic) -> None:
    clinic.COUNTRY = "GB"
    assert OURS in under(HelpFor.PARENTS, "GB")
    assert OURS not in main_of(parent("nobody").browser.get("/help-now/?country=US"))
    assert OURS in main_of(parent("nobody").browser.get("/help-now/"))


def test_the_emergency_number_stays_the_first_to_call(clinic) -> None:
    for tier in ("", "A", "B"):
        assert called(main_of(parent("nobody").browser.get(f"/help-now/?country=GB&tier={tier}")))[0] == "999"


def test_the_line_below_a_card_is_the_houses_own_where_it_answers_parents(clinic) -> None:
    assert parents_line(countries()["US"]).name == OURS


def test_below_a_card_a_line_without_a_number_leads_to_its_list(clinic, tmp_path: Path) -> None:
    clinic.HELP_LINES = own(tmp_path, WHOLE.replace('tel = "02079460018"', 'link = "https://clinic.example/"'))
    line = parents_line(countries()["US"])
    below = render_to_string("parts/pattern.html", {"pattern": SAFETY.pattern, "parents_line": line})
    assert re.findall(r'href="([^"]+)"', below) == ["https://clinic.example/"]


def test_the_numbers_and_notes_of_the_country_stay_in_sight_beside_a_line_of_the_house(clinic) -> None:
    (note,) = [note for note in load().help.countries["GB"].notes if "55" in note]
    before = words_on(parent("nobody").browser.get("/offline/?country=GB")).split(note)[0]
    assert "hidden" not in before[before.rindex("<p") :]


def test_nothing_in_a_line_is_read_as_markup(clinic, tmp_path: Path) -> None:
    evil = '<script>alert("x")</script>'
    fields = ("Harbour Clinic", "Families of the clinic", "Call", "A nurse answers.")
    text = WHOLE + f"hours = '{evil} 100% %s {{{{ csrf_token }}}}'\nreports = '{evil}'\n"
    for field in fields:
        text = text.replace(field, f"{field} {evil}".replace('"', '\\"'))
    clinic.HELP_LINES = own(tmp_path, text)
    page = parent("nobody").browser.get("/help-now/?country=GB").content.decode()
    safe = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"
    assert "<script>alert" not in page
    assert page.count(safe) >= len(fields) + 2
    assert "100% %s {{ csrf_token }}" in page


def test_a_file_that_does_not_fit_stops_the_start_under_the_name_of_its_setting(clinic, tmp_path: Path) -> None:
    clinic.HELP_LINES = own(tmp_path, WHOLE.replace("02079460018", "911"))
    with pytest.raises(WrongSetting, match=r"AMENDS_HELP_LINES: .*own\.toml: \[\[line\]\] 1 \(Harbour Clinic\): tel"):
        apps.get_app_config("web").ready()


def test_the_file_is_read_once_so_that_no_change_of_it_reaches_a_page_unseen(clinic) -> None:
    check()
    clinic.HELP_LINES.write_text("no lines any more")
    assert OURS in under(HelpFor.PARENTS, "GB")


# What the worker keeps, and the language


def version() -> str:
    code = ada().browser.get("/worker.js").content.decode()
    return str(json.loads(code.split("const VERSION = ")[1].split(";\n")[0]))


def test_another_country_or_line_of_the_house_is_another_worker_so_that_no_old_number_stays(settings, tmp_path) -> None:
    versions = [version()]
    settings.COUNTRY = "GB"
    versions.append(version())
    settings.HELP_LINES = own(tmp_path, WHOLE)
    versions.append(version())
    assert len(set(versions)) == 3
    assert version() == versions[-1]


@pytest.mark.parametrize(("active", "known"), [("en-us", "en"), ("en", "en"), ("xx", "fr"), (None, "fr")])
def test_who_asks_for_no_language_that_is_here_reads_the_houses_own(active, known, settings, monkeypatch) -> None:
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("en", "en"), ("fr", "fr")], "fr"
    monkeypatch.setattr("amends.web.language.get_language", lambda: active)
    monkeypatch.setattr("amends.web.language.load", lambda language: language)
    assert texts() == known
