import re
from datetime import UTC, datetime

import msgspec
import pytest

from amends.process import Caution, Repair, Step, fingerprint
from tests.people import ada, begins, words_on, writes

pytestmark = pytest.mark.django_db

BLAMES = "I only yelled because you never listen and you are so lazy"


def _written(*words: str):
    parent = ada()
    repair = begins(parent)
    first, *others = words or ("I shouted at you about the shoes.", "It was not your fault.")
    writes(parent, repair, "acknowledge", first)
    for step, said in zip(("responsibility", "validate", "reconnect"), others, strict=False):
        writes(parent, repair, step, said)
    return parent, repair


def card(parent, repair: str) -> str:
    """The page of a card."""
    return words_on(parent.browser.get(f"/card/{repair}/"))


def face(parent, repair: str) -> str:
    """What stands on the card itself."""
    return re.search(r'<article class="card".*?</article>', card(parent, repair), re.DOTALL)[0]


def sent(page: str) -> dict[str, object]:
    """The form of a card as a browser without script would send it, nothing changed."""
    form = page[page.index('name="shown"') :]
    areas = re.findall(r'<textarea\s+id="\w+"\s+name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    fields = {name: words for name, words in areas if name != "cue"}
    cues = [words for name, words in areas if name == "cue"]
    return fields | {"cue": cues, "shown": re.search(r'name="shown" value="(\w+)"', form)[1]}


def test_a_card_opens_with_the_parents_own_first_words() -> None:
    parent, repair = _written()
    assert '<p class="opening" dir="auto">I shouted at you about the shoes.</p>' in face(parent, repair)
    assert '<li dir="auto">It was not your fault.</li>' in face(parent, repair)


def test_words_that_may_hurt_stand_underlined_with_their_question_and_two_answers() -> None:
    parent, repair = _written(BLAMES)
    assert f'<p class="opening" dir="auto"><mark class="may-hurt">{BLAMES}</mark></p>' in face(parent, repair)
    page = card(parent, repair)
    assert "Begin with this?" in page
    assert 'href="#opening"' in page
    assert '<textarea id="opening"' in page
    assert f'name="go" value="use-as-is:{fingerprint(BLAMES)}"' in page


def test_the_quick_card_is_read_in_the_same_way() -> None:
    parent = ada()
    form = {"kind": "raised-voice", "unsafe": "no", "degree": "3", "words": BLAMES}
    answer = parent.browser.post("/quick/", form)
    page = words_on(parent.browser.get(answer["Location"]))
    assert f'<mark class="may-hurt">{BLAMES}</mark>' in page
    assert "Begin with this?" in page


def test_a_sentence_used_as_it_is_is_respected_for_good_and_the_card_follows_the_words_on() -> None:
    parent, repair = _written(BLAMES)
    form = sent(card(parent, repair)) | {"go": f"use-as-is:{fingerprint(BLAMES)}"}
    assert parent.browser.post(f"/card/{repair}/", form)["Location"] == f"/card/{repair}/"
    assert f'<p class="opening" dir="auto">{BLAMES}</p>' in face(parent, repair)
    assert "Begin with this?" not in card(parent, repair)
    writes(parent, repair, "responsibility", "That was mine.")
    assert '<li dir="auto">That was mine.</li>' in face(parent, repair)
    assert "Begin with this?" not in card(parent, repair)


def test_a_later_sentence_that_may_hurt_is_asked_about_beside_its_own_field() -> None:
    parent, repair = _written("I shouted at you.", "You are so lazy.")
    page = card(parent, repair)
    assert "Say this too?" in page
    assert 'href="#cue1"' in page


def test_what_the_parent_changes_on_it_stays() -> None:
    parent, repair = _written()
    parent.browser.post(f"/card/{repair}/", {"opening": "I was loud.", "cue": ["mine", "", "tower"]})
    writes(parent, repair, "validate", "You looked scared.")
    for words in ("I was loud.", '<li dir="auto">mine</li>', '<li dir="auto">tower</li>'):
        assert words in face(parent, repair)
    assert "You looked scared." not in face(parent, repair)
    assert "You looked scared." in card(parent, repair)


def test_what_is_typed_on_it_is_read_and_asked_about_too() -> None:
    parent, repair = _written()
    parent.browser.post(f"/card/{repair}/", {"opening": "I was loud.", "cue": ["Love you. You are so lazy."]})
    assert '<li dir="auto">Love you. <mark class="may-hurt">You are so lazy.</mark></li>' in face(parent, repair)
    assert "Say this too?" in card(parent, repair)


def test_what_is_typed_is_no_markup() -> None:
    parent, repair = _written()
    parent.browser.post(f"/card/{repair}/", {"opening": "<b>You</b> are so lazy. <i>I was loud.</i>"})
    assert "<b>" not in parent.browser.get(f"/card/{repair}/").content.decode()


def test_a_limit_stands_beside_what_is_taken_back_and_the_plan_is_whole() -> None:
    parent, repair = _written("I yelled at you.")
    limit = {"taken_back": "The name I called you.", "stands": "No screens after eight."}
    writes(parent, repair, "responsibility", "That was mine.", **limit)
    writes(parent, repair, "plan", "", when="it gets loud", will="step outside")
    shown = face(parent, repair)
    for words in ("The name I called you.", "No screens after eight.", "When it gets loud, I will step outside."):
        assert words in shown
    for label in ("What I take back", "What still stands"):
        assert f"<dt>{label}</dt>" in shown
    parent.browser.post(f"/card/{repair}/", sent(card(parent, repair)) | {"opening": "I was loud."})
    assert "No screens after eight." in face(parent, repair)
    assert "When it gets loud, I will step outside." in face(parent, repair)


def test_everything_that_was_written_is_one_tap_away_and_printed() -> None:
    parent, repair = _written("I yelled. I threw your bag. It was late. It rained. You cried.", "Mine. All of it.")
    page = card(parent, repair)
    assert "It rained." not in face(parent, repair)
    assert 'href="#all-words"' in page
    there = re.search(r'<section class="over" id="all-words".*?</section>', page, re.DOTALL)[0]
    for words in ("I yelled. I threw your bag. It was late. It rained. You cried.", "Mine. All of it."):
        assert words in there


LONG = "I shouted at you in front of your whole team this morning, and you had done nothing at all to deserve it."


def test_several_questions_are_asked_one_at_a_time_and_the_rest_is_one_tap_away() -> None:
    parent, repair = _written(BLAMES, "You are so lazy.")
    page = card(parent, repair)
    assert "Begin with this?" in page and "Say this too?" not in page
    assert "1 more to look at" in page
    assert "Put the phone down" not in page
    parent.browser.post(f"/card/{repair}/", sent(page) | {"go": f"use-as-is:{fingerprint(BLAMES)}"})
    assert "Say this too?" in card(parent, repair)


def test_the_seam_fills_once_on_the_answer_that_first_makes_the_card() -> None:
    parent, repair = _written()
    assert 'class="art spine made"' in card(parent, repair)
    assert 'class="art spine"' in card(parent, repair)
    other = ada()
    changed = begins(other)
    writes(other, changed, "acknowledge", "I shouted at you.")
    other.browser.post(f"/card/{changed}/", {"opening": "I was loud."})
    assert 'class="art spine"' in card(other, changed)


def test_the_three_dots_hold_all_the_rest() -> None:
    parent, repair = _written()
    held = re.search(r'<details class="dots">.*?</details>', card(parent, repair), re.DOTALL)[0]
    for name in (
        "Change the words on it",
        "Print",
        "Let me hear it",
        "Faces to point to",
        "All my words",
        "More words",
    ):
        assert name in held
    assert f'href="/repair/{repair}/acknowledge/"' in held


def test_a_long_opening_asks_which_part_comes_first_and_takes_the_answer() -> None:
    parent, repair = _written(LONG)
    page = card(parent, repair)
    assert "Which part first?" in page
    part = "I shouted at you in front of your whole team this morning"
    assert f'value="first:{fingerprint(part)}"' in page
    parent.browser.post(f"/card/{repair}/", sent(page) | {"go": f"first:{fingerprint(part)}"})
    assert f'<p class="opening" dir="auto">{part}</p>' in face(parent, repair)
    assert "Which part first?" not in card(parent, repair)
    assert LONG in card(parent, repair)


def test_a_long_opening_may_stay_whole() -> None:
    parent, repair = _written(LONG)
    parent.browser.post(f"/card/{repair}/", sent(card(parent, repair)) | {"go": f"first:{fingerprint(LONG)}"})
    assert f'<p class="opening long" dir="auto">{LONG}</p>' in face(parent, repair)
    assert "Which part first?" not in card(parent, repair)


def test_putting_the_phone_down_closes_the_repair() -> None:
    parent, repair = _written()
    assert b"/repair/" in parent.browser.get("/").content
    answer = parent.browser.post(f"/card/{repair}/", {"opening": "I was loud.", "said": "yes"})
    assert answer["Location"] == "/rest/"
    assert b"/repair/" not in parent.browser.get("/").content


@pytest.mark.parametrize("wrong", [{"opening": "word " * 1000}, {"cue": ["word " * 1000]}, {"cue": ["x"] * 50}])
def test_more_than_a_card_can_hold_is_asked_to_be_shorter_and_kept_on_the_page(wrong: dict[str, object]) -> None:
    parent, repair = _written()
    answer = parent.browser.post(f"/card/{repair}/", {"opening": "Mine."} | wrong)
    assert answer.status_code == 422
    assert 'class="error"' in words_on(answer)
    for words in (*wrong.get("cue", []), wrong.get("opening", "Mine.")):
        assert words.strip() in words_on(answer)


def test_words_of_danger_never_make_a_card() -> None:
    parent = ada()
    repair = begins(parent)
    writes(parent, repair, "acknowledge", "I shook you and it left a mark.", keep="yes")
    assert "shook" not in face(parent, repair)
    assert "All your words are still here." in face(parent, repair)
    assert "I shook you and it left a mark." in card(parent, repair)


def test_after_force_a_card_offers_no_hug() -> None:
    parent = ada()
    repair = begins(parent, kind="grabbed-or-smacked")
    writes(parent, repair, "acknowledge", "I frightened you.")
    writes(parent, repair, "reconnect", "Do you want a hug?")
    assert "I frightened you." in face(parent, repair)
    assert "hug" not in face(parent, repair)
    assert "Do you want a hug?" in card(parent, repair)


def test_a_letter_is_kept_and_no_card_is_made_of_it() -> None:
    said = {Step.ACKNOWLEDGE: "I yelled. Your brother can give you this."}
    letter = Repair(
        datetime(2026, 11, 28, tzinfo=UTC), words=said, warned={Step.ACKNOWLEDGE: frozenset({Caution.GO_BETWEEN})}
    )
    answer = ada().browser.post("/now/card/", {"carried": msgspec.json.encode(letter).decode()})
    page = words_on(answer)
    assert "A letter to keep, not to send" in page
    assert 'class="card"' not in page
    assert "Put the phone down" not in page
    assert said[Step.ACKNOWLEDGE] in page


def test_a_court_order_typed_on_the_card_makes_it_a_letter_and_leads_back() -> None:
    parent, repair = _written()
    order = "There's a court order but you can hand him this."
    parent.browser.post(f"/card/{repair}/", {"opening": order})
    page = card(parent, repair)
    assert "A letter to keep, not to send" in page
    assert order in page
    parent.browser.post(f"/card/{repair}/", {"go": "anew"})
    assert '<p class="opening" dir="auto">I shouted at you about the shoes.</p>' in face(parent, repair)
    assert order not in card(parent, repair)
