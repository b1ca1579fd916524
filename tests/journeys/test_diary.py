"""A diary of one's own: signing up without losing a word, coming back, losing the passphrase, leaving for good."""

import re
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_first_repair import begin, say

PHRASE = "the tower fell at nine"
WORDS = "I shouted at you about the shoes this morning."
_numbers = count(1)


@pytest.fixture
def name() -> str:
    """Nobody else on this site goes by it."""
    return f"Ada {next(_numbers)}"


@pytest.fixture
def another(chromium: Browser, site: str, script: bool) -> Iterator[Callable[[], Page]]:
    """Further browsers that have never been here."""
    opened = []

    def page() -> Page:
        context = chromium.new_context(base_url=site, viewport=PHONE, java_script_enabled=script, locale="en-GB")
        context.set_default_timeout(6_000)
        opened.append(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()


def sign_up(page: Page, name: str) -> str:
    """Makes a diary out of what a guest wrote. Returns the recovery code."""
    page.goto("/sign-up/")
    page.get_by_label("A name to find it by").fill(name)
    page.get_by_label("A passphrase").fill(PHRASE)
    page.get_by_label("I know: nobody can open my diary for me.").check()
    page.get_by_role("button", name="Keep it").click()
    return page.locator(".code").inner_text()


def sign_in(page: Page, name: str, phrase: str = PHRASE) -> None:
    """Opens it on any browser."""
    page.goto("/sign-in/")
    page.get_by_label("The name you chose").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(phrase)
    page.get_by_role("button", name="Open", exact=True).click()


def written(page: Page) -> None:
    """A guest's first words."""
    begin(page)
    page.get_by_role("button", name="Next", exact=True).click()
    say(page, "acknowledge", WORDS)


def test_a_guest_signs_up_closes_the_browser_and_goes_on_at_another(phone: Page, another, name: str) -> None:
    written(phone)
    sign_up(phone, name)
    phone.get_by_role("link", name="I have it").click()
    expect(phone.get_by_role("link", name="I raised my voice")).to_be_visible()
    phone.context.clear_cookies()
    desk = another()
    sign_in(desk, name)
    desk.get_by_role("link", name="I raised my voice").click()
    expect(desk).to_have_url(re.compile("/responsibility/$"))
    say(desk, "responsibility", "That was my mistake.")
    desk.goto("/diary/")
    desk.get_by_text("Search", exact=True).click()
    desk.get_by_label("Look for words").fill("mistake")
    desk.get_by_role("button", name="Look").click()
    desk.get_by_role("link", name="I raised my voice").click()
    expect(desk.get_by_text(WORDS).first).to_be_visible()
    expect(desk.get_by_text("That was my mistake.").first).to_be_visible()


def test_a_lost_passphrase_is_replaced_with_the_recovery_code(phone: Page, another, name: str) -> None:
    written(phone)
    code = sign_up(phone, name)
    desk = another()
    desk.goto("/sign-in/")
    desk.get_by_text("I lost my passphrase").click()
    desk.get_by_label("Recovery code").fill(code.lower().replace("-", " "))
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.get_by_role("heading", name="New passphrase")).to_be_visible()
    desk.get_by_label("The passphrase until now").fill(code)
    desk.get_by_label("The new passphrase").fill("another good phrase")
    desk.get_by_role("button", name="Change it").click()
    expect(desk.get_by_role("heading", name="My account")).to_be_visible()
    third = another()
    sign_in(third, name, "another good phrase")
    expect(third.get_by_role("link", name="I raised my voice")).to_be_visible()


def test_delete_everything_leaves_nothing_to_open(phone: Page, another, name: str) -> None:
    written(phone)
    sign_up(phone, name)
    phone.goto("/account/")
    phone.get_by_role("link", name="Delete everything").click()
    phone.get_by_label("Your passphrase").fill(PHRASE)
    phone.get_by_role("button", name="Delete everything now").click()
    expect(phone.get_by_role("heading", name="What do you need?")).to_be_visible()
    assert phone.goto("/diary/").status == 401
    desk = another()
    sign_in(desk, name)
    expect(desk.get_by_role("alert")).to_contain_text("does not open a diary here")


def test_a_locked_diary_keeps_what_was_being_written(phone: Page, another, name: str, script: bool) -> None:
    written(phone)
    sign_up(phone, name)
    phone.get_by_role("link", name="I have it").click()
    phone.get_by_role("link", name="I raised my voice").click()
    desk = another()
    sign_in(desk, name)
    desk.goto("/account/")
    desk.get_by_text("Where it is open now").click()
    desk.get_by_role("button", name="Sign out everywhere").click()
    phone.locator("#words").fill("That was my mistake.")
    if script:
        expect(phone.get_by_text("your diary has locked itself")).to_be_visible()
        with phone.context.expect_page() as opened:
            phone.get_by_role("link", name="Open it in another tab").click()
        sign_in(opened.value, name)
        expect(opened.value.get_by_role("link", name="I raised my voice")).to_be_visible()
        phone.locator("#words").press_sequentially(" Mine.")
        expect(phone.get_by_text("Kept.")).to_be_visible()
    else:
        phone.get_by_role("button", name="Next", exact=True).click()
        expect(phone.get_by_text("What you just wrote is still here.")).to_be_visible()
        phone.get_by_label("The name you chose").fill(name)
        phone.get_by_label("Passphrase", exact=True).fill(PHRASE)
        phone.get_by_role("button", name="Open", exact=True).click()
        expect(phone).to_have_url(re.compile("/validate/$"))
    phone.goto("/diary/")
    expect(phone.get_by_text("That was my mistake.").first).to_be_visible()


