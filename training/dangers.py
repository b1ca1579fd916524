"""Words of danger and their harmless twins as messages, by whole hands; and ordinary messages to set beside them."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from amends.coach.safety import alarms
from amends.coach.sentences import split
from amends.process import Flag
from training import hands
from training.corpus import ENGLISH, FOLDER, Message, Sentence, guide

FILE = FOLDER / "safety.jsonl"
FOLDS = (("sa", "sd"), ("sb", "se"), ("sc", "sf"))  # left out of one training each
FLAGS = tuple(Flag)
MOST_COMPANY = 3  # ordinary sentences


def dangers(*names: str) -> list[Message]:
    """What these hands wrote, in the order of the file; all of it without names."""
    with FILE.open(encoding="utf-8") as lines:
        found = [_danger(line) for line in lines]
    return [one for one in found if not names or one.hand in names]


def unfolded() -> list[Message]:
    """What the hands of no fold wrote."""
    folded = {hand for fold in FOLDS for hand in fold}
    return [one for one in dangers() if one.hand not in folded]


def _danger(line: str) -> Message:
    given = json.loads(line)
    return bare(given["id"], given["text"], given["flags"], given["author"])


def bare(name: str, text: str, flags: Sequence[str] = (), hand: str = "") -> Message:
    """A text as a message without labels."""
    sentences = tuple(Sentence(place.start, place.end, frozenset()) for place in split(text, ENGLISH.grammar))
    return Message(name, hand, "safety", "", text, sentences, frozenset(flags), hand=hand)


@cache
def learned_messages() -> list[Message]:
    """The messages that the reader learns from: what their writers had in mind says which of them are ordinary."""
    return [one for one in hands.learned() if one.hand not in ("guide", "pairs", hands.OLD_LINES)]


@cache
def harmless() -> list[Message]:
    """Those of them without danger in mind, and without a word that a rule takes for one: most writers were not asked
    for flags, and an arm may have been grabbed."""
    return [one for one in learned_messages() if not one.flags and not alarms(one.text)]


def ordinary_messages() -> list[Message]:
    """Some messages of the dev hands in which the writer had no danger in mind. No ear learns from them."""
    return [one for one in hands.by(*hands.apart().dev) if not one.flags][::3]


@cache
def guided() -> list[Message]:
    """The guide's own examples in which no rule hears danger: no ear may, either."""
    return [one for one in guide() if not alarms(one.text)]


def alone(message: Message, dice: random.Random) -> Message:
    """One sentence of the message by itself: where a text stops, the ear asks which sentence does."""
    one = dice.choice(message.sentences)
    return replace(bare(message.id, message.text[one.start : one.end], hand=message.hand), flags=message.flags)


def in_company(message: Message, others: Sequence[Message], dice: random.Random) -> Message:
    """The message with a few sentences of another around it: danger is often said in passing."""
    other = dice.choice(others)
    start = dice.randrange(len(other.sentences))
    some = other.sentences[start : start + dice.randint(1, MOST_COMPANY)]
    words = other.text[some[0].start : some[-1].end]
    text = f"{words} {message.text}" if dice.random() < 0.5 else f"{message.text} {words}"
    return replace(bare(message.id, text, hand=message.hand), flags=message.flags)
