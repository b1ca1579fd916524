"""Pictures of every room, from a site of its own, into docs/pictures/: python -m docs.pictures [drawings]

Given the folder with the drawings' pictures (NAME-phone-light.png and so on), it also lays each drawing beside the page
that was made from it, phone light and dark and desktop, one sheet a room, into docs/pictures/beside/.
"""

import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.rooms import ROOMS, Room
from tests.running import running

PICTURES = Path(__file__).parent / "pictures"
BESIDE = PICTURES / "beside"
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
DEVICES = {
    "phone-light": PHONE | {"color_scheme": "light"},
    "phone-dark": PHONE | {"color_scheme": "dark"},
    "desktop-light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "desktop-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
# What stands in the README and in docs/look.md.
KEPT = {
    f"{name}-{device}.png"
    for device, names in {
        "phone-light": ["now", "write", "card", "library", "after"],
        "phone-dark": ["breathe", "sentence", "card", "stop", "diary"],
        "desktop-light": ["write", "library", "diary"],
    }.items()
    for name in names
}
SETTLES = {"card": 2_000, "card-ask": 2_000, "breathe": 4_000, "exercise": 4_000}  # ms: the seam is full, the breath in
COMES_IN = 700  # ms: every other page
DRAWN_WHOLE = {"library", "diary", "exercise-words", "entry", "child", "help"}  # on a phone, to their end
WIDTH = {"phone": 300, "desktop": 620}  # px of one picture on a sheet
QUALITY = 70  # of a sheet, as JPEG


def take(browser: Browser, folder: Path, wanted: Callable[[str], bool]) -> None:
    """A picture of each wanted room on each device, every one as a stranger's first.

    A house for each device: one machine that starts so many repairs is asked to wait.
    """
    for device, settings in DEVICES.items():
        (folder / device).mkdir()
        with running(folder / device) as site:
            for room in (room for room in ROOMS if wanted(f"{room.name}-{device}.png")):
                context = browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/London", **settings)
                page = context.new_page()
                page.goto("/offline/", wait_until="networkidle")  # the fonts are there: none is waited for on a page
                _snap(page, room, folder / f"{room.name}-{device}.png")
                context.close()


def _snap(page: Page, room: Room, file: Path) -> None:
    """One picture, once the page has come to rest."""
    room.open(page)
    if room.name in DRAWN_WHOLE and "phone" in file.name:
        page.set_viewport_size({"width": 360, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.wait_for_timeout(SETTLES.get(room.name, COMES_IN))
    page.screenshot(path=file)


def keep(folder: Path) -> None:
    """The few that documents show."""
    for name in KEPT:
        (PICTURES / name).write_bytes((folder / name).read_bytes())


def sheet(page: Page, room: str, taken: Path, drawn: Path) -> None:
    """One room: each drawing, and at its end side the page on the same device. Nothing where none was drawn."""
    rows = [device for device in DEVICES if (drawn / f"{room}-{device}.png").exists()]
    if not rows:
        return
    figures = "".join(_pair(room, device, taken, drawn) for device in rows)
    page.set_content(f"<body style='margin:0;display:flex;flex-wrap:wrap;gap:12px;background:#777'>{figures}")
    page.screenshot(path=BESIDE / f"{room}.jpg", type="jpeg", quality=QUALITY, full_page=True)


def _pair(room: str, device: str, taken: Path, drawn: Path) -> str:
    width = WIDTH[device.partition("-")[0]]
    files = (drawn / f"{room}-{device}.png", taken / f"{room}-{device}.png")
    sources = [f"data:image/png;base64,{b64encode(file.read_bytes()).decode()}" for file in files]
    return "".join(f"<img src='{source}' width='{width}' style='align-self:start'>" for source in sources)


def main(drawn: Path | None) -> None:
    """Takes all, keeps some, and lays the sheets."""
    BESIDE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take(browser, Path(work), lambda name: name in KEPT or bool(drawn and (drawn / name).exists()))
        keep(Path(work))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for room in ROOMS if drawn else []:
            sheet(page, room.name, Path(work), drawn)
        browser.close()
    print(f"{len(list(PICTURES.glob('*.png')))} pictures, {len(list(BESIDE.glob('*.jpg')))} sheets")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
