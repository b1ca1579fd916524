"""Hands stay apart, and a message told as somebody else's keeps its sentences and labels."""

import random
from dataclasses import replace

import pytest

from amends.coach.sentences import split
from training.alter import Edit, altered, known_names, rewritten
from training.corpus import ENGLISH, FOLDER, Message, messages
from training.hands import apart, by, common

FILES = sorted((FOLDER / "hands").glob("*.jsonl"))
CHOSEN = [message for file in FILES for message in messages(file)[::20]]


def test_the_hands_are_those_that_the_card_names() -> None:
    found = [message for file in FILES for message in messages(file)]
    assert len(FILES) == 135
    assert len(found) == 32_314
    assert sum(len(message.sentences) for message in found) == 154_039


def test_a_hand_stands_in_one_part_alone() -> None:
    them = apart()
    named = [*them.dev, *them.test, *them.left_out]
    assert len(named) == len(set(named))
    assert set(named) <= {file.stem for file in FILES}
    assert not set(named) & {message.hand for message in common()}


def test_no_text_that_is_read_unseen_is_learned_from() -> None:
    them = apart()
    learned = {message.text for message in common()}
    assert not learned & {message.text for message in by(*them.dev, *them.test, *them.left_out)}


def test_old_text_never_goes_by_the_name_of_a_hand() -> None:
    assert {"old-wa", "old-en", "lines", "pairs", "guide", "wb"} <= {message.hand for message in common()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_sentences_of_a_hand_are_those_the_coach_makes(file) -> None:
    for message in messages(file):
        assert [(place.start, place.end) for place in split(message.text, ENGLISH.grammar)] == [
            (one.start, one.end) for one in message.sentences
        ]


def test_a_name_that_is_no_word_is_known() -> None:
    told = replace(CHOSEN[0], text="Sorry, Ottilie, I am sorry I shouted. Look, that was wrong. Mum, I look silly now.")
    assert known_names([told]) == {"Ottilie"}


def test_places_move_with_the_text() -> None:
    message = next(message for message in CHOSEN if len(message.sentences) == 2)
    first, second = ("Bo, " + message.text[one.start : one.end] for one in message.sentences)
    told = rewritten(
        message, [Edit(0, 0, "Bo, "), Edit(message.sentences[1].start, message.sentences[1].start, "Bo, ")]
    )
    assert told.text[told.sentences[0].start : told.sentences[0].end].startswith(first)
    assert second.endswith(told.text[told.sentences[1].start : told.sentences[1].end])


@pytest.mark.parametrize("seed", range(5))
def test_told_by_somebody_else_a_message_keeps_its_labels_and_borders(seed: int) -> None:
    dice, names = random.Random(seed), known_names(CHOSEN)
    for message in CHOSEN:
        told = altered(message, names, dice)
        assert told.gold == message.gold
        assert _places_in_order(told)


def _places_in_order(message: Message) -> bool:
    places = [place for one in message.sentences for place in (one.start, one.end)]
    return places == sorted(places) and places[-1] <= len(message.text)
