"""A network that is there and does not work: it stalls, or a proxy answers for a site that is gone."""

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.between import Between
from tests.journeys.conftest import PHONE
from tests.journeys.test_first_repair import begin

KEPT = """async () => {
  const names = await caches.keys();
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().map((one) => new URL(one.url).pathname);
}"""


@pytest.fixture
def phone_behind(chromium: Browser, between: Between) -> Iterator[Page]:
    """A phone that reaches the site by that way."""
    context = chromium.new_context(base_url=between.address, viewport=PHONE, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def all_of_it(page: Page) -> int:
    """How many pages and files the worker means to keep."""
    code = page.request.get("/worker.js").text()
    return len(json.loads(code.split("const KEPT = ")[1].split(";\n")[0]))


def installed(page: Page) -> None:
    """Waits until the worker watches this page, and keeps all it is meant to."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    number, by = all_of_it(page), time.monotonic() + 20
    while len(page.evaluate(KEPT)) < number:
        assert time.monotonic() < by, "the worker does not keep all"
        page.wait_for_timeout(50)


def test_a_proxys_502_is_never_shown_in_the_place_of_help(phone_behind: Page, between: Between) -> None:
    phone_behind.goto("/")
    installed(phone_behind)
    between.now("gone")
    phone_behind.goto("/help-now/")
    expect(phone_behind.get_by_role("heading", name="Who to call")).to_be_visible()
    phone_behind.goto("/diary/")
    expect(phone_behind.get_by_role("heading", name="No network right now")).to_be_visible()


def test_help_is_there_after_four_seconds_where_the_network_stands_still(phone_behind: Page, between: Between) -> None:
    phone_behind.goto("/")
    installed(phone_behind)
    between.now("still")
    began = time.monotonic()
    phone_behind.goto("/help-now/")
    expect(phone_behind.get_by_role("heading", name="Who to call")).to_be_visible()
    assert time.monotonic() - began < 8


def test_a_fault_of_ours_is_not_called_a_network_that_is_gone(phone_behind: Page) -> None:
    phone_behind.goto("/")
    installed(phone_behind)
    answer = phone_behind.goto("/diary/00000000-0000-0000-0000-000000000000/")
    assert answer is not None
    assert answer.status == 401


def test_what_could_not_be_had_when_it_was_installed_is_fetched_by_the_next_page(
    phone_behind: Page, between: Between
) -> None:
    between.fails = (b"/library/", b"/rules.json")
    phone_behind.goto("/")
    phone_behind.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone_behind.wait_for_function("() => navigator.serviceWorker.controller")
    kept = phone_behind.evaluate(KEPT)
    assert "/help-now/" in kept
    assert "/rules.json" not in kept
    between.fails = ()
    phone_behind.goto("/help-now/")
    installed(phone_behind)
    between.now("cut")
    phone_behind.goto("/library/cold-water/")
    expect(phone_behind.get_by_role("heading", name="Something cold")).to_be_visible()


def offline_with_a_key(page: Page) -> None:
    """Somebody's diary was open here, and the network is gone."""
    begin(page)
    page.goto("/")
    installed(page)
    page.context.set_offline(True)
    page.goto("/start/")


def seal(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.get_by_role("button", name="Seal it").click()


def test_where_there_is_no_room_the_page_says_so_and_the_words_stay(phone_behind: Page) -> None:
    offline_with_a_key(phone_behind)
    devtools = phone_behind.context.new_cdp_session(phone_behind)
    origin = phone_behind.evaluate("location.origin")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    seal(phone_behind, "I slammed the door. " * 900)
    expect(phone_behind.get_by_text("This browser keeps nothing here.")).to_be_visible()
    expect(phone_behind.locator("#words")).to_have_value("I slammed the door. " * 900)


REFUSED = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });"


def test_where_a_browser_refuses_to_keep_anything_the_page_says_so_and_the_words_stay(phone_behind: Page) -> None:
    phone_behind.add_init_script(REFUSED)
    offline_with_a_key(phone_behind)
    seal(phone_behind, "I slammed the door.")
    expect(phone_behind.get_by_text("Your words are still in the field above")).to_be_visible()
    expect(phone_behind.locator("#words")).to_have_value("I slammed the door.")


def test_a_browser_is_asked_to_hold_on_to_what_was_sealed(phone_behind: Page) -> None:
    context: BrowserContext = phone_behind.context
    context.add_init_script(
        "const real = navigator.storage.persist.bind(navigator.storage);"
        "navigator.storage.persist = () => { window.wasAsked = true; return real(); };"
    )
    offline_with_a_key(phone_behind)
    assert phone_behind.evaluate("window.wasAsked") is None
    seal(phone_behind, "I slammed the door.")
    expect(phone_behind.get_by_text("Sealed. It goes to your diary")).to_be_visible()
    assert phone_behind.evaluate("window.wasAsked") is True
