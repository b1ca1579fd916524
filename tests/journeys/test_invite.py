"""Three browsers: Ada invites Ben by voice, he makes a diary and says yes, both compare words, they part. Cleo sees
nothing of it."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.measures import inline, shut_out, small
from tests.journeys.test_diary import sign_in, sign_up

PHRASE = "another good phrase"
_numbers = count(1)


@pytest.fixture
def browsers(chromium: Browser, site: str, script: bool) -> Iterator[tuple[Page, Page, Page]]:
    """Those of Ada, Ben and Cleo."""
    contexts = [
        chromium.new_context(
            base_url=site, viewport=PHONE, java_script_enabled=script, locale="en-GB", reduced_motion="reduce"
        )
        for _ in range(3)
    ]
    for context in contexts:
        context.set_default_timeout(8_000)
    first, second, third = (context.new_page() for context in contexts)
    yield first, second, third
    for context in contexts:
        context.close()


def invites(page: Page, name: str, role: str, called: str) -> tuple[str, str]:
    """Invites somebody. Returns the address to send and the words to tell."""
    page.goto("/given/invite/")
    page.get_by_label("Whom do you invite?").fill(name)
    page.locator(".chips label").filter(has_text=role).click()
    page.get_by_label("What do they call you?").fill(called)
    page.get_by_role("button", name="Draw five words").click()
    return page.locator(".whole-address").inner_text(), page.locator(".five").inner_text()


def says(page: Page, address: str, words: str) -> None:
    """Opens the address and says the words."""
    page.goto(address)
    page.get_by_label("The five words").fill(words)
    page.get_by_role("button", name="Open", exact=True).click()


def accepts(page: Page, name: str) -> None:
    """Makes a diary of their own, and says yes."""
    page.get_by_label("What do they call you?").fill("Ben")
    page.get_by_label("A name to find it by").fill(name)
    page.get_by_label("A passphrase").fill(PHRASE)
    page.get_by_label("I know: nobody can open my diary for me.").check()
    page.get_by_role("button", name="Start my diary, and accept").click()
    page.get_by_role("link", name="I have it").click()


def _tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has the focus is called like this."""
    ask = """() => { const one = document.activeElement, label = one.labels && one.labels[0];
                     return (label || one).textContent.trim(); }"""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(ask).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def _types(page: Page, *fields: tuple[str, str]) -> None:
    """Fills in fields by keyboard alone."""
    for name, words in fields:
        _tab_to(page, name)
        page.keyboard.type(words)


def _stands(page: Page) -> None:
    """Nobody is kept out of the page, each target is for a thumb, and nothing stands inline."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
    assert (shut_out(page), small(page), inline(page)) == ([], [], [])


def test_two_come_to_know_each_other_by_voice_compare_words_and_part(browsers, script: bool) -> None:
    ada, ben, cleo = browsers
    number = next(_numbers)
    sign_up(ada, f"Ada of invitations {number} {script}")
    sign_up(cleo, f"Cleo of invitations {number} {script}")
    address, words = invites(ada, "Ben", "the other parent", "Ada")
    ben.goto(address)
    _types(ben, ("The five words", words.title()))
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("invites you as the other parent")).to_be_visible()
    name = f"Ben of invitations {number} {script}"
    _types(ben, ("What do they call you?", "Ben"), ("A name to find it by", name), ("A passphrase", PHRASE))
    _tab_to(ben, "I know: nobody can open")
    ben.keyboard.press("Space")
    _tab_to(ben, "Start my diary, and accept")
    ben.keyboard.press("Enter")
    expect(ben.locator(".code")).to_be_visible()
    _tab_to(ben, "I have it")
    ben.keyboard.press("Enter")
    expect(ben).to_have_url(re.compile("/given/$"))
    seen = []
    for page, other in ((ada, "Ben"), (ben, "Ada")):
        page.goto("/given/")
        page.locator(".circle").get_by_role("link", name=other).click()
        page.get_by_text("Be surer still").click()
        seen.append(page.locator(".check").inner_text())
    assert len(seen[0].split()) == 10
    assert seen[0] == seen[1]
    of_ben = ada.url
    assert cleo.goto(of_ben).status == 404
    assert cleo.goto(ben.url).status == 404
    says(cleo, address, words)
    expect(cleo.get_by_text("Nothing opens here with these words.")).to_be_visible()
    cleo.goto("/given/")
    expect(cleo.get_by_text("Nobody stands here yet.")).to_be_visible()
    ada.get_by_role("link", name="Part ways").click()
    ada.get_by_role("button", name="Part ways now").click()
    ben.goto("/given/")
    ben.get_by_text("You have parted").click()
    ben.locator(".circle").get_by_role("link", name="Ada").click()
    expect(ben.get_by_text("Nothing more goes in either direction.")).to_be_visible()


def test_who_has_a_diary_signs_in_on_the_way_and_types_nothing_twice(browsers, script: bool) -> None:
    ada, ben, _cleo = browsers
    number = next(_numbers)
    sign_up(ada, f"Ada of sign-in {number} {script}")
    name = f"Ben of sign-in {number} {script}"
    sign_up(ben, name)
    ben.context.clear_cookies()
    address, words = invites(ada, "Ben", "somebody near", "Ada")
    says(ben, address, words)
    ben.get_by_label("What do they call you?").fill("Ben himself")
    ben.get_by_role("button", name="I have a diary here").click()
    ben.get_by_label("The name you chose").fill(name)
    ben.get_by_label("Passphrase", exact=True).fill("the tower fell at nine")
    ben.get_by_role("button", name="Open", exact=True).click()
    expect(ben.get_by_label("What do they call you?")).to_have_value("Ben himself")
    ben.get_by_role("button", name="Accept").click()
    expect(ben.get_by_role("heading", name="Ada")).to_be_visible()
    ben.context.clear_cookies()
    sign_in(ben, name)
    ben.goto("/given/")
    expect(ben.locator(".circle").get_by_role("link", name="Ada")).to_be_visible()


@pytest.mark.parametrize("script", [True])  # axe is script itself
def test_every_page_on_the_way_is_for_everybody(browsers, script: bool) -> None:
    ada, ben, _cleo = browsers
    number = next(_numbers)
    sign_up(ada, f"Ada of pages {number} {script}")
    for way in ("/given/", "/given/invite/"):
        ada.goto(way)
        _stands(ada)
    address, words = invites(ada, "Ben", "your therapist", "Ada")
    _stands(ada)
    ben.goto(address)
    _stands(ben)
    says(ben, address, "five words that nobody told")
    _stands(ben)
    says(ben, address, words)
    _stands(ben)
    accepts(ben, f"Ben of pages {number} {script}")
    _stands(ben)
    for page, other in ((ada, "Ben"), (ben, "Ada")):
        page.goto("/given/")
        page.locator(".circle").get_by_role("link", name=other).click()
        _stands(page)
        page.get_by_role("link", name="Part ways").click()
        _stands(page)
