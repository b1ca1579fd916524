import re

import pytest

from amends.process import Limit, Step
from tests.people import Parent, ada, begins, repairs_of, words_on, writes

pytestmark = pytest.mark.django_db
SPOKEN = {"acknowledge": "I shouted at you.", "responsibility": "That was my fault.", "validate": "You looked scared."}


def test_next_goes_to_the_step_that_is_still_open() -> None:
    parent = ada()
    repair = begins(parent)
    assert writes(parent, repair, "calm", "")["Location"].endswith("/acknowledge/")
    writes(parent, repair, "responsibility", "That was my fault.")
    assert writes(parent, repair, "acknowledge", "I shouted at you.")["Location"].endswith("/validate/")


def test_steps_may_be_taken_in_any_order_and_lead_to_the_card() -> None:
    parent = ada()
    repair = begins(parent)
    for step in ("reconnect", "validate", "acknowledge", "responsibility"):
        writes(parent, repair, step, "", go="skip")
    writes(parent, repair, "plan", "", when="we are late", will="sit down first")
    assert writes(parent, repair, "calm", "")["Location"].endswith(f"/card/{repair}/")


def test_a_save_that_arrives_late_overwrites_no_newer_one_of_its_page() -> None:
    parent = ada()
    repair = begins(parent)
    for save, words in ((1, "I sh"), (3, "I shouted at you."), (2, "I shou")):
        writes(parent, repair, "acknowledge", words, go="", tab="a1", base="", save=str(save))
    page = parent.browser.get(f"/repair/{repair}/acknowledge/").content.decode()
    assert ">I shouted at you.</textarea>" in page
    writes(parent, repair, "plan", "", go="", when="we are late", will="sit down", tab="a2", save="9")
    writes(parent, repair, "plan", "", go="", when="we", will="", tab="a2", save="8")
    assert 'value="we are late"' in parent.browser.get(f"/repair/{repair}/plan/").content.decode()


def test_the_page_that_words_of_danger_come_back_to_counts_on() -> None:
    parent = ada()
    repair = begins(parent)
    form = {"go": "", "tab": "a1", "save": "7"}
    answer = writes(parent, repair, "acknowledge", "I hit you and I want to die.", stopped="back", **form)
    assert 'name="save" value="7"' in answer.content.decode()


def test_next_without_a_word_leaves_the_step_as_clay() -> None:
    parent = ada()
    repair = begins(parent)
    writes(parent, repair, "validate", "   ")
    page = parent.browser.get(f"/repair/{repair}/validate/").content.decode()
    assert page.count('class="gold"') == 0


def test_a_step_done_turns_its_stretch_to_gold() -> None:
    parent = ada()
    repair = begins(parent)
    writes(parent, repair, "acknowledge", "I shouted at you.")
    page = parent.browser.get(f"/repair/{repair}/acknowledge/").content.decode()
    assert page.count('class="gold"') == 1
    assert re.search(r'Name it</span>\s*<span class="unseen">\(done\)', page)


def test_the_plan_is_joined_from_the_parents_own_two_halves() -> None:
    parent = ada()
    repair = begins(parent)
    answer = writes(parent, repair, "plan", "", when="the shoes are not on", will="sit on the stairs.", go="")
    assert "When the shoes are not on, I will sit on the stairs." in re.sub(r"</?mark[^>]*>", "", _words(answer))


def test_half_a_plan_is_kept_too() -> None:
    parent = ada()
    repair = begins(parent)
    writes(parent, repair, "plan", "", when="the shoes are not on", will="")
    assert b'value="the shoes are not on"' in parent.browser.get(f"/repair/{repair}/plan/").content


def test_a_plan_too_long_to_recall_is_asked_about_not_refused() -> None:
    parent = ada()
    repair = begins(parent)
    answer = writes(parent, repair, "plan", "", when="again and again " * 5, will="breathe " * 9, go="")
    assert b"longer than 20 words" in answer.content


