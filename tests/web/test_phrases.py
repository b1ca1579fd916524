import re

import pytest

from tests.people import ada, begins, cleo, signs_up, words_on

pytestmark = pytest.mark.django_db
JUNO = {"name": "Juno", "band": "6-9", "reconnects": "the tower", "likes": "bug", "hates": "calm down"}


def _ada(*children: dict[str, str]):
    someone = ada()
    signs_up(someone)
    for child in children:
        someone.browser.post("/children/", child)
    return someone


def _child(page: str) -> str:
    return re.search(r'name="child" value="([^"]{36})"', page)[1]


def test_the_lists_of_a_kept_child_are_read_and_changed_and_nothing_else_of_it() -> None:
    someone = _ada(JUNO)
    page = words_on(someone.browser.get("/phrases/"))
    assert "bug</textarea>" in page and "calm down</textarea>" in page
    form = {"child": _child(page), "likes": "little bug", "hates": "hurry up"}
    assert someone.browser.post("/phrases/", form).status_code == 302
    kept = words_on(someone.browser.get(f"/children/{form['child']}/"))
    for words in ('value="Juno"', "the tower</textarea>", "little bug</textarea>", "hurry up</textarea>"):
        assert words in kept


def test_with_more_children_each_has_a_tab() -> None:
    someone = _ada(JUNO, {"name": "Bo", "likes": "moon"})
    page = words_on(someone.browser.get("/phrases/"))
    assert "moon</textarea>" in page and page.count("?child=") == 2
    juno = re.search(r'\?child=([^"]{36})"[^>]*>Juno', page)[1]
    page = words_on(someone.browser.get(f"/phrases/?child={juno}"))
    assert "bug</textarea>" in page and _child(page) == juno


def test_who_has_no_diary_or_no_child_yet_is_told_how_and_nothing_is_kept() -> None:
    for someone in (ada(), _ada()):
        page = words_on(someone.browser.get("/phrases/"))
        assert "There is none yet." in page and 'href="/children/"' in page
        assert "<textarea" not in page
    assert "visit" not in ada().browser.cookies


def test_without_a_visit_the_words_are_carried_to_the_page_that_asks_to_sign_in() -> None:
    answer = ada().browser.post("/phrases/", {"child": "0" * 32, "likes": "moon"})
    assert answer.status_code == 401 and b"moon" in answer.content


def test_cleo_can_neither_see_nor_change_the_words_of_adas_child() -> None:
    owner, stranger = _ada(JUNO), cleo()
    begins(stranger)
    id = _child(words_on(owner.browser.get("/phrases/")))
    assert "bug" not in words_on(stranger.browser.get(f"/phrases/?child={id}")).split("<main")[1]
    assert stranger.browser.post("/phrases/", {"child": id, "likes": "x"}).status_code == 404
    assert "bug</textarea>" in words_on(owner.browser.get("/phrases/"))


def test_words_of_danger_bring_help_and_are_not_kept_until_asked() -> None:
    someone = _ada(JUNO)
    form = {"child": _child(words_on(someone.browser.get("/phrases/"))), "likes": "", "hates": "I want to die."}
    assert "See who can help now" in words_on(someone.browser.post("/phrases/", form))
    back = words_on(someone.browser.post("/phrases/", form | {"stopped": "back"}))
    assert "These words are not kept yet" in back and "I want to die.</textarea>" in back
    assert "I want to die." not in words_on(someone.browser.get("/phrases/"))
    someone.browser.post("/phrases/", form | {"keep": "yes"})
    assert "I want to die.</textarea>" in words_on(someone.browser.get("/phrases/"))


def test_more_than_fits_is_said_beside_the_field_and_stays_in_it() -> None:
    someone = _ada(JUNO)
    id = _child(words_on(someone.browser.get("/phrases/")))
    answer = someone.browser.post("/phrases/", {"child": id, "likes": "a" * 1001, "hates": "x"})
    assert answer.status_code == 422
    assert 'aria-describedby="likes_error"' in words_on(answer) and "a" * 1001 in words_on(answer)


@pytest.mark.parametrize("child", ["", "x"])
def test_a_child_that_is_none_is_refused(child: str) -> None:
    assert _ada(JUNO).browser.post("/phrases/", {"child": child, "likes": "x"}).status_code == 422
