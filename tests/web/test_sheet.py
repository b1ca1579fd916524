"""The page for somebody one trusts: what was chosen, of the weeks that were chosen, and nothing else."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import pytest
from django.utils import timezone

from amends.process import After, Calm, Came, Child, DiaryExport, ExportedRepair, Plan, Repair, Response, Rupture, Tool
from amends.process import RuptureKind as Kind
from tests.people import Parent, ada, begins, ben, diary_of, signs_up, words_on

pytestmark = pytest.mark.django_db
LINES = {"noticed": "It is always at the door.", "around": "We are late.", "changed": "I pack the bag before."}
# What each part shows and nothing else does.
SHOWS = {
    "moments": "I raised my voice",
    "cooled": "Something cold",
    "plans": "we are late, I will put the bag down",
    "left_out": "Without words",
    "came_back": "Told me how it was",
}


def _moment(weeks: int, number: int) -> ExportedRepair:
    began = timezone.now() - timedelta(weeks=weeks, hours=2)
    return ExportedRepair(
        UUID(int=number),
        Repair(
            began,
            Rupture(Kind.RAISED_VOICE),
            Child(name="Juno"),
            calm=Calm().rated(8).rated(4, Tool.COLD_WATER),
            plan=Plan("we are late", "put the bag down"),
            came=(Came(began, True),),
            after=After(Response.TALKED, f"Words of {number}."),
            said=True,
        ),
    )


@pytest.fixture
def parent() -> Parent:
    someone = ada()
    begins(someone)
    signs_up(someone)
    diary_of(someone).forget(next(iter(diary_of(someone).entries())).id)
    diary_of(someone).bring_all(DiaryExport((_moment(1, 1), _moment(6, 2))))
    return someone


def given(parent: Parent, **form: object) -> str:
    """The page itself, without the form below it."""
    page = words_on(parent.browser.post("/patterns/page/", form))
    assert 'class="given"' in page
    return page.split('class="given"')[1].split("</article>")[0]


def test_nothing_stands_on_it_that_was_not_chosen(parent: Parent) -> None:
    empty = given(parent)
    assert [part for part, shown in SHOWS.items() if shown in empty] == []
    for number in range(1, len(SHOWS) + 1):
        for chosen in combinations(SHOWS, number):
            page = given(parent, parts=list(chosen))
            assert {part for part, shown in SHOWS.items() if shown in page} == set(chosen)


def test_the_three_lines_lead_it_and_an_empty_one_leaves_no_heading(parent: Parent) -> None:
    page = given(parent, **LINES, parts=list(SHOWS))
    places = [page.index(words) for words in LINES.values()]
    assert places == sorted(places)
    assert places[-1] < page.index(SHOWS["cooled"])
    assert "What I changed" not in given(parent, **(LINES | {"changed": " "}))


def test_it_goes_four_weeks_back_unless_one_says_otherwise(parent: Parent) -> None:
    assert "Words of 2." not in given(parent, parts=["came_back"])
    assert "Words of 1." in given(parent, parts=["came_back"])
    assert "Words of 2." in given(parent, parts=["came_back"], weeks="8")


def test_a_child_is_one_letter_unless_names_are_chosen(parent: Parent) -> None:
    assert "Juno" not in given(parent, parts=["moments"])
    assert "<td>J</td>" in given(parent, parts=["moments"])
    assert "Juno" in given(parent, parts=["moments"], names="yes")


def test_no_word_leads_off_the_page(parent: Parent) -> None:
    assert "<a " not in given(parent, **LINES, parts=list(SHOWS))


def test_all_of_it_is_said_by_the_parent_as_its_reader_is_somebody_else(parent: Parent) -> None:
    page = re.sub(r"<[^>]*>", " ", given(parent, **LINES, parts=list(SHOWS)))
    assert re.findall(r"(?i).{30}\b(?:you|your|yours)\b.{30}", page) == []
    assert "These are the moments I wrote down, not all there were." in page
    assert "As I saw it, in my words." in page


def test_what_is_said_of_a_mark_names_its_shape_as_paper_shows_no_gold(parent: Parent) -> None:
    own = words_on(parent.browser.get("/patterns/"))
    for page in (own, given(parent, parts=list(SHOWS))):
        assert "Ring: before. Filled: after." in page and "The thick line: " in page
        assert not re.search(r"(?i)\b(?:gold|grey|black)\b", re.sub(r"<[^>]*>", " ", page))


def test_words_of_danger_stop_and_can_stand_on_it_all_the_same(parent: Parent) -> None:
    grave = {"noticed": "I shook him and he went limp."}
    assert 'data-tier="A"' in words_on(parent.browser.post("/patterns/page/", grave))
    back = words_on(parent.browser.post("/patterns/page/", grave | {"stopped": "back"}))
    assert grave["noticed"] in back
    assert 'class="given"' not in back
    assert "Show it all the same" in back
    assert grave["noticed"] in given(parent, **grave, keep="yes")


def test_nothing_of_it_is_kept_and_nobody_else_has_it(parent: Parent) -> None:
    before = diary_of(parent).whole()
    given(parent, **LINES, parts=list(SHOWS))
    assert diary_of(parent).whole() == replace(before)
    other = ben()
    begins(other)
    assert "Words of 1." not in words_on(other.browser.post("/patterns/page/", {"parts": list(SHOWS)}))


def test_a_choice_that_is_none_is_refused_with_the_words_still_there(parent: Parent) -> None:
    answer = parent.browser.post("/patterns/page/", LINES | {"weeks": "7"})
    assert answer.status_code == 422
    assert LINES["noticed"] in words_on(answer)
