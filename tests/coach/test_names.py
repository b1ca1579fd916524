"""Names of people: all are heard as one, however they are typed, and words that are no names stay words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.coach import read
from amends.coach.language import language
from amends.coach.normalise import plain
from amends.coach.sentences import split
from amends.process import Label, Place

ENGLISH = language("en")
ON_NO_LIST = (
    "Oluwadamilola",
    "Xóchitl",
    "Zbyszek",
    "Ngozichukwuka",
    "Thandokazi",
    "Brynhildur",
    "Quvenzhané",
    "D'Shaun",
)
MESSAGES = [
    "{}, I yelled at you about the shoes this morning. That was my fault. I'm sorry.",
    "I'm sorry {}, but you never listen. I told {} that it was me who broke {}'s bike.",
    "Do you want a hug, {}? I should not have called you lazy.",
    "Dear {}, I love you no matter what. I was wrong, and {} was right.",
]


def _plain(text: str) -> list[str]:
    return [plain(text, place, ENGLISH).text for place in split(text, ENGLISH.grammar)]


def _labels(text: str) -> list[set[Label]]:
    reading = read(text)
    return [set(reading.labels(place)) for place in reading.sentences]


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("name", ["Emily", "Mohammed", "Nkechi", "Wei", "DeShawn", "Grace", "Will", *ON_NO_LIST])
def test_another_name_is_the_same_message(message: str, name: str) -> None:
    assert _plain(message.replace("{}", name)) == _plain(message.replace("{}", "Sam"))
    assert _labels(message.replace("{}", name)) == _labels(message.replace("{}", "Sam"))


@given(st.sampled_from(sorted(ENGLISH.names.known.split())), st.sampled_from(MESSAGES))
def test_every_name_of_the_list_is_one_in_small_letters_too(name: str, message: str) -> None:
    assert _plain(message.replace("{}", name)) == _plain(message.replace("{}", "sam"))


@pytest.mark.parametrize(
    "text",
    [
        "Mark my words, I was wrong.",
        "Hope is all I have.",
        "I will go and may be late.",
        "Mummy shouted at you.",
        "I Am Sorry I Yelled At You",
        "SORRY I YELLED",
        "Sorry, love.",
        "Yesterday I'm told I Don't listen.",
        "Screeching at you was wrong.",
        "On Monday I shouted.",
    ],
)
def test_words_that_are_no_names_stay(text: str) -> None:
    assert f" {ENGLISH.names.stands_for} " not in " ".join(_plain(text))


def test_a_mark_stands_under_the_name_as_it_was_typed() -> None:
    text = "I broke Thandokazi's bike."
    word = plain(text, Place(0, len(text)), ENGLISH).words[2]
    assert (word.text, text[word.start : word.end]) == ("sam's", "Thandokazi's")
