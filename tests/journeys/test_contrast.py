"""Every colour of text on every ground, in both looks and all chapters, as Chromium resolves it. Prints the lowest."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from amends.web import urls

STYLES = (Path(urls.__file__).parent / "static" / "css").glob("*.css")
DRESSED = {name for file in STYLES for name in re.findall(r'data-chapter="(\w+)"', file.read_text(encoding="utf-8"))}
CHAPTERS = ["", *sorted(DRESSED)]
GROUNDS = ("paper", "leaf", "wash")
TEXT, LINE, LINE_ON_WASH = 4.5, 3.0, 2.5  # WCAG 2.2: what is read, what is only seen; a seam beside its words
WANTED = {"ink": TEXT, "soft": TEXT, "gold": TEXT, "clay": TEXT, "edge": LINE, "seam": LINE}
# What a name of the look stands for here, as the browser says it.
RESOLVED = """([chapter, names]) => {
  document.body.dataset.chapter = chapter;
  const probe = document.body.appendChild(document.createElement("i"));
  const found = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map(Number);
  });
  probe.remove();
  return found;
}"""
PAIRS = [(name, ground) for name in WANTED for ground in GROUNDS] + [("on-ink", "ink"), ("ink", "clay-wash")]


def light(colour: list[float]) -> float:
    """Relative luminance of red, green and blue from 0 to 255 (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: list[float]) -> Iterator[float]:
    return (value / 255 for value in colour)


def contrast(one: list[float], other: list[float]) -> float:
    """From 1 (the same) to 21 (black and white)."""
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def wanted(name: str, ground: str, chapter: str) -> float:
    """The least contrast of this pair. What may hurt is never marked at night: breathing and rest have no words."""
    if chapter == "night" and "clay" in name + ground:
        return 0
    return LINE_ON_WASH if (name, ground) == ("seam", "wash") else WANTED.get(name, TEXT)


@pytest.fixture(params=["light", "dark", "light, chosen on a dark device", "dark, chosen on a light device"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    look, _comma, chosen = request.param.partition(",")
    device = {"light": "dark", "dark": "light"}[look] if chosen else look
    context = chromium.new_context(base_url=site, color_scheme=device)
    opened = context.new_page()
    opened.goto("/")
    if chosen:
        opened.evaluate("(look) => { document.documentElement.dataset.look = look; }", look)
    yield opened
    context.close()


def test_every_text_can_be_read_on_every_ground(page: Page) -> None:
    names = sorted({name for pair in PAIRS for name in pair})
    ratios = {}
    for chapter in CHAPTERS:
        colours = dict(zip(names, page.evaluate(RESOLVED, [chapter, names]), strict=True))
        for name, ground in PAIRS:
            ratios[chapter, name, ground] = contrast(colours[name], colours[ground])
    read = {pair: ratio for pair, ratio in ratios.items() if wanted(pair[1], pair[2], pair[0]) >= TEXT}
    print(f"{len(ratios)} pairs; lowest of what is read: {min(read.values()):.2f} {min(read, key=read.__getitem__)}")
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < wanted(pair[1], pair[2], pair[0])} == {}


def test_what_cannot_be_read_would_be_found() -> None:
    assert contrast([119, 119, 119], [255, 255, 255]) < TEXT < contrast([117, 117, 117], [255, 255, 255])
