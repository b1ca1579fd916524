"""A page is given by a link, in a real browser: a chat looks at it first, and it can be taken back while it is open."""

import http.client
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.giver import WORDS, Giver
from tests.journeys.conftest import CHROMIUM, FLAGS, MANY_PEOPLE, PHONE
from tests.journeys.measures import aside, inline, shut_out, small
from tests.journeys.test_diary import sign_up
from tests.journeys.test_offline import ready
from tests.moved_clock import MovedClock, move
from tests.running import running

APART = "share.example"
TIRED = "It is later in the evening than I thought, and I am mostly tired."
WRONG = "These are not the words, or there is nothing here any more."
TURN = 31_000  # ms: the page has asked once more by then


@pytest.fixture(scope="module")
def house(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[running]:
    """A house with a second name, for what was given alone."""
    del no_network
    site = running(tmp_path_factory.mktemp("giving"), AMENDS_LIMITS=MANY_PEOPLE, AMENDS_GIVEN_HOSTS=APART)
    with site:
        yield site


@pytest.fixture
def giver(house: running) -> Giver:
    return Giver(house)


def phone_of(chromium: Browser, house: running, **more: object) -> BrowserContext:
    settings = {"viewport": PHONE, "locale": "en-GB", "reduced_motion": "reduce"} | more
    context = chromium.new_context(base_url=f"http://127.0.0.1:{house.port}", **settings)
    context.set_default_timeout(6_000)
    return context


@pytest.fixture
def reader(chromium: Browser, house: running, script: bool) -> Iterator[Page]:
    """Somebody who was never here. Every such story is told with script and without."""
    context = phone_of(chromium, house, java_script_enabled=script)
    page = context.new_page()
    yield page
    assert [one["name"] for one in context.cookies()] == []
    context.close()


@pytest.fixture
def scripted(chromium: Browser, house: running) -> Iterator[Page]:
    """The same, with script, and with a clock that can be turned."""
    context = phone_of(chromium, house)
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def at(id: UUID) -> str:
    return f"/given/page/{id}/"


def opens(page: Page, id: UUID, words: str = WORDS) -> None:
    page.goto(at(id))
    page.get_by_label("Type the words you were told").fill(words)
    page.get_by_role("button", name="Open").click()


def previews(house: running, id: UUID) -> None:
    """What the program of a chat does with an address: it looks at it, more than once, and keeps no cookie."""
    for method, times in (("GET", 5), ("HEAD", 3)):
        for _ in range(times):
            wire = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
            wire.request(method, at(id), headers={"User-Agent": "WhatsApp/2.24.1 A", "Accept": "text/html"})
            answer = wire.getresponse()
            assert (answer.status, answer.getheader("Set-Cookie")) == (200, None)
            assert b"Amends" not in answer.read()
            wire.close()


def test_a_chat_looks_at_it_five_times_and_then_its_reader_opens_it_and_has_it_removed(
    reader: Page, giver: Giver, house: running
) -> None:
    id = giver.gives()
    previews(house, id)
    assert giver.sees(id) == ("fetched", "5")
    opens(reader, id, "lamp river seven kettle mouse")
    expect(reader.get_by_text(WRONG)).to_be_visible()
    assert giver.sees(id) == ("fetched", "6")
    reader.get_by_label("Type the words you were told").fill(WORDS.title())
    reader.keyboard.press("Enter")
    expect(reader.get_by_text(TIRED)).to_be_visible()
    assert reader.title() == "New page"
    assert giver.sees(id) == ("opened", "6")
    reader.get_by_role("button", name="I have read it, remove it").click()
    expect(reader.get_by_role("heading", name="It is removed")).to_be_visible()
    assert giver.sees(id) == ("removed", "6")
    opens(reader, id)
    expect(reader.get_by_text(WRONG)).to_be_visible()


def test_by_keyboard_alone(reader: Page, giver: Giver) -> None:
    reader.goto(at(giver.gives()))
    reader.keyboard.press("Tab")
    reader.keyboard.type(WORDS)
    reader.keyboard.press("Enter")
    expect(reader.get_by_text(TIRED)).to_be_visible()
    for _ in range(2):
        reader.keyboard.press("Tab")
    expect(reader.get_by_role("button", name="I have read it, remove it")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", name="It is removed")).to_be_visible()


def test_leaving_fast_leaves_a_page_that_says_nothing(reader: Page, giver: Giver) -> None:
    opens(reader, giver.gives())
    expect(reader.get_by_text(TIRED)).to_be_visible()
    reader.get_by_role("button", name="Leave fast").click()
    reader.wait_for_url("**/given/blank/")
    assert reader.locator("body").inner_text().strip() == "New page"


def test_without_script_an_open_page_goes_back_to_the_question_by_itself(
    chromium: Browser, house: running, giver: Giver
) -> None:
    page = phone_of(chromium, house, java_script_enabled=False).new_page()
    id = giver.gives()
    opens(page, id)
    refresh = page.locator('meta[http-equiv="refresh"]').get_attribute("content")
    assert refresh == f"300;url={at(id)}"
    page.context.close()


def test_every_page_of_it_has_room_for_everybody(chromium: Browser, house: running, giver: Giver) -> None:
    faults = {}
    for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = phone_of(chromium, house, **look).new_page()
        id = giver.gives(title="My last weeks")
        page.goto(at(id))
        for name in ("asked", "wrong", "opened", "removed"):
            if name == "wrong":
                opens(page, id, "no")
            if name == "opened":
                opens(page, id)
                expect(page.get_by_text(TIRED)).to_be_visible()
            if name == "removed":
                page.get_by_role("button", name="I have read it, remove it").click()
                expect(page.get_by_role("heading", name="It is removed")).to_be_visible()
            found = {
                "aside": aside(page, 320, 360, 1280),
                "small": small(page),
                "axe": shut_out(page),
                "inline": inline(page),
            }
            if any(found.values()):
                faults[f"{name} {look}"] = found
        page.context.close()
    assert faults == {}


def test_what_is_printed_is_the_letter_alone(scripted: Page, giver: Giver) -> None:
    opens(scripted, giver.gives())
    scripted.emulate_media(media="print")
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    for said in ("Leave", "This is for you alone", "remove it"):
        expect(scripted.get_by_text(said).first).to_be_hidden()


def test_a_page_that_is_open_goes_when_it_is_taken_back(scripted: Page, giver: Giver) -> None:
    id = giver.gives()
    opens(scripted, id)
    scripted.clock.fast_forward(TURN)
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    giver.takes_back(id)
    scripted.clock.fast_forward(TURN)
    expect(scripted.get_by_role("heading", name="It is not here any more")).to_be_visible()
    assert TIRED not in scripted.content()
    assert 'name="key"' not in scripted.content()
    assert giver.sees(id)[0] == "taken-back"


def test_a_page_that_is_open_goes_when_it_is_over(chromium: Browser, tmp_path: Path) -> None:
    house = MovedClock(tmp_path, AMENDS_LIMITS=MANY_PEOPLE)
    with house:
        page = phone_of(chromium, house).new_page()
        opens(page, Giver(house, 2).gives(lasts=3600))
        expect(page.get_by_text(TIRED)).to_be_visible()
        house.kill()  # a clock that leaps while it runs is not believed
        move(house.clock, 3700)
        house.start()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.get_by_role("heading", name="It is not here any more")).to_be_visible()
        page.context.close()


def test_it_goes_as_soon_as_somebody_comes_back_to_it(scripted: Page, giver: Giver) -> None:
    id = giver.gives()
    opens(scripted, id)
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    giver.takes_back(id)
    scripted.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(scripted.get_by_role("heading", name="It is not here any more")).to_be_visible()


def test_going_back_to_it_shows_nothing_that_was_taken_back(scripted: Page, giver: Giver) -> None:
    id = giver.gives()
    opens(scripted, id)
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    scripted.goto("/given/blank/")
    giver.takes_back(id)
    with suppress(Error):  # Chromium asks whether to send the form again: so nothing is shown either
        scripted.go_back()
    scripted.wait_for_timeout(500)
    assert not scripted.get_by_text(TIRED).is_visible()


def test_with_the_network_gone_no_word_is_shown_and_a_reload_shows_none(scripted: Page, giver: Giver) -> None:
    opens(scripted, giver.gives())
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    scripted.context.set_offline(True)
    scripted.clock.fast_forward(TURN)  # here no network is there from the start: a browser says nothing of its going
    expect(scripted.get_by_text(TIRED)).to_be_hidden()
    expect(scripted.get_by_text("No connection.")).to_be_visible()
    scripted.context.set_offline(False)
    scripted.clock.fast_forward(TURN)
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    expect(scripted.get_by_text("No connection.")).to_be_hidden()
    scripted.context.set_offline(True)
    with pytest.raises(Error):
        scripted.reload()
    scripted.wait_for_load_state()
    expect(scripted.get_by_text(TIRED)).to_have_count(0)


def test_where_there_is_script_and_it_does_not_arrive_no_word_is_shown(scripted: Page, giver: Giver) -> None:
    scripted.route("**/given.*.js", lambda route: route.abort())
    opens(scripted, giver.gives())
    expect(scripted.get_by_role("button", name="Leave fast")).to_be_visible()
    expect(scripted.get_by_text(TIRED)).to_be_hidden()


def test_a_site_that_does_not_answer_shows_no_word_either(scripted: Page, giver: Giver) -> None:
    opens(scripted, giver.gives())
    expect(scripted.get_by_text(TIRED)).to_be_visible()
    scripted.route("**/still/", lambda route: route.fulfill(status=502))
    scripted.clock.fast_forward(TURN)
    expect(scripted.get_by_text(TIRED)).to_be_hidden()
    scripted.unroute("**/still/")
    scripted.clock.fast_forward(TURN)
    expect(scripted.get_by_text(TIRED)).to_be_visible()


def test_where_a_worker_watches_it_keeps_nothing_of_it(chromium: Browser, house: running, giver: Giver) -> None:
    context = phone_of(chromium, house)
    page, id = context.new_page(), giver.gives()
    page.goto("/")
    ready(page)
    opens(page, id)
    expect(page.get_by_text(TIRED)).to_be_visible()
    page.goto("/given/sign-in/")
    kept = "(async () => (await Promise.all((await caches.keys()).map(async (one) => "
    kept += "(await (await caches.open(one)).keys()).map((asked) => asked.url)))).flat())()"
    addresses = page.evaluate(kept)
    assert len(addresses) > 50
    assert [one for one in addresses if "/given/" in one] == []
    opens(page, id)
    context.set_offline(True)
    for way in (at(id), "/given/sign-in/", "/given/"):
        page.goto(way)
        expect(page.get_by_role("heading", name="No network right now")).to_be_visible()
        assert TIRED not in page.content()
    page.goto("/given/blank/")
    assert page.locator("body").inner_text().strip() == "New page"
    context.set_offline(False)
    giver.takes_back(id)
    opens(page, id)
    expect(page.get_by_text(WRONG)).to_be_visible()
    context.close()


def test_forms_below_the_prefix_arrive_though_their_pages_name_no_referrer(
    chromium: Browser, house: running, script: bool
) -> None:
    context = phone_of(chromium, house, java_script_enabled=script)
    page, name = context.new_page(), f"Ada of the links, {script}"
    sent: list[dict[str, str]] = []
    page.on("request", lambda one: sent.append(one.all_headers()) if one.method == "POST" else None)
    sign_up(page, name)
    page.context.clear_cookies()
    page.goto("/given/sign-in/?next=/given/blank/")
    page.get_by_label("The name you chose").fill(name)
    page.get_by_label("Passphrase", exact=True).fill("the tower fell at nine")
    sent.clear()
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/given/blank/")
    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    assert (sent[0]["origin"], sent[0]["sec-fetch-site"], "referer" in sent[0]) == ("null", "same-origin", False)
    page.goto("/given/sign-in/")
    page.get_by_role("button", name="Leave fast").click()
    page.wait_for_url("**/given/blank/")
    page.wait_for_timeout(500)
    page.goto("/diary/")
    expect(page.get_by_role("heading", name="Open my diary")).to_be_visible()
    context.close()


@pytest.fixture
def elsewhere(chromium: Browser, house: running) -> Iterator[Page]:
    """A browser that finds the second name of the house."""
    other = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[f"--host-resolver-rules=MAP {APART} 127.0.0.1", *FLAGS]
    )
    page = other.new_page(base_url=f"http://{APART}:{house.port}", viewport=PHONE, locale="en-GB")
    page.set_default_timeout(6_000)
    yield page
    other.close()


def test_under_the_name_for_it_alone_it_opens_and_nothing_else_is_there(elsewhere: Page, giver: Giver) -> None:
    asked: list[str] = []
    elsewhere.on("request", lambda one: asked.append(one.url))
    opens(elsewhere, giver.gives())
    expect(elsewhere.get_by_text(TIRED)).to_be_visible()
    elsewhere.goto("/given/sign-in/")
    assert [one for one in asked if "/given/" not in one] == []
    assert elsewhere.get_by_role("link", name="Help now").count() == 0
    answer = elsewhere.goto("/diary/")
    assert answer is not None
    assert (answer.status, elsewhere.locator("body").inner_text()) == (404, "Not here.")
