"""Finds the files of a language, and opens each only when it is asked for.

Reading TOML is slow, and the command-line coach needs one file of six.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from amends.guidance.shape import (
    AgesFile,
    AgeText,
    Closings,
    GuidanceError,
    LabelsFile,
    LabelText,
    Lesson,
    LessonsFile,
    LessonText,
    RupturesFile,
    RuptureText,
    Source,
    SourcesFile,
    StepsFile,
    StepText,
    decode,
)
from amends.guidance.shape_circle import CircleText
from amends.guidance.shape_help import Help
from amends.guidance.shape_letters import LettersText
from amends.guidance.shape_library import AfterText, CalmText, CardText, Library
from amends.guidance.shape_links import LinksText
from amends.guidance.shape_moments import MomentText
from amends.guidance.shape_patterns import PatternsText
from amends.guidance.shape_rehearsal import (
    ChildLine,
    ParentScript,
    ParentsFile,
    RehearsalText,
    VoiceRules,
    child_lines,
)
from amends.guidance.shape_safety import Safety
from amends.known import know
from amends.process import AgeBand, Label, NoteKind, RuptureKind, Step

CONTENT = Path(__file__).parent / "content"
know(StepsFile, AgesFile, RupturesFile, LessonsFile, LabelsFile, SourcesFile, Safety, Help, Library, CalmText, CardText)
know(AfterText, MomentText, PatternsText, LinksText, CircleText, LettersText, RehearsalText, ParentsFile, VoiceRules)

F = TypeVar("F", bound=msgspec.Struct)
K = TypeVar("K")
V = TypeVar("V")


def languages(root: Path = CONTENT) -> tuple[str, ...]:
    """The languages there is a folder for, in the order of the alphabet. Whether one is complete, `gaps_in` says."""
    return tuple(sorted(folder.name for folder in root.iterdir() if folder.is_dir()))


def load(language: str = "en") -> "Guidance":
    """All texts in `language`, the same object at every call; files are read when a part is first used.

    Raises GuidanceError for a language without a folder.
    """
    return _load(language)


@lru_cache
def _load(language: str) -> "Guidance":
    # Compared with the folders there are, so that no name from outside becomes a path.
    if language not in languages():
        raise GuidanceError(f"no guidance in {language!r}; there is: {', '.join(languages())}")
    return Guidance(language)


def keyed(file: str, entries: Iterable[V], key: Callable[[V], K]) -> Mapping[K, V]:
    """The entries by their key. Raises GuidanceError where a key stands twice: one text would hide the other."""
    found: dict[K, V] = {}
    for entry in entries:
        if key(entry) in found:
            raise GuidanceError(f"{file}: {key(entry)} stands twice")
        found[key(entry)] = entry
    return MappingProxyType(found)


class Guidance:
    """All texts in one language.

    Each part is read once, when it is first asked for, and raises GuidanceError where its file is missing or
    does not fit.
    """

    def __init__(self, language: str, root: Path = CONTENT) -> None:
        self.language = language
        self._root = root

    def _own(self, name: str, shape: type[F]) -> F:
        return decode(self._root, f"{self.language}/{name}", shape)

    @cached_property
    def steps(self) -> Mapping[Step, StepText]:
        """The six steps; `steps[Step.CALM].ages[AgeBand.TEEN]` is one step for one age."""
        texts = self._own("steps.toml", StepsFile).step
        for text in texts:
            keyed(f"{self.language}/steps.toml: {text.id}", text.age, lambda cell: cell.band)
        return keyed(f"{self.language}/steps.toml", texts, lambda text: text.id)

    @cached_property
    def ages(self) -> Mapping[AgeBand, AgeText]:
        """The six age bands."""
        return keyed(f"{self.language}/ages.toml", self._own("ages.toml", AgesFile).age, lambda text: text.band)

    @cached_property
    def ruptures(self) -> Mapping[RuptureKind, RuptureText]:
        """The kinds of rupture."""
        texts = self._own("ruptures.toml", RupturesFile).rupture
        return keyed(f"{self.language}/ruptures.toml", texts, lambda text: text.kind)

    @cached_property
    def lessons(self) -> Mapping[Lesson, LessonText]:
        """The eight lessons; a lesson's id works as a key too."""
        texts = self._own("lessons.toml", LessonsFile).lesson
        return keyed(f"{self.language}/lessons.toml", texts, lambda text: text.id)

    @cached_property
    def labels(self) -> Mapping[Label, LabelText]:
        """What the coach says of each label."""
        return keyed(f"{self.language}/labels.toml", self._labels.label, lambda text: text.id)

    @cached_property
    def closings(self) -> Mapping[NoteKind, Closings]:
        """How a note may end, by its kind."""
        return keyed(f"{self.language}/labels.toml", self._labels.closings, lambda closings: closings.kind)

    @cached_property
    def _labels(self) -> LabelsFile:
        return self._own("labels.toml", LabelsFile)

    @cached_property
    def safety(self) -> Safety:
        """The words for when words are not enough."""
        safety = self._own("safety.toml", Safety)
        keyed(f"{self.language}/safety.toml", safety.flag, lambda text: text.id)
        keyed(f"{self.language}/safety.toml", safety.need, lambda text: text.id)
        return safety

    @cached_property
    def library(self) -> Library:
        """The five tracks, their pages, and why repair is worth it."""
        library = self._own("library.toml", Library)
        keyed(f"{self.language}/library.toml", library.page, lambda page: page.id)
        return library

    @cached_property
    def calm(self) -> CalmText:
        """The first step in words."""
        return self._own("calm.toml", CalmText)

    @cached_property
    def card(self) -> CardText:
        """What is asked on the card, and what stands where there is none."""
        return self._own("card.toml", CardText)

    @cached_property
    def after(self) -> AfterText:
        """What comes after the words, and the words about limits."""
        return self._own("after.toml", AfterText)

    @cached_property
    def moments(self) -> MomentText:
        """When and where a moment was, what came before it, and how it is logged."""
        moments = self._own("moments.toml", MomentText)
        file = f"{self.language}/moments.toml"
        keyed(f"{file}: when", moments.when.chip, lambda chip: chip.id)
        keyed(f"{file}: where", moments.where.chip, lambda chip: chip.id)
        keyed(f"{file}: cue", moments.cue.chip, lambda chip: chip.id)
        return moments

    @cached_property
    def patterns(self) -> PatternsText:
        """What is said of the moments that were written down."""
        return self._own("patterns.toml", PatternsText)

    @cached_property
    def links(self) -> LinksText:
        """What somebody reads who was given a letter by a link."""
        return self._own("links.toml", LinksText)

    @cached_property
    def circle(self) -> CircleText:
        """What is said around the people one knows here."""
        circle = self._own("circle.toml", CircleText)
        keyed(f"{self.language}/circle.toml: meaning", circle.meaning, lambda one: one.role)
        return circle

    @cached_property
    def letters(self) -> LettersText:
        """What is given to somebody, and what lies here from others."""
        letters = self._own("letters.toml", LettersText)
        file = f"{self.language}/letters.toml"
        keyed(f"{file}: became", letters.became, lambda became: became.id)
        keyed(f"{file}: write", letters.write, lambda write: write.id)
        return letters

    @cached_property
    def rehearsal(self) -> RehearsalText:
        """The scenes of a rehearsal, and what is said around it."""
        texts = self._own("rehearsal/texts.toml", RehearsalText)
        file = f"{self.language}/rehearsal/texts.toml"
        keyed(f"{file}: act", texts.act, lambda act: act.id)
        keyed(f"{file}: move", texts.move, lambda move: move.id)
        return texts

    @cached_property
    def parents(self) -> tuple[ParentScript, ...]:
        """Made-up parents, for rehearsals that people rate."""
        return self._own("rehearsal/parents.toml", ParentsFile).parent

    @cached_property
    def voice(self) -> VoiceRules:
        """How a language model is asked to word a line of the child's, and what it may never say."""
        return self._own("rehearsal/voice.toml", VoiceRules)

    def lines(self, band: AgeBand) -> tuple[ChildLine, ...]:
        """What a child of this age does and says in a rehearsal."""
        return child_lines(self._root, f"{self.language}/rehearsal/{band}.tsv")

    @cached_property
    def help(self) -> Help:
        """The help lines, the same in every language."""
        lines = decode(self._root, "help.toml", Help)
        keyed("help.toml", lines.country, lambda country: country.code)
        return lines

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Where the claims come from, by id."""
        return keyed("sources.toml", decode(self._root, "sources.toml", SourcesFile).source, lambda source: source.id)
