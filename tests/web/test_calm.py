from html import unescape

import pytest

from amends.guidance import load
from amends.process import AgeBand, Tool
from tests.people import ada, begins, words_on

pytestmark = pytest.mark.django_db
HOT = load().calm.hot


def rates(parent, repair: str, degree: int | str, **more: str):
    return parent.browser.post(f"/repair/{repair}/calm/", {"degree": degree, "go": "heat"} | more)


def test_at_seven_and_over_the_body_comes_first_and_words_wait() -> None:
    parent = ada()
    repair = begins(parent)
    page = words_on(rates(parent, repair, 7))
    assert HOT.title in page
    assert 'value="next"' not in page
    assert parent.browser.get(f"/repair/{repair}/acknowledge/")["Location"].endswith("/calm/")


def test_below_seven_the_way_to_words_is_open() -> None:
    parent = ada()
    repair = begins(parent)
    assert HOT.title not in words_on(rates(parent, repair, 6))
    assert parent.browser.get(f"/repair/{repair}/acknowledge/").status_code == 200


def test_when_the_heat_has_come_down_words_are_open_again() -> None:
    parent = ada()
    repair = begins(parent)
    rates(parent, repair, 9)
    page = words_on(rates(parent, repair, 4, tool="cold-water"))
    assert load().calm.cooled.title in page
    assert parent.browser.get(f"/repair/{repair}/acknowledge/").status_code == 200


def test_who_goes_on_all_the_same_is_let_go_and_not_asked_again() -> None:
    parent = ada()
    repair = begins(parent)
    rates(parent, repair, 10)
    answer = parent.browser.post(f"/repair/{repair}/calm/", {"go": "on"})
    assert answer["Location"].endswith("/acknowledge/")
    assert HOT.title not in words_on(rates(parent, repair, 10))


def test_what_lowered_my_own_heat_is_offered_first_the_next_time() -> None:
    parent = ada()
    first = begins(parent)
    rates(parent, first, 9)
    rates(parent, first, 3, tool="let-go")
    page = words_on(rates(parent, begins(parent, kind="harsh-words"), 8))
    let_go, exhale = (load().library.pages[tool].title for tool in (Tool.LET_GO, Tool.LONG_EXHALE))
    assert page.index(f"<strong>{let_go}") < page.index(f"<strong>{exhale}")
    assert load().calm.helped.text in page


@pytest.mark.parametrize("nonsense", ["", "11", "-1", "hot", "٣", "1e9"])
def test_a_heat_that_is_none_counts_as_left_open(nonsense: str) -> None:
    parent = ada()
    repair = begins(parent)
    assert rates(parent, repair, nonsense).status_code == 200
    assert parent.browser.get(f"/repair/{repair}/acknowledge/").status_code == 200


def test_a_child_who_is_not_ready_brings_the_page_about_being_near_once() -> None:
    parent = ada()
    repair = begins(parent)
    form = {"go": "next", "near": "not-yet", "manner": "quiet"}
    page = words_on(parent.browser.post(f"/repair/{repair}/calm/", form))
    assert load().calm.presence.title in page
    assert load().calm.quiet.title in page
    assert parent.browser.post(f"/repair/{repair}/calm/", form)["Location"].endswith("/acknowledge/")


def test_before_stepping_out_the_parent_reads_what_to_say_at_this_age() -> None:
    parent = ada()
    for band in AgeBand:
        page = words_on(rates(parent, begins(parent, band=band), 9))
        assert load().calm.leavings[band].text in page


def test_the_body_comes_first_too_where_nothing_is_kept() -> None:
    parent = ada()
    page = parent.browser.post("/start/", {"unsafe": "no", "forget": "yes"}).content.decode()
    carried = unescape(page.split('name="carried" value="')[1].split('"')[0])
    hot = words_on(parent.browser.post("/now/calm/", {"carried": carried, "degree": "8", "go": "heat"}))
    assert HOT.title in hot
    assert "Nothing is kept" in hot
