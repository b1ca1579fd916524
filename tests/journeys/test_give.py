"""Giving, told in real browsers: a parent, the other parent, a therapist; and a third parent, who sees nothing."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import MANY_PEOPLE, PHONE
from tests.journeys.given import knows
from tests.journeys.measures import shut_out
from tests.journeys.test_diary import sign_up
from tests.journeys.test_every_page import _tab_to
from tests.journeys.test_first_repair import to_the_card
from tests.running import running

NOTICED = "It is always at the door."
WORDS = {"Ada": "I shouted, and I saw her face.", "Ben": "I went out, and said nothing."}


@pytest.fixture(scope="module")
def house(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A house of its own."""
    with running(tmp_path_factory.mktemp("give"), AMENDS_LIMITS=MANY_PEOPLE, AMENDS_KEY_WORK="light") as address:
        yield address


@pytest.fixture
def somebody(chromium: Browser, house: str, script: bool) -> Iterator[Callable[[str], Page]]:
    """Each at a phone of their own, with a diary."""
    opened = []
    run = f"{'with' if script else 'without'} {id(opened)}"

    def page(name: str) -> Page:
        context = chromium.new_context(
            base_url=house, viewport=PHONE, java_script_enabled=script, locale="en-GB", reduced_motion="reduce"
        )
        context.set_default_timeout(6_000)
        opened.append(context)
        browser = context.new_page()
        to_the_card(browser)
        sign_up(browser, f"{name} of {run}")
        browser.called = f"{name} of {run}"
        return browser

    yield page
    for context in opened:
        context.close()


def meet(one: Page, other: Page, role: str = "co-parent") -> tuple[str, str]:
    """They know each other. Returns the ids of the second with the first, and of the first with the second."""
    found = knows(one, one.called, other.called, role)
    return found["person"], found["back"]


def looked_at(page: Page, keyboard: bool = False) -> str:
    """They look at a page before it leaves; what they see."""
    page.goto("/patterns/page/")
    if keyboard:
        _tab_to(page, "What I noticed")
        page.keyboard.type(NOTICED)
        _tab_to(page, "The days and what they were")
        page.keyboard.press("Space")
        _tab_to(page, "Look at it")
        page.keyboard.press("Enter")
    else:
        page.get_by_label("What I noticed").fill(NOTICED)
        page.get_by_label("The days and what they were").check()
        page.get_by_role("button", name="Look at it").click()
    return page.locator("article.given").inner_text()


def letters_of(page: Page, *ids: str) -> list[int]:
    """What the server says of each of these letters, to whoever is at this browser."""
    return [page.request.get(f"/given/letters/{id}/").status for id in ids]


def given_now(page: Page) -> str:
    """The id of what was given just now, out of the address of the list."""
    expect(page.get_by_role("status")).to_contain_text("Given to")
    return re.search(r"given=([0-9a-f-]{36})", page.url)[1]


def well_made(page: Page) -> None:
    """Nobody is shut out of this page; its tab says nothing."""
    assert shut_out(page) == []
    assert not re.search("Ada|Ben|Reed|Friday", page.title())


