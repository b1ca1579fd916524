"""The frozen types that the files decode into.

They decide what a file may hold. What a well-formed file still lacks (a step, a source, a text) is for `gaps_in` to
say, so that a translator gets a list and not the first stumble only.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec

from amends.process import AgeBand, Label, NoteKind, RuptureKind, Step

T = TypeVar("T", bound=msgspec.Struct)


class GuidanceError(ValueError):
    """A file of guidance is missing or does not fit, or there is no such language. Names the file and the field."""


def decode(root: Path, name: str, shape: type[T]) -> T:
    """The file `name` under `root` as `shape`.

    Raises GuidanceError: "en/steps.toml: Invalid enum value 'pauze' - at `$.step[0].id`".
    """
    try:
        return msgspec.toml.decode((root / name).read_text(encoding="utf-8"), type=shape)
    except FileNotFoundError:
        raise GuidanceError(f"{name}: there is no such file") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as misfit:
        raise GuidanceError(f"{name}: {misfit}") from misfit


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all of them share: nothing changes them, and a misspelt field is a misfit."""


# Sources, the same for every language.


class Source(Shape, frozen=True):
    """Where a claim comes from. `year` and `link` are None where there is none."""

    id: str
    author: str
    title: str
    supports: str
    year: int | None = None
    link: str | None = None

    @property
    def named(self) -> str:
        """Who wrote it, and when."""
        return f"{self.author}, {self.year}" if self.year else self.author


class SourcesFile(Shape, frozen=True):
    """sources.toml."""

    source: tuple[Source, ...]


# The process in words: steps, ages, kinds of rupture.


class Example(Shape, frozen=True):
    """A line from another family's situation, and the kind of rupture it belongs to."""

    kind: RuptureKind
    text: str


class StepAge(Shape, frozen=True):
    """One step for one age band: a question, one line on how, why, and two examples."""

    band: AgeBand
    question: str
    how: str
    why: str
    examples: tuple[Example, Example]
    sources: tuple[str, ...] = ()

    @property
    def prompt(self) -> str:
        """What the parent is asked: the question and how to go about it."""
        return f"{self.question} {self.how}"

    def example(self, own: RuptureKind) -> Example | None:
        """The first example of another kind than the parent's own rupture: it is to lean on, not to copy."""
        return next((example for example in self.examples if example.kind is not own), None)


class StepText(Shape, frozen=True):
    """A step in words."""

    id: Step
    title: str
    short: str
    purpose: str
    age: tuple[StepAge, ...]
    sources: tuple[str, ...] = ()

    @property
    def ages(self) -> Mapping[AgeBand, StepAge]:
        """What the step says for each age band."""
        return {cell.band: cell for cell in self.age}


class StepsFile(Shape, frozen=True):
    """steps.toml."""

    step: tuple[StepText, ...]


class AgeText(Shape, frozen=True):
    """An age band: `length` and `max_words` are None where length is the parent's own affair."""

    band: AgeBand
    name: str
    understanding: str
    favour: tuple[str, ...]
    hold_back: tuple[str, ...]
    length: str | None = None
    max_words: int | None = None
    sources: tuple[str, ...] = ()


class AgesFile(Shape, frozen=True):
    """ages.toml."""

    age: tuple[AgeText, ...]


class RuptureText(Shape, frozen=True):
    """A kind of rupture: the chip as a parent would say it, and one line that neither shames nor shrinks."""

    kind: RuptureKind
    name: str
    line: str
    sources: tuple[str, ...] = ()


class RupturesFile(Shape, frozen=True):
    """ruptures.toml."""

    rupture: tuple[RuptureText, ...]


# What the coach explains: labels, and the lesson that words like these may teach.


class When(StrEnum):
    """Whether a lesson is learned where a rupture was left alone, or where it was mended."""

    UNREPAIRED = "unrepaired"
    REPAIRED = "repaired"


class Lesson(StrEnum):
    """What a child may take from words like these: four left alone, four mended."""

    I_DO_NOT_MATTER = "i-do-not-matter"
    FEELINGS_DO_NOT_COUNT = "feelings-do-not-count"
    MISTAKES_ARE_HIDDEN = "mistakes-are-hidden"
    HARSHNESS_IS_ALLOWED = "harshness-is-allowed"
    LOVE_OUTLASTS_MISTAKES = "love-outlasts-mistakes"
    BONDS_RECOVER = "bonds-recover"
    FEELINGS_ARE_SAFE = "feelings-are-safe"
    HURTS_CAN_BE_MENDED = "hurts-can-be-mended"


class LessonText(Shape, frozen=True):
    """A lesson in words. It is said of words, never of this child."""

    id: Lesson
    when: When
    text: str
    sources: tuple[str, ...] = ()


class LessonsFile(Shape, frozen=True):
    """lessons.toml."""

    lesson: tuple[LessonText, ...]


class LabelText(Shape, frozen=True):
    """A label in plain words.

    `questions` are for a pitfall that is there, and for a component that is missing; `by_age` has better ones for some
    ages; `unsure` is asked where the coach is not sure what it heard. A neutral tag needs no lesson.
    """

    id: Label
    name: str
    does: str
    why: str
    questions: tuple[str, ...]
    unsure: str
    lesson: Lesson | None = None
    sources: tuple[str, ...] = ()
    by_age: Mapping[AgeBand, tuple[str, ...]] = {}

    def asked(self, band: AgeBand | None) -> tuple[str, ...]:
        """The questions for a child of this age."""
        return (self.by_age.get(band) if band else None) or self.questions


class Closings(Shape, frozen=True):
    """How notes of one kind may end: `lines` are sentences, and each note takes one that no other has."""

    kind: NoteKind
    lines: tuple[str, ...]
    sources: tuple[str, ...] = ()


class LabelsFile(Shape, frozen=True):
    """labels.toml."""

    label: tuple[LabelText, ...]
    closings: tuple[Closings, ...]


# When words are not enough.


class Note(Shape, frozen=True):
    """One short text."""

    text: str
    sources: tuple[str, ...] = ()


class Page(Shape, frozen=True):
    """A page of help: a title, and lines in the order they are shown."""

    title: str
    lines: tuple[str, ...]
    sources: tuple[str, ...] = ()
