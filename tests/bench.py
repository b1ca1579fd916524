"""The site's numbers, measured in a real browser and printed, never asserted: python -m tests.bench"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.figures import at, timed
from tests.journeys.conftest import CHROMIUM, FLAGS, PHONE
from tests.journeys.test_first_repair import WORDS, begin
from tests.journeys.wire import first_load
from tests.running import unwatched

KEY = 200  # milliseconds a letter: two thumbs on a phone, with nobody stopping to think
READ = "I'm sorry I yelled, but you never listen."
EIGHT = (
    "I yelled at you this morning about the shoes. You looked scared and you went quiet. That was my fault, not yours. "
    "I was tired after a long night at work. I'm sorry, sweetheart. You can be angry with me for as long as you want. "
    "Next time I will take a breath first. Do you want to read the book together tonight?"
)


def journey(page: Page) -> float:
    """Seconds from the first page to the card, at a realistic typing speed, without pauses to think."""
    began = time.monotonic()
    begin(page)
    page.get_by_role("button", name="Next", exact=True).click()
    for step in WORDS:
        if step == "acknowledge":
            page.locator("#words").press_sequentially(WORDS[step], delay=KEY)
            page.get_by_role("button", name="Next", exact=True).click()
        else:
            page.get_by_role("button", name="Skip for now").click()
    page.get_by_label("When …").press_sequentially("the shoes are not on", delay=KEY)
    page.get_by_label("I will …").press_sequentially("sit down first", delay=KEY)
    page.get_by_role("button", name="To my card").click()
    page.locator(".opening").wait_for()
    return time.monotonic() - began


def quick_journey(page: Page) -> float:
    """The same for the quick way: a tap and a sentence."""
    began = time.monotonic()
    page.goto("/quick/")
    page.locator('label:has(input[name="unsafe"][value="no"])').click()
    page.locator("#words").press_sequentially(WORDS["acknowledge"], delay=KEY)
    page.get_by_role("button", name="To my card").click()
    page.locator(".opening").wait_for()
    return time.monotonic() - began


def later_page(page: Page, address: str) -> int:
    """Bytes over the wire of a page, with all that it shares with others already there."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(address)
    page.wait_for_timeout(300)
    return sum(sizes)


def reading() -> float:
    """Process seconds of one `amends read`, the median of five."""

    def once() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "amends", "read", READ], check=True, capture_output=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return median(once() for _ in range(5))


def one_message() -> str:
    """Milliseconds for the coach to read 8 sentences, warm, in this process: the middle and the 99th of a hundred."""
    from amends.coach import read

    taken = timed(lambda: read(EIGHT), 400)
    return f"p50 {at(taken, 0.5):.1f} ms, p99 {at(taken, 0.99):.1f} ms"


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as folder,
        unwatched(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for address in ("/", "/quick/", "/start/", "/read/", "/library/", "/help-now/"):
            size, requests = first_load(browser, site, address)
            print(f"first load of {address:12} {size / 1024:6.1f} KB, {requests} requests")
        page = browser.new_context(base_url=site, viewport=PHONE).new_page()
        print(f"first page to card, one sentence and a plan typed: {journey(page):.1f} s")
        print(f"the quick way to the card, one sentence typed: {quick_journey(page):.1f} s")
        plain = browser.new_context(base_url=site, viewport=PHONE, service_workers="block").new_page()
        plain.goto("/")
        for address in ("/quick/", "/library/", "/library/age-6-9/"):
            print(f"later load of {address:18} {later_page(plain, address) / 1024:6.1f} KB")
        browser.close()
    print(f"the coach, 8 sentences: {one_message()}")
    print(f"amends read, one sentence: {reading():.2f} s of process time")
