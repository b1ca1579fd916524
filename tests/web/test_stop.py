"""The stop: the whole screen, on every page that takes words; always overruled; nothing kept unasked, nothing lost."""

import re
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
    "calendar": (
        lambda parent: signs_up(parent) and "/account/nudges/",
        {"own": GRAVE, "days": "0", "at": "20:30", "zone": "Europe/Dublin", "weeks": "4"},
        "/account/nudges/",
    ),
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


def test_the_stop_is_as_urgent_as_the_most_urgent_of_what_was_heard() -> None:
    parent = ada()
    both = {"words": "Don't tell your teacher that I shook you."}
    assert 'data-tier="A"' in words_on(parent.browser.post(_repair(parent, "/repair/{}/acknowledge/"), both))
    one = {"words": "Don't tell your teacher."}
    assert 'data-tier="B"' in words_on(parent.browser.post(_repair(parent, "/repair/{}/acknowledge/"), one))


def test_words_of_danger_have_the_whole_screen_and_are_not_kept(place) -> None:
    parent, where, form, shown = place
    page = words_on(parent.browser.post(where, form))
    assert 'data-tier="A"' in page
    assert "<textarea" not in page and 'type="text"' not in page
    assert "These words mean something else" in page
    assert f'<q dir="auto">{GRAVE.rstrip(".")}' in page or GRAVE.rstrip(".") in page
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


def _fields(page: str) -> dict[str, str]:
    """Where the form of a step stands: the open page it is, and the words it began from."""
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("tab", "base")}


def test_words_that_come_back_from_the_stop_are_no_other_devices() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/acknowledge/")
    here = _fields(words_on(parent.browser.get(where)))
    parent.browser.post(where, here | {"words": "I shouted."}, **HTMX)
    back = words_on(parent.browser.post(where, here | {"words": f"I shouted. {GRAVE}", "stopped": "overrule"}))
    kept = words_on(parent.browser.post(where, _fields(back) | {"words": f"I shouted. {GRAVE}", "keep": "yes"}))
    assert "Kept." in kept and "on another page or device" not in kept


def test_what_was_written_elsewhere_while_too_much_was_typed_here_is_not_lost() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/acknowledge/")
    here, elsewhere = (_fields(words_on(parent.browser.get(where))) for _ in range(2))
    parent.browser.post(where, elsewhere | {"words": "I threw the toy."}, **HTMX)
    misfit = words_on(parent.browser.post(where, here | {"words": "a" * 20_001}))
    kept = words_on(parent.browser.post(where, _fields(misfit) | {"words": "I shouted."}))
    assert "on another page or device" in kept and "I threw the toy." in kept


def test_the_stop_comes_first_also_where_something_else_is_missing() -> None:
    parent = ada()
    assert b'data-tier="A"' in parent.browser.post("/quick/", {"words": GRAVE}).content
    again = words_on(parent.browser.post("/quick/", {"words": GRAVE, "stopped": "back"}))
    assert "Please answer this one first" in again and GRAVE in again


def test_something_new_stops_again_after_an_overruling() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/acknowledge/")
    parent.browser.post(where, {"words": GRAVE, "stopped": "overrule"})
    assert b"data-tier" not in parent.browser.post(where, {"words": GRAVE}).content
    more = {"words": f"{GRAVE} I shook you and it left a mark."}
    assert b"data-tier" in parent.browser.post(where, more).content


def test_words_overruled_in_a_step_do_not_stop_on_their_card_either() -> None:
    parent = ada()
    repair = begins(parent)
    where = f"/repair/{repair}/acknowledge/"
    parent.browser.post(where, {"words": GRAVE, "stopped": "overrule"})
    parent.browser.post(where, {"words": GRAVE, "go": "to:card"})
    assert parent.browser.post(f"/card/{repair}/", {"opening": GRAVE, "said": "yes"})["Location"] == "/rest/"


def test_words_kept_on_a_card_do_not_stop_it_again() -> None:
    parent = ada()
    repair = begins(parent)
    card = f"/card/{repair}/"
    assert b"data-tier" in parent.browser.post(card, {"opening": GRAVE}).content
    parent.browser.post(card, {"opening": GRAVE, "keep": "yes"})
    assert parent.browser.post(card, {"opening": GRAVE, "said": "yes"})["Location"] == "/rest/"


def test_what_is_saved_while_one_types_asks_for_the_whole_page_instead() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/validate/")
    answer = parent.browser.post(where, {"words": GRAVE}, **HTMX)
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (204, "stopped", b"")
    assert parent.browser.post("/read/", {"words": GRAVE}, **HTMX)["HX-Trigger"] == "stopped"


@pytest.mark.parametrize("answer", ["back", "overrule"])
def test_words_that_came_back_can_be_changed_in_peace_nothing_is_sent_while_one_types(answer: str) -> None:
    parent = ada()
    step = _repair(parent, "/repair/{}/validate/")
    for where in (step, "/read/"):
        assert "hx-trigger" in words_on(parent.browser.get(where))
        assert "hx-trigger" not in words_on(parent.browser.post(where, {"words": GRAVE, "stopped": answer}))


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
    listed = re.findall(r'href="/(?:diary|page)/([0-9a-f-]{36})/"', words_on(parent.browser.get("/diary/")))
    assert len(set(listed)) == 4
    children = re.findall(r'href="/children/([0-9a-f-]{36})/"', words_on(parent.browser.get("/children/")))
    assert len(set(children)) == 1


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


