"""What goes over the wire."""

from playwright.sync_api import Browser

from tests.journeys.conftest import PHONE


def first_load(browser: Browser, site: str, address: str) -> tuple[int, int]:
    """Bytes over the wire, all counted, and the number of requests of a first load with an empty cache."""
    context = browser.new_context(base_url=site, viewport=PHONE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes), len(sizes)
