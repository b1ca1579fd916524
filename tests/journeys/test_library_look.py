"""The look of the library: what fits, what can be tapped, what everybody can read; each measure is printed."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_diary import sign_up
from tests.journeys.test_every_page import _violations
from tests.journeys.test_first_repair import begin

WIDTHS = (320, 360, 820, 1280)
ADDRESSES = [
    "/library/",
    "/library/half-sorry/",
    "/library/whose-voice/",
    "/library/cold-water/",
    "/library/sigh/#line-4",
    "/library/cold-water/#notes",
    "/ages/",
    "/ages/?age=6-9",
    "/phrases/",
    "/sources/",
]
TOOLS = ["long-exhale", "sigh", "five-senses", "cold-water", "feet-and-wall", "let-go", "step-out"]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DOWN = "document.documentElement.scrollHeight - innerHeight"
TARGETS = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), textarea")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip") && one.getClientRects().length)
  .map((one) => ({ name: one.textContent.trim().slice(0, 40), box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.height < 44 || box.width < 44)
  .map(({ name, box }) => `${name}: ${box.width}x${box.height}`)"""
WORDS = """() => [...document.querySelectorAll(".top, main > :not(.unseen)")]
  .filter((one) => one.checkVisibility()).map((one) => one.innerText).join(" ")
  .split(/\\s+/).filter((word) => /\\w/.test(word)).length"""


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, viewport=PHONE, color_scheme=request.param, reduced_motion="reduce")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def test_nothing_scrolls_sideways_and_everything_can_be_tapped(chromium: Browser, site: str) -> None:
    page = chromium.new_page(base_url=site)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        for address in ADDRESSES:
            page.goto(address)
            found[width, address] = (page.evaluate(SIDEWAYS), page.evaluate(TARGETS))
    page.close()
    print("side scroll, small targets:", *(f"{key}: {value}" for key, value in found.items()), sep="\n")
    assert {key: value for key, value in found.items() if value != (0, [])} == {}


def test_no_page_of_the_library_keeps_anybody_out(page: Page) -> None:
    found = []
    for address in ADDRESSES:
        page.goto("about:blank")
        page.goto(address)
        found += _violations(page)
    print(f"axe: {len(found)} on {len(ADDRESSES)} pages")
    assert found == []


def test_the_lists_of_a_child_keep_nobody_out(page: Page) -> None:
    begin(page)
    sign_up(page, f"Ada {page.evaluate('Math.random()')}")
    page.goto("/children/")
    page.get_by_label("A name, or one letter").fill("Juno")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.goto("/phrases/")
    page.get_by_label("Words they like to hear").fill("bug")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_label("Words they like to hear")).to_have_value("bug")
    assert _violations(page) == []
    assert (page.evaluate(SIDEWAYS), page.evaluate(TARGETS)) == (0, [])


@pytest.mark.parametrize("height", [740, 640])
def test_a_tool_shows_one_line_a_large_button_and_nothing_to_scroll(chromium: Browser, site: str, height: int) -> None:
    view = {"width": 360, "height": height}
    page = chromium.new_page(base_url=site, viewport=view, reduced_motion="reduce")
    for name in TOOLS:
        page.goto(f"/library/{name}/")
        lines = page.locator(".one-line > li").count()
        for number in range(1, lines + 1):
            line = page.locator(f"#line-{number}")
            expect(line).to_be_visible()
            assert page.locator(".one-line > li:visible").count() == 1
            main, last = line.locator(".primary").bounding_box(), line.locator(".quiet").bounding_box()
            space, words = height - last["y"] - last["height"], page.evaluate(WORDS)
            print(f"{name} {number} at {height}: {words} words, button {main['height']}, {space} below the last")
            assert (page.evaluate(DOWN), page.evaluate(SIDEWAYS)) == (0, 0)
            assert main["height"] >= 64 and 16 <= space <= 32 and words <= 30
            if number < lines:
                line.get_by_role("link", name="Next line").click()
    page.close()


def test_a_tool_is_done_line_by_line_and_its_notes_and_sources_are_one_tap_behind(phone: Page) -> None:
    phone.goto("/library/")
    phone.get_by_role("link", name="Something cold").click()
    for _ in range(2):
        phone.get_by_role("link", name="Next line").click()
    expect(phone.get_by_text("Look at one thing in the room").first).to_be_visible()
    phone.get_by_role("link", name="Notes and sources").click()
    phone.get_by_label("Where in your home").fill("The kitchen tap.")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("heading", name="What you wrote here before")).to_be_visible()


def test_lines_come_by_the_keyboard_too(chromium: Browser, site: str) -> None:
    page = chromium.new_page(base_url=site, viewport=PHONE)
    page.goto("/library/cold-water/#line-1")
    for number in (1, 2):
        assert page.evaluate("document.activeElement.id") == f"line-{number}"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator("#line-3")).to_be_visible()
    page.close()


def test_ages_are_tabs_that_need_no_script(phone: Page) -> None:
    phone.goto("/library/")
    phone.get_by_role("link", name="All ages").click()
    phone.get_by_role("link", name="13 to 17").click()
    expect(phone.get_by_role("heading", name="13 to 17")).to_be_visible()
    expect(phone.locator(".tabs [aria-current]")).to_have_text("13 to 17")


def test_the_figure_breathes_with_a_paced_tool_and_stands_still_for_who_asks(chromium: Browser, site: str) -> None:
    for motion, name in (("no-preference", "tool-breathes"), ("reduce", "none")):
        context = chromium.new_context(base_url=site, viewport=PHONE, reduced_motion=motion)
        page = context.new_page()
        page.goto("/library/long-exhale/")
        assert page.evaluate("getComputedStyle(document.querySelector('.tool-lung')).animationName") == name
        shown = page.locator(".tool-pace").is_visible()
        assert shown is (motion == "reduce")
        clock = page.evaluate("getComputedStyle(document.querySelector('.tool-clock .run')).animationDuration")
        assert motion == "reduce" or clock == "120s"
        context.close()
