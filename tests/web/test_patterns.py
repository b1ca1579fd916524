"""What the diary shows: pictures with their tables, few sentences, and nothing that judges."""

import re

import pytest

from amends.process import DiaryExport, ExportedRepair
from tests.moments import moments
from tests.people import Parent, ada, begins, diary_of, signs_up, words_on
from tests.rows import flip

pytestmark = pytest.mark.django_db
JUDGES = re.compile(r"\d ?%|\b(score|rank|streak|average|better|worse|progress|improv|good|bad)\b", re.IGNORECASE)


def keeps(number: int) -> Parent:
    parent = ada()
    begins(parent)
    signs_up(parent)
    diary_of(parent).bring_all(DiaryExport(tuple(ExportedRepair(*one) for one in moments(number))))
    return parent


def shown(number: int) -> str:
    return words_on(keeps(number).browser.get("/patterns/"))


@pytest.mark.parametrize("number", [0, 1, 3, 4, 11, 19, 400])
def test_the_page_opens_with_however_many_moments_and_judges_nothing(number: int) -> None:
    page = shown(number)
    main = page.split("<main")[1].split("</main>")[0]
    assert "These are the moments you wrote down, not all there were." in main
    assert [found[0] for found in JUDGES.finditer(re.sub(r"<[^>]*>", " ", main)) if found[0] != "score"] == []
    assert main.count('class="secondary"') <= 3


def test_every_sentence_leads_somewhere_that_opens() -> None:
    parent = keeps(19)
    page = words_on(parent.browser.get("/patterns/"))
    addresses = re.findall(r'class="secondary" href="([^"]+)"', page)
    assert len(addresses) == 3
    assert {parent.browser.get(address).status_code for address in addresses} == {200}


def test_each_picture_has_a_name_and_its_table() -> None:
    page = shown(18)
    pictures = re.findall(r"<svg[^>]*viewBox[^>]*>.*?</svg>", page.split("<main")[1], re.DOTALL)
    drawn = [one for one in pictures if 'role="img"' in one]
    assert len(drawn) >= 3
    assert all("<title id=" in one and "<desc id=" in one for one in drawn)
    assert page.count('class="pic-table"') == len(drawn)
    assert all("<table>" in part.split("</div>")[0] for part in page.split('class="pic-table"')[1:])
    assert page.count('class="crack"') == sum(one.rupture.hour is not None for _id, one in moments(18))


def test_from_twenty_moments_on_the_sheet_shows_numbers() -> None:
    page = shown(40)
    assert 'class="crack"' not in page
    numbers = [int(number) for number in re.findall(r'class="dark" x="\d+" y="\d+" text-anchor="middle">(\d+)<', page)]
    assert sum(numbers) == sum(one.rupture.hour is not None for _id, one in moments(40))


def test_what_a_parent_wrote_is_shown_as_words_and_never_as_a_tag() -> None:
    parent = ada()
    id = begins(parent)
    parent.browser.post(f"/after/{id}/", {"response": "talked", "words": "<b>loud</b>"})
    assert b"&lt;b&gt;loud&lt;/b&gt;" in parent.browser.get("/patterns/").content


def test_an_entry_that_does_not_open_is_told_and_hides_no_other() -> None:
    parent = keeps(5)
    flip(moments(1)[0][0])
    page = words_on(parent.browser.get("/patterns/"))
    assert "1 entry cannot be opened and is not counted." in page
    assert "What took the heat down" in page
