"""From the heat of the moment to the next time: the quick way, the slow way, the body first, and what came after."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.test_first_repair import begin, say


def taps(page: Page, name: str, value: str) -> None:
    """One tap on a chip."""
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def test_the_second_door_leads_over_one_question_and_one_sentence_to_the_card(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="I’m calm. Help me find words").click()
    phone.get_by_role("link", name="No, everyone is safe").click()
    taps(phone, "kind", "raised-voice")
    phone.get_by_label("What did you do?").fill("I shouted at you about the shoes.")
    phone.get_by_role("button", name="To my card").click()
    expect(phone.locator(".opening")).to_have_text("I shouted at you about the shoes.")
    phone.locator("summary", has_text="More").click()
    phone.get_by_role("link", name="More words").click()
    phone.get_by_role("navigation", name="The six steps").get_by_role("link").nth(1).click()
    expect(phone.locator("#words")).to_have_value("I shouted at you about the shoes.")


def test_nine_goes_down_to_four_before_words_come(phone: Page) -> None:
    begin(phone, band="3-5")
    taps(phone, "degree", "9")
    phone.get_by_role("button", name="See what helps now").click()
    expect(phone.get_by_role("heading", name="Body first. Words can wait.")).to_be_visible()
    expect(phone.get_by_role("button", name="Next", exact=True)).to_have_count(0)
    phone.get_by_text("Step out safely").first.click()
    expect(phone.get_by_text("Say: I need my calm.")).to_be_visible()
    taps(phone, "tool", "step-out")
    taps(phone, "degree", "4")
    phone.get_by_role("button", name="This is where I am now").click()
    expect(phone.get_by_role("heading", name="It came down.")).to_be_visible()
    taps(phone, "manner", "quiet")
    taps(phone, "near", "not-yet")
    phone.get_by_role("button", name="Next", exact=True).click()
    expect(phone.get_by_text("Then be near, without words")).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    expect(phone).to_have_url(re.compile("/acknowledge/$"))


def test_a_limit_stands_beside_the_apology(phone: Page) -> None:
    begin(phone)
    phone.get_by_role("button", name="Next", exact=True).click()
    say(phone, "acknowledge", "I shouted at you about bedtime.")
    expect(phone).to_have_url(re.compile("/responsibility/$"))
    phone.locator(".aside > summary").click()
    phone.get_by_text("Does a limit still stand?").click()
    phone.get_by_label("What I take back").fill("The shouting.")
    phone.get_by_label("What still stands").fill("Bedtime is at eight.")
    phone.locator(".aside > summary").click()
    say(phone, "responsibility", "That was my mistake.")
    phone.goto(phone.url.replace("/repair/", "/diary/").replace("validate/", ""))
    expect(phone.get_by_role("heading", name="What still stands")).to_be_visible()
    expect(phone.get_by_text("Bedtime is at eight.", exact=True)).to_be_visible()


def test_the_child_refuses_and_the_words_still_stand(phone: Page) -> None:
    _say_something(phone)
    phone.goto("/")
    phone.get_by_role("link", name="Afterwards").click()
    phone.get_by_role("button", name="Did not want it").click()
    expect(phone.get_by_role("heading", name="What you said still stands")).to_be_visible()
    phone.locator("summary", has_text="More").click()
    phone.get_by_role("link", name="Another day").click()
    phone.get_by_label("A day to look at this again").fill("2030-12-24")
    phone.get_by_role("button", name="Keep it").click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Put it in my calendar").click()
    assert download.value.suggested_filename == "reminder.ics"
    assert "DTSTART;VALUE=DATE:20301224" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_moment_comes_again_and_so_do_the_earlier_words(phone: Page) -> None:
    _say_something(phone)
    phone.goto("/")
    phone.get_by_text("My plan").click()
    phone.get_by_role("button", name="It came, and I did it").click()
    expect(phone.get_by_role("heading", name="What made it easier this time?")).to_be_visible()
    begin(phone)
    expect(phone.get_by_role("heading", name="You have been here before")).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.locator(".aside > summary").click()
    expect(phone.get_by_text("What you wrote last time")).to_be_visible()
    expect(phone.locator("blockquote").first).to_have_text("I shouted at you about the shoes.")


def test_the_third_start_of_an_evening_accuses_nobody_and_saying_so_shows_more_than_words(phone: Page) -> None:
    for _ in range(3):
        begin(phone)
        expect(phone.get_by_text("Step 1 of 6")).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    say(phone, "acknowledge", "I shouted again, this is the third time this week.")
    phone.locator(".aside > summary").click()
    phone.get_by_role("link", name="My card").click()
    opening = phone.locator(".opening")
    more = phone.get_by_role("heading", name="This needs more than words")
    expect(more).to_be_visible()
    assert opening.bounding_box()["y"] < more.bounding_box()["y"]
    assert phone.locator("main a[href^='tel:']").count() == 0


def test_a_page_of_the_library_is_done_kept_and_found_again(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("navigation", name="Rooms").get_by_role("link", name="Library").click()
    phone.get_by_role("link", name="What matters to me as a parent").click()
    phone.get_by_label("What matters to me:").fill("That home is a safe place.")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("heading", name="What you wrote here before")).to_be_visible()
    phone.locator("details:has(.told) summary").first.click()
    expect(phone.get_by_text("That home is a safe place.")).to_be_visible()


def test_what_a_screen_reader_says_on_the_first_step(phone: Page) -> None:
    begin(phone)
    told = phone.locator("main").aria_snapshot()
    for said in ('group "How hot is it in you right now?"', 'radio "10"', 'group "What did they do with it?"'):
        assert said in told, told
    assert 'button "Next"' in told


def _say_something(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Next", exact=True).click()
    say(page, "acknowledge", "I shouted at you about the shoes.")
    page.goto(page.url.replace("responsibility", "plan"))
    page.get_by_label("When …").fill("we are late")
    page.get_by_label("I will …").fill("sit down first")
    page.get_by_role("button", name="Next", exact=True).click()
    page.goto(page.url.replace("/repair/", "/card/").rsplit("/", 2)[0] + "/")
    page.get_by_role("button", name="Put the phone down").click()


def test_somebody_unsafe_brings_numbers_before_words(phone: Page) -> None:
    phone.goto("/start/")
    taps(phone, "unsafe", "yes")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()
    phone.get_by_role("button", name="United Kingdom", exact=True).click()
    numbers, lines = phone.locator("a[href='tel:999']").first, phone.locator("ol.first")
    assert numbers.bounding_box()["y"] < 300
    expect(lines).to_be_visible()
    phone.get_by_role("link", name="Everyone is safe now: go on").click()
    expect(phone.get_by_text("Step 1 of 6")).to_be_visible()


def test_not_being_sure_brings_seven_signs_and_two_ways_on(phone: Page) -> None:
    phone.goto("/start/")
    taps(phone, "unsafe", "not-sure")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.locator("main li")).to_have_count(7)
    assert phone.locator("main a[href^='tel:']").count() == 0
    phone.get_by_role("button", name="No, none").click()
    expect(phone.get_by_text("Step 1 of 6")).to_be_visible()


def test_words_of_danger_stop_the_polishing_within_the_same_answer(phone: Page, script: bool) -> None:
    begin(phone)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.wait_for_load_state()  # nobody types before the page is there
    phone.locator("#words").fill("I shook you and it left a mark.")
    if not script:
        phone.get_by_role("button", name="Keep and read my words").click()
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()
    expect(phone.get_by_text("Nothing of this was kept.")).to_be_visible()
    expect(phone.locator(".note.may-hurt, .note.there")).to_have_count(0)
    phone.get_by_role("link", name="See who can help now").click()
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()


def test_what_a_screen_reader_says_on_the_other_pages(phone: Page) -> None:
    _say_something(phone)
    card = phone.url
    phone.goto("/")
    after = phone.locator("a[href^='/after/']").first.get_attribute("href")
    told = {
        "/": ['link "A minute to come down"', 'link "I’m calm. Help me find words"', "Before writing", "My plan"],
        "/breathe/": ['heading "A minute"', 'link "A little cooler"', 'link "Something else for my body"'],
        "/safe/": ['heading "Was anyone hurt', 'link "No, everyone is safe"', 'link "I\'m not sure"', 'link "Yes"'],
        "/quick/": ['group "Was anyone hurt', 'radio "I raised my voice"', 'textbox "What did you do?"'],
        "/library/": ['heading "Calm in the heat"', 'region "Words that mend"', 'link "Half a sorry 4 minutes"'],
        "/library/values/": ['textbox "What matters to me:"', 'button "Keep it"'],
        "/faces/": ['heading "Which one were you?"', "listitem: Scared"],
        str(after): ['heading "What did your child do with it?"', 'button "Came near"', 'button "Said nothing"'],
    }
    assert card.endswith("/rest/")
    for address, names in told.items():
        phone.goto(address)
        tree = phone.locator("main").aria_snapshot()
        assert [name for name in names if name not in tree] == [], (address, tree)
