"""The stop: the whole screen, on every page that takes words; always overruled; nothing kept unasked, nothing lost."""

from collections.abc import Callable, Mapping
from html import unescape

import pytest

from tests.people import Parent, ada, begins, signs_up, words_on

pytestmark = pytest.mark.django_db
GRAVE = "I want to kill myself."
START = {"unsafe": "no", "kind": "harsh-words"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def _repair(parent: Parent, page: str) -> str:
    return page.format(begins(parent))


# For each page that takes words: the form that sends them, and where they can be read once they are kept.
PAGES: dict[str, tuple[Callable[[Parent], str], Mapping[str, str], str]] = {
    "step": (lambda parent: _repair(parent, "/repair/{}/acknowledge/"), {"words": GRAVE}, ""),
    "plan": (lambda parent: _repair(parent, "/repair/{}/plan/"), {"will": GRAVE}, ""),
    "limit": (lambda parent: _repair(parent, "/repair/{}/responsibility/"), {"stands": GRAVE}, ""),
    "card": (lambda parent: _repair(parent, "/card/{}/"), {"opening": GRAVE}, ""),
    "cue": (lambda parent: _repair(parent, "/card/{}/"), {"cue": GRAVE}, ""),
    "after": (lambda parent: _repair(parent, "/after/{}/"), {"words": GRAVE}, ""),
    "page": (lambda parent: begins(parent) and "/page/", {"text": GRAVE}, "/diary/"),
    "title": (lambda parent: begins(parent) and "/page/", {"text": "x", "title": GRAVE}, "/diary/"),
    "child": (lambda parent: begins(parent) and "/children/", {"name": GRAVE}, ""),
    "exercise": (lambda parent: "/library/values/", {"answer": GRAVE}, ""),
    "quick": (lambda parent: "/quick/", START | {"words": GRAVE}, "/diary/"),
}


@pytest.fixture(params=PAGES)
def place(request: pytest.FixtureRequest) -> tuple[Parent, str, Mapping[str, str], str]:
    parent = ada()
    begins(parent)
    address, form, shown = PAGES[request.param]
    where = address(parent)
    return parent, where, form, shown or where


def _kept(parent: Parent, shown: str) -> bool:
    pages = [shown, "/diary/", "/children/"]
    return any(GRAVE in words_on(parent.browser.get(page, follow=True)) for page in pages)


def test_words_of_danger_have_the_whole_screen_and_are_not_kept(place) -> None:
    parent, where, form, shown = place
    page = words_on(parent.browser.post(where, form))
    assert 'data-tier="A"' in page
    assert "<textarea" not in page and 'type="text"' not in page
    assert "These words mean something else" in page
    assert f"<q>{GRAVE.rstrip('.')}" in page or GRAVE.rstrip(".") in page
    assert not _kept(parent, shown)


def test_the_words_come_back_whole_and_are_kept_when_asked(place) -> None:
    parent, where, form, shown = place
    back = words_on(parent.browser.post(where, form | {"stopped": "back"}))
    assert GRAVE in back
    assert "These words are not kept yet" in back and 'name="keep"' in back
    assert not _kept(parent, shown)
    assert 'data-tier="A"' in words_on(parent.browser.post(where, form))
    parent.browser.post(where, form | {"keep": "yes"})
    assert _kept(parent, shown)


def test_overruled_words_come_back_whole_and_the_same_words_never_stop_again(place) -> None:
    parent, where, form, shown = place
    back = words_on(parent.browser.post(where, form | {"stopped": "overrule"}))
    assert GRAVE in back
    assert not _kept(parent, shown)
    names = [part.split('"')[0] for part in back.split('name="overruled" value="')[1:]]
    answer = parent.browser.post(where, form | ({"overruled": names} if names else {}))
    assert b"data-tier" not in answer.content
    assert _kept(parent, shown)


def test_something_new_stops_again_after_an_overruling() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/acknowledge/")
    parent.browser.post(where, {"words": GRAVE, "stopped": "overrule"})
    assert b"data-tier" not in parent.browser.post(where, {"words": GRAVE}).content
    more = {"words": f"{GRAVE} I shook you and it left a mark."}
    assert b"data-tier" in parent.browser.post(where, more).content


def test_what_is_saved_while_one_types_asks_for_the_whole_page_instead() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/validate/")
    answer = parent.browser.post(where, {"words": GRAVE}, **HTMX)
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (204, "stopped", b"")
    assert parent.browser.post("/read/", {"words": GRAVE}, **HTMX)["HX-Trigger"] == "stopped"


def test_after_force_the_way_is_short_and_no_touch_is_offered() -> None:
    parent = ada()
    repair = begins(parent)
    smacked = {"words": "I smacked you.", "go": "next"}
    page = words_on(parent.browser.post(f"/repair/{repair}/acknowledge/", smacked))
    assert 'data-tier="B"' in page
    kept = parent.browser.post(f"/repair/{repair}/acknowledge/", smacked | {"keep": "yes"})
    assert kept["Location"].endswith("/responsibility/")
    own = parent.browser.post(f"/repair/{repair}/responsibility/", {"words": "Not your fault.", "go": "next"})
    assert own["Location"].endswith("/calm/")
    assert parent.browser.post(f"/repair/{repair}/calm/", {"go": "next"})["Location"].endswith(f"/card/{repair}/")
    reconnect = words_on(parent.browser.get(f"/repair/{repair}/reconnect/"))
    assert "hug" not in reconnect.split("<form")[0]


def test_nothing_kept_means_that_a_stop_holds_there_too() -> None:
    parent = ada()
    page = parent.browser.post("/start/", START | {"forget": "yes"}).content.decode()
    carried = page.split('name="carried" value="')[1].split('"')[0]
    form = {"carried": unescape(carried), "words": GRAVE}
    stop = words_on(parent.browser.post("/now/acknowledge/", form))
    assert 'data-tier="A"' in stop and 'name="carried"' in stop
    back = words_on(parent.browser.post("/now/acknowledge/", form | {"stopped": "overrule"}))
    assert f"{GRAVE}</textarea>" in back


def test_words_that_are_too_long_are_said_to_be_so_before_any_work_and_stay_on_the_page() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/validate/")
    answer = parent.browser.post(where, {"words": "a" * 20_001})
    assert answer.status_code == 422
    page = words_on(answer)
    assert "20000 characters at most" in page and "a" * 20_001 in page


def test_a_form_sent_three_times_makes_one_thing() -> None:
    parent = ada()
    signs_up(parent)
    for address, form in (
        ("/start/", START | {"once": "a"}),
        ("/quick/", START | {"once": "b", "words": "I shouted."}),
        ("/page/", {"once": "c", "text": "A page."}),
        ("/children/", {"once": "d", "name": "Juno"}),
        ("/library/values/", {"once": "e", "answer": "Patience."}),
    ):
        assert len({parent.browser.post(address, form)["Location"] for _ in range(3)}) == 1
    assert words_on(parent.browser.get("/diary/")).count('class="sheet row"') == 4
    assert words_on(parent.browser.get("/children/")).count('class="sheet row"') == 1


def test_a_form_gone_back_to_and_sent_with_other_words_makes_another_thing() -> None:
    parent = ada()
    signs_up(parent)
    for text in ("One.", "Two."):
        parent.browser.post("/page/", {"once": "c", "text": text})
    page = words_on(parent.browser.get("/diary/"))
    assert "One." in page and "Two." in page


def test_two_taps_on_the_plan_count_once() -> None:
    parent = ada()
    repair = begins(parent)
    for once in ("x", "x", "y"):
        parent.browser.post(f"/after/{repair}/came/", {"did": "no", "once": once})
    parent.browser.post(f"/repair/{repair}/plan/", {"when": "late", "will": "sit", "go": "next"})
    told = words_on(parent.browser.get(f"/after/{repair}/")).split("When it came")[1].split("</ul>")[0]
    assert told.count("<li>") == 2