def test_a_page_a_note_a_suggestion_and_one_moment_go_between_three_and_a_fourth_sees_nothing(
    somebody: Callable[[str], Page], script: bool
) -> None:
    ada, ben, reed, cleo = (somebody(name) for name in ("Ada", "Ben", "Dr Reed", "Cleo"))
    to_ben, to_ada = meet(ada, ben)
    to_reed, to_family = meet(ada, reed, "therapist")

    saw = looked_at(ada)
    assert NOTICED in saw
    ada.locator("label", has=ada.locator(f'input[value="{to_ben}"]')).click()
    ada.get_by_label("A title").fill("Four weeks in November")
    well_made(ada) if script else None
    ada.get_by_role("button", name="Give it").click()
    page_id = given_now(ada)
    expect(ada.get_by_text("Not opened yet.")).to_be_visible()

    ben.goto(f"/given/letters/{page_id}/")
    assert ben.locator("article.given").inner_text() == saw
    expect(ben.get_by_text("Four weeks in November")).to_be_visible()
    well_made(ben) if script else None
    ada.reload()
    expect(ada.get_by_text("Opened on")).to_be_visible()
    well_made(ada) if script else None

    ben.get_by_role("link", name="Write a note back").click()
    ben.get_by_label("Your words").fill("I read it twice.")
    well_made(ben) if script else None
    ben.get_by_role("button", name="Give it").click()
    note_id = given_now(ben)
    ada.goto(f"/given/letters/{note_id}/")
    expect(ada.get_by_text("I read it twice.")).to_be_visible()

    reed.goto(f"/given/people/{to_family}/write/exercise/")
    reed.get_by_label("A page of the library").select_option("sigh")
    reed.get_by_label("A line of your own").fill("At the door.")
    well_made(reed) if script else None
    reed.get_by_role("button", name="Give it").click()
    exercise_id = given_now(reed)
    ada.goto(f"/given/letters/{exercise_id}/")
    expect(ada.get_by_text("At the door.")).to_be_visible()
    well_made(ada) if script else None
    ada.get_by_role("link", name="The double sigh").click()
    expect(ada).to_have_url(re.compile("/library/sigh/"))

    ada.goto(f"/given/people/{to_ben}/write/together/")
    ada.get_by_label("What it was about").fill("Friday at the door")
    ada.get_by_label("How it was for you").fill(WORDS["Ada"])
    ada.get_by_role("button", name="Give it").click()
    hers = given_now(ada)
    ben.goto(f"/given/letters/{hers}/")
    expect(ben.get_by_role("heading", name="Friday at the door")).to_be_visible()
    assert WORDS["Ada"] not in ben.content()
    well_made(ben) if script else None
    ben.get_by_role("link", name="Write mine").click()
    assert WORDS["Ada"] not in ben.content()
    ben.get_by_label("How it was for you").fill(WORDS["Ben"])
    ben.get_by_role("button", name="Give it").click()
    for words in WORDS.values():
        expect(ben.get_by_text(words)).to_be_visible()
    well_made(ben) if script else None

    everything = (page_id, note_id, exercise_id, hers)
    assert letters_of(cleo, *everything) == [404] * 4
    assert letters_of(reed, *everything) == [404] * 4
    assert [cleo.request.get(f"/given/people/{id}/write/note/").status for id in (to_ben, to_reed)] == [404] * 2
    assert NOTICED not in cleo.request.get("/given/away/").text()

    ben.goto(f"/given/letters/{page_id}/")
    ada.goto("/given/away/")
    ada.locator("li", has_text="Four weeks in November").get_by_role("button", name="Take it back").click()
    expect(ada.get_by_text("You took it back on")).to_be_visible()
    assert ben.request.get(f"/given/letters/{page_id}/still/").status == 404
    ben.reload()
    expect(ben.get_by_role("heading", name="This page is not here")).to_be_visible()
    ada.goto(f"/given/letters/{note_id}/")
    ada.get_by_role("button", name="I have read it, remove it").click()
    assert letters_of(ada, note_id) == [404]
    ben.goto("/given/away/")
    expect(ben.get_by_text("removed by them")).to_be_visible()


@pytest.mark.parametrize("script", [True], indirect=True, ids=["keyboard alone"])
def test_a_page_is_given_and_taken_back_with_the_keyboard_alone(somebody: Callable[[str], Page]) -> None:
    ada, ben = somebody("Ada"), somebody("Ben")
    to_ben, _ = meet(ada, ben)
    looked_at(ada, keyboard=True)
    _tab_to(ada, ben.called.split(" of ")[0])
    ada.keyboard.press("Space")
    expect(ada.locator(f'input[value="{to_ben}"]')).to_be_checked()
    _tab_to(ada, "Give it")
    ada.keyboard.press("Enter")
    page_id = given_now(ada)
    ben.goto(f"/given/letters/{page_id}/")
    expect(ben.get_by_text(NOTICED)).to_be_visible()
    _tab_to(ada, "Take it back")
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("You took it back on")).to_be_visible()
    assert letters_of(ben, page_id) == [404]


@pytest.mark.parametrize("script", [True], indirect=True, ids=["by a link"])
def test_by_a_link_the_address_and_the_words_are_shown_once(somebody: Callable[[str], Page]) -> None:
    ada = somebody("Ada")
    looked_at(ada)
    expect(ada.locator('input[value="link"]')).to_be_checked()
    ada.get_by_label("What you call them").fill("Dr Reed")
    ada.get_by_role("button", name="Give it").click()
    words = ada.locator(".spoken").inner_text()
    assert len(words.split()) == 5
    assert "/given/page/" in ada.locator(".address").inner_text()
    well_made(ada)
    ada.get_by_role("link", name="I have both").click()
    expect(ada.get_by_text("To Dr Reed")).to_be_visible()
    ada.get_by_role("link", name="Look at it again").click()
    assert words not in ada.content()
    assert "/given/page/" in ada.locator(".address").inner_text()
    well_made(ada)
