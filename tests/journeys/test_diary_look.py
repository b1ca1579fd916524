"""The diary, looked at: what floats over it, and two pages on a desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.measures import LEAST
from tests.journeys.test_diary import written
from tests.journeys.test_first_repair import to_the_card


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """A phone that stands still, in one of the two looks."""
    context = chromium.new_context(base_url=site, viewport=PHONE, color_scheme=request.param, reduced_motion="reduce")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def test_write_floats_above_the_bar_and_search_is_one_tap_away(page: Page) -> None:
    written(page)
    page.goto("/diary/")
    write, bar = page.locator(".pen").bounding_box(), page.locator(".bar").bounding_box()
    assert write and bar
    print(f"write: {write['height']:.0f} px high, {bar['y'] - write['y'] - write['height']:.0f} px above the bar")
    assert write["height"] >= LEAST
    assert bar["y"] - (write["y"] + write["height"]) >= 8
    assert not page.locator("#sought").is_visible()
    page.get_by_text("Search", exact=True).click()
    assert page.locator("#sought").is_visible()


def test_on_a_desk_list_and_what_stands_behind_are_two_pages_of_a_book(page: Page) -> None:
    written(page)
    page.goto("/diary/")
    page.set_viewport_size({"width": 1280, "height": 800})
    start, end = (leaf.bounding_box() for leaf in page.locator(".leafpage").all())
    assert start and end
    assert abs(start["y"] - end["y"]) < 1
    assert start["x"] + start["width"] <= end["x"] + 1


def test_no_row_is_half_behind_write_wherever_the_list_stands(page: Page) -> None:
    written(page)
    page.goto("/diary/")
    write = page.locator(".pen").bounding_box()
    assert write
    beside = {"x": 0, "y": write["y"], "width": write["x"] - 4, "height": write["height"]}
    seen = set()
    for down in (0, 40, 90, 170):
        page.evaluate("down => window.scrollTo(0, down)", down)
        seen.add(page.screenshot(clip=beside))
    assert len(seen) == 1


def test_a_page_for_somebody_prints_alone_on_either_paper(still: Page) -> None:
    to_the_card(still)
    still.goto("/patterns/")
    still.get_by_role("link", name="A page for somebody you trust").click()
    still.get_by_label("What I noticed").fill("It is always at the door.")
    still.get_by_label("The days and what they were").check()
    still.get_by_role("button", name="Look at it").click()
    expect(still.get_by_role("heading", name="A page from my diary")).to_be_visible()
    still.emulate_media(media="print")
    expect(still.get_by_text("It is always at the door.").first).to_be_visible()
    expect(still.get_by_role("button", name="Look at it")).to_be_hidden()
    expect(still.get_by_role("navigation", name="Rooms")).to_be_hidden()
    for paper in ("A4", "Letter"):
        assert len(still.pdf(format=paper)) > 10_000


def test_what_leads_on_from_the_patterns_is_not_on_paper(still: Page) -> None:
    to_the_card(still)
    still.goto("/patterns/")
    onward = still.locator("main").get_by_role("link", name=re.compile("A page for somebody you trust|My diary"))
    expect(onward).to_have_count(2)
    still.emulate_media(media="print")
    expect(onward).to_have_count(0)
    expect(still.get_by_role("heading", name="What you wrote down")).to_be_visible()
