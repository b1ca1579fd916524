"""Help in a real browser: the number in the first sight, one tap away, with a network, without one, and announced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import MANY_PEOPLE, PHONE
from tests.journeys.test_first_repair import begin
from tests.journeys.test_offline import ready
from tests.running import running

DANGER = "I shook you and it left a mark."
SMACK = "I smacked you."
FALSE_ALARM = "I could have thrown you out of the window, that is how loud I was."
CALL = 64  # px: the least height of what calls an emergency number


@pytest.fixture
def look() -> str:
    """Light, where a test does not ask for both."""
    return "light"


@pytest.fixture
def mobile(chromium: Browser, site: str, look: str) -> Iterator[Page]:
    """A phone that keeps what the worker gives it, and can lose its network."""
    context = chromium.new_context(base_url=site, viewport=PHONE, locale="en-GB", color_scheme=look)
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]


def bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def in_first_sight(page: Page, number: str) -> None:
    """The number can be called with one tap, without scrolling."""
    link = page.locator("main [data-call] a")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"tel:{number}")
    box = link.bounding_box()
    assert box
    print(f"{page.url}: {number} at y {box['y']:.0f} to {bottom(link):.0f} of {PHONE['height']}")
    assert box["height"] >= CALL
    assert bottom(link) < PHONE["height"]
    assert page.evaluate("scrollY") == 0


def offline_page(page: Page) -> None:
    begin(page)
    page.goto("/")
    ready(page)
    page.context.set_offline(True)
    page.goto("/quick/")
    page.locator("#words").wait_for()


def test_the_country_is_asked_once_and_its_number_stands_in_the_first_sight(phone: Page) -> None:
    phone.goto("/help-now/")
    expect(phone.locator("main a[href^='tel:']")).to_have_count(0)
    phone.get_by_role("button", name="United Kingdom").click()
    in_first_sight(phone, "999")
    phone.goto("/privacy/")
    phone.get_by_role("link", name="Help now").click()
    in_first_sight(phone, "999")
    phone.goto("/help-now/?tier=A")
    in_first_sight(phone, "999")
    phone.goto("/help-now/?tier=C&country=AU")
    expect(phone.get_by_role("heading", name="This needs more than words")).to_be_visible()
    phone.goto("/help-now/?tier=A")
    phone.get_by_text("Somewhere else").click()
    phone.get_by_role("button", name="New Zealand").click()
    in_first_sight(phone, "111")


def test_the_stop_has_the_number_in_the_first_sight_and_asks_for_the_country_without_losing_a_word(phone: Page) -> None:
    phone.goto("/quick/")
    phone.locator('label:has(input[name="unsafe"][value="no"])').click()
    phone.locator("#words").fill(DANGER)
    phone.locator("main form button.primary").first.click()
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()
    phone.get_by_role("button", name="United Kingdom").click()
    in_first_sight(phone, "999")
    phone.get_by_role("button", name="These words mean something else").click()
    expect(phone.locator("#words")).to_have_value(DANGER)


def test_a_need_opens_to_its_lines(phone: Page) -> None:
    phone.goto("/help-now/?country=GB")
    line = phone.locator("main strong", has_text="Men's Advice Line")
    expect(line).to_be_hidden()
    phone.get_by_text("Someone hurts or scares me").click()
    expect(line).to_be_visible()


def test_where_somebody_may_watch_leaving_is_in_sight(phone: Page) -> None:
    phone.goto("/help-now/?tier=B&partner&country=GB")
    leave = phone.locator("main").get_by_role("button", name="Leave fast")
    print(f"{phone.url}: leaving ends at y {bottom(leave):.0f} of {PHONE['height']}")
    assert bottom(leave) < PHONE["height"]
    leave.click()
    phone.wait_for_url("**/blank/")


def test_not_sure_is_one_screen_without_a_scroll(phone: Page) -> None:
    phone.goto("/unsure/")
    lowest = max(bottom(button) for button in phone.locator("main button").all())
    print(f"/unsure/: the two buttons end at y {lowest:.0f} of {PHONE['height']}")
    assert lowest < PHONE["height"]
    phone.get_by_role("button", name="Yes, one").click()
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_help_and_the_signs_keep_nobody_out(mobile: Page) -> None:
    found = []
    pages = ["/unsure/", "/country/", "/help-now/", "/help-now/?country=CA", "/help-now/?tier=B&partner&country=GB"]
    for address in [*pages, "/help-now/?tier=A&country=IE", "/help-now/?tier=C&country=AU"]:
        mobile.goto(address)
        mobile.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        found += violations(mobile)
    assert found == []


def test_the_help_page_knows_the_country_without_a_network(mobile: Page) -> None:
    mobile.goto("/help-now/")
    mobile.get_by_role("button", name="Ireland").click()
    in_first_sight(mobile, "112")
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    for address in ("/help-now/", "/help-now/?tier=A", "/help-now/?tier=A&country=IE"):
        mobile.goto(address)
        mobile.wait_for_url("**/help-now/?country=IE")
        in_first_sight(mobile, "112")
    mobile.get_by_text("Somewhere else").click()
    mobile.get_by_role("button", name="Canada").click()
    mobile.wait_for_url("**/help-now/?country=CA")
    in_first_sight(mobile, "911")


@pytest.fixture
def irish(chromium: Browser, no_network: bool, tmp_path: Path) -> Iterator[Page]:
    """A phone at a house that its operator said is in Ireland."""
    with running(tmp_path, AMENDS_LIMITS=MANY_PEOPLE, AMENDS_COUNTRY="IE") as address:
        context = chromium.new_context(base_url=address, viewport=PHONE, locale="en-GB")
        context.set_default_timeout(8_000)
        yield context.new_page()
        context.close()


def test_without_a_network_the_house_names_the_country_and_a_choice_goes_before_it(irish: Page) -> None:
    irish.goto("/help-now/")
    in_first_sight(irish, "112")
    assert irish.evaluate("localStorage.getItem('country')") is None
    irish.goto("/")
    ready(irish)
    irish.context.set_offline(True)
    irish.goto("/help-now/")
    in_first_sight(irish, "112")
    irish.get_by_text("Somewhere else").click()
    irish.get_by_role("button", name="Canada").click()
    irish.wait_for_url("**/help-now/?country=CA")
    irish.goto("/help-now/?tier=A")
    irish.wait_for_url("**/help-now/?country=CA")
    in_first_sight(irish, "911")
    irish.goto("/quick/")
    irish.locator("#words").fill(DANGER)
    in_first_sight(irish, "911")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_danger_without_a_network_takes_the_whole_screen_and_is_announced(mobile: Page) -> None:
    mobile.goto("/help-now/")
    mobile.get_by_role("button", name="United Kingdom").click()
    in_first_sight(mobile, "999")
    offline_page(mobile)
    mobile.locator("#words").fill(DANGER)
    title = mobile.get_by_role("heading", name="First, is everyone safe?")
    expect(title).to_be_focused()
    in_first_sight(mobile, "999")
    expect(mobile.locator("main").get_by_role("textbox")).to_have_count(0)
    expect(mobile.locator("#writing")).to_be_hidden()
    expect(mobile.get_by_text("Bring your child to a safe place")).to_be_visible()
    expect(mobile.get_by_text("If you might hurt someone, step away")).to_be_visible()
    expect(mobile.get_by_text("If you cannot speak: dial 999, then 55 on a mobile.")).to_be_visible()
    expect(mobile.locator("[data-stop]").get_by_text("only fixed rules listen")).to_be_visible()
    announced = mobile.locator("[role=alert][data-told]")
    expect(announced).to_contain_text("First, is everyone safe?")
    expect(announced).to_contain_text("999")
    assert "alert" in mobile.locator("main").aria_snapshot()
    assert violations(mobile) == []
    mobile.get_by_role("link", name="More people to call").click()
    in_first_sight(mobile, "999")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_where_no_country_is_known_the_picker_works_without_a_network(mobile: Page) -> None:
    offline_page(mobile)
    mobile.locator("#words").fill(DANGER)
    expect(mobile.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()
    expect(mobile.locator("main a[href^='tel:']:visible")).to_have_count(0)
    assert bottom(mobile.get_by_role("button", name="New Zealand")) < PHONE["height"]
    assert violations(mobile) == []
    mobile.get_by_role("button", name="Australia").click()
    in_first_sight(mobile, "000")
    mobile.goto("/help-now/")
    in_first_sight(mobile, "000")


def test_words_that_mean_something_else_come_back_and_do_not_stop_again(mobile: Page) -> None:
    offline_page(mobile)
    words = mobile.locator("#words")
    words.fill(FALSE_ALARM)
    expect(mobile.locator("[data-stop]")).to_be_visible()
    heard = mobile.locator("[data-heard]").inner_text()
    assert heard
    assert heard in FALSE_ALARM
    mobile.get_by_role("button", name="These words mean something else").click()
    expect(words).to_be_focused()
    expect(words).to_have_value(FALSE_ALARM)
    words.press_sequentially(" That was unkind.")
    mobile.get_by_role("button", name="Show it large").click()
    expect(mobile.locator(".opening")).to_have_text(f"{FALSE_ALARM} That was unkind.")
    words.fill(f"{FALSE_ALARM} {DANGER}")
    expect(mobile.locator("[data-stop]")).to_be_visible()
    expect(mobile.locator("[data-heard]")).not_to_contain_text(heard)
    expect(mobile.locator(".opening")).to_be_hidden()


def test_the_card_is_never_shown_of_words_under_a_stop(mobile: Page) -> None:
    offline_page(mobile)
    mobile.locator("#words").fill(DANGER)
    mobile.locator("[data-show]").dispatch_event("click")
    expect(mobile.locator("[data-stop]")).to_be_visible()
    expect(mobile.locator("[data-card]")).to_be_hidden()
    expect(mobile.locator(".opening")).to_have_text("")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_smack_without_a_network_brings_the_gentle_page_and_the_short_way(mobile: Page) -> None:
    offline_page(mobile)
    mobile.locator("#words").fill(SMACK)
    expect(mobile.get_by_role("heading", name="Before words, a look at safety")).to_be_focused()
    expect(mobile.get_by_text("Say that it was not your child's fault.")).to_be_visible()
    expect(mobile.get_by_text("Bring your child to a safe place")).to_be_hidden()
    assert violations(mobile) == []


def test_violence_at_home_without_a_network_has_the_way_out_in_sight(mobile: Page) -> None:
    offline_page(mobile)
    mobile.locator("#words").fill("My husband hit me in front of her.")
    expect(mobile.get_by_role("heading", name="This device may be watched")).to_be_visible()
    mobile.locator("[data-stop]").get_by_role("button", name="Leave fast").click()
    mobile.wait_for_url("**/blank/")


def test_what_the_browser_refuses_to_keep_is_said_and_stays_in_the_field(mobile: Page) -> None:
    mobile.add_init_script("indexedDB.open = () => { throw new Error('refused'); }")
    offline_page(mobile)
    mobile.locator("#words").fill("I slammed the door.")
    mobile.get_by_role("button", name="Seal it").click()
    expect(mobile.get_by_text("This browser keeps nothing here.")).to_be_visible()
    expect(mobile.locator("#words")).to_have_value("I slammed the door.")
