"""Who to call: one number first, the lines by need, and a country that is asked and never guessed."""

import re

import pytest

from amends.guidance import HelpFor, load
from amends.process import Tier
from tests.people import ada, begins, parent, words_on

pytestmark = pytest.mark.django_db
HELP, SAFETY = load().help, load().safety
CODES = list(HELP.countries)
EMERGENCY = {number for country in HELP.country for number in country.emergency}


def main_of(answer) -> str:
    """A page's own part, without what stands on every page."""
    return words_on(answer).split('<main id="main" tabindex="-1">')[1].split("</main>")[0]


def called(text: str) -> list[str]:
    """The numbers that one tap calls, in the order of the page."""
    return re.findall(r'href="tel:(\d+)"', text)


def chooses(someone, code: str, here: str = "/help-now/"):
    return someone.browser.post("/country/", {"country": code, "here": here})


@pytest.mark.parametrize("tier", ["", "A", "B"])
@pytest.mark.parametrize("code", CODES)
def test_with_a_country_its_emergency_number_is_the_first_to_call(code: str, tier: str) -> None:
    text = main_of(parent("nobody").browser.get(f"/help-now/?country={code}&tier={tier}"))
    assert called(text)[0] == HELP.countries[code].emergency[0]
    others = {number for other in HELP.country if other.code != code for number in other.emergency}
    assert not set(called(text)) & (others - set(HELP.countries[code].emergency))


def test_without_a_country_there_is_one_picker_and_no_number() -> None:
    text = main_of(parent("nobody").browser.get("/help-now/"))
    assert called(text) == []
    assert re.findall(r'name="country"\s+value="(\w+)"', text) == CODES
    assert not [number for number in EMERGENCY if number in text]


@pytest.mark.parametrize("need", HelpFor)
@pytest.mark.parametrize("code", CODES)
def test_every_line_of_a_country_stands_under_its_need_with_all_that_is_known(code: str, need: HelpFor) -> None:
    country = HELP.countries[code]
    text = main_of(parent("nobody").browser.get(f"/help-now/?country={code}"))
    under = text.split(SAFETY.needs[need].name)[1].split("</details>")[0]
    for line in country.lines(need):
        shown = (line.name, line.whom, line.reach, line.calling, line.hours or "Hours not checked", line.reports or "")
        assert all(one in under for one in shown)
        assert f"Checked on {line.checked_on:%-d %B %Y}" in under
        assert set(filter(None, (line.tel, line.sms))) <= set(re.findall(r'href="(?:tel|sms):(\d+)"', under))
    assert country.lack(need) in under


def test_the_country_is_asked_once_and_kept_as_nothing_but_its_code() -> None:
    someone = ada()
    answer = chooses(someone, "IE", "/privacy/")
    cookie = someone.browser.cookies["country"]
    assert answer["Location"] == "/privacy/"
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("IE", True, "Lax")
    assert cookie["max-age"] == 365 * 24 * 3600
    assert called(main_of(someone.browser.get("/help-now/")))[0] == "112"


def test_the_privacy_page_names_every_cookie_and_the_copy_of_the_country() -> None:
    someone = ada()
    begins(someone)
    chooses(someone, "IE", "/privacy/")
    someone.browser.post("/look/", {"look": "dark", "here": "/"})
    text = main_of(someone.browser.get("/privacy/"))
    assert {"visit", "country", "look"} <= set(someone.browser.cookies)
    assert all(f"“{name}”" in text for name in [*someone.browser.cookies, "csrftoken"])
    assert "A copy stays in this browser's storage" in text


@pytest.mark.parametrize("wrong", ["", "zz", "gb", "GB; x=1", "<script>", "911", "Ada Lovelace"])
def test_nothing_but_one_of_our_codes_is_ever_kept(wrong: str) -> None:
    someone = ada()
    assert chooses(someone, wrong).status_code == 422
    assert "country" not in someone.browser.cookies


def test_a_cookie_that_is_no_code_of_ours_is_no_country() -> None:
    someone = ada()
    someone.browser.cookies["country"] = "<b>zz"
    assert called(main_of(someone.browser.get("/help-now/"))) == []


