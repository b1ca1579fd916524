"""How help looks: the number large and first, the ways back in sight.

Each test prints its measures.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.journeys.measures import words as words_on

PHONES = [{"width": 360, "height": 740}, {"width": 360, "height": 640}]
STOPS = {
    "A": "I want to kill myself.",
    "B": "I smacked you.",
    "at home": "My husband hit me in front of her.",
}


@pytest.fixture
def phone(chromium: Browser, site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=site, viewport=PHONES[0])
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
        print(f"stop {name} at {size['height']}: {number}; ways back end at {lowest:.0f}; {len(words_on(phone))} words")
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


@pytest.mark.parametrize("size", PHONES, ids=lambda size: str(size["height"]))
def test_the_signs_are_one_screen_with_two_buttons_of_one_weight_at_its_end(phone: Page, size) -> None:
    phone.set_viewport_size(size)
    phone.goto("/unsure/")
    boxes = [button.bounding_box() for button in phone.locator("main button").all()]
    height = phone.evaluate("document.documentElement.scrollHeight")
    left = [size["height"] - box["y"] - box["height"] for box in boxes if box]
    print(f"signs at {size['height']}: {len(words_on(phone))} words, {left[0]:.0f} px below the buttons")
    assert height == size["height"]
    assert all(16 <= one <= 32 for one in left)
    assert len({(box["width"], box["height"]) for box in boxes if box}) == 1
    assert all(box["height"] >= 64 for box in boxes if box)


def test_help_is_one_number_and_then_few_rows(phone: Page) -> None:
    phone.goto("/help-now/?country=GB")
    call, rows = phone.locator(".number"), phone.locator(".need > summary")
    box = call.bounding_box()
    assert box
    last = f"the last of {rows.count()} rows ends at {ends(rows.last):.0f}"
    print(f"help: number y {box['y']:.0f} to {ends(call):.0f}; {last}; {len(words_on(phone))} words")
    assert box["height"] >= 128
    assert all(row.bounding_box()["height"] >= 64 for row in rows.all())  # type: ignore[index]
    assert len(words_on(phone)) <= 75