@pytest.mark.parametrize("page", ["card", "after"])
def test_what_was_overruled_beside_the_steps_never_stops_again_and_what_was_kept_is_known(page: str) -> None:
    parent = ada()
    repair = begins(parent)
    parent.browser.post(f"/repair/{repair}/acknowledge/", {"words": "I shouted.", "go": "next"})
    field = {"card": "opening", "after": "words"}[page]
    back = words_on(parent.browser.post(f"/{page}/{repair}/", {field: GRAVE, "stopped": "overrule"}))
    names = [part.split('"')[0] for part in back.split('name="overruled" value="')[1:]]
    parent.browser.post(f"/{page}/{repair}/", {field: GRAVE, "overruled": names})
    assert b"data-tier" not in parent.browser.post(f"/{page}/{repair}/", {field: GRAVE}).content
    assert b"data-tier" not in parent.browser.post(f"/repair/{repair}/validate/", {"words": GRAVE}).content
    kept = {field: "I shook you and it left a mark.", "keep": "yes"}
    parent.browser.post(f"/{page}/{repair}/", kept)
    face = words_on(parent.browser.get(f"/card/{repair}/")).split("<form")[0]
    assert "shook" not in face


def test_a_logged_moment_shows_no_page_of_words_before_the_one_question() -> None:
    parent = ada()
    kept = parent.browser.post("/log/", {"kind": "raised-voice"})["Location"].split("kept=")[1]
    for address in (f"/repair/{kept}/acknowledge/", f"/card/{kept}/", f"/after/{kept}/"):
        assert parent.browser.get(address)["Location"] == f"/log/{kept}/"
        assert parent.browser.post(address, {"words": "x"})["Location"] == f"/log/{kept}/"


def test_words_of_danger_that_were_kept_can_be_kept_again_on_a_page_and_about_a_child() -> None:
    parent = ada()
    begins(parent)
    parent.browser.post("/page/", {"text": GRAVE, "keep": "yes"})
    parent.browser.post("/children/", {"name": GRAVE, "keep": "yes"})
    (page,) = re.findall(r'"(/page/[0-9a-f-]{36}/)"', words_on(parent.browser.get("/diary/")))
    (child,) = re.findall(r'"(/children/[0-9a-f-]{36}/)"', words_on(parent.browser.get("/children/")))
    for address, form in ((page, {"text": f"{GRAVE} Still."}), (child, {"name": GRAVE})):
        assert parent.browser.post(address, form).status_code == 302


@pytest.mark.parametrize("told", [{"kind": "grabbed-or-smacked"}, {"unsafe": "yes"}, {"unsafe": "not-sure"}])
def test_where_nothing_is_kept_help_comes_first_and_leads_on(told: Mapping[str, str]) -> None:
    parent = ada()
    page = parent.browser.post("/start/", START | {"forget": "yes"} | told).content.decode()
    carried = unescape(page.split('name="carried" value="')[1].split('"')[0])
    assert "Step 1 of 6" in words_on(parent.browser.post("/now/calm/", {"carried": carried}))


def test_a_limit_that_is_too_long_stays_on_the_page() -> None:
    parent = ada()
    where = _repair(parent, "/repair/{}/responsibility/")
    page = words_on(parent.browser.post(where, {"words": "Mine.", "taken_back": "the shouting", "stands": "b" * 301}))
    assert "b" * 301 in page and "the shouting" in page


def test_words_for_a_calendar_and_the_name_of_a_program_are_heard() -> None:
    parent = ada()
    begins(parent)
    signs_up(parent)
    form = {"days": "1", "at": "20:30", "zone": "Europe/Dublin", "weeks": "4"}
    for page, said in (("/account/nudges/", form | {"own": GRAVE}), ("/account/programs/", {"program": GRAVE})):
        answer = words_on(parent.browser.post(page, said))
        assert "words-back" in answer
        assert GRAVE not in words_on(parent.browser.get(page))


@pytest.mark.parametrize("halves", [("it gets too much", "end it"), ("I am alone at night", "hurt myself")])
def test_a_plan_is_heard_as_the_sentence_that_its_halves_make(halves: tuple[str, str]) -> None:
    parent = ada()
    said = dict(zip(("when", "will"), halves, strict=True)) | {"go": "next"}
    for page in (_repair(parent, "/repair/{}/plan/"), "/now/plan/"):
        carried = {"carried": '{"began":"2026-11-29T20:00:00Z","rupture":{"unsafe":"no"}}'}
        assert "words-back" in words_on(parent.browser.post(page, said | carried))
    assert "words-back" not in words_on(parent.browser.post(page, carried | {"when": halves[0], "will": "walk out"}))
