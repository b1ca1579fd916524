"""Giving a page: what was looked at leaves, byte for byte, to one person or behind a link; and nothing else does."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import islice
from random import Random
from uuid import UUID, uuid4

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from amends.guidance import load
from amends.process import (
    After,
    Calm,
    Came,
    Child,
    DiaryExport,
    ExportedRepair,
    Plan,
    Repair,
    Response,
    Role,
    Rupture,
    RuptureKind,
    State,
    Tool,
)
from amends.store import handed
from amends.store.handed import Spot
from amends.store.links import hear_link, open_link
from amends.store.models import Handed
from amends.vault import Damaged
from amends.web.looked_at import MOST_BYTES, looked_at, sealed, shown
from amends.web.pages.sheet import PARTS, WEEKS
from tests.looking import SOAK
from tests.pairs import giving_of, meet, vault_of
from tests.people import PHRASE, Parent, ada, begins, ben, cleo, diary_of, parent, signs_in, signs_up, words_on

pytestmark = pytest.mark.django_db
LINES = {"noticed": "It is always at the door.", "around": "We are late.", "changed": "I pack the bag before."}


def _moment(number: int, child: str = "Juno", words: str = "") -> ExportedRepair:
    began = timezone.now() - timedelta(weeks=number % 11, hours=2 + number)
    return ExportedRepair(
        UUID(int=number),
        Repair(
            began,
            Rupture(list(RuptureKind)[number % len(RuptureKind)]),
            Child(name=child),
            calm=Calm().rated(8).rated(4, list(Tool)[number % len(Tool)]),
            plan=Plan("we are late", f"put the bag down {words}"),
            came=(Came(began, bool(number % 2)),),
            after=After(Response.TALKED, words or f"Words of {number}."),
            said=True,
        ),
    )


def _with_a_diary(someone: Parent, *moments: ExportedRepair) -> Parent:
    begins(someone)
    signs_up(someone)
    diary_of(someone).bring_all(DiaryExport(moments or (_moment(1), _moment(2))))
    return someone


@pytest.fixture
def giver() -> Parent:
    return _with_a_diary(ada())


@pytest.fixture
def other() -> Parent:
    return _with_a_diary(ben())


def looks(someone: Parent, **form: object) -> tuple[str, dict[str, str]]:
    """They look at a page: the bytes of it as their browser has them, and what the form to give it carries."""
    page = someone.browser.post("/patterns/page/", {"parts": list(PARTS)} | LINES | form).content.decode()
    found = re.search(r'<article class="given">.*?</article>\n', page, re.DOTALL)
    assert found, page
    return found[0], {name: unescape(_field(page, name)) for name in ("looked_at", "once")}


def _field(page: str, name: str) -> str:
    return re.search(rf'name="{name}"\s+value="([^"]*)"', page)[1]


def gives(someone: Parent, carried: dict[str, str], whom: str, **form: str):
    """They press the button."""
    return someone.browser.post("/give/", carried | {"whom": whom, "title": "A page from my diary"} | form)


def received(someone: Parent) -> list[str]:
    """The pages that lie with them."""
    return [one.letter.page for one in giving_of(someone).box(timezone.now()).letters]


def link_of(answer) -> tuple[str, str]:
    """The id in the address that was shown, and the words."""
    page = words_on(answer)
    id = re.search(r"http://testserver/given/page/([0-9a-f-]{36})/", page)[1]
    return id, re.search(r'class="code-card spoken"[^>]*>([^<]+)<', page)[1]


def opened_link(id: str, words: str) -> str:
    spot = Spot.alone(UUID(id))
    return open_link(spot, hear_link(spot, words, timezone.now()), timezone.now()).page


def test_what_was_looked_at_is_what_the_other_opens_byte_for_byte(giver: Parent, other: Parent) -> None:
    to_ben, _ = meet(giver, other)
    looked, carried = looks(giver)
    answer = gives(giver, carried, to_ben, title="Four weeks", weeks="1")
    assert answer.status_code == 302
    (one,) = giving_of(other).box(timezone.now()).letters
    assert (one.letter.title, one.letter.page) == ("Four weeks", looked)
    assert one.letter.until - one.letter.written == timedelta(weeks=1)
    page = other.browser.get(f"/given/letters/{one.id}/")
    assert looked.encode() in page.content
    assert "Four weeks" in words_on(page)
    listed = words_on(giver.browser.get(answer["Location"]))
    assert "Given to Ben" in listed
    assert "Opened on" in listed


@pytest.mark.parametrize(("title", "times"), [("", 1), ("A page from my diary", 1), ("Four weeks", 2)])
def test_a_title_that_the_page_itself_begins_with_stands_there_once(giver: Parent, other: Parent, title, times) -> None:
    to_ben, _ = meet(giver, other)
    gives(giver, looks(giver)[1], to_ben, title=title)
    id, words = link_of(gives(giver, looks(giver)[1], "link", name="Dr K", title=title))
    (one,) = giving_of(other).box(timezone.now()).letters
    for page in (
        other.browser.get(f"/given/letters/{one.id}/"),
        Client().post(f"/given/page/{id}/", {"spoken": words}),
        giver.browser.get(f"/given/away/{id}/"),
    ):
        said = words_on(page)
        assert said.count(">A page from my diary<") + said.count(">Four weeks<") == times


def test_it_is_what_was_looked_at_even_where_the_diary_has_changed_meanwhile(giver: Parent, other: Parent) -> None:
    to_ben, _ = meet(giver, other)
    looked, carried = looks(giver)
    for one in list(diary_of(giver).entries()):
        diary_of(giver).forget(one.id)
    gives(giver, carried, to_ben)
    assert received(other) == [looked]


def test_behind_a_link_it_opens_by_the_words_that_are_shown_once(giver: Parent) -> None:
    looked, carried = looks(giver)
    answer = gives(giver, carried, "link", name="Dr Reed")
    id, words = link_of(answer)
    assert len(words.split()) == 5
    assert answer["Cache-Control"] == "no-store"
    assert opened_link(id, words) == looked
    later = words_on(giver.browser.get("/given/away/")) + words_on(giver.browser.get(f"/given/away/{id}/"))
    assert f"http://testserver/given/page/{id}/" in later
    assert words not in later
    assert "Dr Reed" in later


def test_a_page_sent_twice_lies_there_once(giver: Parent, other: Parent) -> None:
    to_ben, _ = meet(giver, other)
    _, carried = looks(giver)
    for _ in range(2):
        assert gives(giver, carried, to_ben).status_code == 302
    assert len(received(other)) == 1
    gives(giver, looks(giver)[1], to_ben)
    assert len(received(other)) == 2


@pytest.mark.parametrize("planted", ["", "x", "AAAA", "é", "=" * 400, "A" * 600_000])
def test_no_other_bytes_can_be_put_in(giver: Parent, other: Parent, planted: str) -> None:
    to_ben, _ = meet(giver, other)
    _, carried = looks(giver)
    answer = gives(giver, carried | {"looked_at": planted}, to_ben, title="Mine, as typed")
    assert answer.status_code == 422
    assert "look at it" in words_on(answer)
    assert "Mine, as typed" in words_on(answer)
    assert received(other) == []


def test_a_page_that_somebody_else_looked_at_cannot_be_given(giver: Parent, other: Parent) -> None:
    third = _with_a_diary(cleo())
    to_ben, _ = meet(third, other)
    _, carried = looks(giver)
    answer = gives(third, carried, to_ben)
    assert answer.status_code == 422
    assert LINES["noticed"] not in words_on(answer)
    assert received(other) == []


def test_nobody_can_give_to_somebody_whom_only_another_knows(giver: Parent, other: Parent) -> None:
    third = _with_a_diary(cleo())
    to_ben, to_ada = meet(giver, other)
    for whom in (to_ben, to_ada, str(uuid4()), "", "nobody"):
        looked, carried = looks(third)
        answer = gives(third, carried, whom, title="Typed by Cleo")
        assert answer.status_code == 422
        assert looked.encode() in answer.content
        assert "Typed by Cleo" in words_on(answer)
    assert not Handed.objects.exists()


def test_a_link_needs_a_name_that_only_its_giver_sees(giver: Parent) -> None:
    looked, carried = looks(giver)
    answer = gives(giver, carried, "link")
    assert answer.status_code == 422
    assert "Put down whom it is for" in words_on(answer)
    assert looked.encode() in answer.content
    assert not Handed.objects.exists()
    row = Handed.objects.get(id=link_of(gives(giver, carried, "link", name="Dr Reed"))[0])
    assert b"Reed" not in bytes(row.sealed)


@pytest.mark.parametrize(("most", "offered"), [(12, "1 4 12"), (4, "1 4"), (2, "1 2"), (1, "1"), (52, "1 4 12")])
def test_nothing_lies_there_longer_than_this_house_keeps_it(
    giver: Parent, other: Parent, most: int, offered: str
) -> None:
    to_ben, _ = meet(giver, other)
    with override_settings(GIVEN_WEEKS=most):
        page = words_on(giver.browser.post("/patterns/page/", {}))
        form = page.split('action="/give/"')[1].split("</form>")[0]
        assert re.findall(r'name="weeks"\s+value="(\d+)"', form) == offered.split()
        for weeks in {"13", "0", "-1", "99", "x", str(most + 1)}:
            assert gives(giver, looks(giver)[1], to_ben, weeks=weeks).status_code == 422
        gives(giver, looks(giver)[1], to_ben)
    (one,) = giving_of(other).box(timezone.now()).letters
    assert one.letter.until - one.letter.written == timedelta(weeks=min(4, most))


def test_a_guest_prints_and_is_told_how_to_give(giver: Parent) -> None:
    guest = cleo()
    begins(guest)
    page = words_on(guest.browser.post("/patterns/page/", LINES))
    assert LINES["noticed"] in page
    assert "you need a diary of your own" in page
    assert 'action="/give/"' not in page
    assert "data-print" in page
    assert guest.browser.post("/give/", looks(giver)[1] | {"whom": "link", "name": "x"}).status_code == 401
    assert not Handed.objects.exists()


def test_a_page_that_is_too_long_can_be_printed_and_not_given(giver: Parent) -> None:
    long = _with_a_diary(cleo(), *(_moment(number, words="é" * 20_000) for number in range(1, 13)))
    page = words_on(long.browser.post("/patterns/page/", {"parts": list(PARTS), "weeks": "12"}))
    assert "too long to be given" in page
    assert 'action="/give/"' not in page
    assert sealed(vault_of(giver), "x" * MOST_BYTES)
    assert sealed(vault_of(giver), "x" * (MOST_BYTES + 1)) == ""


def test_words_of_danger_in_a_title_stop_and_the_page_comes_back_with_them(giver: Parent, other: Parent) -> None:
    to_ben, _ = meet(giver, other)
    looked, carried = looks(giver)
    grave = "I shook him and he went limp."
    stop = gives(giver, carried, to_ben, title=grave)
    assert 'data-tier="A"' in words_on(stop)
    back = gives(giver, carried, to_ben, title=grave, stopped="back")
    assert looked.encode() in back.content
    assert grave in words_on(back)
    assert "Give it all the same" in words_on(back)
    assert received(other) == []
    gives(giver, carried, to_ben, title=grave, keep="yes")
    assert received(other) == [looked]


def test_who_has_no_room_or_is_gone_or_has_parted_gets_nothing_and_the_form_says_so(
    giver: Parent, other: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_ben, to_ada = meet(giver, other)
    looked, carried = looks(giver)

    def refused(says: str, whom: str = to_ben) -> None:
        answer = gives(giver, carried, whom, title="As I typed it", name="N")
        assert answer.status_code == 422
        assert says in words_on(answer)
        assert looked.encode() in answer.content
        assert "As I typed it" in words_on(answer)

    with monkeypatch.context() as patched:
        patched.setattr(handed, "MOST_IN_A_BOX", 0)
        refused("nothing more fits")
    with monkeypatch.context() as patched:
        patched.setattr("amends.vault.slots._running", _Nobody())
        refused("Try again in a moment", "link")
    giving_of(other).part(UUID(to_ada), timezone.now())
    refused("You do not know this person here any more")


class _Nobody:
    """A lane that nobody is let into."""

    def acquire(self, *_: object, **_more: object) -> bool:
        return False

    def release(self) -> None:
        pass


def test_a_locked_page_carries_along_what_its_own_giver_sent_and_opens_it_for_no_other(
    giver: Parent, other: Parent
) -> None:
    to_ben, _ = meet(giver, other)
    third = _with_a_diary(cleo())
    looked, carried = looks(giver)
    giver.browser.post("/lock/")
    asked = gives(giver, carried, to_ben, title="Mine")
    assert asked.status_code == 401
    assert LINES["noticed"] not in words_on(asked)
    form = {"known_as": "Cleo", "passphrase": PHRASE, "carry": "yes", "next": "/give/"} | carried | {"whom": to_ben}
    way = giver.browser.post("/sign-in/", form)
    assert way.status_code == 307
    answer = gives(Parent("Cleo", giver.browser), carried, to_ben, title="Mine")
    assert answer.status_code == 422
    assert LINES["noticed"] not in words_on(answer)
    assert received(other) == received(third) == []
    signs_in(Parent("Ada", giver.browser))
    assert gives(giver, carried, to_ben).status_code == 302
    assert received(other) == [looked]


def test_two_of_one_name_are_told_apart(giver: Parent) -> None:
    for name in ("Sam the first", "Sam the second"):
        someone = _with_a_diary(parent(name))
        meet(giver, Parent("Sam", someone.browser))
    form = words_on(giver.browser.post("/patterns/page/", {})).split('action="/give/"')[1]
    assert len(re.findall(r'<span dir="auto">Sam, \w+ \d+, \d{4}|<span dir="auto">Sam, \d+ \w+ \d{4}', form)) == 2


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<scr<b>ipt>",
        '<p onclick="x()">a</p>',
        '<a href="https://example.org">a</a>',
        '<form action="/account/delete/">',
        '<p style="color: red">',
        '<p hx-get="/x" hx-trigger="load">',
        "<p class='x'>",
        '<img src="x">',
        '<meta http-equiv="refresh" content="0">',
        "<!-- -->",
        "<style>p {}</style>",
        "<p planted",
        "a < b",
        '<svg><use href="#a"/></svg>',
    ],
)
def test_a_page_with_anything_that_could_do_something_is_not_shown(giver: Parent, other: Parent, page: str) -> None:
    with pytest.raises(Damaged):
        shown(page)
    vault = vault_of(giver)
    with pytest.raises(Damaged):
        looked_at(vault, sealed(vault, page))
    to_ben, _ = meet(giver, other)
    _, carried = looks(giver)
    gives(giver, carried, to_ben)
    giving = giving_of(giver)
    letter = replace(next(giving.circle.given.entries()).entry.letter, page=page)
    kept = giving.give(giving.circle.person(UUID(to_ben)), letter)
    answer = other.browser.get(f"/given/letters/{kept.id}/")
    assert answer.status_code == 200
    assert page.encode() not in answer.content
    assert "not shown" in words_on(answer)


NAMES = ["Juno", "", "<script>alert(1)</script>", 'O\'Neill & "Co"', "שלום", "مرحبا", "👩‍👧", "e\u0301", "a\u202eb"]
WORDS = [
    *NAMES,
    "line\r\none\n\n\tthree",
    "</article>",
    "&amp; &lt;b&gt;",
    "{{ texts }}{% url 'now' %}",
    "\u2028\u2029\ufeff\x7f",
    "ｆｕｌｌ ｗｉｄｔｈ 漢字",
    "'\"><img src=x onerror=alert(1)>",
]
CHOICES, CHOSEN_A_TIME = 1_000 if SOAK else 200, 50


@pytest.mark.parametrize("seed", range(CHOICES // CHOSEN_A_TIME))
def test_whatever_is_chosen_is_opened_as_it_was_looked_at(seed: int) -> None:
    dice = Random(seed)
    moments = [_moment(number, dice.choice(NAMES), dice.choice(WORDS)) for number in range(1, 2 + 3 * (seed % 5))]
    giver, other = _with_a_diary(ada(), *moments), _with_a_diary(ben())
    to_ben, _ = meet(giver, other)
    giving, him = giving_of(giver), giving_of(other)
    for number in range(CHOSEN_A_TIME):
        form = {
            "parts": dice.sample(PARTS, dice.randrange(len(PARTS) + 1)),
            "weeks": str(dice.choice(WEEKS)),
            **({"names": "yes"} if dice.random() < 0.5 else {}),
            **{name: " ".join(dice.choices(WORDS, k=dice.randrange(4))) for name in LINES},
            "keep": "yes",
        }
        looked, carried = looks(giver, **form)
        assert gives(giver, carried, to_ben).status_code == 302
        id = next(islice(giving.circle.given.rows().values_list("id", flat=True), 1))
        assert him.letter(id, timezone.now()).letter.page == looked
        assert looked.encode() in other.browser.get(f"/given/letters/{id}/").content
        assert looked.encode() in giver.browser.get(f"/given/away/{id}/").content
        giver.browser.post(f"/given/away/{id}/forget/")
        if number % 10 == 0:  # the words cost a good deal each
            assert opened_link(*link_of(gives(giver, looks(giver, **form)[1], "link", name="x"))) == looked
            for kept in list(giving.circle.given.entries()):
                giving.forget(kept.id, timezone.now())


def test_its_giver_sees_in_words_what_became_of_it(giver: Parent, other: Parent) -> None:
    to_ben, to_ada = meet(giver, other)
    ids = [gives(giver, looks(giver)[1], to_ben)["Location"][-36:] for _ in range(4)]
    link, _words = link_of(gives(giver, looks(giver)[1], "link", name="Dr Reed"))

    def said(id: str) -> str:
        return words_on(giver.browser.get(f"/given/away/{id}/")).split('class="became">')[1].split("<")[0]

    assert said(ids[0]) == "Not opened yet."
    for _ in range(3):
        handed.was_fetched(Spot.alone(UUID(link)))
    assert "times so far: 3" in said(link)
    other.browser.get(f"/given/letters/{ids[0]}/")
    assert said(ids[0]).startswith("Opened on")
    other.browser.post(f"/given/letters/{ids[0]}/remove/")
    assert said(ids[0]).startswith("Read, and removed by them on")
    giver.browser.post(f"/given/away/{ids[1]}/back/")
    assert said(ids[1]).startswith("You took it back on")
    Handed.objects.filter(id=ids[2]).update(sealed=b"x" * 500)
    assert "neither of you" in said(ids[2])
    Handed.objects.filter(id=ids[3]).delete()
    assert "put back from a backup" in said(ids[3])
    giving_of(other).part(UUID(to_ada), timezone.now())
    assert "You two have parted" in said(ids[3])
    listed = words_on(giver.browser.get("/given/away/"))
    assert listed.count('class="became"') == 5
    giver.browser.post(f"/given/away/{ids[3]}/forget/")
    assert giver.browser.get(f"/given/away/{ids[3]}/").status_code == 404
    assert len(giving_of(giver).given(timezone.now())) == 4


def test_each_state_has_its_words(giver: Parent) -> None:
    assert set(load().letters.states) == set(State)


def test_the_list_is_found_from_the_page_itself(giver: Parent) -> None:
    assert 'href="/given/away/"' in words_on(giver.browser.get("/patterns/page/"))
    assert 'href="/given/away/"' in words_on(giver.browser.post("/patterns/page/", {}))
    assert "You have given nothing" in words_on(giver.browser.get("/given/away/"))


def test_a_therapist_is_given_to_as_anybody_is(giver: Parent) -> None:
    reed = parent("Dr Reed")
    signs_up(reed)
    to_reed, _ = meet(giver, reed, Role.THERAPIST)
    looked, carried = looks(giver)
    gives(giver, carried, to_reed)
    assert received(reed) == [looked]
