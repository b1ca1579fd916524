"""Every page as a stranger's tools see it: readable for all, light on the wire, nothing inline."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PHONE
from tests.journeys.test_diary import sign_up
from tests.journeys.test_first_repair import begin, to_the_card
from tests.journeys.wire import first_load

PAGES = ["/", "/start/", "/read/", "/help-now/", "/help-now/?tier=A&country=US", "/help-now/?tier=B&partner&country=GB"]
PAGES += [
    "/quick/",
    "/library/",
    "/library/sigh/",
    "/library/whose-voice/",
    "/sources/",
    "/faces/",
    "/offline/",
    "/help-now/?tier=C",
    "/unsure/",
    "/country/",
]
PAGES += ["/privacy/", "/rest/", "/blank/", "/nowhere/", "/sign-up/", "/sign-in/", "/account/"]
PAGES += ["/ages/", "/ages/?age=6-9", "/phrases/", "/library/half-sorry/", "/library/sigh/#notes"]
OWN = ["/", "/start/", "/diary/", "/page/", "/children/", "/account/", "/account/passphrase/", "/account/code/"]
OWN += ["/account/export/", "/account/import/", "/account/delete/"]
HOT = '.degrees label:has(input[value="9"])'
SMACK = "I smacked you hard."
STEPS = ["calm", "acknowledge", "responsibility", "validate", "reconnect", "plan"]
# Bytes over the wire with an empty cache, of which the look's two cuts of Literata are 64 kB; and how many requests.
FIRST_LOAD, REQUESTS = 96 * 1024, 7


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, viewport=PHONE, color_scheme=request.param, reduced_motion="reduce")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_no_page_keeps_anybody_out(page: Page) -> None:
    found = []
    for address in PAGES:
        page.goto(address)
        found += _violations(page)
    assert found == []


def test_no_page_of_a_diary_keeps_anybody_out_or_scrolls_sideways(page: Page) -> None:
    to_the_card(page)
    sign_up(page, f"Ada {page.evaluate('Math.random()')}")
    found, wide = _violations(page), []
    page.get_by_role("link", name="I have it").click()
    page.goto("/page/")
    page.get_by_label("Your words").fill("A long day.")
    page.get_by_role("button", name="Keep it").click()
    entries = [link.get_attribute("href") for link in page.locator("#found a").all()]
    for address in [*OWN, *entries]:
        page.goto(address)
        found += _violations(page)
        page.set_viewport_size({"width": 180, "height": 370})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
        page.set_viewport_size(PHONE)
    page.get_by_text("More: afterwards, before, delete").click()
    page.get_by_role("button", name="Delete this entry").click()
    found += _violations(page)
    assert (found, wide) == ([], [])


def test_no_step_card_note_or_alarm_keeps_anybody_out(page: Page) -> None:
    begin(page)
    found, address = [], page.url.removesuffix("calm/")
    for step in STEPS:
        page.goto(f"{address}{step}/")
        found += _violations(page)
    page.goto(f"{address}calm/")
    page.locator(HOT).click()
    page.locator('button[value="heat"]').click()
    found += _violations(page)
    shown = {
        "I'm sorry I yelled, but you never listen.": "#reading .note",
        "I shook you.": ".stopped",
        SMACK: ".stopped",
    }
    for words, part in shown.items():
        page.goto("/read/")
        page.locator("#words").fill(words)
        page.locator(part).first.wait_for()
        found += _violations(page)
    to_the_card(page)
    found += _violations(page)
    after = page.url.replace("/card/", "/after/")
    page.get_by_role("button", name="Put the phone down").click()
    for address in ("/", after):
        page.goto(address)
        found += _violations(page)
    page.get_by_role("button", name="Did not want it").click()
    found += _violations(page)
    page.goto(f"{after}#plan")
    page.get_by_role("button", name="It came, and I did the old thing").click()
    found += _violations(page)
    assert found == []


def test_no_page_scrolls_sideways_at_twice_the_size(page: Page) -> None:
    page.set_viewport_size({"width": 180, "height": 370})  # 360 by 740 at 200 % zoom
    wide = []
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    assert wide == []


def test_whatever_can_be_tapped_is_large_enough_for_a_thumb(page: Page) -> None:
    small = []
    for address in ["/", "/start/", "/read/", "/help-now/"]:
        page.goto(address)
        for box in page.locator("button:visible, .sheet:visible, .primary:visible, .chips label:visible").all():
            size = box.bounding_box()
            if size and (size["height"] < 44 or size["width"] < 44):
                small.append((address, box.inner_text()))
    assert small == []


@pytest.mark.parametrize("address", ["/", "/read/"])
def test_a_first_load_is_light(chromium: Browser, site: str, address: str) -> None:
    size, requests = first_load(chromium, site, address)
    assert size <= FIRST_LOAD
    assert requests <= REQUESTS


def test_no_page_has_script_or_style_of_its_own(page: Page) -> None:
    for address in PAGES:
        page.goto(address)
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page.content()), address


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
