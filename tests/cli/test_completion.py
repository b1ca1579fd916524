"""The shell finishes words: the commands, their options and what an option may be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.cli import main


def script(shell: str) -> str:
    """What is printed for one shell."""
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0, done.output
    return done.output


def finished(*words: str) -> list[str]:
    """What click offers in place of the last word, asked as the printed script asks."""
    asked = {"_AMENDS_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = CliRunner().invoke(main, env=asked, prog_name="amends")
    return [line.partition(",")[2] for line in done.output.splitlines()]


def test_commands_options_and_choices_are_offered() -> None:
    assert {"doctor", "calm", "completion"} <= set(finished("amends", ""))
    assert finished("amends", "doc") == ["doctor"]
    assert finished("amends", "calm", "--st") == ["--still"]
    assert finished("amends", "rehearse", "--temper", "f") == ["fiery"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_asks_amends_itself(shell: str) -> None:
    said = script(shell)
    assert f"_AMENDS_COMPLETE={shell}_complete" in said
    assert "%(" not in said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_itself_understands_it(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        return  # bash is everywhere; of the others whoever has them sees more
    (tmp_path / "amends").write_text(script(shell))
    option = "--no-execute" if shell == "fish" else "-n"
    done = subprocess.run([shell, option, tmp_path / "amends"], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_finishes_a_command_at_the_tab_key(tmp_path: Path) -> None:
    (tmp_path / "done").write_text(script("bash"))
    (tmp_path / "amends").write_text(f"#!{sys.executable}\nfrom amends.cli import main\n\nmain()\n")
    (tmp_path / "amends").chmod(0o755)
    asks = "COMP_WORDS=(amends ca); COMP_CWORD=1; _amends_completion amends; echo ${COMPREPLY[*]}"
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"source {tmp_path}/done; {asks}"], env=env, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["calm", "card"], done.stderr


def test_another_shell_is_told_which_there_are() -> None:
    done = CliRunner().invoke(main, ["completion", "tcsh"])
    assert done.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in done.output
