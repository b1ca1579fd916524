"""The card as it is looked at: what fits into one glance, what is in reach, what is printed, and what goes dark.

Each figure that the look promises is measured and printed: python -m pytest -s tests/journeys/test_card_look.py
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE

NORMAL = "I shouted at you about the shoes this morning. That was my mistake. It was not your fault. You looked scared."
BLAMES = "I only yelled because you never listen and you are so lazy."
INK = """() => [...document.querySelectorAll(".opening, .cues li, .told")].map((one) => getComputedStyle(one).color)"""


def _open(chromium: Browser, site: str, height: int = 740, **more: object) -> Page:
    more = {"viewport": PHONE | {"height": height}} | more
    context = chromium.new_context(base_url=site, locale="en-GB", **more)
    context.set_default_timeout(6_000)
    return context.new_page()


def _card(page: Page, words: str) -> str:
    """The address of a new card out of these words."""
    page.goto("/quick/")
    page.locator('label:has(input[name="unsafe"][value="no"])').click()
    page.locator("#words").fill(words)
    page.get_by_role("button", name="To my card").click()
    expect(page.locator(".opening")).to_be_visible()
    return page.url


def test_the_six_answers_weigh_the_same(chromium: Browser, site: str) -> None:
    page = _open(chromium, site)
    page.goto(_card(page, NORMAL).replace("/card/", "/after/"))
    heights = {round(row.bounding_box()["height"]) for row in page.locator(".six button").all()}
    assert max(heights) - min(heights) <= 1
    page.context.close()


@pytest.mark.parametrize("width", [320, 820, 1280])
def test_no_card_scrolls_sideways(chromium: Browser, site: str, width: int) -> None:
    page = _open(chromium, site, viewport={"width": width, "height": 800})
    for words in (NORMAL, BLAMES, f"I shouted at you{' and at you' * 12}, and it was late, and that was mine alone."):
        address = _card(page, words)
        for part in ("", "#change", "#all-words"):
            page.goto(address + part)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, (words, part)
    page.context.close()


def test_the_dots_open_and_all_in_them_works_with_and_without_script(phone: Page) -> None:
    address = _card(phone, NORMAL)
    phone.locator("summary", has_text="More").click()
    phone.get_by_role("link", name="Change the words on it").click()
    expect(phone.get_by_role("button", name="Put the phone down")).to_be_hidden()
    phone.get_by_label("How I begin: one sentence").fill("I was loud this morning.")
    phone.get_by_role("button", name="Keep these").click()
    expect(phone.locator(".opening")).to_have_text("I was loud this morning.")
    phone.goto(f"{address}#all-words")
    expect(phone.get_by_text(NORMAL)).to_be_visible()
    phone.get_by_role("link", name="Back to the card").filter(visible=True).click()
    expect(phone.locator(".opening")).to_be_visible()


def test_a_marked_sentence_is_changed_in_one_tap_and_used_in_one(phone: Page) -> None:
    _card(phone, BLAMES)
    expect(phone.get_by_role("heading", name="Begin with this?")).to_be_visible()
    phone.get_by_role("link", name="Change it").click()
    expect(phone.get_by_label("How I begin: one sentence")).to_be_visible()
    phone.go_back()
    phone.get_by_role("button", name="Use it").click()
    expect(phone.get_by_role("button", name="Put the phone down")).to_be_visible()
    expect(phone.locator(".opening")).to_have_text(BLAMES)


def test_the_seam_fills_once_and_not_again_when_the_page_is_opened_again(phone: Page) -> None:
    _card(phone, NORMAL)
    expect(phone.locator(".spine")).to_have_class(re.compile("made"))
    phone.reload()
    expect(phone.locator(".spine")).not_to_have_class(re.compile("made"))


def test_rest_goes_dark_and_each_touch_key_or_move_brings_it_back(chromium: Browser, site: str) -> None:
    page = _open(chromium, site)
    page.goto("/rest/")
    helps = page.get_by_role("link", name="Help now")
    wakings = [
        lambda: page.keyboard.press("a"),
        lambda: page.mouse.move(100, 300),
        lambda: (page.mouse.down(), page.mouse.up()),
    ]
    for wakes in wakings:
        page.wait_for_timeout(5_800)
        assert float(helps.evaluate("(one) => getComputedStyle(one.parentElement).opacity")) < 0.05
        wakes()
        page.wait_for_timeout(60)
        assert helps.evaluate("(one) => getComputedStyle(one.parentElement).opacity") == "1"
    page.context.close()


def test_rest_stays_lit_where_less_movement_is_asked_for(chromium: Browser, site: str) -> None:
    page = _open(chromium, site, reduced_motion="reduce")
    page.goto("/rest/")
    page.wait_for_timeout(5_000)
    assert page.locator(".top").evaluate("(one) => getComputedStyle(one).opacity") == "1"
    page.context.close()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_printed_card_is_ink_on_paper_with_all_words_on_the_next_page(
    chromium: Browser, site: str, look: str
) -> None:
    page = _open(chromium, site, color_scheme=look)
    _card(page, NORMAL)
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    page.emulate_media(media="print")
    assert set(page.evaluate(INK)) == {"rgb(0, 0, 0)"}
    width = page.locator(".face").bounding_box()["width"]
    size = page.locator(".opening").evaluate("(one) => getComputedStyle(one).fontSize")
    print(f"\nprinted {look}: {width / 96 * 25.4:.1f} mm wide, opening {float(size[:-2]) * 0.75:.1f} pt")
    assert abs(width / 96 * 25.4 - 105) < 1
    assert float(size[:-2]) * 0.75 == pytest.approx(20, abs=0.1)
    for hidden in (".top", ".thumbs", "#change"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.context.close()


def test_the_spine_stands_where_a_line_begins(chromium: Browser, site: str) -> None:
    page = _open(chromium, site)
    _card(page, NORMAL)
    left = page.locator(".spine").bounding_box()["x"]
    page.evaluate("document.documentElement.dir = 'rtl'")
    right = page.locator(".spine").bounding_box()
    assert left < 8
    assert right["x"] + right["width"] > PHONE["width"] - 8
    page.context.close()


# A voice that lives here, and what it was asked to do: no machine of ours has one.
VOICE = """() => {
  const said = (window.said = []);
  const speech = {
    getVoices: () => [{ localService: true, lang: "en-GB" }],
    addEventListener() {},
    cancel: () => said.push("stop"),
    speak: (one) => said.push(one.text),
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def test_the_card_is_said_aloud_its_button_says_so_and_it_ends_when_one_leaves(chromium: Browser, site: str) -> None:
    page = _open(chromium, site)
    page.add_init_script(f"({VOICE})()")
    _card(page, NORMAL)
    page.locator("summary", has_text="More").click()
    aloud = page.get_by_role("button", name="Let me hear it")
    aloud.click()
    expect(aloud).to_have_attribute("aria-pressed", "true")
    assert "That was my mistake." in page.evaluate("said")
    aloud.click()
    expect(aloud).to_have_attribute("aria-pressed", "false")
    aloud.click()
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("said.at(-1)") == "stop"
    expect(aloud).to_have_attribute("aria-pressed", "false")
    page.context.close()
