from pathlib import Path

import pytest

from amends.guidance import Gap, gaps_in
from tests.guidance.conftest import Damage


def test_english_lacks_nothing() -> None:
    assert gaps_in("en") == []


PLANTED = [
    ("en/steps.toml", 'title = "Come down first"', 'title = " "', "$.step[calm].title", "empty text"),
    ("en/steps.toml", '"I put her down safely and felt my feet."', '""',
     "$.step[calm].age[0-2].examples[lost-patience].text", "empty text"),
    ("en/steps.toml", 'kind = "raised-voice"', 'kind = "lost-patience"',
     "$.step[calm].age[0-2].examples", "an example of another kind: both are lost-patience"),
    ("en/steps.toml", '"adams-clark-2022", ', '"nobody-1900", ', "$.step[calm].sources", "unknown source: nobody-1900"),
    ("en/ages.toml", 'sources = ["tronick-2011", "design"]', "", "$.age[0-2].sources", "no source"),
    ("en/ages.toml", 'hold_back = ["questions about how it felt", "reasons", "plans"]', "hold_back = []",
     "$.age[0-2].hold_back", "empty list"),
    ("en/ruptures.toml", 'name = "I lost my patience"', 'name = ""', "$.rupture[lost-patience].name", "empty text"),
    ("en/lessons.toml", 'sources = ["frantz-2005"', 'sources = ["frantz-2004"',
     "$.lesson[i-do-not-matter].sources", "unknown source: frantz-2004"),
    ("en/labels.toml", 'lesson = "love-outlasts-mistakes"\n', "", "$.label[remorse].lesson", "no lesson"),
    ("en/labels.toml", '"What do you wish you had not done?"', '""', "$.label[remorse].questions[0]", "empty text"),
    ("en/labels.toml", '    "What would your child say you did?",\n', "",
     "$.label[acknowledge].questions", "4 questions; there are 3"),
    ("en/labels.toml", '"It can stay open."', '""', "$.closings[missing].lines[0]", "empty text"),
    ("en/labels.toml", '"It need not be today.",\n    "Skip it, if it does not fit your child.",', "",
     "$.closings[missing].lines", "12 lines; there are 11"),
    ("en/safety.toml", 'sources = ["design"]', "sources = []", "$.nothing_is_sent.sources", "no source"),
    ("en/safety.toml", 'now = "If your child may be', 'now = ""\n#', "$.flag[harm_child].now", "empty text"),
    ("en/library.toml", 'track = "story"\ntitle = "Whose voice was that?"', 'track = "regulate"\ntitle = "Whose?"',
     "$.track[story]", "8 pages; there are 7"),
    ("en/calm.toml", 'band = "18+"', 'band = "13-17"', "$.leaving[18+]", "no such entry"),
    ("en/card.toml", 'begin = "Begin with this?"', 'begin = ""', "$.asks.begin", "empty text"),
    ("en/after.toml", 'name = "Said nothing"', 'name = ""', "$.response[silent].name", "empty text"),
    ("en/moments.toml", 'name = "Hurry"', 'name = ""', "$.cue.chip[hurry].name", "empty text"),
    ("en/moments.toml", '[[where.chip]]\nid = "shop"\nname = "In a shop"\n', "", "$.where.chip[shop]", "no such entry"),
    ("en/safety.toml", 'wrote = "You wrote then"', 'wrote = ""', "$.pattern.wrote", "empty text"),
    ("en/rehearsal/texts.toml", 'id = "sunny"', 'id = "fiery"', "$.temper[sunny]", "no such entry"),
    ("en/rehearsal/texts.toml", 'plain = "You waited"', 'plain = ""', "$.move[silence].plain", "empty text"),
    ("en/rehearsal/texts.toml", 'id = "cold-all-evening"\nkind = "something-else"',
     'id = "cold-all-evening"\nkind = "too-harsh"', "$.act[something-else]", "2 acts; there are 1"),
    ("help.toml", 'emergency = ["911"]', "emergency = []", "$.country[US].emergency", "empty list"),
    ("help.toml", 'name = "988 Lifeline"', 'name = ""', "$.country[US].line[].name", "empty text"),
    ("help.toml", 'for = ["violence"]', 'for = ["crisis"]',
     "$.country[US].line", "no line for violence, and no word on why"),
    ("help.toml", 'tel = "18007997233"', 'tel = "1 800"',
     "$.country[US].line[National Domestic Violence Hotline].tel",
     "digits alone, such as 08001234567; a + may come first"),
    ("help.toml", 'link = "https:', 'link = "http:',
     "$.country[CA].line[ShelterSafe].link", "an address that begins with https://"),
    ("sources.toml", 'author = "Amends"', 'author = ""', "$.source[design].author", "empty text"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "field", "missing"), PLANTED)
