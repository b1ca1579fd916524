import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from amends.guidance import load
from amends.process import AgeBand, RuptureKind, Scene, Unsafe, When
from tests.people import Parent, ada, ben, cleo, repairs_of, signs_up, words_on

pytestmark = pytest.mark.django_db
TEXT = load().moments.log
PAGE = "0b8c8d3e-6a0c-4e0f-9c55-6f1f0a7d1c11"


def logs(someone: Parent, kind: str = "harsh-words", **more: str) -> str:
    """They tap a chip and *Keep*. Returns where they land."""
    answer = someone.browser.post("/log/", {"kind": kind} | more)
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def way_on(someone: Parent, landed: str) -> str:
    (way,) = re.findall(r'href="(/log/[^"]+/)"', words_on(someone.browser.get(landed)))
    return way


@pytest.mark.parametrize("has_diary", [False, True])
def test_two_taps_keep_a_moment_for_a_guest_and_for_a_parent(has_diary: bool) -> None:
    parent = ada()
    if has_diary:
        signs_up(parent)
    landed = logs(parent)
    assert landed.startswith("/?kept=")
    page = words_on(parent.browser.get(landed))
    assert f"<strong>{TEXT.kept}</strong>" in page
    (repair,) = repairs_of(parent)
    assert repair.rupture.kind is RuptureKind.HARSH_WORDS
    assert not repair.rupture.is_asked
    assert not any(repair.words.values())


def test_the_page_has_the_five_kinds_and_works_without_script() -> None:
    assert 'href="/log/"' in words_on(ada().browser.get("/"))
    page = words_on(ada().browser.get("/log/"))
    form = page.split('action="/log/"')[1].split("</form>")[0]
    kinds = re.findall(r'name="kind" value="([^"]+)"', form)
    assert kinds == ["lost-patience", "raised-voice", "misunderstood", "harsh-words", "overlooked-need"]
    assert "<button" in form
    assert TEXT.kept not in form


def test_when_and_where_may_be_said_with_it() -> None:
    parent = ada()
    logs(parent, when="yesterday", where="car")
    (repair,) = repairs_of(parent)
    assert (repair.rupture.when, repair.rupture.where) == (When.YESTERDAY, Scene.CAR)
    assert repair.rupture.day is not None


def test_without_a_chip_nothing_is_kept_and_what_was_said_stays() -> None:
    parent = ada()
    answer = parent.browser.post("/log/", {"where": "car"})
    assert answer.status_code == 422
    page = words_on(answer)
    assert TEXT.none in page
    assert 'value="car" checked' in page
    assert "visit" not in parent.browser.cookies


@pytest.mark.parametrize("kind", ["grabbed-or-smacked", "something-else", "x"])
def test_what_needs_help_first_is_not_logged_in_passing(kind: str) -> None:
    assert ada().browser.post("/log/", {"kind": kind}).status_code == 422


def test_three_taps_on_a_slow_network_keep_one_moment_and_other_answers_another() -> None:
    parent = ada()
    signs_up(parent)
    landed = {logs(parent, once=PAGE) for _ in range(3)}
    assert len(landed) == len(repairs_of(parent)) == 1
    logs(parent, kind="lost-patience", once=PAGE)
    assert len(repairs_of(parent)) == 2


def test_two_parents_on_the_same_page_keep_a_moment_each() -> None:
    for someone in (ada(), ben()):
        signs_up(someone)
        logs(someone, once=PAGE)
        assert len(repairs_of(someone)) == 1


def test_what_was_only_logged_never_nags_on_the_first_page() -> None:
    parent = ada()
    signs_up(parent)
    logs(parent)
    page = words_on(parent.browser.get("/"))
    assert "Still open" not in page
    assert TEXT.kept not in page
    assert load().ruptures[RuptureKind.HARSH_WORDS].name in words_on(parent.browser.get("/diary/"))


def test_its_entry_names_the_moment_and_leads_to_the_one_question() -> None:
    parent = ada()
    landed = logs(parent, when="a-day", day=str(timezone.localdate() - timedelta(days=40)), where="shop", cue="hurry")
    way = way_on(parent, landed)
    page = words_on(parent.browser.get(way.replace("/log/", "/diary/")))
    for words in ("In a shop", "Hurry", date_format(timezone.localdate() - timedelta(days=40), "l, j F Y")):
        assert words in page
    assert f'href="{way}"' in page
    assert "/acknowledge/" not in page


def test_going_on_asks_the_one_question_before_any_words() -> None:
    parent = ada()
    way = way_on(parent, logs(parent))
    assert load().safety.gate.question in words_on(parent.browser.get(way))
    unanswered = parent.browser.post(way, {"band": "3-5"})
    assert unanswered.status_code == 422
    assert "Please answer this one first" in words_on(unanswered)
    answer = parent.browser.post(way, {"unsafe": "no", "band": "3-5"})
    assert answer["Location"].endswith("/calm/")
    (repair,) = repairs_of(parent)
    assert (repair.rupture.unsafe, repair.child.band) == (Unsafe.NO, AgeBand.SMALL)
    assert "Still open" in words_on(parent.browser.get("/"))
    assert parent.browser.get(way)["Location"] == answer["Location"]


def test_somebody_unsafe_brings_help_before_the_words() -> None:
    parent = ada()
    way = way_on(parent, logs(parent))
    assert parent.browser.post(way, {"unsafe": "yes"})["Location"].startswith("/help-now/?tier=A&back=")


@pytest.mark.parametrize("kept", ["x", "", PAGE, "0" * 4000])
def test_an_address_that_names_nothing_kept_says_nothing(kept: str) -> None:
    parent = ada()
    logs(parent)
    assert f"<strong>{TEXT.kept}</strong>" not in words_on(parent.browser.get("/", {"kept": kept}))


def test_cleo_sees_no_moment_of_another() -> None:
    landed = logs(ada())
    stranger = cleo()
    logs(stranger)
    assert f"<strong>{TEXT.kept}</strong>" not in words_on(stranger.browser.get(landed))
    assert stranger.browser.get(f"/log/{landed.split('=')[1]}/").status_code == 404
