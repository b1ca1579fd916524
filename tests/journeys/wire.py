"""What goes over the wire, and what moves when it comes late."""

from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.journeys.conftest import PHONE

LATE = 1_200  # ms: when a font comes on a slow line
# Adds up what moved without anybody's touch, from the first paint on.
SHIFTS = """() => {
  window.shifted = 0;
  const add = (list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) window.shifted += one.value; });
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}"""


def first_load(browser: Browser, site: str, address: str) -> tuple[int, int]:
    """Bytes over the wire, all counted, and the number of requests of a first load with an empty cache."""
    context = browser.new_context(base_url=site, viewport=PHONE)
    sizes = _loaded(context, context.new_page(), address)
    context.close()
    return sum(sizes), len(sizes)


def later_loads(browser: Browser, site: str, first: str, *addresses: str) -> dict[str, int]:
    """Bytes over the wire of each further page, for somebody who has been on `first` and on those before it."""
    context = browser.new_context(base_url=site, viewport=PHONE)
    page = context.new_page()
    page.goto(first, wait_until="networkidle")
    sizes = {address: sum(_loaded(context, page, address)) for address in addresses}
    context.close()
    return sizes


def _loaded(context: BrowserContext, page: Page, address: str) -> list[int]:
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    wire.detach()
    return sizes


def shift(browser: Browser, site: str, address: str) -> float:
    """How much of a page moves (cumulative layout shift) where its fonts come late."""
    context = browser.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.route("**/*.woff2", _late)
    page.add_init_script(f"({SHIFTS})()")
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    moved = float(page.evaluate("window.shifted"))
    context.close()
    return moved


def _late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(LATE)
    route.continue_()
