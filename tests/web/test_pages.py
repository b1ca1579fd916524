import re

import pytest

from amends.guidance import load
from amends.process import RuptureKind, Tool
from tests.people import ada, begins, parent, signs_in, signs_up, words_on

pytestmark = pytest.mark.django_db


def test_the_first_page_has_two_doors_one_of_them_large_and_what_is_promised_is_one_tap_away() -> None:
    page = words_on(ada().browser.get("/"))
    assert page.count('class="primary') == 1
    doors = re.findall(r'class="door [a-z]+" href="([^"]+)"', page)
    assert doors == ["/breathe/", "/safe/"]
    safety = load().safety
    for promised in (safety.stirs.text, safety.stirs.way_out, safety.separated.text, "safer not to write", "/privacy/"):
        assert promised in page.split("<summary>Before writing</summary>")[1]


def test_the_minute_asks_nothing_and_keeps_nothing() -> None:
    someone = ada()
    page = words_on(someone.browser.get("/breathe/"))
    assert 'href="/safe/?cooler=yes"' in page
    assert "visit" not in someone.browser.cookies


@pytest.mark.parametrize(
    ("degree", "ahead"),
    [("0", "/safe/?degree=0"), ("6", "/safe/?degree=6"), ("7", "/breathe/cold-water/?degree=7"), ("11", None)],
)
def test_a_number_leads_to_the_question_and_from_seven_on_to_the_body(degree: str, ahead: str | None) -> None:
    answer = ada().browser.get(f"/breathe/?degree={degree}")
    assert answer.get("Location") == ahead


def test_every_tool_for_the_body_comes_by_itself_and_the_round_closes() -> None:
    someone, at, seen = ada(), "/breathe/cold-water/?degree=8", []
    while at not in seen:
        seen.append(at)
        page = words_on(someone.browser.get(at))
        assert 'href="/safe/?degree=8&amp;cooler=yes"' in someone.browser.get(at).content.decode()
        (at,) = re.findall(r'class="secondary" href="([^"]+)"', page)
    assert sorted(seen) == sorted(f"/breathe/{tool}/?degree=8" for tool in Tool)


def test_what_helped_before_comes_first_for_the_body() -> None:
    someone = ada()
    repair = begins(someone)
    for form in ({"degree": 9}, {"degree": 2, "tool": "let-go"}):
        someone.browser.post(f"/repair/{repair}/calm/", {"go": "heat"} | form)
    assert 'href="/breathe/let-go/"' in words_on(someone.browser.get("/breathe/"))


def test_the_one_question_has_three_answers_of_equal_weight() -> None:
    page = words_on(ada().browser.get("/safe/?degree=8&cooler=yes"))
    ways = re.findall(r'class="secondary" href="([^"]+)"', page)
    assert ways == ["/sentence/?degree=8&cooler=yes&unsafe=no", "/unsure/", "/help-now/?tier=A"]


def test_who_finds_no_sign_that_fits_goes_on_and_is_not_asked_twice() -> None:
    page = words_on(ada().browser.get("/unsure/"))
    assert 'action="/sentence/"' in page
    assert '<input type="hidden" name="unsafe" value="no">' in page


def test_all_ten_kinds_can_be_chosen() -> None:
    page = ada().browser.get("/start/").content.decode()
    assert all(f'value="{kind}"' in page for kind in RuptureKind)


@pytest.mark.parametrize("wrong", [{"kind": "nonsense"}, {"band": "7"}, {"unsafe": "maybe"}])
def test_an_answer_no_page_of_ours_gives_makes_no_repair(wrong: dict[str, str]) -> None:
    someone = ada()
    answer = someone.browser.post("/start/", {"kind": "raised-voice", "band": "6-9", "unsafe": "no"} | wrong)
    assert answer.status_code == 422
    assert "visit" not in someone.browser.cookies


