"""A breath in the terminal, as somebody sees it who is shaking: it moves, it ends at once, it keeps nothing."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.cli import main
from amends.cli.calm import IN, OUT, breathe, drawn
from amends.guidance import load
from amends.process import BREATH_IN, BREATH_OUT, BREATHS, breathes_in, fullness
from tests import commands

WEB = Path(__file__).parents[2] / "src" / "amends" / "web"
MARKS = re.compile(r"\x1b\[[?\d]*[A-Za-z]")


class Terminal:
    """A real terminal of 40 columns in which the command runs."""

    def __init__(self, *words: str, **env: str) -> None:
        self.screen, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 40, 0, 0))
        plain = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "TERM")}
        env = plain | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | env
        to = {"stdin": inside, "stdout": inside, "stderr": inside, "start_new_session": True}
        self.process = subprocess.Popen(commands.amends("calm", *words), env=env, preexec_fn=own_terminal, **to)
        os.close(inside)
        self.seen = ""

    def until(self, words: str) -> str:
        """All that was shown until these words are."""
        end = time.monotonic() + 30
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            self.seen += os.read(self.screen, 4096).decode(errors="ignore")
        return self.seen

    def types(self, keys: bytes) -> str:
        """What was shown until the command ended after these keys; it has to end well."""
        began = time.monotonic()
        os.write(self.screen, keys)
        try:
            while more := os.read(self.screen, 4096):
                self.seen += more.decode(errors="ignore")
        except OSError:  # the terminal is closed once nobody is in it
            pass
        assert self.process.wait(20) == 0, self.seen
        assert time.monotonic() - began < 15, "it ended by itself"
        os.close(self.screen)
        return self.seen


def own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    can_be_interrupted()


def can_be_interrupted() -> None:
    """What a shell starts in its background ignores Ctrl+C, and so do its children, unless they are told otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("keys", [b"q", b"xQ", b"\x03"], ids=["q", "another key, then Q", "Ctrl+C"])
def test_it_moves_in_forty_columns_and_ends_at_once(keys: bytes) -> None:
    terminal = Terminal(NO_COLOR="1")
    terminal.until("━━━━━━")
    shown = terminal.types(keys)
    assert "Traceback" not in shown
    assert "Aborted" not in shown
    lines = [MARKS.sub("", line) for line in re.split(r"[\r\n]+", shown.split("q ends it.")[1])]
    assert max(map(len, lines)) < 40
    assert not re.search(r"\x1b\[\d*m", shown), "no colour"
    assert shown.rstrip("\r\n").endswith("\x1b[?25h") or "\x1b[?25h" in shown, "the cursor is back"


def test_still_shows_words_alone() -> None:
    terminal = Terminal("--still")
    terminal.until(OUT)
    assert "━" not in terminal.types(b"q")


def test_without_a_terminal_there_is_one_line_a_breath() -> None:
    command = commands.amends("calm")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, preexec_fn=can_be_interrupted
    ) as running:
        assert running.stdout and running.stderr
        said = [running.stdout.readline().decode() for _line in range(3)]
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
        assert running.stderr.read() == b""
    assert said[-1] == f"1 of 6: {IN} for {BREATH_IN}, {OUT}, for {BREATH_OUT}\n"
    assert "\x1b" not in "".join(said)


class Hour:
    """A clock that goes on by what is waited."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> float:
        return self.at

    def left(self, seconds: float) -> bool:
        self.at += seconds
        return False


def test_a_minute_is_a_minute_and_ends_with_one_kind_line(capsys: pytest.CaptureFixture[str]) -> None:
    hour = Hour()
    breathe(2, False, hour.left, hour.now)
    said = capsys.readouterr().out
    assert hour.at == 120
    assert said.count(" of 12: ") == 2 * BREATHS
    assert said.endswith(f"{load().calm.cooled.lines[0]}\n")
    assert "light-headed" in said


def test_who_leaves_is_told_nothing_more(capsys: pytest.CaptureFixture[str]) -> None:
    breathe(1, False, lambda _seconds: True, lambda: 0.0)
    assert load().calm.cooled.lines[0] not in capsys.readouterr().out


def test_the_line_grows_and_shrinks_and_never_leaves_the_screen() -> None:
    ends = [fullness(second) for second in (0, BREATH_IN, BREATH_IN + BREATH_OUT)]
    assert ends == pytest.approx([0, 1, 0])
    assert [breathes_in(second) for second in (0, 3.9, 4, 9.9, 10)] == [True, True, False, False, True]
    for columns in (10, 40, 80, 300):
        lengths = [len(drawn(tenth / 10, columns, still=False)) for tenth in range(600)]
        assert max(lengths) <= max(min(columns, 60), len(OUT) + 3)


def test_the_pace_is_the_pages() -> None:
    script = (WEB / "static" / "breathe.js").read_text()
    assert f"IN = {BREATH_IN * 1000};" in script
    assert f"BREATH = {(BREATH_IN + BREATH_OUT) * 1000};" in script
    assert f"MINUTE = {BREATHS} * BREATH;" in script
    tokens = (WEB / "static" / "css" / "tokens.css").read_text()
    assert f"--breath: {BREATH_IN + BREATH_OUT}s;" in tokens
    assert f"--minute: {BREATHS * (BREATH_IN + BREATH_OUT)}s;" in tokens
    page = (WEB / "templates" / "breathe.html").read_text()
    assert f'"{IN}"' in page
    assert f'"{OUT}"' in page


def test_a_wrong_number_of_minutes_is_said() -> None:
    done = CliRunner().invoke(main, ["calm", "--minutes", "99"])
    assert done.exit_code == 2
    assert "1<=x<=15" in done.output