def test_a_planted_gap_is_named_by_file_and_field(
    damage: Damage, file: str, old: str, new: str, field: str, missing: str
) -> None:
    assert gaps_in("en", damage(file, old, new)) == [Gap(file, field, missing)]


ENTRIES = [
    ("steps", "step", "plan"),
    ("ages", "age", "18+"),
    ("ruptures", "rupture", "something-else"),
    ("lessons", "lesson", "hurts-can-be-mended"),
    ("labels", "label", "limit"),
    ("safety", "flag", "secrecy"),
]


@pytest.mark.parametrize(("part", "table", "last"), ENTRIES)
def test_an_entry_that_is_not_there_is_named(content: Path, part: str, table: str, last: str) -> None:
    path = content / "en" / f"{part}.toml"
    path.write_text(path.read_text(encoding="utf-8").rpartition(f"[[{table}]]")[0], encoding="utf-8")
    assert gaps_in("en", content) == [Gap(f"en/{part}.toml", f"$.{table}[{last}]", "no such entry")]


def test_an_age_that_a_step_leaves_out_is_named(content: Path) -> None:
    path = content / "en" / "steps.toml"
    path.write_text(path.read_text(encoding="utf-8").rpartition("[[step.age]]")[0], encoding="utf-8")
    assert gaps_in("en", content) == [Gap("en/steps.toml", "$.step[plan].age[18+]", "no such entry")]


def test_a_wrong_file_is_one_gap_that_says_where(damage: Damage) -> None:
    (gap,) = gaps_in("en", damage("en/steps.toml", 'id = "calm"', 'id = "pauze"'))
    assert str(gap) == ("en/steps.toml: $: wrong file: en/steps.toml: Invalid enum value 'pauze' - at `$.step[0].id`")


def test_wrong_sources_are_one_gap_and_not_one_for_every_text(damage: Damage) -> None:
    (gap,) = gaps_in("en", damage("sources.toml", 'author = "Amends"', "author = 1"))
    assert gap.file == "sources.toml"


def test_a_language_without_a_folder_lacks_every_file_of_english(content: Path) -> None:
    (content / "en" / "cues-of-another-room.toml").write_text("", encoding="utf-8")
    folder = content / "en"
    english = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*"))
    assert "weights/reader.onnx" in english
    assert gaps_in("fr", content) == [Gap(f"fr/{name}", "$", "no such file") for name in english]


def test_a_file_that_english_has_lost_is_still_missed(content: Path) -> None:
    (content / "en" / "labels.toml").unlink()
    assert gaps_in("en", content) == [Gap("en/labels.toml", "$", "no such file")]


def test_a_temper_with_too_few_lines_is_named(damage: Damage) -> None:
    root = damage("en/rehearsal/6-9.tsv", "mood", "mood")
    head, *rows = (root / "en/rehearsal/6-9.tsv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if "\tremembers\t" not in row]
    (root / "en/rehearsal/6-9.tsv").write_text("\n".join([head, *kept]), encoding="utf-8")
    assert Gap("en/rehearsal/6-9.tsv", "slow remembers", "3 lines; there are 0") in gaps_in("en", root)
