"""A moment in two taps, on a phone, with and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE


@pytest.fixture
def phone(chromium: Browser, site: str, script: bool):
    context = chromium.new_context(base_url=site, viewport=PHONE, java_script_enabled=script, reduced_motion="reduce")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def tap(page: Page, name: str, value: str) -> None:
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def nothing_keeps_anybody_out(page: Page, script: bool) -> None:
    if script:  # the checker is a script itself
        found = Axe().run(page).response["violations"]
        assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found] == []
    assert page.locator("html").bounding_box()["width"] <= PHONE["width"]


def test_two_taps_keep_a_moment_and_the_day_is_asked_only_where_a_day_is_meant(phone: Page, script: bool) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Just note it").click()
    tap(phone, "kind", "raised-voice")
    phone.get_by_role("button", name="Keep", exact=True).click()
    expect(phone.get_by_text("Kept.")).to_be_visible()
    phone.goto("/log/")
    phone.get_by_text("When, where, what came before").click()
    expect(phone.get_by_label("Which day?")).to_be_hidden()
    tap(phone, "when", "a-day")
    expect(phone.get_by_label("Which day?")).to_be_visible()
    nothing_keeps_anybody_out(phone, script)
    tap(phone, "kind", "lost-patience")
    phone.get_by_role("button", name="Keep", exact=True).click()
    expect(phone.get_by_text("Which day was it?")).to_be_visible()
    nothing_keeps_anybody_out(phone, script)


def test_going_on_with_a_kept_moment_asks_whether_anyone_is_unsafe(phone: Page, script: bool) -> None:
    phone.goto("/log/")
    tap(phone, "kind", "harsh-words")
    phone.get_by_role("button", name="Keep", exact=True).click()
    phone.get_by_role("link", name="Go on with it").click()
    nothing_keeps_anybody_out(phone, script)
    tap(phone, "unsafe", "no")
    phone.get_by_role("button", name="Go on: calm first").click()
    assert phone.url.endswith("/calm/")
