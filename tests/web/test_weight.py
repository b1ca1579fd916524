"""How heavy a page is before anything is packed: style, fonts and drawings. Prints its figures: pytest -s."""

import re
from pathlib import Path

import pytest

from amends.web import urls
from amends.web.static_files import PARTS
from tests.people import ada, words_on

pytestmark = pytest.mark.django_db

STATIC = Path(urls.__file__).parent / "static"
FONTS, DRAWINGS = 65_000, 20_000  # bytes
SHELVES = 25_000  # bytes of drawings in the library, which shows all scenes, each once
PAGES = ["/", "/breathe/", "/safe/", "/sentence/", "/start/", "/library/", "/library/half-sorry/", "/ages/", "/faces/"]


def test_fonts_are_as_light_as_the_look_says() -> None:
    size = sum(file.stat().st_size for file in (STATIC / "fonts").glob("*.woff2"))
    style = sum((STATIC / "css" / f"{part}.css").stat().st_size for part in PARTS)
    print(f"fonts {size} bytes, style of all rooms {style} bytes")
    assert size <= FONTS


@pytest.mark.parametrize("address", PAGES)
def test_the_drawings_of_a_page_are_light(address: str) -> None:
    drawn = sum(map(len, re.findall(r"<svg.*?</svg>", words_on(ada().browser.get(address)), re.DOTALL)))
    print(f"{address}: {drawn} bytes of drawings")
    assert drawn <= (SHELVES if address == "/library/" else DRAWINGS)
