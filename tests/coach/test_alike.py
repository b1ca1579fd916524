"""Who speaks, of whom, and how it is spelled: the models hear the same."""

import re

import pytest

from amends.coach import read
from amends.coach.alike import alike
from amends.coach.language import language
from amends.coach.normalise import plain
from amends.process import Place

ENGLISH = language("en")
TEXT = (
    "Dad shouted at you and your brother, and that was wrong. He was scared when he heard me, and it was my fault. "
    "Your father's work is no excuse. It's his favourite cup, I know, and I'm sorry I threw it."
)
OTHERS = {
    "a mother": {"Dad": "Mum", "father's": "mother's"},
    "an American mother": {"Dad": "Mom", "father's": "mother's"},
    "a grandmother": {"Dad": "Grandma", "father's": "grandmother's"},
    "of a girl": {"brother": "sister", "He": "She", "he": "she", "his": "her"},
    "spelled as in America": {"favourite": "favorite"},
    "without apostrophes": {"It's": "Its", "I'm": "Im", "father's": "fathers"},
}
# Without its mark, each of these is a word of its own: they are told apart by what follows, or not at all.
WORDS_OF_THEIR_OWN = {"i'll", "we'll", "we're", "she'll", "she'd", "he'll"}


def heard(text: str) -> str:
    return alike(plain(text, Place(0, len(text)), ENGLISH)).text


def labels(text: str) -> list[set[object]]:
    found = read(text)
    return [set(found.labels(place)) for place in found.sentences]


@pytest.mark.parametrize("words", OTHERS.values(), ids=OTHERS)
def test_the_same_said_by_another_or_spelled_otherwise_is_heard_the_same(words: dict[str, str]) -> None:
    other = re.sub(r"[\w']+", lambda word: words.get(word[0], word[0]), TEXT)
    assert other != TEXT
    assert labels(other) == labels(TEXT)


def test_what_stands_for_others_stands_for_itself() -> None:
    kinds = ENGLISH.spelling.alike
    assert not set(kinds) & set(kinds.values())


def test_a_place_in_the_message_stays_where_it_was() -> None:
    told = plain(TEXT, Place(0, len(TEXT)), ENGLISH)
    same = alike(told)
    at = same.text.index(" mum ") + 1
    dad = same.place(at, at + len("mum"))
    assert TEXT[dad.start : dad.end] == "Dad"
    assert [(one.start, one.end) for one in same.words] == [(one.start, one.end) for one in told.words]


def test_an_apostrophe_that_is_left_out_changes_no_word_that_is_two() -> None:
    spelling = ENGLISH.spelling
    two = {word for word in spelling.joined if "'" in word and " " not in word} - WORDS_OF_THEIR_OWN
    assert len(two) > 40
    assert {word: heard(word.replace("'", "")) for word in two if heard(word) != heard(word.replace("'", ""))} == {}


def test_a_short_form_with_a_capital_letter_is_nobodys_name() -> None:
    assert heard("Ive said it. Sam, Ive") == heard("I have said it. Sam, I have")


# Each with its neighbours: as the short form, and as the word that it is besides.
SHORT_OR_NOT = [
    ("Tomorrow ill ring you and ill pretend.", "Tomorrow I'll ring you and I'll pretend."),
    ("And well put the kettle on.", "And we'll put the kettle on."),
    ("Were going to the park, were both tired.", "We're going to the park, we're both tired."),
    ("Then wed have breakfast, and wed laugh.", "Then we'd have breakfast, and we'd laugh."),
    ("Leons at judo. Priyas mum said so.", "Leon's at judo. Priya's mum said so."),
    ("Nannys picking you up.", "Nanny's picking you up."),
]
OTHER_WORDS = [
    "I was ill and you made me ill.",
    "She's ill today, so very ill that I stayed.",
    "You know it well, go and do well.",
    "We might as well have stayed.",
    "Were you going? You were going.",
    "On wed night, or tue and wed.",
    "Your bits and bobs.",
]


@pytest.mark.parametrize(("typed", "meant"), SHORT_OR_NOT)
def test_neighbours_say_that_an_apostrophe_was_left_out(typed: str, meant: str) -> None:
    assert heard(typed) == heard(meant)


@pytest.mark.parametrize("typed", OTHER_WORDS)
def test_and_that_none_was(typed: str) -> None:
    typed_words = re.sub(r"[^a-z' ?]", "", typed.lower()).replace("?", " ?").split()
    assert heard(typed).split() == typed_words


def test_what_follows_a_word_follows_it_without_a_stop_between() -> None:
    assert heard("Ill go, and well go.") == heard("I'll go, and we'll go.")
    assert heard("Well, go on") == " well go on "


def test_a_sentence_without_a_word_is_heard_as_nothing() -> None:
    assert heard("…").split() == []


def test_rules_of_danger_read_he_and_she_as_they_were_written() -> None:
    told = plain("He said she hit him.", Place(0, 20), ENGLISH)
    assert told.text == " he said she hit him "
    assert alike(told).text == " she said she hit her "
