"""A real site in a process of its own, a real Chromium, and no network."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.alone import leave_the_network
from tests.journeys.between import Between
from tests.running import running

PHONE = {"width": 360, "height": 740}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Chromium's remarks where a page that fades is left for one that does not, and where a busy machine shows it too late.
FADED = re.compile("ViewTransition opt-in disabled|Transition was aborted because of invalid state")
# Everybody here has one address, so one run of stories is more sign-ups than a site lets an address make.
MANY_PEOPLE = "9999/hour 9999/minute 999/15minutes"
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]

FLAGS = [*QUIET, *([] if os.geteuid() else ["--no-sandbox"])]  # as root, Chromium refuses its sandbox


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def no_network() -> bool:
    """The rest of this run reaches only this machine. True where that could be had."""
    return leave_the_network()


@pytest.fixture(scope="session")
def site(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Amends, started as a user starts it."""
    with running(tmp_path_factory.mktemp("site"), AMENDS_LIMITS=MANY_PEOPLE) as address:
        yield address


@pytest.fixture(scope="session")
def free_site(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[running]:
    """Another one, where many may sign up."""
    site = running(tmp_path_factory.mktemp("free"), AMENDS_LIMITS="900/hour 900/minute 900/15minutes")
    with site:
        yield site


@pytest.fixture
def between(free_site: running) -> Iterator[Between]:
    """The way to it."""
    with Between(free_site.port) as way:
        yield way


@pytest.fixture(scope="session")
def chromium(no_network: bool) -> Iterator[Browser]:
    """Debian's Chromium. Where there is none the journeys are skipped aloud; in CI that is a failure."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here; to run the browser journeys: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Every story is told twice."""
    return bool(request.param)


def _is_a_complaint(kind: str, text: str) -> bool:
    """Everything but Chromium's remark that a page was, as it should be, locked, not there, or wrongly filled in."""
    asked_for = any(f"the server responded with a status of {status}" in text for status in (401, 404, 422))
    asked_for = asked_for or "Response Status Error Code 401" in text
    return kind in {"error", "warning"} and not asked_for


@pytest.fixture
def phone(chromium: Browser, site: str, script: bool) -> Iterator[Page]:
    """A phone with nothing of us on it. Fails on any request elsewhere and on any complaint of the console."""
    context = chromium.new_context(base_url=site, viewport=PHONE, java_script_enabled=script, locale="en-GB")
    context.set_default_timeout(6_000)
    page = context.new_page()
    strangers: list[str] = []
    complaints: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((site, "data:")) else strangers.append(request.url)
    )
    page.on("console", lambda said: complaints.append(said.text) if _is_a_complaint(said.type, said.text) else None)
    page.on("pageerror", lambda error: None if FADED.search(str(error)) else complaints.append(str(error)))
    yield page
    context.close()
    assert strangers == []
    assert complaints == []


@pytest.fixture
def still(chromium: Browser, site: str) -> Iterator[Page]:
    """A British phone on which nothing moves."""
    context = chromium.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(6_000)
    yield context.new_page()
    context.close()
