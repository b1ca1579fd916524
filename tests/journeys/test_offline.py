"""The network goes away, in the middle of everything, and comes back."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from amends.coach import alarms
from tests.journeys.conftest import CHROMIUM, FLAGS, PHONE
from tests.journeys.test_diary import sign_up
from tests.journeys.test_first_repair import begin, to_the_card
from tests.people import is_private
from tests.running import running

SAFETY = Path(__file__).parents[1] / "coach" / "safety"


@pytest.fixture
def mobile(chromium: Browser, site: str) -> Iterator[Page]:
    """A phone whose network can be taken away. It needs script: without, a browser can do nothing offline."""
    context = chromium.new_context(base_url=site, viewport=PHONE, locale="en-GB")
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def ready(page: Page) -> None:
    """Waits until the worker keeps all it is meant to."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.match('/offline/').then((found) => Boolean(found))")
    page.wait_for_function("caches.match('/rules.json').then((found) => Boolean(found))")


def write_offline(page: Page, words: str) -> None:
    page.goto("/start/")
    page.locator("#words").fill(words)
    page.get_by_role("button", name="Seal it").click()
    expect(page.get_by_text("Sealed. It goes to your diary")).to_be_visible()


def test_what_is_written_offline_is_sealed_and_arrives_once_and_in_order(mobile: Page) -> None:
    begin(mobile)
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    write_offline(mobile, "I slammed the door.")
    write_offline(mobile, "I laughed at the drawing.")
    kept = mobile.evaluate("import(document.body.dataset.outbox).then((box) => box.waiting())")
    assert len(kept) == 2
    assert "slammed" not in json.dumps(kept)
    mobile.context.set_offline(False)
    mobile.goto("/")
    mobile.wait_for_function("() => !localStorage.getItem('waiting')")
    mobile.goto("/diary/")
    expect(mobile.locator(".letters").get_by_text("I slammed the door.")).to_have_count(1)
    expect(mobile.locator(".letters").get_by_text("I laughed at the drawing.")).to_have_count(1)
    told = mobile.locator("#found").inner_text()
    assert told.index("I laughed at the drawing.") < told.index("I slammed the door.")


def test_tools_library_and_numbers_are_there_without_a_network(mobile: Page) -> None:
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    mobile.goto("/help-now/")
    mobile.get_by_role("button", name="United Kingdom").click()
    expect(mobile.get_by_role("link", name="999")).to_be_visible()
    mobile.get_by_text("I fear what I might do").click()
    expect(mobile.get_by_text("Samaritans").first).to_be_visible()
    mobile.goto("/library/cold-water/")
    expect(mobile.get_by_role("heading", name="Something cold")).to_be_visible()
    mobile.goto("/faces/")
    expect(mobile.get_by_text("Scared")).to_be_visible()


