"""The main job as a screen reader tells it, word by word: from the first page to the card and to the stop.

`spoken/*.yaml` holds what stands in the accessibility tree of each page. Where a page changes on purpose, write them
anew and read the difference aloud:

    AMENDS_SPOKEN=write python -m pytest tests/journeys/test_screen_reader.py
"""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

SPOKEN = Path(__file__).parent / "spoken"
SENTENCE = "I'm sorry I yelled at you about the shoes, but you never listen."
DANGER = "I hit you and you have a bruise."


def hears(page: Page, name: str) -> None:
    """What a screen reader finds on the page is what it found when somebody last listened."""
    page.wait_for_load_state("networkidle")
    told = page.locator("body").aria_snapshot() + "\n"
    file = SPOKEN / f"{name}.yaml"
    if os.environ.get("AMENDS_SPOKEN") == "write":
        SPOKEN.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_the_way_to_the_card_is_told_word_by_word(still: Page) -> None:
    still.goto("/")
    hears(still, "1-first-page")
    still.get_by_role("link", name="A minute to come down").click()
    still.wait_for_url("**/breathe/")
    hears(still, "2-breath")
    still.goto("/safe/")
    hears(still, "3-one-question")
    still.get_by_role("link", name="No, everyone is safe").click()
    still.wait_for_url("**/sentence/*")
    hears(still, "4-one-sentence")
    still.locator("#words").fill(SENTENCE)
    still.get_by_role("button", name="To my card").click()
    expect(still.locator(".card, .opening").first).to_be_visible()
    hears(still, "5-card-that-asks")


def test_the_stop_is_told_word_by_word(still: Page) -> None:
    still.goto("/sentence/?unsafe=no")
    still.locator("#words").fill(DANGER)
    still.get_by_role("button", name="To my card").click()
    expect(still.get_by_role("alert")).to_be_visible()
    hears(still, "6-stop")
