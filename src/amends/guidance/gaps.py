"""Missing texts, sources and files, as a list that a translator works down from the top."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from amends.guidance.files import CONTENT, Guidance
from amends.guidance.gaps_rehearsal import rehearsal_lines, rehearsal_texts
from amends.guidance.lacks import Lack, empty, entries, known, unnamed, unreachable
from amends.guidance.shape import GuidanceError, Lesson, StepAge
from amends.guidance.shape_help import Country, HelpFor
from amends.process import (
    NEUTRAL,
    AgeBand,
    Flag,
    Label,
    NoteKind,
    Response,
    RuptureKind,
    Scene,
    Step,
    Tool,
    Trigger,
    When,
)

Look = Callable[[Guidance], Iterator[Lack]]

PAGES_A_TRACK = 8  # at least
CLOSINGS = 12  # of each kind at least, so that notes do not all end alike
QUESTIONS = 4  # of each label at least


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there: in which file, at which field, and what."""

    file: str
    field: str
    missing: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.missing}"


def gaps_in(language: str, root: Path = CONTENT) -> list[Gap]:
    """What `language` still lacks, file by file; an empty list when nothing does.

    In: a folder's name under `root`; one that is not there lacks every file. Out: a Gap for each missing file,
    entry, text or source, and for each file that does not fit. Raises nothing of its own.
    """
    guidance = Guidance(language, root)
    found = list(_missing_files(language, root))
    absent = {gap.file for gap in found}
    looks = {**_SHARED, **{f"{language}/{name}": look for name, look in _OWN.items()}}
    for file, look in looks.items():
        if file not in absent:
            found += _look_into(file, look, guidance)
    return found


def _missing_files(language: str, root: Path) -> Iterator[Gap]:
    """What English has and the language lacks: every file in its folder, not only those this room reads.

    What was learned from its texts lies in there too (`weights`): a language that nobody has taught lacks it.
    """
    folder = root / "en"
    english = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.is_file()}
    for name in sorted(english | set(_OWN)):
        if not (root / language / name).is_file():
            yield Gap(f"{language}/{name}", "$", "no such file")


def _look_into(file: str, look: Look, guidance: Guidance) -> list[Gap]:
    try:
        return [Gap(file, field, missing) for field, missing in look(guidance)]
    except GuidanceError as wrong:
        return [Gap(file, "$", f"wrong file: {wrong}")]


# What each file must hold.


def _steps(guidance: Guidance) -> Iterator[Lack]:
    yield from entries("$.step", Step, guidance.steps, guidance)
    for step, text in guidance.steps.items():
        yield from unnamed(f"$.step[{step}].age", AgeBand, text.ages)
        for cell in text.age:
            yield from _same_kind(f"$.step[{step}].age[{cell.band}].examples", cell)


def _same_kind(field: str, cell: StepAge) -> Iterator[Lack]:
    first, second = cell.examples
    if first.kind is second.kind:
        yield field, f"an example of another kind: both are {first.kind}"


def _ages(guidance: Guidance) -> Iterator[Lack]:
    yield from entries("$.age", AgeBand, guidance.ages, guidance)


def _ruptures(guidance: Guidance) -> Iterator[Lack]:
    yield from entries("$.rupture", RuptureKind, guidance.ruptures, guidance)


def _lessons(guidance: Guidance) -> Iterator[Lack]:
    yield from entries("$.lesson", Lesson, guidance.lessons, guidance)


def _labels(guidance: Guidance) -> Iterator[Lack]:
    yield from entries("$.label", Label, guidance.labels, guidance)
    for label, text in guidance.labels.items():
        if text.lesson is None and label not in NEUTRAL:
            yield f"$.label[{label}].lesson", "no lesson"
        if len(text.questions) < QUESTIONS:
            yield f"$.label[{label}].questions", f"{QUESTIONS} questions; there are {len(text.questions)}"
    yield from _closings(guidance)


def _closings(guidance: Guidance) -> Iterator[Lack]:
    yield from entries("$.closings", NoteKind, guidance.closings, guidance)
    for kind, closings in guidance.closings.items():
        if len(closings.lines) < CLOSINGS:
            yield f"$.closings[{kind}].lines", f"{CLOSINGS} lines; there are {len(closings.lines)}"


def _safety(guidance: Guidance) -> Iterator[Lack]:
    yield from unnamed("$.flag", Flag, guidance.safety.flags)
    yield from unnamed("$.need", HelpFor, guidance.safety.needs)
    yield from empty("$", guidance.safety, known(guidance))


def _library(guidance: Guidance) -> Iterator[Lack]:
    library = guidance.library
    yield from unnamed("$.page", Tool, library.pages)
    for id, (_track, pages) in library.tracks.items():
        if len(pages) < PAGES_A_TRACK:
            yield f"$.track[{id}]", f"{PAGES_A_TRACK} pages; there are {len(pages)}"
    yield from empty("$", library, known(guidance))


def _calm(guidance: Guidance) -> Iterator[Lack]:
    yield from unnamed("$.leaving", AgeBand, guidance.calm.leavings)
    yield from empty("$", guidance.calm, known(guidance))


def _card(guidance: Guidance) -> Iterator[Lack]:
    yield from empty("$", guidance.card, known(guidance))


def _after(guidance: Guidance) -> Iterator[Lack]:
    yield from unnamed("$.response", Response, guidance.after.responses)
    yield from empty("$", guidance.after, known(guidance))


def _moments(guidance: Guidance) -> Iterator[Lack]:
    moments = guidance.moments
    yield from unnamed("$.when.chip", filter(None, When), moments.when.names)
    yield from unnamed("$.where.chip", filter(None, Scene), moments.where.names)
    yield from unnamed("$.cue.chip", filter(None, Trigger), moments.cue.names)
    yield from empty("$", moments, known(guidance))


def _patterns(guidance: Guidance) -> Iterator[Lack]:
    yield from empty("$", guidance.patterns, known(guidance))


def _links(guidance: Guidance) -> Iterator[Lack]:
    yield from empty("$", guidance.links, known(guidance))


def _help(guidance: Guidance) -> Iterator[Lack]:
    for country in guidance.help.country:
        yield from _unanswered(country)
        for line in country.line:
            yield from unreachable(f"$.country[{country.code}].line[{line.name}]", line)
    yield from empty("$", guidance.help, known(guidance))


def _unanswered(country: Country) -> Iterator[Lack]:
    """Needs for which a country has neither a line nor a word on why there is none."""
    for need in HelpFor:
        if not country.lines(need) and not country.lack(need):
            yield f"$.country[{country.code}].line", f"no line for {need}, and no word on why"


def _sources(guidance: Guidance) -> Iterator[Lack]:
    yield from empty("$.source", tuple(guidance.sources.values()), None)


_SHARED: dict[str, Look] = {"sources.toml": _sources, "help.toml": _help}
_OWN: dict[str, Look] = {
    "steps.toml": _steps,
    "ages.toml": _ages,
    "ruptures.toml": _ruptures,
    "lessons.toml": _lessons,
    "labels.toml": _labels,
    "safety.toml": _safety,
    "library.toml": _library,
    "calm.toml": _calm,
    "card.toml": _card,
    "after.toml": _after,
    "moments.toml": _moments,
    "patterns.toml": _patterns,
    "links.toml": _links,
    "rehearsal/texts.toml": rehearsal_texts,
    **{f"rehearsal/{band}.tsv": partial(rehearsal_lines, band=band) for band in AgeBand},
}