@pytest.mark.parametrize(
    ("unsafe", "kind", "first"),
    [
        ("yes", "raised-voice", "/help-now/?tier=A&back="),
        ("not-sure", "raised-voice", "/unsure/?back="),
        ("no", "grabbed-or-smacked", "/help-now/?tier=B&back="),
    ],
)
def test_the_gate_leads_to_help_before_any_words(unsafe: str, kind: str, first: str) -> None:
    answer = ada().browser.post("/start/", {"kind": kind, "unsafe": unsafe})
    assert answer["Location"].startswith(first)


def test_the_coach_alone_keeps_nothing_and_sets_no_visit() -> None:
    from amends.store.models import Envelope, Owner

    someone = ada()
    answer = someone.browser.post("/read/", {"words": "I'm sorry I yelled, but you never listen."})
    assert b"you never listen" in answer.content
    assert "visit" not in someone.browser.cookies
    assert (Owner.objects.count(), Envelope.objects.count()) == (0, 0)


@pytest.mark.parametrize(("words", "say"), [("", b"few words first"), ("a" * 20_001, b"shorter part")])
def test_bad_input_to_the_coach_says_what_to_change(words: str, say: bytes) -> None:
    answer = ada().browser.post("/read/", {"words": words})
    assert answer.status_code == 422
    assert say in answer.content


def test_a_language_it_cannot_read_is_said_plainly() -> None:
    answer = ada().browser.post("/read/", {"words": "Es tut mir leid, dass ich dich heute Morgen angeschrien habe."})
    assert b"read this language yet" in answer.content.replace(b"&#x27;", b"'")


def test_a_chosen_look_stays_and_can_be_given_back_to_the_device() -> None:
    someone = ada()
    someone.browser.post("/look/", {"look": "dark", "here": "/privacy/"})
    assert b'data-look="dark"' in someone.browser.get("/").content
    someone.browser.post("/look/", {"look": "", "here": "/"})
    assert b"data-look" not in someone.browser.get("/").content


def test_behind_https_no_cookie_of_ours_goes_over_anything_else_and_no_script_reads_one_that_opens(settings) -> None:
    settings.VISIT_COOKIE_SECURE = True
    someone = ada()
    signs_up(someone)
    signs_in(someone)
    someone.browser.post("/look/", {"look": "dark", "here": "/"})
    someone.browser.post("/country/", {"country": "IE", "here": "/"})
    assert all(someone.browser.cookies[name]["secure"] for name in ("visit", "device", "look", "country"))
    assert all(someone.browser.cookies[name]["httponly"] for name in ("visit", "device"))


@pytest.mark.parametrize("here", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_choosing_a_look_never_leads_elsewhere(here: str) -> None:
    assert ada().browser.post("/look/", {"look": "dark", "here": here})["Location"] == "/"


@pytest.mark.parametrize(("exit", "to"), [("/forget/", "/"), ("/leave/", "/blank/")])
def test_ending_a_visit_takes_the_words_the_cookie_and_what_the_browser_kept(exit: str, to: str) -> None:
    from amends.store.models import Envelope

    someone = ada()
    begins(someone)
    answer = someone.browser.post(exit)
    assert answer["Location"] == to
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert someone.browser.cookies["visit"].value == ""
    assert Envelope.objects.count() == 0


def test_the_blank_page_says_nothing_of_where_it_was() -> None:
    page = parent("nobody").browser.get("/blank/").content
    assert b"mends" not in page


@pytest.mark.parametrize(
    ("address", "names"), [("/page/", {"title", "text"}), ("/children/", {"name", "likes", "hates"})]
)
def test_a_field_for_words_runs_the_way_of_their_script(address: str, names: set[str]) -> None:
    someone = ada()
    signs_up(someone)
    page = words_on(someone.browser.get(address))
    told = {
        re.search(r'name="(\w+)"', tag)[1]
        for tag in re.findall(r"<[^>]*>", page)
        if 'dir="auto"' in tag and "name=" in tag
    }
    assert names <= told
