import re
from pathlib import Path

import pytest

from amends.guidance import CONTENT, Guidance, GuidanceError, Lesson, languages, load
from amends.process import AgeBand, Flag, Label, RuptureKind, Step
from tests.guidance.conftest import Damage

PARTS = ("steps", "ages", "ruptures", "lessons", "labels", "safety", "help", "sources")


def test_english_is_there_and_loads_without_being_asked_for() -> None:
    assert "en" in languages()
    assert load() is load("en")
    assert load().language == "en"


@pytest.mark.parametrize("name", ["xx", "", ".", "..", "../content/en", "EN"])
def test_an_unknown_language_is_refused_by_name(name: str) -> None:
    with pytest.raises(GuidanceError, match=re.escape(f"no guidance in {name!r}; there is: en")):
        load(name)


def test_a_wrong_file_is_also_a_value_error() -> None:
    assert issubclass(GuidanceError, ValueError)


def test_every_part_is_keyed_by_the_words_of_the_process() -> None:
    guidance = load()
    assert list(guidance.steps) == list(Step)
    assert list(guidance.ages) == list(AgeBand)
    assert list(guidance.ruptures) == list(RuptureKind)
    assert list(guidance.labels) == list(Label)
    assert list(guidance.lessons) == list(Lesson)
    assert set(guidance.safety.flags) == set(Flag)
    assert list(guidance.steps[Step.CALM].ages) == list(AgeBand)


def test_a_part_is_read_once_and_cannot_be_changed() -> None:
    guidance = Guidance("en")
    assert guidance.labels is guidance.labels
    with pytest.raises(TypeError):
        guidance.labels[Label.PLAN] = guidance.labels[Label.LIMIT]  # type: ignore[index]
    with pytest.raises(AttributeError):
        guidance.labels[Label.PLAN].name = "another"  # type: ignore[misc]


def test_the_coach_opens_its_own_file_and_no_other(content: Path) -> None:
    for path in content.rglob("*.toml"):
        if path.name != "labels.toml":
            path.unlink()
    assert Guidance("en", content).labels[Label.EXCUSE].name


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_file_is_named(content: Path, part: str) -> None:
    (path,) = content.rglob(f"{part}.toml")
    path.unlink()
    with pytest.raises(GuidanceError, match=rf"{part}\.toml: there is no such file"):
        getattr(Guidance("en", content), part)


FAULTS = [
    ("steps", 'id = "calm"', 'id = "pauze"', "steps.toml: Invalid enum value 'pauze' - at `$.step[0].id`"),
    ("steps", 'band = "0-2"', 'band = "baby"', "steps.toml: Invalid enum value 'baby' - at `$.step[0].age[0].band`"),
    ("steps", 'kind = "lost-patience"', 'kind = "shouted"', "at `$.step[0].age[0].examples[0].kind`"),
    ("ages", "max_words = 10", 'max_words = "ten"', "ages.toml: Expected `int | null`, got `str` - at `$.age[0]"),
    ("ruptures", "line = ", "lines = ", "ruptures.toml: Object contains unknown field `lines` - at `$.rupture[0]`"),
    ("lessons", 'when = "unrepaired"', 'when = "later"', "lessons.toml: Invalid enum value 'later' - at `$.lesson[0]"),
    ("labels", 'lesson = "love', 'lesson = "hate', "labels.toml: Invalid enum value 'hate-outlasts-mistakes' - at"),
    ("labels", "unsure = ", "# unsure = ", "labels.toml: Object missing required field `unsure` - at `$.label[0]`"),
    ("safety", 'id = "harm_child"', 'id = "harm"', "safety.toml: Invalid enum value 'harm' - at `$.flag[0].id`"),
    ("moments", 'id = "just-now"', 'id = "now"', "moments.toml: Invalid enum value 'now' - at `$.when.chip[0].id`"),
    (
        "help",
        'for = ["violence"]',
        'for = ["fun"]',
        "help.toml: Invalid enum value 'fun' - at `$.country[0].line[0].for[0]`",
    ),
    (
        "help",
        "checked_on = 2026-11-23",
        "checked_on = 3",
        "help.toml: Expected `date`, got `int` - at `$.country",
    ),
    ("sources", 'author = "Amends"', "author = 1", "sources.toml: Expected `str`, got `int` - at `$.source[0].author`"),
    ("sources", "[[source]]", "[[source", "sources.toml: "),
]


@pytest.mark.parametrize(("part", "old", "new", "says"), FAULTS)
def test_a_planted_error_is_named_by_file_and_field(damage: Damage, part: str, old: str, new: str, says: str) -> None:
    file = f"{part}.toml" if (CONTENT / f"{part}.toml").is_file() else f"en/{part}.toml"
    root = damage(file, old, new)
    with pytest.raises(GuidanceError, match=re.escape(says)):
        getattr(Guidance("en", root), part)


TWICE = [
    ("en/steps.toml", 'id = "plan"', 'id = "calm"', "en/steps.toml: calm stands twice"),
    ("en/steps.toml", 'band = "3-5"', 'band = "0-2"', "en/steps.toml: calm: 0-2 stands twice"),
    ("en/labels.toml", 'id = "limit"', 'id = "plan"', "en/labels.toml: plan stands twice"),
    ("en/safety.toml", 'id = "secrecy"', 'id = "neglect"', "en/safety.toml: neglect stands twice"),
    ("en/moments.toml", 'id = "yesterday"', 'id = "just-now"', "en/moments.toml: when: just-now stands twice"),
    ("en/moments.toml", 'id = "car"', 'id = "shop"', "en/moments.toml: where: shop stands twice"),
    ("en/moments.toml", 'id = "mess"', 'id = "work"', "en/moments.toml: cue: work stands twice"),
    ("help.toml", 'code = "CA"', 'code = "US"', "help.toml: US stands twice"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), TWICE)
def test_what_stands_twice_is_refused_so_that_no_text_hides_another(
    damage: Damage, file: str, old: str, new: str, says: str
) -> None:
    root = damage(file, old, new)
    with pytest.raises(GuidanceError, match=re.escape(says)):
        getattr(Guidance("en", root), Path(file).stem)


def test_a_file_that_is_not_text_is_named(content: Path) -> None:
    (content / "en" / "ages.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(GuidanceError, match="en/ages.toml: .*utf-8"):
        _ = Guidance("en", content).ages
