"""What the look promises, measured in every room and printed: python -m pytest -s tests/journeys/test_measure.py"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import MANY_PEOPLE, PHONE
from tests.journeys.measures import LONGER, THUMB, aside, inline, pale, shut_out, small, words
from tests.journeys.rooms import CODE, GIVEN, GUEST, OWNER, ROOMS, Room
from tests.looking import SOAK
from tests.running import running

WIDTHS = (180, 320, 360, 820, 1280)  # px: 180 is 360 at twice the size
HEIGHTS = (740, 640)  # px: of a phone
MAIN_BUTTON, LOWEST, HIGHEST = 64, 16, 32  # px
OPENED = "for (const one of document.querySelectorAll('main details')) one.open = true"  # all there is, in sight
# Each look, and what axe is asked in it. The long form asks everything in colours of the device's own, too.
LOOKS: dict[str, tuple[dict[str, Any], Callable[[Page], list[str]]]] = {
    "dark": ({"color_scheme": "dark", "forced_colors": "none"}, pale),
    **({"forced colours": ({"color_scheme": "light", "forced_colors": "active"}, shut_out)} if SOAK else {}),
    "light": ({"color_scheme": "light", "forced_colors": "none"}, shut_out),  # last: in it the next room is opened
}


@pytest.fixture(scope="module")
def house(no_network: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A house of its own: one machine that starts so many repairs is asked to wait."""
    with running(tmp_path_factory.mktemp("rooms"), AMENDS_LIMITS=MANY_PEOPLE, AMENDS_KEY_WORK="light") as address:
        yield address


@pytest.fixture(params=[GUEST, OWNER, CODE, GIVEN], ids=["guest", "owner", "code", "given"])
def rooms(request: pytest.FixtureRequest) -> list[Room]:
    return list(request.param)


@pytest.fixture
def still(chromium: Browser, house: str) -> Iterator[Page]:
    """A phone that stands still."""
    context = chromium.new_context(base_url=house, viewport=PHONE, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def test_every_room_has_room_for_everybody(still: Page, rooms: list[Room]) -> None:
    faults = {}
    for room in rooms:
        if room in GUEST:
            still.context.clear_cookies()
        room.open(still)
        if not room.is_focus:
            still.evaluate(OPENED)
        found = {"aside": aside(still, *WIDTHS), "small": small(still), "inline": inline(still)}
        found |= {f"axe, {name}": _found_in(still, *look) for name, look in LOOKS.items()}
        print(room.name, found)
        if any(found.values()):
            faults[room.name] = found
    assert faults == {}


def _found_in(page: Page, look: dict[str, Any], asks: Callable[[Page], list[str]]) -> list[str]:
    page.emulate_media(**look)
    return asks(page)


def test_a_focus_page_says_little_fits_the_view_and_has_its_button_at_the_thumb(still: Page) -> None:
    faults = []
    for room in (room for room in ROOMS if room.is_focus or room.words):
        still.context.clear_cookies()
        room.open(still)
        for height in HEIGHTS:
            still.set_viewport_size(PHONE | {"height": height})
            said, longer, thumb = len(words(still)), still.evaluate(LONGER), still.evaluate(THUMB)
            print(f"{room.name} at {height}: {said} words, {longer} px longer, {thumb}")
            faults += [f"{room.name} at {height}: {fault}" for fault in _faults(room, said, longer, thumb)]
    assert faults == []


def _faults(room: Room, said: int, longer: list[int], thumb: dict[str, Any] | None) -> Iterator[str]:
    if room.words and said > room.words:
        yield f"{said} words"
    if room.is_focus and longer != [0, 0]:
        yield f"scrolls {longer}"
    if room.is_focus and thumb and max(thumb["heights"], default=MAIN_BUTTON) < MAIN_BUTTON:
        yield f"buttons of {thumb['heights']} px"
    if room.is_focus and thumb and not LOWEST <= thumb["below"] <= HIGHEST:
        yield f"its button ends {thumb['below']} px above the end"
