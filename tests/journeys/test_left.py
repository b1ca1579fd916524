"""Who leaves has left, whatever the network does; and what is written afterwards has no diary to go to."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.between import Between
from tests.journeys.conftest import PHONE
from tests.journeys.test_bad_network import installed
from tests.journeys.test_diary import PHRASE, sign_in, sign_up
from tests.journeys.test_first_repair import begin

KEY = "localStorage.getItem('delivery')"


@pytest.fixture
def ada() -> str:
    """A name that nobody has yet."""
    return f"Ada {uuid4()}"


@pytest.fixture
def behind(chromium: Browser, between: Between, ada: str) -> Iterator[Page]:
    """A phone that reaches the site by that way, with a diary open on it."""
    context = chromium.new_context(base_url=between.address, viewport=PHONE, locale="en-GB")
    context.set_default_timeout(10_000)
    page = context.new_page()
    begin(page)
    sign_up(page, ada)
    page.goto("/")
    yield page
    context.close()


def leave(page: Page) -> None:
    """Fast, and gone at once."""
    page.locator("[data-leave] button").click()
    page.wait_for_url("**/blank/")
    assert page.locator("body").inner_text().strip() == "New page"


def is_shut(page: Page) -> None:
    """The diary asks for its passphrase."""
    answer = page.goto("/diary/")
    assert answer is not None
    assert answer.status == 401


@pytest.mark.parametrize("way", ["cut", "still", "gone"])
def test_an_exit_that_nobody_heard_of_is_told_before_any_page_opens(behind: Page, between: Between, way: str) -> None:
    installed(behind)
    between.now(way)
    leave(behind)
    behind.goto("/diary/")
    expect(behind.get_by_role("heading", name="No network right now")).to_be_visible()
    between.now("goes")
    is_shut(behind)
    assert behind.evaluate("caches.has('left')") is False


def test_until_the_server_has_heard_of_it_the_old_visit_opens_nothing(behind: Page, between: Between) -> None:
    installed(behind)
    between.now("cut")
    leave(behind)
    between.fails = (b"/leave/",)
    between.now("goes")
    behind.goto("/diary/")
    expect(behind.get_by_role("heading", name="No network right now")).to_be_visible()
    between.fails = ()
    is_shut(behind)


def test_a_diary_that_is_locked_without_a_network_is_locked_when_it_is_back(behind: Page, between: Between) -> None:
    behind.goto("/account/")
    installed(behind)
    between.now("cut")
    behind.get_by_role("button", name="Lock now").click()
    expect(behind.get_by_role("heading", name="No network right now")).to_be_visible()
    between.now("goes")
    is_shut(behind)


def test_where_no_worker_watches_the_page_remembers_it(chromium: Browser, between: Between) -> None:
    context = chromium.new_context(base_url=between.address, viewport=PHONE, service_workers="block")
    page = context.new_page()
    begin(page)
    page.goto("/")
    between.now("cut")
    page.locator("[data-leave] button").click()
    page.wait_for_function("() => document.documentElement.hidden || !document.querySelector('[data-leave]')")
    between.now("goes")
    page.goto("/diary/")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert page.evaluate("localStorage.getItem('left')") is None
    context.close()


@pytest.mark.parametrize("exit", ["Lock now", "Sign out"])
def test_after_every_exit_nothing_can_be_sealed_for_the_one_who_left(behind: Page, exit: str) -> None:
    installed(behind)
    assert behind.evaluate(KEY)
    behind.goto("/account/")
    behind.get_by_role("button", name=exit, exact=True).click()
    behind.wait_for_load_state()
    assert behind.evaluate(KEY) is None


def test_a_visit_that_is_over_leaves_no_key_behind(behind: Page) -> None:
    installed(behind)
    assert behind.evaluate(KEY)
    behind.context.clear_cookies()
    behind.goto("/")
    assert behind.evaluate(KEY) is None


def test_what_one_wrote_offline_waits_for_them_and_reaches_no_other_diary(
    behind: Page, between: Between, ada: str
) -> None:
    installed(behind)
    between.now("cut")
    behind.goto("/start/")
    expect(behind.get_by_text("it goes to the diary that was open here last:")).to_be_visible()
    behind.locator("#words").fill("I slammed the door.")
    behind.get_by_role("button", name="Seal it").click()
    expect(behind.get_by_text("Sealed. It goes to your diary")).to_be_visible()
    leave(behind)
    behind.goto("/start/")
    expect(behind.get_by_role("button", name="Seal it")).to_be_hidden()
    between.now("goes")
    begin(behind)
    sign_up(behind, f"Ben {uuid4()}")
    behind.goto("/diary/")
    expect(behind.locator(".letters").get_by_text("I slammed the door.")).to_have_count(0)
    behind.goto("/account/")
    behind.get_by_role("button", name="Lock now").click()
    sign_in(behind, ada, PHRASE)
    behind.wait_for_url(lambda address: "sign-in" not in address)
    behind.wait_for_function("() => !localStorage.getItem('waiting')")
    behind.goto("/diary/")
    expect(behind.locator(".letters").get_by_text("I slammed the door.")).to_have_count(1)
