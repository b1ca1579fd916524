"""Every page in a language that nobody speaks: no English is left, nothing is cut, right-to-left included."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import MANY_PEOPLE, PHONE
from tests.pseudo import LEFT, RIGHT, speaking_pseudo
from tests.running import running

PAGES = ["/", "/quick/", "/start/", "/read/", "/library/", "/library/early-signs/", "/library/whose-voice/", "/faces/"]
PAGES += ["/help-now/", "/help-now/?tier=A&country=US", "/help-now/?tier=B&partner&country=GB", "/help-now/?tier=C"]
PAGES += ["/help-now/?tier=C&country=AU", "/unsure/", "/country/", "/offline/"]
PAGES += ["/privacy/", "/rest/", "/nowhere/", "/sign-up/", "/sign-in/", "/account/", "/diary/", "/children/", "/page/"]
PAGES += ["/ages/?age=6-9", "/phrases/", "/library/half-sorry/", "/library/sigh/", "/library/sigh/#notes"]
STEPS = ["calm", "acknowledge", "responsibility", "validate", "reconnect", "plan"]
# Names of help lines, words drawn by lot for a passphrase, and keys on a keyboard are the same everywhere.
SPARED = "[lang=en], .lines strong, .lines .unseen, .dice, .code, kbd"
READ = """(spared) => {
  const found = [document.title], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement;
    if (!one.closest("script, noscript, textarea") && !one.closest(spared)) found.push(walk.currentNode.data);
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(one.getAttribute(name) || "");
  return found;
}"""


@pytest.fixture(scope="module")
def pseudo_site(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pseudo")
    with running(folder, PYTHONPATH=speaking_pseudo(folder), AMENDS_LIMITS=MANY_PEOPLE) as address:
        yield address


@pytest.fixture(params=[LEFT, RIGHT])
def foreign(request: pytest.FixtureRequest, chromium: Browser, pseudo_site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=pseudo_site, viewport=PHONE, locale=request.param)
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()


def _english(page: Page) -> list[str]:
    return [text.strip() for text in page.evaluate(READ, SPARED) if re.search(r"[A-Za-z]{2,}", text)]


def _wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def _own_pages(page: Page) -> Iterator[str]:
    """A repair with words, its card, what came after, and what is said where words are dangerous."""
    page.goto("/start/")
    page.locator('label:has(input[name="unsafe"][value="no"])').click()
    page.locator('label:has(input[name="kind"][value="raised-voice"])').click()
    page.locator('label:has(input[name="band"][value="3-5"])').click()
    page.locator("main form .primary").click()
    address = page.url.removesuffix("calm/")
    for step in STEPS:
        yield f"{address}{step}/"
    page.goto(f"{address}plan/")
    page.locator("#when").fill("1")
    page.locator("#will").fill("2")
    page.locator('button[value="next"]').click()
    card = address.replace("/repair/", "/card/")
    yield card
    page.goto(card)
    page.locator('a[href="#opening"]').click()
    page.locator("#opening").fill("3")
    page.locator("#change button.primary").click()
    page.goto(card)
    page.locator('button[name="said"]').click()
    yield "/"
    yield address.replace("/repair/", "/after/")
    yield address.replace("/repair/", "/diary/")


def test_no_english_is_left_and_nothing_is_cut_on_any_page(foreign: Page) -> None:
    english: dict[str, list[str]] = {}
    wide = []
    for address in [*PAGES, *_own_pages(foreign)]:
        foreign.goto(address)
        if found := _english(foreign):
            english[address] = found[:5]
        if _wide(foreign):
            wide.append(address)
    assert (english, wide) == ({}, [])


def test_what_the_coach_says_is_in_the_parents_language_too(foreign: Page) -> None:
    shown = {"I'm sorry I yelled, but you never listen.": "#reading .note", "I shook you.": ".stopped"}
    for words, part in shown.items():
        foreign.goto("/read/")
        foreign.locator("#words").fill(words)
        foreign.locator(part).first.wait_for()
        said = foreign.evaluate(READ, f"{SPARED}, .marked, .glass, [data-said], q")
        assert [text.strip() for text in said if re.search(r"[A-Za-z]{2,}", text)] == []


def test_hebrew_runs_from_right_to_left(foreign: Page) -> None:
    foreign.goto("/")
    language = foreign.evaluate("document.documentElement.lang")
    assert foreign.evaluate("document.documentElement.dir") == ("rtl" if language == RIGHT else "ltr")
