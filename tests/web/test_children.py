import re

import msgspec
import pytest

from amends.process import AgeBand, Child, Picture
from amends.web.marks import ART
from tests.people import CHILDREN, ada, begins, signs_up, words_on
from tests.rows import flip

pytestmark = pytest.mark.django_db


def _ada():
    someone = ada()
    signs_up(someone)
    return someone


def _one(someone) -> str:
    (address,) = re.findall(r'href="(/children/[^"]{36}/)"', words_on(someone.browser.get("/children/")))
    return address


def test_children_in_every_band_are_kept_and_listed_by_name() -> None:
    someone = _ada()
    for child in CHILDREN.values():
        someone.browser.post("/children/", {"name": child.name, "band": child.band})
    page = words_on(someone.browser.get("/children/"))
    names = sorted(child.name for child in CHILDREN.values())
    places = [page.index(f'<strong dir="auto">{name}</strong>') for name in names]
    assert places == sorted(places)


def test_what_reconnects_and_which_words_they_like_and_hate_stay() -> None:
    someone = _ada()
    form = {"name": "Juno", "band": "6-9", "reconnects": "the tower", "likes": "bug", "hates": "calm down"}
    someone.browser.post("/children/", form)
    page = words_on(someone.browser.get(_one(someone)))
    for words in ('value="Juno"', "the tower</textarea>", "bug</textarea>", "calm down</textarea>"):
        assert words in page
    someone.browser.post(_one(someone), form | {"name": "June", "band": ""})
    assert '<strong dir="auto">June</strong>' in words_on(someone.browser.get("/children/"))


def test_a_picture_that_was_chosen_together_stays_and_a_child_without_one_is_shown_too() -> None:
    someone = _ada()
    someone.browser.post("/children/", {"name": "Juno", "picture": "umbrella"})
    assert re.search(r'value="umbrella"[^>]* checked', words_on(someone.browser.get(_one(someone))))
    someone.browser.post(_one(someone), {"name": "Juno"})
    page = words_on(someone.browser.get(_one(someone)))
    assert not re.search(r'name="picture"[^>]* checked', page)
    assert someone.browser.post("/children/", {"name": "Juno", "picture": "../mark"}).status_code == 422


def test_every_picture_is_drawn_and_a_row_from_before_there_were_any_opens() -> None:
    assert {f"{picture}.svg" for picture in Picture} <= {file.name for file in ART.iterdir()}
    before = b'{"name":"Juno","band":"6-9","reconnects":"","likes":"","hates":""}'
    assert msgspec.json.decode(before, type=Child) == Child("Juno", AgeBand.SCHOOL)


def test_grave_words_about_a_child_are_kept_only_where_it_is_asked() -> None:
    someone = _ada()
    grave = {"name": "Juno", "hates": "I hit her yesterday"}
    someone.browser.post("/children/", grave)
    assert "Juno" not in words_on(someone.browser.get("/children/"))
    someone.browser.post("/children/", {"name": "Juno"})
    someone.browser.post(_one(someone), grave)
    assert "I hit her" not in words_on(someone.browser.get(_one(someone)))
    someone.browser.post(_one(someone), grave | {"keep": "yes"})
    assert "I hit her" in words_on(someone.browser.get(_one(someone)))


def test_a_child_can_be_taken_out() -> None:
    someone = _ada()
    someone.browser.post("/children/", {"name": "Juno"})
    someone.browser.post(_one(someone), {"name": "Juno", "forget": "yes"})
    assert "Juno" not in words_on(someone.browser.get("/children/"))


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 61}, {"name": "Juno", "band": "7"}])
def test_what_is_wrong_is_said_and_nothing_is_kept(wrong: dict[str, str]) -> None:
    someone = _ada()
    assert someone.browser.post("/children/", wrong | {"likes": "bug"}).status_code == 422
    assert "rows children" not in words_on(someone.browser.get("/children/"))
    assert "bug</textarea>" in words_on(someone.browser.post("/children/", wrong | {"likes": "bug"}))


def test_a_repair_begins_with_the_child_that_is_chosen() -> None:
    someone = _ada()
    someone.browser.post("/children/", {"name": "Juno", "band": "13-17", "reconnects": "driving around"})
    page = words_on(someone.browser.get("/start/"))
    (child,) = re.findall(r'name="child" value="([^"]+)"', page)
    answer = someone.browser.post("/start/", {"unsafe": "no", "child": child, "kind": "harsh-words"})
    repair = answer["Location"].split("/")[2]
    assert "Juno" in words_on(someone.browser.get(f"/diary/{repair}/"))
    assert "driving around" in words_on(someone.browser.get(f"/repair/{repair}/reconnect/"))


def test_a_damaged_child_hides_no_other_and_can_be_taken_out() -> None:
    someone = _ada()
    for name in ("Juno", "Theo"):
        someone.browser.post("/children/", {"name": name})
    juno = re.findall(r'href="/children/([^"]{36})/"', words_on(someone.browser.get("/children/")))[0]
    flip(juno)
    page = words_on(someone.browser.get("/children/"))
    assert (
        '<strong dir="auto">Juno' in page,
        '<strong dir="auto">Theo' in page,
        "1 entry cannot be opened" in page,
    ) == (False, True, True)
    assert "Theo" in words_on(someone.browser.get("/start/"))
    answer = someone.browser.get(f"/children/{juno}/")
    assert (answer.status_code, "This cannot be opened" in words_on(answer)) == (200, True)
    assert f'action="/children/{juno}/"' in words_on(answer)
    someone.browser.post(f"/children/{juno}/", {"forget": "yes"})
    assert "cannot be opened" not in words_on(someone.browser.get("/children/"))


def test_a_guest_may_name_children_too() -> None:
    someone = ada()
    begins(someone)
    assert someone.browser.post("/children/", {"name": "Juno"}).status_code == 302
