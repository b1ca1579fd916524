"""What a child does and says in a rehearsal: true to the age, never a reward, never in our parents' way."""

import re
from statistics import mean

import pytest

from amends.guidance import ChildLine, GuidanceError, load
from amends.guidance.files import Guidance
from amends.process import AgeBand, LineKind, Mood, Setting, Temper
from amends.rehearsal.moves import AGAINST
from tests.guidance.conftest import Damage

LINES = {band: load().lines(band) for band in AgeBand}
EVERY = [line for lines in LINES.values() for line in lines]
# How a child sounds who comforts a parent, and how one who explains themselves as adults do.
COMFORTS = re.compile(
    r"\b(it's okay|it's fine|don't (?:cry|worry|be sad)|you're a good|good (?:mum|mom|dad)|i forgive)\b", re.IGNORECASE
)
EXPLAINS = re.compile(
    r"\b(i feel (?:like|that)|i need you to|it made me feel|boundar|validat|apprecia|process(?:ing)? (?:this|my)"
    r"|emotion|trigger|communicat|trauma|accountab)",
    re.IGNORECASE,
)
NAMES_A_PARENT = re.compile(r"\b(he|she|his|her|him|mum|mom|mommy|mummy|dad|daddy)\b", re.IGNORECASE)
MOST_WORDS = {
    AgeBand.BABY: 2,
    AgeBand.SMALL: 10,
    AgeBand.SCHOOL: 14,
    AgeBand.TWEEN: 16,
    AgeBand.TEEN: 18,
    AgeBand.GROWN: 20,
}


@pytest.mark.parametrize("band", AgeBand)
def test_no_line_stands_twice(band: AgeBand) -> None:
    said = [(line.does, line.says) for line in LINES[band]]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("band", AgeBand)
def test_a_third_of_what_a_child_does_and_more_is_without_words(band: AgeBand) -> None:
    silent = [line for line in LINES[band] if not line.says]
    assert len(silent) > len(LINES[band]) * 0.38


@pytest.mark.parametrize("band", AgeBand)
def test_a_child_says_few_words_the_younger_the_fewer(band: AgeBand) -> None:
    lengths = [len(line.says.split()) for line in LINES[band] if line.says]
    assert max(lengths) <= MOST_WORDS[band]
    assert mean(lengths) < 8


def test_nothing_opens_or_forgives_after_words_against_the_child() -> None:
    gives_in = {LineKind.ACCEPTS, LineKind.ENDS_WARM}
    assert [line for line in EVERY if line.after in AGAINST and line.kind in gives_in] == []


def test_nobody_ends_warm_who_is_not_near() -> None:
    assert [line for line in EVERY if line.kind is LineKind.ENDS_WARM and line.mood is not Mood.NEAR] == []


def test_who_comforts_a_parent_shows_what_it_costs() -> None:
    soft = [line for line in EVERY if line.kind not in (LineKind.ATTACKS, LineKind.DEFLECTS)]
    comforts = [line for line in soft if line.after in AGAINST and COMFORTS.search(line.says)]
    assert [line for line in comforts if not line.does] == []
    assert [line for line in comforts if not line.tempers <= {Temper.SUNNY, Temper.TENDER}] == []


def test_no_child_explains_themselves_as_adults_do() -> None:
    assert [line.says for line in EVERY if EXPLAINS.search(line.says)] == []


def test_what_one_sees_names_no_sex_and_no_parent() -> None:
    assert [line.does for line in EVERY if NAMES_A_PARENT.search(line.does)] == []


def test_what_the_parent_did_stands_where_it_can_be_said() -> None:
    with_act = [line.says for line in EVERY if "{act}" in line.says]
    assert len(with_act) > 30
    assert [says for says in with_act if not re.search(r"\b(?:were|was)(?: \w+)? {act}", says)] == []


def test_a_line_knows_what_the_parent_did() -> None:
    line = next(line for line in EVERY if "{act}" in line.says)
    assert "yelling at me" in line.where_the_parent_was("yelling at me").says


def test_what_is_written_comes_from_a_grown_child_alone() -> None:
    assert {band for band, lines in LINES.items() if any(line.is_message for line in lines)} == {AgeBand.GROWN}
    assert Setting().is_by_message is False


PLANTED = [
    ("mood\tafter", "moods\tafter", "line 1: the columns must be mood, after, kind, tempers, does, says, how"),
    ("\nshut\t", "\nshy\t", "line 2: "),
    ("\topen\tgesture", "\topen\tnods", "line 2: 'nods' is not a valid LineKind"),
    ("\tany\n", "\twhistles\n", "there is no way to talk that is called 'whistles'"),
    ("\tany\n", "\n", "7 columns are wanted, and 6 are there"),
]


@pytest.mark.parametrize(("old", "new", "says"), PLANTED)
def test_a_wrong_line_is_named_by_file_and_line(damage: Damage, old: str, new: str, says: str) -> None:
    with pytest.raises(GuidanceError, match="en/rehearsal/6-9.tsv") as wrong:
        Guidance("en", damage("en/rehearsal/6-9.tsv", old, new)).lines(AgeBand.SCHOOL)
    assert says in str(wrong.value)


def test_a_line_in_which_nothing_happens_is_refused(damage: Damage) -> None:
    first: ChildLine = LINES[AgeBand.SCHOOL][0]
    with pytest.raises(GuidanceError, match="nothing is done and nothing said"):
        Guidance("en", damage("en/rehearsal/6-9.tsv", first.does or first.says, "")).lines(AgeBand.SCHOOL)


def test_a_band_without_a_file_is_named(damage: Damage) -> None:
    root = damage("en/rehearsal/6-9.tsv", "mood", "mood")
    (root / "en/rehearsal/6-9.tsv").unlink()
    with pytest.raises(GuidanceError, match="en/rehearsal/6-9.tsv: cannot be read"):
        Guidance("en", root).lines(AgeBand.SCHOOL)
