"""The rehearsal in a browser: a free scene, one from the diary, waiting, trying again, danger, leaving, and the end."""

import pytest
from playwright.sync_api import Browser, Page, expect

from amends.process import Setting
from amends.rehearsal import begin
from amends.web.rehearsing import packed
from tests.journeys.conftest import PHONE
from tests.journeys.measures import LONGER, words
from tests.journeys.test_first_repair import to_the_card
from tests.journeys.test_screen_reader import hears

MINE, ASK = "I shouted at you, and that was my mistake.", "What was it like for you?"
HURT, GRAVE = "You are such a selfish little brat.", "I want to kill myself."
DEMAND = "Say that you forgive me and give me a hug."
SEED = 132
MOST_WORDS = 60  # in view; what a child does and says is twenty of them at most


def goes_in(page: Page) -> None:
    page.goto("/rehearse/")
    page.locator('label:has(input[name="band"][value="6-9"])').click()
    page.get_by_role("button", name="Go in").click()


def goes_in_by_seed(page: Page) -> None:
    """The same scene every time: its lines are always the same."""
    goes_in(page)
    page.evaluate("(run) => { document.querySelector('[name=run]').value = run }", packed(begin(Setting(), SEED)))


def says(page: Page, words: str) -> None:
    page.get_by_label("What do you say?").fill(words)
    page.get_by_role("button", name="Say it").click()


def reads_the_note(page: Page, guess: str = "") -> None:
    page.get_by_role("button", name=guess or "Read the note").click()
    expect(page.locator("#noted")).to_be_visible()


def test_a_free_scene_from_the_first_look_to_the_last_turn(phone: Page) -> None:
    phone.goto("/library/")
    phone.get_by_role("link", name="Rehearse").click()
    expect(phone.get_by_text("This is not your child.")).to_be_visible()
    goes_in(phone)
    says(phone, MINE)
    expect(phone.locator("#noted")).to_have_count(0)
    reads_the_note(phone, "Their feeling")
    expect(phone.get_by_text("You thought: Their feeling. Heard: My part in it.")).to_be_visible()
    phone.get_by_role("button", name="Say something").click()
    says(phone, ASK)
    reads_the_note(phone)
    phone.get_by_role("button", name="Say something").click()
    phone.get_by_role("button", name="Wait").click()
    expect(phone.get_by_role("heading", name="You waited")).to_be_visible()
    phone.get_by_role("button", name="End").click()
    expect(phone.get_by_text("nothing is marked this time")).to_be_visible()
    phone.locator("#words").fill("It was not your fault. How was it?")
    phone.get_by_role("button", name="Say it").click()
    expect(phone.get_by_role("heading", name="First and last")).to_be_visible()
    expect(phone.get_by_role("heading", name="How are you now?")).to_be_visible()


def test_the_same_turn_again_is_seen_beside_the_first_try(phone: Page) -> None:
    goes_in(phone)
    says(phone, "I'm sorry, but you made me shout.")
    reads_the_note(phone)
    phone.get_by_role("button", name="Try it again").click()
    says(phone, MINE)
    reads_the_note(phone)
    expect(phone.get_by_role("heading", name="First try")).to_be_visible()
    expect(phone.get_by_text("you made me shout").first).to_be_visible()


def test_danger_ends_the_scene_and_a_false_alarm_does_not(phone: Page) -> None:
    goes_in(phone)
    says(phone, GRAVE)
    expect(phone.get_by_role("alert").first).to_be_visible()
    phone.get_by_role("button", name="These words mean something else").click()
    expect(phone.locator("#words")).to_have_value(GRAVE)
    says(phone, "I hit you and you have a bruise.")
    phone.get_by_role("button", name="Everyone is safe now").click()
    expect(phone.get_by_role("heading", name="The scene is over")).to_be_visible()
    expect(phone.get_by_role("link", name="Who can help")).to_be_visible()


def test_after_two_hostile_turns_the_child_leaves_and_calm_comes_first(phone: Page) -> None:
    goes_in(phone)
    says(phone, HURT)
    reads_the_note(phone)
    phone.get_by_role("button", name="Say something").click()
    says(phone, HURT)
    expect(phone.get_by_text("a minute to come down, and then")).to_be_visible()
    phone.get_by_role("link", name="A minute to come down").click()
    phone.wait_for_url("**/breathe/")


def test_a_child_who_is_pressed_refuses_and_the_page_says_why_that_is_ordinary(phone: Page) -> None:
    goes_in(phone)
    says(phone, DEMAND)
    reads_the_note(phone)
    phone.get_by_role("button", name="End").click()
    phone.get_by_role("button", name="Leave it out").click()
    expect(phone.get_by_role("heading", name="Not now")).to_be_visible()
    expect(phone.get_by_text("A child may say no to good words too.")).to_be_visible()


def test_a_scene_from_the_diary_takes_a_sentence_back_to_its_card_and_is_kept(phone: Page) -> None:
    to_the_card(phone)
    card = phone.url
    phone.goto(card.replace("/card/", "/rehearse/"))
    phone.get_by_role("button", name="Go in").click()
    says(phone, "I shouted at you at the door, and that was my mistake.")
    reads_the_note(phone)
    phone.get_by_role("button", name="End").click()
    phone.get_by_role("button", name="Leave it out").click()
    phone.get_by_role("button", name="Keep this in my diary").click()
    expect(phone.get_by_text("Kept in your diary.")).to_be_visible()
    phone.get_by_role("button", name="I shouted at you at the door").click()
    phone.wait_for_url(card)
    expect(phone.get_by_text("I shouted at you at the door").first).to_be_visible()
    phone.goto("/diary/")
    expect(phone.get_by_text("A rehearsal").first).to_be_visible()


def test_it_goes_by_the_keyboard_alone(chromium: Browser, site: str) -> None:
    page = chromium.new_page(base_url=site, viewport=PHONE)
    goes_in(page)
    expect(page.locator(".theirs")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(MINE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("what may have reached them?").wait_for()
    expect(page.locator(".theirs")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You thought: My part in it.")).to_be_visible()
    page.close()


@pytest.mark.parametrize("height", [740, 640])
def test_each_page_fits_a_phone_and_says_little(chromium: Browser, site: str, height: int) -> None:
    page = chromium.new_page(base_url=site, viewport={"width": 360, "height": height}, reduced_motion="reduce")
    goes_in_by_seed(page)

    def fits(name: str) -> None:
        said = len(words(page))
        print(f"{name} at {height}: {said} words, longer by {page.evaluate(LONGER)}")
        assert page.evaluate(LONGER) == [0, 0], name
        assert said <= MOST_WORDS, name

    fits("first look")
    says(page, MINE)
    fits("guess")
    reads_the_note(page)
    fits("note")
    page.get_by_role("button", name="Say something").click()
    says(page, ASK)
    reads_the_note(page, "Their feeling")
    fits("note beside a guess")
    page.get_by_role("button", name="End").click()
    fits("alone")
    page.close()


def test_a_turn_is_told_word_by_word(still: Page) -> None:
    goes_in_by_seed(still)
    says(still, MINE)
    hears(still, "7-rehearsal-answer")
    reads_the_note(still, "My part in it")
    hears(still, "8-rehearsal-note")
    still.get_by_role("button", name="End").click()
    still.get_by_role("button", name="Leave it out").click()
    hears(still, "9-rehearsal-end")