def test_the_part_that_htmx_asks_for_is_the_part_and_nothing_else() -> None:
    parent = ada()
    repair = begins(parent)
    answer = parent.browser.post(
        f"/repair/{repair}/acknowledge/", {"words": "I shouted at you."}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert text.strip().startswith('<div id="reading">')
    assert "<html" not in text
    assert "HX-Request" in answer["Vary"]


def test_the_example_is_never_from_the_same_kind_of_moment() -> None:
    from amends.guidance import load
    from amends.process import AgeBand, RuptureKind

    parent = ada()
    for kind in RuptureKind:
        repair = begins(parent, kind=kind)
        for step in Step:
            page = _words(parent.browser.get(f"/repair/{repair}/{step}/"))
            cell = load().steps[step].ages[AgeBand.SCHOOL]
            for example in cell.examples:
                assert not (example.kind is kind and example.text in page)


def test_every_step_speaks_to_every_age() -> None:
    from amends.guidance import load
    from amends.process import AgeBand

    parent = ada()
    for band in AgeBand:
        repair = begins(parent, kind="something-else", band=band)
        for step in Step:
            assert load().steps[step].ages[band].question in _words(parent.browser.get(f"/repair/{repair}/{step}/"))


def test_without_an_age_the_middle_of_childhood_is_asked() -> None:
    parent = ada()
    repair = begins(parent, band="")
    assert parent.browser.get(f"/repair/{repair}/calm/").status_code == 200


def test_after_hands_were_laid_on_a_child_no_touch_is_offered() -> None:
    parent = ada()
    repair = begins(parent, kind="grabbed-or-smacked", band="3-5")
    page = _words(parent.browser.get(f"/repair/{repair}/reconnect/"))
    assert "Do not reach out to touch" in page
    assert "hug" not in page[page.index("<main") :].lower()


def test_an_unknown_step_is_not_there() -> None:
    parent = ada()
    assert parent.browser.get(f"/repair/{begins(parent)}/perfection/").status_code == 404


def test_words_of_danger_wait_until_the_parent_keeps_them_and_are_not_asked_about_again() -> None:
    parent = ada()
    repair = begins(parent)
    grave = "I shook you and it left a mark."
    assert writes(parent, repair, "acknowledge", grave).status_code == 200
    assert grave not in _words(parent.browser.get(f"/repair/{repair}/acknowledge/"))
    assert writes(parent, repair, "acknowledge", grave, keep="yes").status_code == 302
    assert grave in _words(parent.browser.get(f"/repair/{repair}/acknowledge/"))
    assert writes(parent, repair, "validate", "You were scared.").status_code == 302


def test_words_from_the_page_come_back_unharmed() -> None:
    parent = ada()
    repair = begins(parent)
    wild = '</textarea><script>alert(1)</script> & "quotes" ü 😀\nsecond line'
    writes(parent, repair, "acknowledge", wild, go="")
    page = parent.browser.get(f"/repair/{repair}/acknowledge/").content.decode()
    assert "<script>alert" not in page
    assert wild in _words(parent.browser.get(f"/repair/{repair}/acknowledge/"))


def _words(answer) -> str:
    from html import unescape

    return unescape(answer.content.decode())


def test_a_page_that_left_the_limit_alone_writes_over_no_other() -> None:
    parent = ada()
    id = begins(parent)
    address = f"/repair/{id}/responsibility/"
    phone, laptop = ({name: _field(parent, address, name) for name in ("tab", "base", "limit_base")} for _ in range(2))
    parent.browser.post(address, laptop | {"words": "Mine.", "taken_back": "no phone", "stands": "bed at eight"})
    parent.browser.post(address, phone | {"words": "Mine, too.", "taken_back": "", "stands": ""})
    assert repairs_of(parent)[0].rupture.limit == Limit("no phone", "bed at eight")
    for stands in ("we leave at six", ""):
        parent.browser.post(address, phone | {"words": "Mine, too.", "taken_back": "", "stands": stands})
        assert repairs_of(parent)[0].rupture.limit == Limit("", stands)


def _field(parent: Parent, address: str, name: str) -> str:
    """What a hidden field of a page holds."""
    return re.search(rf'name="{name}" value="(\w+)"', words_on(parent.browser.get(address)))[1]
