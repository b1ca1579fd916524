"""The coach's reading of one text, as programs get it."""

from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from amends.coach import read
from amends.known import know
from amends.process import AgeBand, Flag, Label, Place, Reading
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
    sentences = tuple(_sentence(reading, place) for place in reading.sentences)
    return ReadAnswer(sentences, tuple(reading.flags), tuple(reading.maybe))


def _sentence(reading: Reading, place: Place) -> ReadSentence:
    return ReadSentence(place.start, place.end, tuple(reading.labels(place)))
