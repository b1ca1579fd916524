"""How help looks: the number large and first, the ways back in sight, targets for a thumb, nobody kept out.

Each test prints its measures.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

PHONES = [{"width": 360, "height": 740}, {"width": 360, "height": 640}]
WIDTHS = [320, 360, 820, 1280]
PAGES = [
    "/help-now/",
    "/help-now/?country=GB",
    "/help-now/?country=IE&tier=A",
    "/help-now/?country=GB&tier=B&partner",
    "/help-now/?country=AU&tier=C",
    "/unsure/",
    "/country/",
    "/offline/",
    "/nowhere/",
]
STOPS = {
    "A": "I want to kill myself.",
    "B": "I smacked you.",
    "at home": "My husband hit me in front of her.",
}
TARGETS = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), textarea")]
  .filter((one) => one.checkVisibility() && one.className !== "skip" && !one.closest("p > q"))
  .map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([name, box]) => `${name}: ${box.height}`)"""
WORDS = """() => {
  const seen = (one) => { const box = one.getBoundingClientRect(); return box.top < innerHeight && box.height > 1; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walk.nextNode()) {
    const { parentElement, data } = walk.currentNode;
    if (parentElement.checkVisibility() && !parentElement.closest(".skip, .unseen, script") && seen(parentElement))
      count += data.trim().split(/\\s+/).filter(Boolean).length;
  }
  return count;
}"""


@pytest.fixture(params=["light", "dark", "forced"])
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phone(chromium: Browser, site: str, look: str) -> Iterator[Page]:
    forced = {"forced_colors": "active"} if look == "forced" else {"color_scheme": look}
    context = chromium.new_context(base_url=site, viewport=PHONES[0], **forced)  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def lives_in_the_kingdom(page: Page) -> None:
    page.goto("/country/")
    page.locator('main button[value="GB"]').click()
    page.wait_for_url("**/help-now/")


def stops(page: Page, words: str) -> None:
    page.goto("/read/")
    page.locator("#words").fill(words)
    page.locator("#stop").wait_for()


def ends(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_help_and_the_stop_keep_nobody_out(phone: Page) -> None:
    found = []
    for address in PAGES:
        phone.goto(address)
        phone.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        found += violations(phone)
    for words in STOPS.values():
        stops(phone, words)
        found += violations(phone)
    lives_in_the_kingdom(phone)
    for words in STOPS.values():
        stops(phone, words)
        found += violations(phone)
    assert found == []


@pytest.mark.parametrize("look", ["light"])
@pytest.mark.parametrize("size", PHONES, ids=lambda size: str(size["height"]))
def test_the_stop_has_number_lines_and_both_ways_back_in_the_first_sight(phone: Page, size) -> None:
    phone.set_viewport_size(size)
    lives_in_the_kingdom(phone)
    for name, words in STOPS.items():
        stops(phone, words)
        lowest = max(ends(phone.locator(f'button[value="{way}"]')) for way in ("back", "overrule"))
        call = phone.locator(".number:visible")
        box = call.bounding_box() if call.count() else None
        number = f"number y {box['y']:.0f}, {box['height']:.0f} px" if box else "no number yet"
        print(
            f"stop {name} at {size['height']}: {number}; ways back end at {lowest:.0f}; {phone.evaluate(WORDS)} words"
        )
        assert phone.evaluate("document.activeElement.id") == "stop"
        assert phone.locator(".bar").count() == 0
        assert lowest <= size["height"] or name == "at home"
        if name == "B":
            continue
        assert box
        assert box["height"] >= 128
        assert box["y"] < size["height"] / 3
        figure = phone.locator(".number strong").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
        assert figure >= 64
    phone.get_by_role("link", name="More people to call").click()
    assert phone.locator("#more").bounding_box()["y"] < 100  # type: ignore[index]


@pytest.mark.parametrize("look", ["light"])
@pytest.mark.parametrize("size", PHONES, ids=lambda size: str(size["height"]))
def test_the_signs_are_one_screen_with_two_buttons_of_one_weight_at_its_end(phone: Page, size) -> None:
    phone.set_viewport_size(size)
    phone.goto("/unsure/")
    boxes = [button.bounding_box() for button in phone.locator("main button").all()]
    height = phone.evaluate("document.documentElement.scrollHeight")
    left = [size["height"] - box["y"] - box["height"] for box in boxes if box]
    print(f"signs at {size['height']}: {phone.evaluate(WORDS)} words, {left[0]:.0f} px below the buttons")
    assert height == size["height"]
    assert all(16 <= one <= 32 for one in left)
    assert len({(box["width"], box["height"]) for box in boxes if box}) == 1
    assert all(box["height"] >= 64 for box in boxes if box)


@pytest.mark.parametrize("look", ["light"])
def test_help_is_one_number_and_then_few_rows(phone: Page) -> None:
    phone.goto("/help-now/?country=GB")
    call, rows = phone.locator(".number"), phone.locator(".need > summary")
    box = call.bounding_box()
    assert box
    last = f"the last of {rows.count()} rows ends at {ends(rows.last):.0f}"
    print(f"help: number y {box['y']:.0f} to {ends(call):.0f}; {last}; {phone.evaluate(WORDS)} words")
    assert box["height"] >= 128
    assert all(row.bounding_box()["height"] >= 64 for row in rows.all())  # type: ignore[index]
    assert phone.evaluate(WORDS) <= 75


@pytest.mark.parametrize("look", ["light"])
def test_whatever_can_be_tapped_is_large_enough_and_no_page_scrolls_sideways(phone: Page) -> None:
    small, wide = [], []
    for width in WIDTHS:
        phone.set_viewport_size({"width": width, "height": 740})
        for address in PAGES:
            phone.goto(address)
            phone.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
            small += [f"{address} {one}" for one in phone.evaluate(TARGETS)]
            if phone.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((width, address))
        stops(phone, STOPS["A"])
        small += [f"stop {one}" for one in phone.evaluate(TARGETS)]
        if phone.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append((width, "stop"))
    assert (sorted(set(small)), wide) == ([], [])