@pytest.mark.parametrize(
    "hint",
    [
        {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"},
        {"HTTP_ACCEPT_LANGUAGE": "en-AU"},
        {"REMOTE_ADDR": "81.2.69.142"},
        {"HTTP_X_FORWARDED_FOR": "1.1.1.1"},
        {"HTTP_CF_IPCOUNTRY": "NZ"},
    ],
)
def test_a_country_is_never_guessed(hint: dict[str, str]) -> None:
    answer = parent("nobody").browser.get("/help-now/", **hint)
    assert called(main_of(answer)) == []
    assert "country" not in answer.cookies


def test_opening_an_address_that_names_a_country_remembers_none() -> None:
    someone = ada()
    chooses(someone, "GB")
    assert called(main_of(someone.browser.get("/help-now/?country=US")))[0] == "911"
    assert someone.browser.cookies["country"].value == "GB"


@pytest.mark.parametrize("here", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_choosing_a_country_never_leads_elsewhere(here: str) -> None:
    assert chooses(ada(), "GB", here)["Location"] == "/help-now/"


def test_choosing_another_country_comes_back_to_the_same_page_about_the_same_thing() -> None:
    text = main_of(parent("nobody").browser.get("/help-now/?country=US&tier=B&partner"))
    here = re.search(r'name="here" value="([^"]+)"', text)[1]
    assert here == "/help-now/?tier=B&partner="


def test_the_picker_has_a_page_of_its_own_that_goes_back() -> None:
    text = main_of(ada().browser.get("/country/?here=/privacy/"))
    assert 'value="/privacy/"' in text
    assert called(text) == []


@pytest.mark.parametrize("query", ["?tier=Z", "?country=zz", "?back=1", "?back=<script>", "?tier=A&country="])
def test_help_opens_whatever_the_address_says(query: str) -> None:
    for page in ("help-now", "unsure"):
        answer = parent("nobody").browser.get(f"/{page}/{query}")
        assert answer.status_code == 200
        assert b"<script>" not in answer.content


@pytest.mark.parametrize("code", [*CODES, ""])
def test_what_keeps_coming_leads_with_a_line_for_parents_and_has_no_emergency_number(code: str) -> None:
    text = main_of(parent("nobody").browser.get(f"/help-now/?tier=C&country={code}"))
    assert not EMERGENCY & set(called(text))
    assert not re.search(r"\b(911|999|112|000|111)\b", text)
    if not code:
        return
    country = HELP.countries[code]
    parents = [line.tel for line in country.lines(HelpFor.PARENTS)]
    assert called(text) == parents
    assert country.lack(HelpFor.PARENTS) in text
    order = [text.index(SAFETY.needs[HelpFor.PARENTS].name), *(text.index(one) for one in SAFETY.pattern.others)]
    assert order == sorted(order)


def test_the_gentle_page_goes_from_the_signs_over_the_parent_line_to_the_short_way() -> None:
    text = main_of(parent("nobody").browser.get("/help-now/?tier=B&country=US"))
    names = (SAFETY.tier_b.unsafe[0], SAFETY.needs[HelpFor.PARENTS].name, SAFETY.tier_b.then[0])
    places = [text.index(name) for name in names]
    assert places == sorted(places)


def test_where_somebody_may_watch_leaving_is_in_sight_and_the_violence_line_comes_first() -> None:
    text = main_of(parent("nobody").browser.get("/help-now/?tier=B&partner&country=GB"))
    assert text.index("This device may be watched") < text.index("Leave fast") < text.index("0808 2000 247")
    assert called(text)[:2] == ["999", "08082000247"]


@pytest.mark.parametrize("tier", Tier)
def test_every_tier_goes_back_to_the_words_it_came_from(tier: Tier) -> None:
    someone = ada()
    repair = begins(someone)
    text = main_of(someone.browser.get(f"/help-now/?tier={tier}&back={repair}"))
    assert f'href="/repair/{repair}/calm/"' in text


# Not sure


def test_not_sure_shows_few_signs_two_answers_and_no_number() -> None:
    text = main_of(parent("nobody").browser.get("/unsure/"))
    assert 0 < text.count("<li") <= 7
    assert text.count("<button") == 2
    assert "tel:" not in text
    assert not re.search(r"\d{3}", text)


def test_a_sign_that_fits_leads_to_help_and_none_leads_on() -> None:
    someone = ada()
    repair = begins(someone)
    text = main_of(someone.browser.get(f"/unsure/?back={repair}"))
    help_form, on_form = re.findall(r"<form.*?</form>", text, re.DOTALL)
    assert 'action="/help-now/"' in help_form
    assert 'name="tier" value="A"' in help_form
    assert f'name="back" value="{repair}"' in help_form
    assert f'action="/repair/{repair}/calm/"' in on_form


# The stop

GRAVE = "I want to kill myself."


def test_the_stop_begins_with_the_number_of_the_remembered_country() -> None:
    someone = ada()
    chooses(someone, "NZ")
    text = main_of(someone.browser.post("/quick/", {"unsafe": "no", "kind": "harsh-words", "words": GRAVE}))
    assert called(text)[0] == "111"
    assert text.index("tel:111") < text.index(SAFETY.tier_a.lines[1])


def test_choosing_a_country_on_the_stop_loses_no_word_and_keeps_the_choice() -> None:
    someone = ada()
    form = {"unsafe": "no", "kind": "harsh-words", "words": GRAVE}
    stop = main_of(someone.browser.post("/quick/", form))
    assert called(stop) == []
    assert re.search(r'name="country"\s+value="GB"\s+form="words-back"', stop)
    assert re.search(r'<form[^>]+method="post"[^>]+id="words-back"', stop)
    answer = someone.browser.post("/quick/", form | {"country": "GB"})
    text = main_of(answer)
    assert called(text)[0] == "999"
    assert f'name="words" value="{GRAVE}"' in text
    assert someone.browser.cookies["country"].value == "GB"
    assert not re.search(r'type="hidden" name="country"', text)
