"""Words that may speak of danger get one line that asks and stops nothing; answered with no, it stays away."""

import pytest

from amends.coach.ear import is_here
from amends.coach.language import language
from amends.process import Flag, Reading
from amends.web.reading import shown
from tests.people import ada, begins, words_on

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not is_here(language("en")), reason="without onnxruntime the rules hear alone"),
]
LIKELY = "I had your face in my hand and I squeezed."
PLAIN = "I shouted at you about the shoes."
ASKED, KEY = "Is anyone hurt or unsafe?", "quiet+harm_child"


def test_likely_danger_is_asked_about_and_the_words_are_read_all_the_same() -> None:
    page = words_on(ada().browser.post("/read/", {"words": LIKELY}))
    assert ASKED in page
    assert 'class="stopped"' not in page
    assert "Someone has pain, a mark or a bruise." in page
    assert "/help-now/" in page


def test_ordinary_words_are_asked_nothing() -> None:
    assert ASKED not in words_on(ada().browser.post("/read/", {"words": PLAIN}))


def test_no_go_on_keeps_the_line_away_on_the_page_that_keeps_nothing() -> None:
    form = {"words": LIKELY, "go": f"dismiss:{KEY}"}
    page = words_on(ada().browser.post("/read/", form))
    assert ASKED not in page
    assert f'value="{KEY}"' in page  # the page remembers it with the next reading


def test_no_go_on_keeps_the_line_away_in_a_repair_and_no_word_is_lost() -> None:
    someone = ada()
    address = f"/repair/{begins(someone)}/responsibility/"
    assert ASKED in words_on(someone.browser.post(address, {"words": LIKELY}, follow=True))
    someone.browser.post(address, {"words": LIKELY, "go": f"dismiss:{KEY}"})
    page = words_on(someone.browser.get(address))
    assert ASKED not in page
    assert LIKELY in page


def test_other_danger_is_asked_about_again() -> None:
    reading = Reading(maybe=(Flag.FORCE_CHILD, Flag.SECRECY))
    assert "quiet" in shown("", reading, ["quiet+force_child"])
    assert "quiet" not in shown("", reading, ["quiet+force_child+secrecy"])
