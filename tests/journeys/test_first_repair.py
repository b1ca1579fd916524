"""The main job: somebody without an account, shaking, with one thumb, gets from the first page to a card."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

WORDS = {
    "acknowledge": "I shouted at you about the shoes this morning.",
    "responsibility": "That was my mistake. It was not your fault.",
    "validate": "You looked scared. How was that for you?",
    "reconnect": "I love you, also when I am cross. Shall we build the tower again together?",
}


def begin(page: Page, band: str = "6-9", below: str = "/") -> None:
    """Everything chosen at once, to the first of the six steps."""
    page.goto(f"{below}start/")
    page.locator('label:has(input[name="unsafe"][value="no"])').click()
    page.locator('label:has(input[name="kind"][value="raised-voice"])').click()
    page.locator(f'label:has(input[name="band"][value="{band}"])').click()
    page.get_by_role("button", name="Go on").click()


def say(page: Page, step: str, words: str) -> None:
    """Writes the words of one step and goes on."""
    expect(page).to_have_url(re.compile(f"/{step}/$"))
    page.locator("#words").fill(words)
    page.get_by_role("button", name="Next", exact=True).click()


def to_the_card(page: Page) -> None:
    """All six steps with real words."""
    begin(page)
    expect(page.get_by_text("Step 1 of 6")).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    for step, words in WORDS.items():
        say(page, step, words)
    page.get_by_label("When …").fill("we are late and the shoes are not on")
    page.get_by_label("I will …").fill("sit down on the stairs before I speak")
    page.get_by_role("button", name="To my card").click()


def test_a_parent_without_an_account_walks_the_six_steps_to_a_printed_card(phone: Page, tmp_path: Path) -> None:
    to_the_card(phone)
    expect(phone.locator(".opening")).to_have_text(WORDS["acknowledge"])
    expect(phone.locator(".cues li")).to_have_count(3)
    expect(phone.locator(".spine")).to_have_count(1)
    phone.emulate_media(media="print")
    expect(phone.locator(".opening")).to_be_visible()
    expect(phone.get_by_role("button", name="Put the phone down")).to_be_hidden()
    phone.pdf(path=tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    phone.emulate_media(media="screen")
    phone.get_by_role("button", name="Put the phone down").click()
    expect(phone.get_by_role("heading", name="Go when your child is calm")).to_be_visible()


def test_words_are_kept_when_the_phone_is_put_away_in_the_middle(phone: Page, script: bool) -> None:
    begin(phone)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.wait_for_load_state()  # nobody types before the page is there
    phone.locator("#words").fill("I slammed the door")
    if script:
        expect(phone.get_by_text("Kept.")).to_be_visible()
    else:
        phone.get_by_role("button", name="Keep and read my words").click()
    phone.goto("/")
    phone.get_by_role("link", name="I raised my voice").click()
    phone.get_by_role("navigation", name="The six steps").get_by_role("link").nth(1).click()
    expect(phone.locator("#words")).to_have_value("I slammed the door")


def test_skipped_steps_stay_clay_and_the_card_still_comes(phone: Page) -> None:
    begin(phone)
    for _ in range(5):
        phone.get_by_role("button", name="Skip for now").click()
    phone.get_by_role("button", name="Skip for now").click()
    expect(phone.get_by_text("No words yet.")).to_be_visible()
    expect(phone.locator(".bowl .g")).to_have_count(0)


def test_forget_now_leaves_nothing_to_open(phone: Page) -> None:
    begin(phone)
    there = phone.url
    phone.goto("/")
    phone.get_by_text("Before writing").click()
    phone.get_by_role("button", name="Forget everything now").click()
    expect(phone.get_by_role("link", name="I raised my voice")).to_have_count(0)
    assert phone.goto(there).status == 401
