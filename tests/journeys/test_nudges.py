"""A quiet minute each week: asked for by keyboard alone, with script and without, and taken back."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_diary import name, sign_up
from tests.journeys.test_first_repair import to_the_card
from tests.process.test_calendar import read

__all__ = ["name"]
MOST_STOPS = 60  # that one page has for the Tab key


def reaches(page: Page, what: str) -> None:
    """They press Tab until they are there."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator(f"{what}:focus").count():
            return
    raise AssertionError(f"no way to {what}")


def summaries(address: str) -> set[str]:
    """What a calendar program shows that knows nothing but the address."""
    with urlopen(address) as answer:
        return {value for key, value in read(answer.read().decode()) if key == "SUMMARY"}


def test_a_parent_asks_for_it_by_keyboard_and_takes_it_back(phone: Page, name: str) -> None:
    to_the_card(phone)
    sign_up(phone, name)
    phone.goto("/account/nudges/")
    for what, keys in (("#own", "Tea"), ("#days_0", " "), ("#days_3", " ")):
        reaches(phone, what)
        phone.keyboard.type(keys)
    if not phone.locator("#zone").input_value():  # without script nobody has said where this phone is
        reaches(phone, "#zone")
        phone.keyboard.type("Europe/Dub")
    reaches(phone, "main button.primary")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="For your calendar")).to_be_visible()
    address = phone.locator(".whole-address").inner_text()
    assert summaries(address) == {"Tea"}
    reaches(phone, "main a.primary")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Monday, Thursday, 20:30")).to_be_visible()
    reaches(phone, "main li button.link")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Monday, Thursday, 20:30")).to_have_count(0)
    with pytest.raises(HTTPError, match="404"):
        urlopen(address)
