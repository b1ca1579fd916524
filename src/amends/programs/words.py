"""The coach's reading of one text, as programs get it."""

from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from amends.coach import read
from amends.known import know
from amends.process import AgeBand, Flag, Label, Place, Reading, Repair, Step, heeded, message_of
from amends.programs.age import Age, band


@dataclass(frozen=True, slots=True)
class ReadAsked:
    """A text that somebody means to say to a child. What else stands in the object is not looked at."""

    text: Annotated[str, Meta(description="The words.", examples=["I'm sorry I yelled, but you never listen."])]
    age: Age = None


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence: where it stands in the text, counted in code points, and what its words do."""

    start: int
    end: int
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """How the text reads. `flags` is danger that stops: no words are the help then. `maybe` is danger that is likely
    enough to ask about, and too unsure to stop."""

    sentences: tuple[ReadSentence, ...]
    flags: tuple[Flag, ...]
    maybe: tuple[Flag, ...]


know(ReadAsked, ReadAnswer)


def words_of(given: Any) -> tuple[str, AgeBand | None]:
    """The text that was sent, and for whom it is. Raises ValueError that says what it must be."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError('must be an object with "text" as a string')
    return given["text"], band(given.get("age"))


def reading_of(text: str, age: AgeBand | None) -> ReadAnswer:
    """What the words do, sentence by sentence."""
    reading = read(text, age)
    return _answer(reading, Place(0, len(text)))


def reading_in(repair: Repair, step: Step) -> ReadAnswer | None:
    """What the words of one step do, read among those of all steps; places count from where this step begins.

    None where there are none, and where danger was told in this repair: wording is not what is needed then.
    """
    message = message_of(repair)
    within = message.places.get(step)
    if within is None or repair.heard:
        return None
    return _answer(heeded(read(message.text, repair.child.band), repair.overruled), within)


def _answer(reading: Reading, within: Place) -> ReadAnswer:
    there = (place for place in reading.sentences if within.start <= place.start < within.end)
    sentences = tuple(_sentence(reading, place, within.start) for place in there)
    return ReadAnswer(sentences, tuple(reading.flags), tuple(reading.maybe))


def _sentence(reading: Reading, place: Place, begins: int) -> ReadSentence:
    return ReadSentence(place.start - begins, place.end - begins, tuple(reading.labels(place)))