def test_a_diary_that_nobody_touches_leaves_the_screen(phone: Page, name: str, script: bool) -> None:
    written(phone)
    sign_up(phone, name)
    if not script:
        expect(phone.locator("[data-lock]")).to_be_hidden()
        return
    phone.clock.install()
    phone.goto("/diary/")
    phone.clock.run_for(14 * 60_000)
    phone.keyboard.press("Tab")
    phone.clock.run_for(14 * 60_000)
    expect(phone.locator(".letters").get_by_text(WORDS)).to_be_visible()
    phone.clock.run_for(2 * 60_000)
    expect(phone.get_by_role("heading", name="Open my diary")).to_be_visible()
    phone.get_by_label("The name you chose").fill(name)
    phone.get_by_label("Passphrase", exact=True).fill(PHRASE)
    phone.get_by_role("button", name="Open", exact=True).click()
    expect(phone).to_have_url(re.compile("/diary/$"))


def test_two_devices_at_once_keep_both_versions_and_show_both(phone: Page, another, name: str, script: bool) -> None:
    written(phone)
    sign_up(phone, name)
    desk = another()
    sign_in(desk, name)
    for page in (phone, desk):
        page.goto("/")
        page.get_by_role("link", name="I raised my voice").click()
    for page, words in ((phone, "From the phone."), (desk, "From the desk.")):
        page.locator("#words").fill(words)
        if not script:
            page.get_by_role("button", name="Keep and read my words").click()
        expect(page.get_by_text("Kept.")).to_be_visible()
    expect(desk.get_by_text("Also written here")).to_be_visible()
    expect(desk.locator(".told")).to_have_text("From the phone.")
    expect(desk.locator("#words")).to_have_value("From the desk.")
    desk.get_by_role("button", name="Use these words").click()
    expect(desk.locator("#words")).to_have_value("From the phone.")
    expect(desk.locator(".told")).to_have_text("From the desk.")


def test_a_deleted_entry_can_be_brought_back_while_the_page_is_open(phone: Page, name: str) -> None:
    written(phone)
    sign_up(phone, name)
    phone.goto("/diary/")
    phone.get_by_role("link", name="I raised my voice").click()
    phone.get_by_text("More: afterwards, before, delete").click()
    phone.get_by_role("button", name="Delete this entry").click()
    expect(phone.get_by_role("heading", name="It is deleted")).to_be_visible()
    phone.get_by_role("button", name="Bring it back").click()
    expect(phone.get_by_text(WORDS).first).to_be_visible()


def test_leaving_fast_locks_at_once_and_back_shows_nothing(phone: Page, name: str, script: bool) -> None:
    written(phone)
    sign_up(phone, name)
    phone.goto("/diary/")
    if script:
        for _ in range(3):
            phone.keyboard.press("Escape")
    else:
        phone.get_by_role("button", name="Leave fast").click()
    expect(phone).to_have_url(re.compile("/blank/$"))
    expect(phone).to_have_title("New page")
    phone.wait_for_timeout(300)
    assert phone.goto("/diary/").status == 401
    phone.go_back()
    expect(phone.get_by_text(WORDS)).to_have_count(0)


def test_use_and_forget_goes_from_the_first_page_to_the_card_and_leaves_one_cookie(phone: Page) -> None:
    phone.goto("/start/")
    phone.locator('label:has(input[name="unsafe"][value="no"])').click()
    phone.get_by_label("Keep nothing").check()
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_text("Nothing is kept.")).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.locator("#words").fill(WORDS)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.locator(".aside > summary").click()
    phone.get_by_role("button", name="My card", exact=True).click()
    expect(phone.locator(".opening")).to_have_text(WORDS)
    assert [(one["name"], one["expires"]) for one in phone.context.cookies()] == [("csrftoken", -1)]
    assert phone.context.storage_state()["origins"] == []
    phone.get_by_role("button", name="Put the phone down").click()
    expect(phone.get_by_role("heading", name="Go when your child is calm")).to_be_visible()


def test_a_diary_can_be_taken_along_as_a_file(phone: Page, name: str) -> None:
    written(phone)
    sign_up(phone, name)
    phone.goto("/account/export/")
    phone.get_by_label("Your passphrase").fill(PHRASE)
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Get the file").click()
    assert download.value.suggested_filename == "diary.zip"


def test_a_child_that_is_named_can_be_chosen_when_something_happens(phone: Page, name: str) -> None:
    written(phone)
    sign_up(phone, name)
    phone.goto("/children/")
    phone.get_by_label("A name, or one letter").fill("Juno")
    phone.locator('label:has(input[name="band"][value="6-9"])').click()
    phone.get_by_role("button", name="Keep", exact=True).click()
    phone.goto("/start/")
    expect(phone.locator('label:has-text("Juno")')).to_be_visible()
