from hypothesis import given

from amends.process import CUES, Card, Label, Place, Reading, Span, card_from, tidy
from tests.process.strategies import TEXTS_READ

TEXT = "Hey love. I shouted at you. It was not your fault. But you were rude. Shall we read?"
PLACES = tuple(Place(TEXT.index(part), TEXT.index(part) + len(part)) for part in (
    "Hey love.", "I shouted at you.", "It was not your fault.", "But you were rude.", "Shall we read?"
))  # fmt: skip
LABELS = ((), (Label.ACKNOWLEDGE,), (Label.RESPONSIBILITY,), (Label.BLAME, Label.VALIDATE), (Label.RECONNECT,))
READING = Reading(
    PLACES, tuple(Span(p, one, p, 1.0, "cue") for p, ls in zip(PLACES, LABELS, strict=True) for one in ls)
)


@given(TEXTS_READ)
def test_every_word_on_a_card_is_the_parents_own(read: tuple[str, Reading]) -> None:
    text, reading = read
    card = card_from(text, reading)
    assert card.opening in tidy(text)
    assert all(cue in tidy(text) for cue in card.cues)
    assert len(card.cues) <= CUES


def test_a_card_opens_with_the_act_and_follows_with_what_comes_after() -> None:
    assert card_from(TEXT, READING) == Card("I shouted at you.", ("It was not your", "Shall we read"))


def test_a_sentence_that_may_hurt_is_no_cue() -> None:
    assert "But you were rude" not in card_from(TEXT, READING).cues


def test_the_first_words_open_the_card_where_no_act_is_named() -> None:
    assert card_from("Hey love.", Reading((Place(0, 9),))).opening == "Hey love."


def test_words_that_may_hurt_open_a_card_only_where_there_are_no_others() -> None:
    place = Place(0, 17)
    only = Reading((place,), (Span(place, Label.BLAME, place, 1.0, "cue"),))
    assert card_from("You started this.", only).opening == "You started this."


def test_no_words_make_an_empty_card() -> None:
    assert card_from("", Reading()) == Card()
