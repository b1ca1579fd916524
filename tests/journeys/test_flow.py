"""From the first page to the card: what it asks of a thumb, of the eyes and of patience, measured and printed."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.measures import words
from tests.journeys.test_first_repair import begin

SENTENCE = "I shouted at you about the shoes."
FIRST_MOVE = 1000  # ms
TAPS, WORDS = 5, 90  # from the first page to the card


def over_the_sentence(page: Page) -> int:
    """From the one question to the card, in three taps. Returns how many words the page of the sentence shows."""
    page.get_by_role("link", name="No, everyone is safe").click()
    page.wait_for_url("**/sentence/*")
    seen = len(words(page, "main"))
    page.locator("#words").fill(SENTENCE)  # a tap into the field
    page.get_by_role("button", name="To my card").click()
    expect(page.locator(".opening")).to_have_text(SENTENCE)
    return seen


def test_the_first_breath_moves_within_a_second_of_the_tap_and_asks_nothing(phone: Page, script: bool) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="A minute to come down").click()
    phone.wait_for_url("**/breathe/")
    lung = phone.locator(".lung")
    before = lung.bounding_box()["width"]
    phone.wait_for_timeout(700)
    after = lung.bounding_box()["width"]
    print(f"the bowl went from {before:.0f} to {after:.0f} px")
    assert after > before
    if script:
        moved = phone.evaluate("() => document.querySelector('.lung').getAnimations()[0].startTime")
        print(f"it moved {moved:.0f} ms after the page was asked for")
        assert moved < FIRST_MOVE


def test_the_tone_is_off_until_asked_for_and_says_so(phone: Page, script: bool) -> None:
    phone.goto("/breathe/")
    button = phone.get_by_role("button", name="Tone off")
    if not script:
        expect(button).to_have_count(0)
        return
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(phone.get_by_role("button", name="Tone on")).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="Tone on").click()
    expect(button).to_be_visible()


def test_the_buttons_that_pace_a_breath_say_whether_they_are_on(phone: Page, script: bool) -> None:
    begin(phone)
    phone.get_by_text("What helps the body").click()
    tool = phone.locator("details.tool:has([data-tone])").first
    tool.locator("summary").click()
    tone = tool.get_by_role("button", name="Pace it with a soft tone")
    if not script:
        expect(tone).to_have_count(0)
        return
    for pressed in ("false", "true", "false"):
        expect(tone).to_have_attribute("aria-pressed", pressed)
        tone.click()


def test_who_wants_no_motion_reads_in_and_out_change_places(still: Page) -> None:
    still.goto("/breathe/")
    into, out = still.locator(".word span").all()
    opacity = "(one) => getComputedStyle(one).opacity"
    assert (into.evaluate(opacity), out.evaluate(opacity)) == ("1", "0")
    still.wait_for_timeout(4500)
    assert (into.evaluate(opacity), out.evaluate(opacity)) == ("0", "1")
    assert still.locator(".lung").evaluate("(one) => one.getAnimations().length") == 0


def test_cool_from_now_to_the_card_in_five_taps_and_few_words(phone: Page) -> None:
    phone.goto("/")
    read = [len(words(phone, "main"))]
    phone.get_by_role("link", name="A minute to come down").click()
    phone.wait_for_url("**/breathe/")
    read.append(len(words(phone, "main")))
    phone.get_by_role("link", name="A little cooler").click()
    phone.wait_for_url("**/safe/*")
    read.append(len(words(phone, "main")))
    read.append(over_the_sentence(phone))
    taps = 2 + 3  # door, cooler; no, the field, to my card
    print(f"cool: {taps} taps, {sum(read)} words read {read}")
    assert taps <= TAPS
    assert sum(read) < WORDS


def test_hot_goes_by_way_of_the_body_and_back_to_the_same_card(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="A minute to come down").click()
    phone.get_by_text("0 to 10").click()
    phone.get_by_role("button", name="8", exact=True).click()
    expect(phone).to_have_url(re.compile(r"/breathe/cold-water/\?degree=8$"))
    phone.get_by_role("link", name="Another one").click()
    expect(phone).to_have_url(re.compile(r"/breathe/feet-and-wall/\?degree=8$"))
    phone.get_by_role("link", name="A little cooler").click()
    over_the_sentence(phone)
    card = phone.url
    phone.goto("/")
    phone.get_by_role("link", name="Your card").click()
    assert phone.url == card
    print("hot: 0 to 10, a number, another one and cooler: 9 taps to the same card")


def test_a_line_at_a_time_comes_with_and_without_script(phone: Page) -> None:
    phone.goto("/breathe/cold-water/")
    lines = phone.locator(".leaves li")
    expect(lines.nth(0)).to_be_in_viewport()
    expect(lines.nth(1)).not_to_be_in_viewport(ratio=0.5)
    lines.nth(0).get_by_role("link", name="Next line").click()
    expect(lines.nth(1)).to_be_in_viewport(ratio=0.9)


def test_the_sky_follows_the_hour_of_the_device(chromium: Browser, site: str) -> None:
    zone = "Pacific/Auckland"
    context = chromium.new_context(base_url=site, viewport=PHONE, timezone_id=zone)
    page = context.new_page()
    seen = {}
    for hour in (3, 6, 12, 18, 22):
        page.clock.set_fixed_time(datetime(2026, 11, 28, hour, tzinfo=ZoneInfo(zone)))
        page.goto("/")
        seen[hour] = page.locator("body").get_attribute("data-hour")
    context.close()
    assert seen == {3: "night", 6: "dawn", 12: "day", 18: "dusk", 22: "night"}
