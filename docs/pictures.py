"""Takes the screenshots in docs/pictures/ from a site of its own: phone light, phone dark, desktop."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.test_diary import sign_up
from tests.journeys.test_first_repair import begin, say, to_the_card
from tests.running import running

PICTURES = Path(__file__).parent / "pictures"
DEVICES = {
    "phone-light": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "color_scheme": "dark"},
    "desktop": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
}
ON_DESKTOP = {"today", "repair", "card", "diary", "library"}


def take(browser: Browser, site: str, device: str) -> None:
    """All pictures of one device."""
    page = browser.new_context(base_url=site, **DEVICES[device]).new_page()

    def snap(name: str, whole: bool = False) -> None:
        if device == "desktop" and name not in ON_DESKTOP:
            return
        page.wait_for_timeout(200)
        page.screenshot(path=PICTURES / f"{name}-{device}.png", full_page=whole)

    page.goto("/")
    snap("today")
    page.goto("/start/")
    snap("start", whole=True)
    page.goto("/quick/")
    snap("quick", whole=True)
    page.goto("/library/")
    snap("library")
    page.goto("/help-now/?country=GB&tier=A")
    snap("help-now", whole=True)
    page.goto("/privacy/")
    snap("privacy", whole=True)
    _repair(page, snap)


def _repair(page: Page, snap) -> None:  # type: ignore[no-untyped-def]
    begin(page)
    snap("calm", whole=True)
    page.locator('label:has(input[name="degree"][value="9"])').click()
    page.get_by_role("button", name="See what helps now").click()
    snap("calm-hot")
    page.locator('label:has(input[name="degree"][value="4"])').click()
    page.get_by_role("button", name="This is where I am now").click()
    page.get_by_role("button", name="Next", exact=True).click()
    say(page, "acknowledge", "I shouted at you about the shoes this morning.")
    page.locator("#words").press_sequentially("That was my mistake, but you never listen.")
    page.wait_for_timeout(1500)
    snap("repair", whole=True)
    page.goto("/")
    snap("today-open")
    to_the_card(page)
    snap("card")
    page.goto("/rest/")
    snap("rest")
    page.goto("/sign-up/")
    snap("sign-up", whole=True)
    sign_up(page, page.evaluate("Math.random().toString()"))
    page.goto("/diary/")
    snap("diary")
    page.goto("/account/")
    snap("account", whole=True)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for device in DEVICES:
            take(browser, site, device)
        browser.close()
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.name}/")
