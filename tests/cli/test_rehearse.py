"""The rehearsal in a terminal: typed line by line, and written down for people who rate it."""

import csv
import io
import os
import pty
import subprocess

import pytest
from click.testing import CliRunner

from amends.cli import main
from amends.cli.rehearse import TEMPERS
from amends.guidance import load
from amends.process import AgeBand, Temper
from tests import commands

MINE, ASK = "I shouted at you. That was my mistake.", "What was it like for you?"
HURT = "You are such a selfish little brat."


def rehearses(*typed: str, **options: str):
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    seeded = ["rehearse", "--seed", "4", *words]
    return CliRunner().invoke(main, seeded, input="".join(f"{line}\n" for line in typed))


def test_a_rehearsal_in_a_terminal_goes_from_the_first_look_to_the_end() -> None:
    done = rehearses(MINE, "1", ASK, "2", "", "/end", "It was not your fault.", "1", age="8", temper="fiery")
    assert done.exit_code == 0, done.output
    assert "This is not your child." in done.output
    assert "You thought: My part in it. It was heard as: My part in it." in done.output
    assert "“What was it like” asks" in done.output
    assert "You waited" in done.output
    assert "nothing is marked this time" in done.output
    assert any(ending.title in done.output for ending in load().rehearsal.endings.values())


def test_the_note_comes_after_the_guess_and_the_guess_can_be_left_out() -> None:
    done = rehearses(MINE, "", "/end", "")
    assert done.output.index("What may have reached them?") < done.output.index("names your part")
    assert "You thought" not in done.output


def test_a_turn_can_be_tried_again() -> None:
    done = rehearses("/again", MINE, "", "/again", ASK, "", "/end", "", "1")
    assert done.exit_code == 0
    assert done.output.count("What may have reached them?") == 2


def test_the_word_that_ends_it_and_the_one_for_the_last_turn_hold_at_the_guess_too() -> None:
    done = rehearses(MINE, "/again", ASK, "/end", "It was not your fault.", "1")
    assert done.exit_code == 0
    assert done.output.count("What may have reached them?") == 2
    assert "nothing is marked this time" in done.output
    assert any(ending.title in done.output for ending in load().rehearsal.endings.values())


def test_the_word_that_ends_it_is_nothing_that_is_said_to_the_child() -> None:
    assert rehearses("/end", "/end", "").output.replace("/end", "") == rehearses("/end", "", "").output.replace(
        "/end", ""
    )


def test_after_the_most_turns_nothing_is_asked_for_that_nobody_hears() -> None:
    done = rehearses(*[""] * 12, "It was not your fault.", "")
    assert done.output.count("You: ") == 13
    assert "Nothing was kept." not in done.output


@pytest.mark.parametrize("typed", [(), (MINE,), (MINE, "1"), ("/end",), ("/end", ""), ("I want to kill myself.",)])
def test_where_the_input_ends_it_ends_with_a_sentence(typed: tuple[str, ...]) -> None:
    done = rehearses(*typed)
    assert done.exit_code == 0
    assert done.output.endswith("\nThe rehearsal ends here. Nothing was kept.\n")
    assert "Aborted" not in done.output


def test_words_of_danger_end_it_and_nobody_answers() -> None:
    done = rehearses("I want to kill myself.", "n")
    assert done.exit_code == 0
    assert load().safety.flags["parent_selfharm"].now in done.output
    assert "What may have reached them?" not in done.output
    assert "How are you now?" not in done.output


def test_danger_in_the_last_turn_ends_it_too() -> None:
    done = rehearses("/end", "I want to kill myself.", "n")
    assert done.exit_code == 0
    assert "How are you now?" not in done.output


def test_words_that_mean_something_else_go_on() -> None:
    done = rehearses("Don't tell your teacher.", "y", "", "/end", "", "")
    assert "What may have reached them?" in done.output
    assert "How are you now?" in done.output


def test_who_is_hurt_twice_leaves_and_calm_comes_first() -> None:
    done = rehearses(HURT, "", HURT)
    assert done.exit_code == 0
    assert load().rehearsal.calm_first.text in done.output
    assert load().library.pages["long-exhale"].lines[0] in done.output


def test_who_is_stirred_up_is_led_to_a_breath() -> None:
    done = rehearses("/end", "", "2")
    assert load().library.pages["long-exhale"].lines[0] in done.output


def test_the_same_seed_and_words_give_the_same_rehearsal() -> None:
    assert rehearses(MINE, "", "/end", "", "").output == rehearses(MINE, "", "/end", "", "").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--csv"], "--csv goes with --transcripts N."),
        (["--age", "x"], "age must be years or one of"),
        (["--transcripts", "0"], "0 is not in the range"),
        (["--temper", "shy"], "'shy' is not one of"),
    ],
)
def test_a_wrong_option_says_what_is_wrong(words: list[str], says: str) -> None:
    done = CliRunner().invoke(main, ["rehearse", *words])
    assert done.exit_code == 2
    assert says in done.output


def test_transcripts_for_raters_hold_every_age_and_empty_columns_for_two_of_them() -> None:
    done = CliRunner().invoke(main, ["rehearse", "--transcripts", "9", "--csv", "--seed", "7"])
    rows = list(csv.DictReader(io.StringIO(done.output)))
    assert {row["age"] for row in rows} == set(AgeBand)
    assert {row["run"] for row in rows} == {str(at) for at in range(1, 10)}
    assert {row["parent"] for row in rows} == {script.id for script in load().parents}
    rated = [name for name in rows[0] if name.endswith(("_1", "_2"))]
    assert len(rated) == 8
    assert all(row[name] == "" for row in rows for name in rated)
    assert all(row["does"] or row["says"] for row in rows)


def test_transcripts_read_as_pages_and_come_again_by_their_seed() -> None:
    once, again = (CliRunner().invoke(main, ["rehearse", "--transcripts", "2", "--seed", "7"]) for _time in range(2))
    assert once.output == again.output
    assert once.output.count("## ") == 2
    assert "**parent**: Waits." in once.output


def test_every_temper_can_be_asked_for() -> None:
    assert set(TEMPERS) == set(Temper)


def test_who_watches_many_of_them_being_written_sees_how_far_it_is() -> None:
    screen, inside = pty.openpty()
    command = commands.amends("rehearse", "--transcripts", "3", "--seed", "7")
    told = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=inside, env=os.environ | {"TERM": "xterm"}, timeout=60
    )
    os.close(inside)
    assert told.stdout.count(b"## ") == 3
    assert b"Rehearsing" not in told.stdout
    assert b"Rehearsing" in os.read(screen, 65_536)
    os.close(screen)
