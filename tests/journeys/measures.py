"""What is measured of a page, from inside it. Each returns what a test prints."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEAST = 44  # px: a target for a thumb
# Words that can be seen: what is scrolled away, covered by a leaf or not yet opened is not read, and neither is what
# the parent wrote. The word of a breath is one at a time.
WORDS = """(room) => {
  const walker = document.createTreeWalker(document.querySelector(room), NodeFilter.SHOW_TEXT), seen = [];
  const range = document.createRange();
  const seeable = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  while (walker.nextNode()) {
    const node = walker.currentNode, home = node.parentElement;
    if (!home.checkVisibility(seeable)) continue;
    if (home.closest(".unseen, .skip, .word, .kept, .glass, textarea, script, noscript")) continue;
    for (const word of node.data.matchAll(/[^\\s]*[\\p{L}\\p{N}][^\\s]*/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      const inside = box.width > 1 && box.left < innerWidth && box.right > 0 && box.top < innerHeight && box.bottom > 0;
      const leaf = home.closest(".leaves")?.getBoundingClientRect();
      if (inside && (!leaf || box.left < leaf.right)) seen.push(word[0]);
    }
  }
  const breaths = [...document.querySelectorAll(`${room} .word span`)];
  return seen.concat(breaths.flatMap((said) => said.textContent.split(" ")));
}"""
# Everything that can be tapped and is smaller than a thumb; a link inside a sentence has its line.
SMALL = """(least) => [...document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip, p a:not([class]), p > q a"))
  .map((one) => one.matches("label input") ? one.closest("label") : one)
  .map((one) => [one.textContent.trim().slice(0, 30) || one.name, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < least || box.width < least))
  .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
SIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# How much longer the page is than the view, and what scrolls inside it that is no field.
LONGER = """() => {
  const main = document.querySelector("main");
  return [document.documentElement.scrollHeight - innerHeight, main.scrollHeight - main.clientHeight];
}"""
# Of what lies at the thumb: the heights of the large buttons, and how far the lowest target ends above the view's end.
THUMB = """() => {
  const there = [...document.querySelectorAll(":is(.thumbs, .thumb) :is(a, button, summary)")]
    .filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()]);
  const heights = there.filter(([one]) => one.matches(".primary, .secondary")).map(([, box]) => box.height);
  const ends = Math.max(...there.map(([, box]) => box.bottom));
  return there.length ? { heights, below: innerHeight - ends } : null;
}"""


def words(page: Page, room: str = "body") -> list[str]:
    """What can be read without a touch."""
    return list(page.evaluate(WORDS, room))


def small(page: Page) -> list[str]:
    """The targets that a thumb misses."""
    return list(page.evaluate(SMALL, LEAST))


def aside(page: Page, *widths: int) -> int:
    """By how many pixels the page scrolls sideways, at worst, in views of these widths. The view is put back."""
    view = page.viewport_size or {"width": 360, "height": 740}
    worst = 0
    for width in widths:
        page.set_viewport_size({"width": width, "height": view["height"]})
        worst = max(worst, page.evaluate(SIDE))
    page.set_viewport_size(view)
    return worst


def inline(page: Page) -> list[str]:
    """Script and style that stand in the page itself, which the policy forbids."""
    return re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page.content())


def shut_out(page: Page) -> list[str]:
    """Whom the page keeps out, as axe finds it.

    Where the device brings its own colours, axe still reads ours: what it says of contrast means nothing there.
    """
    forced = page.evaluate("matchMedia('(forced-colors: active)').matches")
    settings = {"rules": {"color-contrast": {"enabled": not forced}}}
    return _violations(page, settings)


def pale(page: Page) -> list[str]:
    """What axe finds too pale or too dark to read: all that differs between light and dark."""
    return _violations(page, {"runOnly": ["color-contrast"]})


def _violations(page: Page, settings: dict[str, object]) -> list[str]:
    found = Axe().run(page, options=settings).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
