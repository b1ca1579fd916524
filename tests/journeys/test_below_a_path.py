"""Amends below a path of a host, beside a neighbour of the same origin: everything works there, offline too, and what
is the neighbour's in this browser stays theirs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_first_repair import begin
from tests.running import running

PATH = "/amends/"
NEIGHBOUR = """async () => {
  localStorage.setItem("country", "theirs");
  localStorage.setItem("delivery", "theirs");
  await (await caches.open("left")).put("/theirs", new Response("theirs"));
  await new Promise((done) => {
    const asked = indexedDB.open("outbox", 1);
    asked.onsuccess = () => { asked.result.close(); done(); };
  });
}"""
THEIRS = """async () => [
  localStorage.getItem("country"),
  localStorage.getItem("delivery"),
  await (await caches.match("/theirs"))?.text(),
  (await indexedDB.databases()).some(({ name }) => name === "outbox"),
]"""
OURS = """async () => [
  Object.keys(localStorage).filter((name) => name.startsWith("/amends/#")),
  (await caches.keys()).filter((name) => name.startsWith("/amends/#")),
  (await indexedDB.databases()).filter(({ name }) => name.startsWith("/amends/#")),
  await navigator.serviceWorker.getRegistrations(),
].map((all) => all.length)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, no_network: bool) -> Iterator[str]:
    """A site below a path."""
    del no_network
    with running(tmp_path_factory.mktemp("path"), AMENDS_PATH=PATH, AMENDS_DATABASE="") as address:
        yield address


@pytest.fixture
def beside(chromium: Browser, address: str) -> Iterator[Page]:
    """A phone at that site. Fails where a page asks for anything outside of the path."""
    context = chromium.new_context(base_url=f"{address}{PATH}", viewport=PHONE, locale="en-GB")
    context.set_default_timeout(10_000)
    page = context.new_page()
    outside: list[str] = []
    ours = (f"{address}{PATH}", "data:")
    page.on("request", lambda asked: None if asked.url.startswith(ours) else outside.append(asked.url))
    yield page
    context.close()
    assert outside == []


def ready(page: Page) -> None:
    """Waits until the worker keeps all it is meant to."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.match('/amends/rules.json').then((found) => Boolean(found))")


def test_below_a_path_words_are_written_offline_and_arrive_and_leaving_touches_nothing_of_a_neighbour(
    beside: Page,
) -> None:
    begin(beside, below=PATH)
    beside.goto("./")
    beside.evaluate(NEIGHBOUR)
    ready(beside)
    (scope,) = beside.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))")
    assert scope.endswith(f":{beside.url.split(':')[2].split('/')[0]}{PATH}")
    beside.context.set_offline(True)
    beside.goto("start/")
    beside.locator("#words").fill("I slammed the door.")
    beside.get_by_role("button", name="Seal it").click()
    expect(beside.get_by_text("Sealed. It goes to your diary")).to_be_visible()
    beside.goto("library/cold-water/")
    expect(beside.get_by_role("heading", name="Something cold")).to_be_visible()
    beside.context.set_offline(False)
    beside.goto("./")
    beside.wait_for_function("() => !localStorage.getItem('/amends/#waiting')")
    beside.goto("diary/")
    expect(beside.locator(".letters").get_by_text("I slammed the door.")).to_have_count(1)
    assert beside.evaluate(THEIRS) == ["theirs", "theirs", "theirs", True]
    assert all(beside.evaluate(OURS)), "there is something of ours in each place, to be taken away"
    beside.get_by_role("button", name="Leave fast").click()
    beside.wait_for_url("**/amends/blank/")
    beside.wait_for_function(f"async () => (await ({OURS})()).every((left) => left === 0)")
    assert beside.evaluate(THEIRS) == ["theirs", "theirs", "theirs", True]
    beside.goto("diary/")
    expect(beside.get_by_text("I slammed the door.")).to_have_count(0)


def test_below_a_path_an_exit_without_a_network_is_told_later_and_until_then_nothing_is_shown(beside: Page) -> None:
    begin(beside, below=PATH)
    beside.goto("./")
    ready(beside)
    beside.goto("diary/")
    beside.context.set_offline(True)
    for _ in range(3):
        beside.keyboard.press("Escape")
    beside.wait_for_url("**/amends/blank/")
    assert beside.locator("body").inner_text().strip() == "New page"
    beside.context.set_offline(False)
    beside.goto("diary/")
    expect(beside.get_by_text("I raised my voice")).to_have_count(0)
