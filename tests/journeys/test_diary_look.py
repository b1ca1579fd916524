"""The diary and what stands behind it, measured: places, targets, side scroll, words, and axe in both looks."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PHONE
from tests.journeys.test_diary import sign_up, written

OPEN = ["/privacy/", "/sign-in/", "/sign-up/", "/diary/"]
OWN = ["/diary/", "/page/", "/children/", "/account/", "/account/passphrase/", "/account/code/"]
OWN += ["/account/export/", "/account/import/", "/account/delete/"]
WIDTHS = (320, 360, 820, 1280)
LEAST = 44  # px
# Everything that can be tapped and is smaller than a thumb; links inside a sentence have their line.
SMALL = """least => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(one => one.checkVisibility() && !one.matches(".skip, [type=hidden], p a:not([class])"))
  .map(one => one.matches("label input") ? one.closest("label") : one)
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < least || box.height < least))
  .map(([one, box]) => `${one.textContent.trim().slice(0, 30)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """A phone that stands still, in one of the two looks."""
    context = chromium.new_context(base_url=site, viewport=PHONE, color_scheme=request.param, reduced_motion="reduce")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def _measured(page: Page, address: str) -> dict[str, object]:
    """What is wrong with a page: targets that are too small, pixels of side scroll, and what axe finds."""
    wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        wide[width] = page.evaluate(WIDE)
    page.set_viewport_size(PHONE)
    small = page.evaluate(SMALL, LEAST)
    violations = [one["id"] for one in Axe().run(page).response["violations"]]
    print(f"{address}: side scroll {max(wide.values())} px, targets under {LEAST} px {small}, axe {violations}")
    return {"wide": max(wide.values()), "small": small, "axe": violations}


def test_every_page_of_the_diary_fits_a_thumb_and_shuts_nobody_out(page: Page) -> None:
    found = {}
    for address in OPEN:
        page.goto(address)
        found[f"guest {address}"] = _measured(page, address)
    written(page)
    page.goto("/diary/")
    found["a guest's list"] = _measured(page, "a guest's list")
    sign_up(page, f"Ada {page.evaluate('Math.random()')}")
    found["code"] = _measured(page, "code")
    page.goto("/diary/")
    entry = page.locator(".letters a").first.get_attribute("href") or ""
    for address in [*OWN, entry]:
        page.goto(address)
        found[address] = _measured(page, address)
    for summary in page.locator("main details > summary").all():
        summary.click()
    found["entry, all open"] = _measured(page, "entry, all open")
    page.get_by_role("button", name="Delete this entry").click()
    found["forgotten"] = _measured(page, "forgotten")
    page.goto("/diary/")
    found["nothing yet"] = _measured(page, "nothing yet")
    assert {name: one for name, one in found.items() if any(one.values())} == {}


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


def test_the_two_focus_pages_end_with_one_button_over_the_lower_edge(page: Page) -> None:
    written(page)
    sign_up(page, f"Ada {page.evaluate('Math.random()')}")
    for name in ("code", "forgotten"):
        if name == "forgotten":
            page.goto("/diary/")
            page.locator(".letters a").first.click()
            page.get_by_text("More: afterwards, before, delete").click()
            page.get_by_role("button", name="Delete this entry").click()
        for height in (740, 640):
            page.set_viewport_size({"width": 360, "height": height})
            box = page.locator(".thumbs .primary").bounding_box()
            assert box
            left = height - box["y"] - box["height"]
            more = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
            print(f"{name} at {height}: button {box['height']:.0f} px, {left:.0f} px above the edge, scroll {more} px")
            assert (box["height"] >= 64, 16 <= left <= 32, more) == (True, True, 0), (name, height)


def test_on_a_desk_list_and_what_stands_behind_are_two_pages_of_a_book(page: Page) -> None:
    written(page)
    page.goto("/diary/")
    page.set_viewport_size({"width": 1280, "height": 800})
    start, end = (leaf.bounding_box() for leaf in page.locator(".leafpage").all())
    assert start and end
    assert abs(start["y"] - end["y"]) < 1
    assert start["x"] + start["width"] <= end["x"] + 1
