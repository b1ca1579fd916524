"""What a visitor sees when something went wrong: no page says that words are kept, or there, unless they are."""

import re

import pytest
from django.test import Client, RequestFactory

from amends.web.pages.errors import our_fault
from amends.web.urls import urlpatterns
from tests.people import ada, signs_up, words_on

pytestmark = pytest.mark.django_db
OURS = {"HTTP_ORIGIN": "http://testserver"}
WORDS = "I shouted at you.\n<b>Twice</b>."


def strict() -> Client:
    """A browser whose forms need their token."""
    return Client(enforce_csrf_checks=True)


def test_a_form_whose_page_was_open_too_long_is_shown_with_its_words_and_can_be_sent_at_once() -> None:
    browser = strict()
    answer = browser.post("/read/?x=1", {"words": WORDS, "age": "3-5"}, **OURS)
    page = words_on(answer)
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert WORDS in page
    assert b"<b>" not in answer.content
    assert 'action="/read/?x=1"' in page and 'name="age" value="3-5"' in page
    assert "It is not kept yet" in page and "are there" not in page
    token = page.split('name="csrfmiddlewaretoken" value="')[2].split('"')[0]
    again = browser.post("/read/?x=1", {"words": WORDS, "csrfmiddlewaretoken": token}, **OURS)
    assert again.status_code == 200
    assert "I shouted at you." in words_on(again)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://elsewhere.example/http://testserver/"},
        {"HTTP_ORIGIN": "https://elsewhere.example", "HTTP_REFERER": "http://testserver/"},
        {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
    ],
)
def test_a_form_from_elsewhere_gets_no_form_that_would_do_what_it_asked_for(told: dict[str, str]) -> None:
    page = words_on(strict().post("/start/", {"unsafe": "no", "words": "canary and more"}, **told))
    assert "canary" not in page
    assert 'action="/start/"' not in page
    assert "Nothing was kept." in page


def test_every_address_that_is_not_asked_in_this_way_shows_a_page_and_names_the_ways_it_takes() -> None:
    id, met = "0" * 8 + "-0000-4000-8000-" + "0" * 12, set()
    for pattern in urlpatterns:
        address = re.sub(r"<uuid:\w+>", id, f"/{pattern.pattern}")
        if "<" in address or address.startswith(("/api/", "/given/")):  # a page with forms would set a cookie there
            continue
        for answer in (Client().get(address), Client().post(address)):
            if answer.status_code == 405:
                met.add(pattern.name)
                assert "This page does not open like that" in words_on(answer), address
                assert answer["Allow"] in ("POST", "GET, HEAD", "GET, HEAD, POST"), address
                assert answer["Cache-Control"] == "no-store", address
    assert {"give", "lock", "leave", "came", "privacy"} <= met


def test_words_sent_to_an_address_that_takes_none_stand_on_the_page() -> None:
    answer = Client().post("/privacy/", {"words": WORDS}, **OURS)
    assert answer.status_code == 405
    assert WORDS in words_on(answer)


FORMS = (
    "start",
    "sentence",
    "children",
    "account",
    "given/invite",
    "account/nudges",
    "account/export",
    "account/code",
)


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("said", ["", "§"])
def test_what_is_missing_or_strange_in_a_form_is_said_in_our_own_words(address: str, said: str) -> None:
    someone = ada()
    signs_up(someone)
    names = ("kind", "weeks", "role", "band", "picture", "idle", "zone", "words", "days", "when", "often", "unsafe")
    answer = someone.browser.post(f"/{address}/", dict.fromkeys(names, said))
    assert answer.status_code in (200, 422), answer.status_code
    assert not re.search("This field is required|Select a valid choice", words_on(answer))


@pytest.mark.parametrize("secret", ["passphrase", "code", "proof"])
def test_what_opens_a_diary_is_never_shown_again(secret: str) -> None:
    page = words_on(strict().post("/sign-in/", {"known_as": "Ada", secret: "the tower fell"}, **OURS))
    assert "the tower fell" not in page
    assert "Ada" not in page


def test_words_that_were_carried_along_to_the_way_in_are_shown_without_what_opens_a_diary() -> None:
    form = {"known_as": "Ada", "passphrase": "the tower fell", "carry": "yes", "next": "/page/", "text": WORDS}
    answer = strict().post("/sign-in/", form, **OURS)
    page = words_on(answer)
    assert answer.status_code == 403
    assert f">{WORDS}</textarea>" in page
    assert "the tower fell" not in page and "Ada" not in page


def test_a_fault_of_ours_claims_nothing_about_words() -> None:
    answer = our_fault(RequestFactory().post("/page/", {"text": "canary"}))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "look whether they were kept" in page
    assert "canary" not in page and "still be on the page" not in page


def test_every_page_of_an_error_has_a_drawing_and_a_way_on() -> None:
    page = words_on(strict().get("/nowhere/"))
    main = page.split("<main")[1]
    assert "<svg" in main and 'href="/"' in main
