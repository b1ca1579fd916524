"""Every page as a stranger's tools see it: light on the wire, still when fonts come late, by keyboard."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PHONE
from tests.journeys.wire import first_load, later_loads, shift

LATER_PAGES = ["/", "/breathe/", "/safe/", "/sentence/?unsafe=no", "/start/", "/library/", "/library/half-sorry/"]
LATER_PAGES += ["/ages/", "/help-now/", "/faces/", "/privacy/", "/sign-up/"]
# Bytes over the wire with an empty cache, of which the look's two cuts of Literata are 64 kB; and how many requests.
FIRST_LOAD, REQUESTS, LATER = 96 * 1024, 7, 14 * 1024


@pytest.fixture
def page(chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ["/", "/read/"])
def test_a_first_load_is_light(chromium: Browser, site: str, address: str) -> None:
    size, requests = first_load(chromium, site, address)
    print(f"{address}: {size / 1024:.1f} KB, {requests} requests")
    assert size <= FIRST_LOAD
    assert requests <= REQUESTS


def test_a_later_page_is_lighter_still(chromium: Browser, site: str) -> None:
    sizes = later_loads(chromium, site, "/read/", *LATER_PAGES)
    print({address: f"{size / 1024:.1f} KB" for address, size in sizes.items()})
    assert {address: size for address, size in sizes.items() if size > LATER} == {}


@pytest.mark.parametrize("address", ["/", "/breathe/", "/library/", "/library/half-sorry/"])
def test_nothing_moves_when_the_font_comes_late(chromium: Browser, site: str, address: str) -> None:
    moved = shift(chromium, site, address)
    print(f"{address}: {moved:.4f} shifted")
    assert moved == 0


def test_the_whole_way_works_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    _tab_to(page, "I’m calm. Help me find words")
    page.keyboard.press("Enter")
    page.wait_for_url("**/safe/**")
    _tab_to(page, "No, everyone is safe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentence/**")
    _tab_to(page, "What did you do?")
    page.keyboard.type("I shouted at you.")
    _tab_to(page, "To my card")
    page.keyboard.press("Enter")
    page.wait_for_url("**/card/**")
    page.get_by_text("I shouted at you.").first.wait_for()


def _tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has the focus is called like this. Fails after a whole page of presses."""
    ask = """() => { const one = document.activeElement, label = one.labels && one.labels[0];
                     return (label || one).textContent.trim(); }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(ask).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")
