"""The ten flags: by rules alone, recall before precision."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.coach import safety
from amends.coach.rules import LONG, plain
from amends.coach.safety import alarms, load
from amends.process import Flag, Place, Tier

FOLDER = Path(__file__).parent / "safety"
MUST = tomllib.loads((FOLDER / "must_flag.toml").read_text(encoding="utf-8"))["sentences"]
MUST_NOT = tomllib.loads((FOLDER / "must_not_flag.toml").read_text(encoding="utf-8"))["sentences"]
RULE = '{flag = "secrecy", tier = "B", name = "one", hints = ["x"], find = ["x{kin}"]}'
FILE = 'format = 1\nsources = []\nrules = [%s]\n[words]\nkin = ["y"]\n'


def _flags(text: str) -> set[str]:
    return {alarm.flag for alarm in alarms(text)}


def test_nearly_everything_that_must_flag_does() -> None:
    missed = [one["text"] for one in MUST if not set(one["flags"]) <= _flags(one["text"])]
    assert len(missed) <= 0.03 * len(MUST), missed


def test_hardly_anything_that_must_not_flag_does() -> None:
    raised = [one["text"] for one in MUST_NOT if _flags(one["text"])]
    assert len(raised) <= 0.03 * len(MUST_NOT), raised


@pytest.mark.parametrize("flag", Flag)
def test_each_flag_is_heard_in_many_voices(flag: Flag) -> None:
    expected = [one["text"] for one in MUST if flag in one["flags"]]
    assert len(expected) >= 15
    assert sum(flag in _flags(text) for text in expected) >= 0.9 * len(expected)


@pytest.mark.parametrize("expected", [one for one in MUST if "tier" in one], ids=lambda one: one["text"][:50])
def test_the_rule_that_fired_decides_how_urgent_it_is(expected: dict) -> None:
    raised = alarms(expected["text"])
    assert not raised or min(alarm.tier for alarm in raised) == expected["tier"]


@pytest.mark.parametrize("one", [*MUST, *MUST_NOT], ids=lambda one: one["text"][:50])
def test_hints_save_time_and_hide_nothing(one: dict) -> None:
    heard = plain(one["text"])
    without_hints = {cue.rule.name for cue in safety._loaded("en").alarms if next(cue.fires(heard.text), None)}
    assert {alarm.because for alarm in alarms(one["text"])} == without_hints


def test_the_most_urgent_alarm_comes_first() -> None:
    tiers = [alarm.tier for alarm in alarms("Don't tell your teacher that I shook you.")]
    assert tiers == [Tier.A, Tier.B]


def test_a_denial_quiets_only_what_it_denies() -> None:
    assert _flags("I have never hit you.") == set()
    assert "force_child" in _flags("I have never hit your brother, and yesterday I slapped your face.")


def test_a_place_that_begins_inside_a_denied_one_is_tried_too(tmp_path: Path) -> None:
    find = RULE.replace('hints = ["x"], find = ["x{kin}"]', 'hints = ["x"], find = ["x y", "y z"], unless = ["not x"]')
    (tmp_path / "rules.toml").write_text(FILE % find)
    (rule,) = load(tmp_path / "rules.toml").alarms
    assert list(rule.fires("not x y")) == []
    assert list(rule.fires("not x y z")) == [Place(6, 9)]


def test_a_long_pattern_is_built_with_its_rule_so_no_later_reading_waits(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(FILE % RULE.replace("x{kin}", "y" * LONG + "("))
    with pytest.raises(ValueError, match=r"rules\.toml: \$\.rules\[0\]\.find: missing"):
        load(tmp_path / "rules.toml")


@given(st.text(max_size=200))
def test_any_text_gets_places_that_lie_inside_it(text: str) -> None:
    for alarm in alarms(text):
        assert 0 <= alarm.words.start < alarm.words.end <= len(text)


@given(st.text(max_size=200))
def test_every_letter_that_is_heard_knows_where_it_stood(text: str) -> None:
    heard = plain(text)
    assert len(heard.text) == len(heard.stood)
    assert all(plain(text[at]).text == letter for letter, at in zip(heard.text, heard.stood, strict=True))
    assert "  " not in heard.text


def test_what_was_typed_between_two_words_does_not_matter() -> None:
    (raised,) = alarms("Sorry.\n I \n\t  smacked  \r\n you\u00a0there")
    assert raised.words == Place(8, 29)


@pytest.mark.parametrize("words", ["a", "hit you ", "I never ", "shook ", "don't tell ", "\n", "’"])
def test_a_very_long_text_is_read_to_its_end(words: str) -> None:
    alarms((words * 20_000)[:20_000] + " I shook the baby")


@pytest.mark.parametrize(
    ("content", "say"),
    [
        ("nonsense", "rules.toml: Expected"),
        (FILE % RULE.replace("secrecy", "gossip"), "rules.toml: Invalid enum value 'gossip' - at `$.rules[0].flag`"),
        (FILE % RULE.replace("{kin}", "{kith}"), "rules.toml: $.rules[0].find: there is no word 'kith'"),
        (FILE % RULE.replace("x{kin}", "x("), "rules.toml: $.rules[0].find: missing"),
    ],
)
def test_a_broken_rule_is_named_with_its_file_and_field(content: str, say: str, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(content)
    with pytest.raises(ValueError) as error:
        [cue.find for cue in load(tmp_path / "rules.toml").alarms]
    assert say in str(error.value)


def test_a_rule_without_exceptions_always_fires(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(FILE % RULE)
    (cue,) = load(tmp_path / "rules.toml").alarms
    assert list(cue.fires("a xy b")) == [Place(2, 4)]


def test_a_pattern_over_several_lines_is_one(tmp_path: Path) -> None:
    broken = FILE % RULE.replace('["x{kin}"]', "['''\n  x(?:\n    {kin}\n    |z[ ]\n  )''']")
    (tmp_path / "rules.toml").write_text(broken)
    (cue,) = load(tmp_path / "rules.toml").alarms
    assert cue.rule.find == ("x(?:{kin}|z[ ])",)
    assert list(cue.fires("a xz b")) == [Place(2, 5)]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rules.toml: there is no such file"):
        load(tmp_path / "rules.toml")


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_a_language_without_rules_is_an_error_and_never_a_path(language: str) -> None:
    with pytest.raises(ValueError, match="no safety rules in"):
        alarms("words", language)
