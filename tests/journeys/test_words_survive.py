"""Words outlive the page they were typed on, or the browser asks before they go."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_write import at_step

WORDS = "I shouted at you about the shoes."


@pytest.fixture
def script() -> bool:
    """What is told here needs the script; without it a page says what it keeps, and when."""
    return True


def asked(page: Page) -> list[str]:
    """What the browser asked before a page went, from now on; each time it is answered with yes."""
    kinds: list[str] = []
    page.on("dialog", lambda dialog: (kinds.append(dialog.type), dialog.accept()))
    return kinds


def types(page: Page, words: str = WORDS) -> None:
    """A hand on the page: without one, a browser asks nothing."""
    field = page.locator("main textarea:visible").first
    field.click()
    field.press_sequentially(words)


def test_the_last_words_before_a_tap_on_another_step_are_kept(phone: Page) -> None:
    at_step(phone, "acknowledge")
    there = phone.url
    types(phone)
    phone.get_by_role("link", name="Plan", exact=True).click()
    phone.wait_for_url("**/plan/")
    phone.goto(there)
    expect(phone.locator("#words")).to_have_value(WORDS)


def test_the_last_words_before_a_page_goes_are_kept_and_nothing_is_asked(phone: Page) -> None:
    at_step(phone, "acknowledge")
    there, kinds = phone.url, asked(phone)
    types(phone)
    phone.goto("/library/")
    for _ in range(20):  # they are sent while the next page is already there
        phone.goto(there)
        if phone.locator("#words").input_value() == WORDS:
            break
        phone.wait_for_timeout(200)
    assert (phone.locator("#words").input_value(), kinds) == (WORDS, [])


def test_a_way_on_stays_closed_while_the_words_cannot_be_kept(phone: Page) -> None:
    at_step(phone, "acknowledge")
    here = phone.url
    phone.route("**/acknowledge/", lambda route: route.fulfill(status=401))
    types(phone)
    phone.get_by_role("link", name="Plan", exact=True).click()
    expect(phone.locator(".locked")).to_be_visible()
    assert phone.url == here
    phone.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("address", ["/read/", "/quick/", "/library/name-the-act/"])
def test_words_that_are_on_one_page_alone_are_asked_about_before_they_go(phone: Page, address: str) -> None:
    phone.goto(address)
    kinds = asked(phone)
    types(phone)
    phone.reload()
    assert kinds == ["beforeunload"]


def test_who_leaves_fast_is_asked_nothing(phone: Page) -> None:
    phone.goto("/read/")
    kinds = asked(phone)
    types(phone)
    phone.get_by_role("button", name="Leave").first.click()
    phone.wait_for_url(lambda url: "/read/" not in url)
    assert kinds == []


def test_words_that_are_sent_are_not_asked_about(phone: Page) -> None:
    phone.goto("/read/")
    kinds = asked(phone)
    types(phone)
    with phone.expect_navigation():
        phone.get_by_role("button", name="Read", exact=True).click()
    assert kinds == []
    phone.goto("/")
    assert kinds == ["beforeunload"]