def test_words_of_danger_bring_help_without_a_network_too(mobile: Page) -> None:
    begin(mobile)
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    mobile.goto("/quick/")
    mobile.locator("#words").fill("I shook you and it left a mark.")
    expect(mobile.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()
    mobile.get_by_role("link", name="More people to call").click()
    expect(mobile.get_by_role("heading", name="Who to call")).to_be_visible()


def test_leaving_fast_shows_nothing_of_us_without_a_network_too(mobile: Page) -> None:
    begin(mobile)
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    mobile.goto("/quick/")
    for _ in range(3):
        mobile.keyboard.press("Escape")
    mobile.wait_for_url("**/blank/")
    assert mobile.locator("body").inner_text().strip() == "New page"


def test_over_plain_http_from_another_device_it_says_what_is_missing_and_still_saves(
    chromium: Browser, tmp_path: Path, no_network: bool
) -> None:
    del no_network
    house = running(tmp_path, AMENDS_HOSTS="127.0.0.1,amends.home")
    with house:
        plain = ["--host-resolver-rules=MAP amends.home 127.0.0.1", *FLAGS]
        other = chromium.browser_type.launch(executable_path=CHROMIUM, args=plain)
        page = other.new_page(base_url=f"http://amends.home:{house.port}", viewport=PHONE)
        begin(page)
        page.goto("/")
        expect(page.get_by_text("your browser offers no offline use here")).to_be_visible()
        expect(page.get_by_role("link", name="I raised my voice")).to_be_visible()
        other.close()


def test_the_card_is_shown_from_memory_and_gone_on_close(mobile: Page) -> None:
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    mobile.goto("/quick/")
    expect(mobile.get_by_text("This device has no key of yours yet")).to_be_visible()
    expect(mobile.get_by_role("button", name="Seal it")).to_be_hidden()
    mobile.locator("#words").fill("I kicked the zebra.")
    mobile.get_by_role("button", name="Show it large").click()
    expect(mobile.locator(".opening")).to_have_text("I kicked the zebra.")
    mobile.goto("/quick/")
    expect(mobile.locator(".opening")).to_be_hidden()
    assert "zebra" not in mobile.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => (await Promise.all("
        "(await (await caches.open(name)).matchAll()).map((one) => one.text()))).join()))).join())"
    )


def test_no_private_page_enters_a_cache(mobile: Page) -> None:
    to_the_card(mobile)
    mobile.goto("/")
    ready(mobile)
    kept = mobile.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => "
        "(await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat())"
    )
    assert kept and not any(map(is_private, kept))
    mobile.context.set_offline(True)
    mobile.goto("/")
    expect(mobile.get_by_role("link", name="I raised my voice")).to_have_count(0)


def test_signing_out_delivers_what_waits_before_it_forgets(mobile: Page) -> None:
    to_the_card(mobile)
    name = f"Ada {mobile.evaluate('Math.random()')}"
    sign_up(mobile, name)
    mobile.goto("/")
    ready(mobile)
    mobile.context.set_offline(True)
    write_offline(mobile, "I slammed the door.")
    mobile.context.set_offline(False)
    mobile.goto("/account/")
    mobile.get_by_role("button", name="Sign out", exact=True).click()
    mobile.wait_for_url("**/")
    assert mobile.evaluate("localStorage.getItem('waiting')") is None
    mobile.goto("/sign-in/")
    mobile.get_by_label("name").first.fill(name)
    mobile.get_by_label("passphrase").first.fill("the tower fell at nine")
    mobile.get_by_role("button", name="Open").first.click()
    mobile.goto("/diary/")
    expect(mobile.locator(".letters").get_by_text("I slammed the door.")).to_have_count(1)


def test_forgetting_takes_the_worker_and_all_it_kept_away(mobile: Page) -> None:
    begin(mobile)
    mobile.goto("/")
    ready(mobile)
    mobile.goto("/diary/")
    mobile.get_by_role("button", name="Forget everything now").click()
    mobile.wait_for_url("**/")
    kept = "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then((all) => all.flat().length)"
    assert mobile.evaluate(kept) == 0


def test_it_installs_as_an_app_of_its_own_and_goes_again(chromium: Browser, site: str, tmp_path: Path) -> None:
    context = chromium.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=CHROMIUM, args=FLAGS, viewport=PHONE
    )
    page = context.new_page()
    page.goto(site)
    ready(page)
    app = {"manifestId": f"{site}/"}
    browser = context.new_cdp_session(page)
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    browser.send("PWA.install", app)
    assert browser.send("PWA.getOsAppState", app)["badgeCount"] == 0
    browser.send("PWA.uninstall", app)
    with pytest.raises(Error):
        browser.send("PWA.getOsAppState", app)
    context.close()


def test_an_update_takes_over_and_the_old_pages_go(chromium: Browser, tmp_path: Path, no_network: bool) -> None:
    """The same address, started anew with another list of files: the new worker has the word at once."""
    del no_network
    with running(tmp_path) as address:
        context = chromium.new_context(base_url=address, viewport=PHONE)
        page = context.new_page()
        page.goto("/")
        ready(page)
        old = page.evaluate("caches.keys()")
        context.route("**/worker.js", _answer_anew)
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        page.wait_for_function(
            "(old) => caches.keys().then((names) => names.length === 1 && names[0] !== old[0])", arg=old
        )
        context.set_offline(True)
        page.goto("/library/")
        expect(page.get_by_role("heading", name="For a quiet hour")).to_be_visible()
        context.close()


def _answer_anew(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('const VERSION = "', 'const VERSION = "new-'))


def test_the_browser_hears_in_the_written_set_what_python_hears(mobile: Page) -> None:
    mobile.goto("/offline/")
    mobile.locator("#writing").wait_for()
    texts = [
        one["text"]
        for name in ("must_flag", "must_not_flag")
        for one in tomllib.loads((SAFETY / f"{name}.toml").read_text(encoding="utf-8"))["sentences"]
    ]
    heard = mobile.evaluate(
        """async (texts) => {
          const part = document.querySelector("#writing");
          const { alarms, load } = await import(part.dataset.safety);
          const rules = load(await (await fetch(part.dataset.rules)).json());
          const heard = (text) => alarms(text, rules).map(({ flag, tier }) => `${flag} ${tier}`);
          return texts.map((text) => [...new Set(heard(text))].sort());
        }""",
        texts,
    )
    ours = [sorted({f"{alarm.flag} {alarm.tier}" for alarm in alarms(text)}) for text in texts]
    assert [(text, one, two) for text, one, two in zip(texts, ours, heard, strict=True) if one != two] == []
