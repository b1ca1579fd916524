"""The library: one line at a time, tabs without script, a figure that breathes; each measure is printed."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.measures import LONGER, words

TOOLS = ["long-exhale", "sigh", "five-senses", "cold-water", "feet-and-wall", "let-go", "step-out"]


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
            space, said = height - last["y"] - last["height"], len(words(page))
            print(f"{name} {number} at {height}: {said} words, button {main['height']}, {space} below the last")
            assert page.evaluate(LONGER) == [0, 0]
            assert main["height"] >= 64 and 16 <= space <= 32 and said <= 30
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
