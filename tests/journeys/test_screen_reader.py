"""The main job as a screen reader tells it, word by word: from the first page to the card and to the stop.

`spoken/*.yaml` holds what stands in the accessibility tree of each page. Where a page changes on purpose, write them
anew and read the difference aloud:

    AMENDS_SPOKEN=write python -m pytest tests/journeys/test_screen_reader.py
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE

SPOKEN = Path(__file__).parent / "spoken"
SENTENCE = "I'm sorry I yelled at you about the shoes, but you never listen."
DANGER = "I hit you and you have a bruise."


@pytest.fixture
def listener(chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def hears(page: Page, name: str) -> None:
    """What a screen reader finds on the page is what it found when somebody last listened."""
    page.wait_for_load_state("networkidle")
    told = page.locator("body").aria_snapshot() + "\n"
    file = SPOKEN / f"{name}.yaml"
    if os.environ.get("AMENDS_SPOKEN") == "write":
        SPOKEN.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_the_way_to_the_card_is_told_word_by_word(listener: Page) -> None:
    listener.goto("/")
    hears(listener, "1-first-page")
    listener.get_by_role("link", name="A minute to come down").click()
    listener.wait_for_url("**/breathe/")
    hears(listener, "2-breath")
    listener.goto("/safe/")
    hears(listener, "3-one-question")
    listener.get_by_role("link", name="No, everyone is safe").click()
    listener.wait_for_url("**/sentence/*")
    hears(listener, "4-one-sentence")
    listener.locator("#words").fill(SENTENCE)
    listener.get_by_role("button", name="To my card").click()
    expect(listener.locator(".card, .opening").first).to_be_visible()
    hears(listener, "5-card-that-asks")


def test_the_stop_is_told_word_by_word(listener: Page) -> None:
    listener.goto("/sentence/?unsafe=no")
    listener.locator("#words").fill(DANGER)
    listener.get_by_role("button", name="To my card").click()
    expect(listener.get_by_role("alert")).to_be_visible()
    hears(listener, "6-stop")
