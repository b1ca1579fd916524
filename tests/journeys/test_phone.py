"""A phone at home: without the certificate there is no offline use, with it there is, over the same address."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.alone import join_a_home
from tests.journeys.conftest import CHROMIUM, FLAGS, PHONE
from tests.phones import ADDRESS, for_phones, own_name

REGISTERED = "navigator.serviceWorker.register('/worker.js').then(() => 'registered', (error) => error.name)"


@pytest.fixture(scope="module")
def home(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[for_phones]:
    """A site for phones, in a network of its own."""
    if not no_network or shutil.which("certutil") is None:
        pytest.skip("no network of its own, or no certutil here; to run this: apt install libnss3-tools")
    join_a_home(ADDRESS)
    site = for_phones(tmp_path_factory.mktemp("home"))
    with site:
        yield site


@contextmanager
def phone(chromium: Browser, folder: Path, root: bytes = b"", **told: object) -> Iterator[Page]:
    """A browser of its own, which trusts the root where one is given."""
    if root:
        store = folder / ".pki" / "nssdb"
        store.mkdir(parents=True)
        (folder / "certificate.crt").write_bytes(root)
        certutil = ["certutil", "-d", f"sql:{store}"]
        subprocess.run([*certutil, "-N", "--empty-password"], check=True)
        subprocess.run([*certutil, "-A", "-t", "C,,", "-n", "home", "-i", folder / "certificate.crt"], check=True)
    flags = [*FLAGS, f"--host-resolver-rules=MAP {own_name()} {ADDRESS}"]
    env = os.environ | {"HOME": str(folder)}
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags, env=env)
    yield browser.new_page(viewport=PHONE, locale="en-GB", **told)
    browser.close()


def test_a_phone_that_trusts_the_house_has_offline_use(chromium: Browser, home: for_phones, tmp_path: Path) -> None:
    with phone(chromium, tmp_path, root=home.first("/certificate.crt")[1]) as page:
        page.goto(f"http://{ADDRESS}:{home.port + 1}/")
        page.get_by_role("link", name="Open it").click()
        expect(page.get_by_role("link", name="A minute to come down")).to_be_visible()
        for name in (own_name(), ADDRESS):
            page.goto(f"https://{name}:{home.port}/")
            assert page.evaluate(REGISTERED) == "registered"
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("caches.match('/offline/').then((found) => Boolean(found))")
        page.context.set_offline(True)
        page.goto(f"https://{ADDRESS}:{home.port}/help-now/")
        expect(page.get_by_role("button", name="United Kingdom")).to_be_visible()


def test_without_the_certificate_it_has_none_even_for_who_clicks_through(
    chromium: Browser, home: for_phones, tmp_path: Path
) -> None:
    with phone(chromium, tmp_path, ignore_https_errors=True) as page:
        page.goto(f"http://{ADDRESS}:{home.port + 1}/")
        with page.expect_download() as loaded:
            page.get_by_role("link", name="Get the certificate").click()
        assert loaded.value.path().read_bytes() == home.first("/certificate.crt")[1]
        page.goto(f"https://{ADDRESS}:{home.port}/")
        expect(page.get_by_role("link", name="A minute to come down")).to_be_visible()
        assert page.evaluate(REGISTERED) == "SecurityError"
