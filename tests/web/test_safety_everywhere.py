"""Words of danger bring help within the same answer, on every page that takes words, and are polished on none."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from amends.process import Flag
from tests.people import Parent, ada, begins, diary_of, words_on, writes

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "coach" / "safety" / "must_flag.toml"
WRITTEN = [one for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["sentences"] if "tier" in one]
ONE_OF_EACH = [next(one for one in WRITTEN if one["flags"] == [flag]) for flag in Flag]
START = {"unsafe": "no", "kind": "harsh-words"}


def _child(parent: Parent, words: str):
    begins(parent)
    return parent.browser.post("/children/", {"name": "Juno", "hates": words}, follow=True)


def _phrases(parent: Parent, words: str):
    begins(parent)
    parent.browser.post("/children/", {"name": "Juno"})
    (child,) = re.findall(r'name="child" value="([^"]{36})"', words_on(parent.browser.get("/phrases/")))
    return parent.browser.post("/phrases/", {"child": child, "hates": words}, follow=True)


def _card(parent: Parent, words: str):
    return parent.browser.post(f"/card/{begins(parent)}/", {"opening": words}, follow=True)


def _rehearsed(parent: Parent, words: str):
    begun = words_on(parent.browser.post("/rehearse/", {}))
    run = re.search(r'name="run" value="(.*)"', begun)[1]
    return parent.browser.post("/rehearse/turn/", {"run": run, "go": "say", "words": words})


PAGES: dict[str, Callable[[Parent, str], object]] = {
    "read": lambda parent, words: parent.browser.post("/read/", {"words": words}),
    "quick": lambda parent, words: parent.browser.post("/quick/", START | {"words": words}, follow=True),
    "step": lambda parent, words: writes(parent, begins(parent), "validate", words, go=""),
    "limit": lambda parent, words: writes(parent, begins(parent), "responsibility", "", go="", stands=words),
    "plan": lambda parent, words: writes(parent, begins(parent), "plan", "", go="", will=words),
    "card": _card,
    "after": lambda parent, words: parent.browser.post(f"/after/{begins(parent)}/", {"words": words}, follow=True),
    "library": lambda parent, words: parent.browser.post("/library/values/", {"answer": [words]}, follow=True),
    "page": lambda parent, words: begins(parent) and parent.browser.post("/page/", {"text": words}, follow=True),
    "child": _child,
    "phrases": _phrases,
    "rehearse": _rehearsed,
}


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("one", ONE_OF_EACH, ids=lambda one: one["flags"][0])
def test_every_flag_reaches_its_tier_on_every_page_that_takes_words_and_none_of_them_is_kept(
    where: str, one: dict
) -> None:
    parent = ada()
    page = words_on(PAGES[where](parent, one["text"]))
    assert f"?tier={one['tier']}" in page
    assert "may land as" not in page
    assert one["text"] not in _kept(parent)


def _kept(parent: Parent) -> str:
    """All that is kept of this visitor, as one text; nothing of whoever has no visit."""
    if "visit" not in parent.browser.cookies:
        return ""
    return "\n".join(_texts_in(msgspec.to_builtins(diary_of(parent).whole())))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)


def test_what_is_kept_is_searched_to_its_depth() -> None:
    parent = ada()
    writes(parent, begins(parent), "validate", "You looked scared.")
    assert "You looked scared." in _kept(parent)


def test_the_whole_written_set_reaches_its_tier_where_words_are_read() -> None:
    parent = ada()
    missed = [
        one["text"]
        for one in WRITTEN
        if f"?tier={one['tier']}" not in words_on(parent.browser.post("/read/", {"words": one["text"]}))
    ]
    assert len(missed) <= 0.03 * len(WRITTEN), missed
