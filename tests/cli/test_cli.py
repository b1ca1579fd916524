import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.cli import main
from tests import commands
from tests.coach.test_ear import Fixed

HEDGED = "I'm sorry I yelled, but you never listen."


def run(*words: str, given: str | None = None):
    return CliRunner().invoke(main, list(words), input=given)


def lines(tmp_path: Path, *objects: object) -> Path:
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in objects), encoding="utf-8")
    return file


def test_reading_one_message_shows_labels_their_words_and_a_question() -> None:
    done = run("read", HEDGED)
    assert done.exit_code == 0
    for label in ("remorse", "acknowledge", "hostile"):
        assert label in done.output
    assert "“you never listen”" in done.output
    assert done.output.strip().endswith("?")


def test_a_dash_reads_from_standard_input() -> None:
    assert "remorse" in run("read", "-", given="I'm sorry.").output


def test_json_of_one_message_holds_spans_and_reasons() -> None:
    reading = json.loads(run("read", "--json", HEDGED).output)
    assert {span["label"] for span in reading["spans"]} >= {"remorse", "acknowledge", "hostile"}
    assert all(span["because"] for span in reading["spans"])


def test_danger_that_is_likely_and_stops_nothing_is_asked_about_once_with_where_help_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = "Is anyone hurt or unsafe? If anyone is hurt or in danger, call the emergency number now."
    assert asked not in run("read", HEDGED).output
    Fixed(monkeypatch, pillow=0.6)
    text = "We had tea. Then the pillow thing happened."
    assert run("read", text).output.count(asked) == 1
    assert asked not in run("read", f"{text} I want to kill myself.").output, "what stops says more"


def test_piped_output_is_plain() -> None:
    assert "\x1b" not in run("read", HEDGED).output


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀",
        "a" * 20_000,
        "sorry " * 4000,
        "Es tut mir leid, dass ich dich angeschrien habe.",
        "我很抱歉",
        "\u202e\x00\ud83d",
    ],
    ids=["empty", "blank", "emoji", "one long word", "20,000 characters", "German", "Chinese", "odd characters"],
)
def test_every_text_gets_an_answer_in_the_fixed_format(text: str, tmp_path: Path) -> None:
    done = run("read", "--jsonl", str(lines(tmp_path, {"id": "one", "text": text, "more": 1})))
    assert done.exit_code == 0
    answer = json.loads(done.output)
    assert set(answer) == {"id", "sentences", "flags", "maybe"}
    for sentence in answer["sentences"]:
        assert set(sentence) == {"start", "end", "labels"}
        assert 0 <= sentence["start"] < sentence["end"] <= len(text)


@pytest.mark.parametrize(
    ("bad", "say"),
    [
        ("{nonsense", "line 1: not JSON"),
        ("[]", "must be an object"),
        ('{"id": "x"}', 'with "text"'),
        ('{"id": "x", "text": 5}', 'with "text"'),
        ('{"id": "x", "text": "hi", "age": "old"}', "age must be years or one of"),
    ],
)
def test_a_bad_line_is_named_the_others_are_read_and_the_end_is_1(bad: str, say: str, tmp_path: Path) -> None:
    done = run("read", "--jsonl", str(lines(tmp_path, bad, {"id": "good", "text": "I'm sorry."})))
    first, second = map(json.loads, done.output.splitlines())
    assert done.exit_code == 1
    assert say in first["error"]
    assert second["sentences"][0]["labels"] == ["remorse"]


@pytest.mark.parametrize("age", [7, "7", "6-9", "18+", "adult", None, ""])
def test_an_age_may_be_years_a_band_or_absent(age: object, tmp_path: Path) -> None:
    assert run("read", "--jsonl", str(lines(tmp_path, {"id": 1, "text": "Sorry.", "age": age}))).exit_code == 0


def test_text_and_file_at_once_is_an_error_that_says_so() -> None:
    done = run("read", "words", "--jsonl", "-")
    assert done.exit_code == 2
    assert "Give TEXT, or --jsonl FILE" in done.output


def test_a_file_that_is_not_there_is_named() -> None:
    done = run("read", "--jsonl", "nowhere.jsonl")
    assert done.exit_code != 0
    assert "nowhere.jsonl" in done.output


def test_a_wrong_age_names_what_it_may_be() -> None:
    assert "6-9" in run("read", "--age", "old", "hi").output


def test_guidance_in_english_lacks_nothing() -> None:
    done = run("guidance", "en")
    assert done.exit_code == 0, done.output


def test_what_a_language_lacks_is_said_to_programs_too() -> None:
    done = run("guidance", "fr", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)[0].keys() == {"file", "field", "missing"}
    assert json.loads(run("guidance", "en", "--json").output) == []


def test_guidance_of_a_language_that_is_not_there_lists_what_it_lacks() -> None:
    done = run("guidance", "fr")
    assert done.exit_code == 1
    assert "fr" in done.output


@pytest.mark.parametrize(
    ("words", "says"), [(("bogus",), "Type 'amends manage help'"), (("help", "check"), "usage: amends manage check")]
)
def test_djangos_own_commands_are_called_as_they_can_be_typed(words: tuple[str, ...], says: str, tmp_path) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path)}
    done = subprocess.run(commands.amends("manage", *words), env=env, capture_output=True, text=True, timeout=60)
    assert says in done.stdout + done.stderr


def test_a_wrong_setting_stops_the_start_and_says_what_it_may_be(tmp_path: Path) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path), "AMENDS_HTTPS": "maybe"}
    done = subprocess.run(commands.amends("serve"), env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "AMENDS_HTTPS must be one of yes, no, itself" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "say"),
    [
        ("AMENDS_DATABASE", "mysql://x/y", "postgresql://user:password@host"),
        ("AMENDS_DATABASE", "nonsense", "postgresql://user:password@host"),
        ("AMENDS_GUEST_HOURS", "0", "whole number from 1 to 744"),
        ("AMENDS_KEY_WORK", "heavy", "one of light, usual, high"),
        ("AMENDS_SIGN_UP", "1", "one of yes, invited, no"),
        ("AMENDS_LIMITS", "3/hour", "three limits"),
        ("AMENDS_LIMITS", "a b c", "three limits"),
    ],
)
def test_every_wrong_setting_says_what_it_may_be(name: str, value: str, say: str, tmp_path: Path) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path), name: value}
    done = subprocess.run(commands.amends("manage", "check"), env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert name in done.stderr
    assert say in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_and_its_keys_are_made_for_their_owners_eyes_by_whatever_serves_the_site(tmp_path: Path) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path / "new" / "data")}
    subprocess.run(commands.lines("import amends.settings", tmp_path), env=env, check=True)
    there = [tmp_path / "new" / "data", tmp_path / "new" / "data" / "forms.key"]
    assert [oct(one.stat().st_mode & 0o777) for one in there] == ["0o700", "0o600"]


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    env = os.environ | {"AMENDS_DATA": str(tmp_path / "file")}
    done = subprocess.run(commands.amends("serve"), env=env, capture_output=True, text=True, timeout=60)
    assert "AMENDS_DATA: cannot use" in done.stderr
    assert "Traceback" not in done.stderr
