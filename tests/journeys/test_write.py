"""The writing page: the marks lie under the words, one note at a time, the thumb at the bottom. Prints its measures."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.measures import small
from tests.journeys.test_first_repair import begin

TOLD = "I'm sorry I yelled, but you never listen."
TWO = "I'm sorry I yelled, but you never listen and you made me so mad."


@pytest.fixture
def script() -> bool:
    """What is told here needs the script; without it the words stand below, as other stories tell."""
    return True


def at_step(page: Page, step: str = "responsibility") -> None:
    """Opens one step of a new repair."""
    begin(page)
    page.goto(re.sub(r"/[a-z]+/$", f"/{step}/", page.url))


def says(page: Page, words: str) -> None:
    """Types, and waits until it has been read."""
    page.locator("#words").fill(words)
    page.locator(".glass mark").first.wait_for()


def marked(page: Page) -> list[list[str]]:
    """Which words are marked in the mirror, and how."""
    return page.eval_on_selector_all(".glass mark", "all => all.map(one => [one.className, one.textContent])")


def test_whatever_can_be_tapped_is_large_enough(phone: Page) -> None:
    for width in (360, 320):
        phone.set_viewport_size({"width": width, "height": 740})
        at_step(phone)
        says(phone, TOLD)
        assert small(phone) == []
        expect(phone.get_by_role("button", name="This does not fit")).to_be_in_viewport(ratio=1)
        steps = [box.bounding_box() for box in phone.locator(".seam a").all()]
        assert len(steps) == 6
        assert width < 360 or all(min(box["width"], box["height"]) >= 52 for box in steps)


def test_the_mirror_holds_the_words_and_marks_what_the_reading_marked(phone: Page) -> None:
    at_step(phone)
    for words in (TOLD, f"  One line.\n\n{TOLD}\n", f"A much longer beginning that wraps over lines. {TOLD}"):
        with phone.expect_response("**/responsibility/") as answer:
            phone.locator("#words").fill(words)
        expect(phone.locator(".glass mark")).not_to_have_count(0)
        told = re.findall(r'<mark class="([a-z-]+)" data-of="[^"]+">([^<]+)</mark>', answer.value.text())
        assert [tuple(one) for one in marked(phone)] == told
        assert phone.locator(".glass").text_content() == phone.locator("#words").input_value() == words
        lines = "[...document.querySelectorAll('.glass, #words')].map(one => one.getBoundingClientRect().height)"
        glass, field = phone.evaluate(lines)
        assert abs(glass - field) < 1


def test_a_mark_follows_its_words_and_goes_when_they_change(phone: Page) -> None:
    at_step(phone)
    says(phone, TOLD)
    before = marked(phone)
    phone.route("**/responsibility/", lambda route: None)  # no reading comes any more
    field = phone.locator("#words")
    field.press("Control+Home")
    field.press_sequentially("Well. ")
    assert marked(phone) == before
    assert phone.locator(".glass").text_content() == f"Well. {TOLD}"
    field.press("Control+End")
    field.press("ArrowLeft")
    field.press("Backspace")
    assert marked(phone) == []
    assert phone.locator(".glass").text_content() == f"Well. {TOLD[:-2]}."
    phone.unroute_all(behavior="ignoreErrors")


def test_the_surest_pitfall_comes_first_and_another_mark_brings_its_note(phone: Page) -> None:
    at_step(phone, "acknowledge")
    says(phone, TWO)
    first = phone.locator("#reading > [data-note]")
    expect(first).to_have_count(1)
    expect(first.locator("q")).to_have_text("you made me")
    other = phone.locator(".glass mark", has_text="you never listen").evaluate(
        "one => one.getClientRects()[0].toJSON()"
    )
    phone.mouse.click(other["x"] + 12, other["y"] + 12)
    expect(first).to_have_count(1)
    expect(first.locator("q")).to_have_text("you never listen")
    expect(phone.locator("[data-said]")).to_contain_text("you never listen")
    expect(phone.locator("#words")).to_be_focused()
    expect(phone.locator("#reading .more .note")).to_have_count(1)


def test_what_is_open_stays_open_and_the_focus_is_never_lost(phone: Page) -> None:
    at_step(phone)
    says(phone, TOLD)
    why = phone.locator("#reading > [data-note] summary", has_text="Why")
    why.press("Enter")
    phone.locator("#words").press("End")
    with phone.expect_response("**/responsibility/"):
        phone.locator("#words").press_sequentially(" I wish I had waited.")
        why.focus()
    phone.wait_for_timeout(200)
    expect(phone.locator("#reading > [data-note] > .answers > details")).to_have_attribute("open", "")
    expect(why).to_be_focused()
    phone.get_by_role("button", name="This does not fit").first.press("Enter")
    expect(phone.locator("#words")).to_be_focused()


def test_the_keyboard_reaches_every_step_and_what_is_behind_the_tap(phone: Page) -> None:
    at_step(phone)
    assert phone.evaluate("document.activeElement.tagName") == "H1"
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Why this step")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.get_by_text("Why this step")).not_to_be_visible()
    phone.keyboard.press("Tab")
    expect(phone.locator("#words")).to_be_focused()
    for _ in range(2):
        phone.keyboard.press("Shift+Tab")
    expect(phone.get_by_role("link", name="Plan", exact=True)).to_be_focused()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/plan/")
    expect(phone.get_by_role("link", name="Plan")).to_have_attribute("aria-current", "step")
    phone.locator("#when").fill("late")
    phone.locator("#when").press("Enter")  # keeps, and goes nowhere
    phone.wait_for_load_state()
    assert phone.url.endswith("/plan/")
    expect(phone.locator("#when")).to_have_value("late")


def test_on_a_desk_it_is_two_pages_of_a_book(phone: Page) -> None:
    phone.set_viewport_size({"width": 1280, "height": 800})
    at_step(phone)
    says(phone, TOLD)
    why, field = phone.get_by_text("Why this step"), phone.locator("#words")
    expect(why).to_be_visible()
    assert why.bounding_box()["x"] < 640 < field.bounding_box()["x"]
    note = phone.locator("#reading .what").first
    assert note.bounding_box()["y"] > field.bounding_box()["y"] + field.bounding_box()["height"]


def test_without_colours_the_style_of_the_line_tells_them_apart(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, forced_colors="active", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/read/")
    says(page, "I'm sorry I yelled. That was my fault.")
    kinds = ("there", "may-hurt", "not-sure")
    page.locator(".glass").evaluate(
        "(glass, kinds) => kinds.forEach(kind => glass.append(Object.assign(document.createElement('mark'),"
        " { className: kind, textContent: kind })))",
        kinds,
    )
    styles = [
        page.locator(f".glass mark.{kind}").last.evaluate("one => getComputedStyle(one).textDecorationStyle")
        for kind in kinds
    ]
    print(dict(zip(kinds, styles, strict=True)))
    assert styles == ["solid", "wavy", "dotted"]
    context.close()


def test_a_long_text_scrolls_inside_the_page_and_the_button_stays(phone: Page) -> None:
    at_step(phone)
    phone.locator("#words").fill("I shouted at you.\n" * 60)
    expect(phone.get_by_text("Kept.", exact=True)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollHeight") == 740
    assert phone.locator(".paper").evaluate("one => one.scrollHeight > one.clientHeight")
    expect(phone.locator(".primary")).to_be_in_viewport(ratio=1)
