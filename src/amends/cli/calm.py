"""A minute of breath in the terminal, at the pace of the page. It keeps nothing."""

import os
import select
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

if sys.platform != "win32":
    import termios
    import tty

IN, OUT = "in", "out, longer"  # as the page says it
FRAME = 0.1  # seconds
WIDEST = 60  # columns
AWAY, HIDE, SHOW = "\r\x1b[K", "\x1b[?25l", "\x1b[?25h"
Left = Callable[[float], bool]  # waits so many seconds, and says whether the parent has left meanwhile
Clock = Callable[[], float]


@click.command()
@click.option("--minutes", default=1, show_default=True, type=click.IntRange(1, 15), help="How long.")
@click.option("--still", is_flag=True, help="Words alone: nothing moves.")
def calm(minutes: int, still: bool) -> None:
    """Breathe for a minute: the air comes in, and goes out for longer.

    q or Ctrl+C ends it at any time. Nothing is kept.
    """
    try:
        with _keys() as left:
            breathe(minutes, still, left, time.monotonic)
    except KeyboardInterrupt:  # to leave is no fault
        click.echo()


def breathe(minutes: int, still: bool, left: Left, now: Clock) -> None:
    """So many minutes, in the way that this terminal can show."""
    from amends.guidance import load
    from amends.process import BREATH_IN, BREATH_OUT, BREATHS

    texts, breaths = load(), minutes * BREATHS
    click.echo(f"{texts.library.pages['long-exhale'].lines[-1]} q ends it.\n")
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        was_left = _by_line(breaths, left)
    else:
        was_left = _moving(breaths * (BREATH_IN + BREATH_OUT), still, left, now)
    if not was_left:
        click.echo(texts.calm.cooled.lines[0])


def _by_line(breaths: int, left: Left) -> bool:
    """One line a breath. Says whether the parent has left."""
    from amends.process import BREATH_IN, BREATH_OUT

    for number in range(1, breaths + 1):
        click.echo(f"{number} of {breaths}: {IN} for {BREATH_IN}, {OUT}, for {BREATH_OUT}")
        if left(BREATH_IN + BREATH_OUT):
            return True
    return False


def _moving(seconds: float, still: bool, left: Left, now: Clock) -> bool:
    """One line that changes in its place. Says whether the parent has left."""
    began, shown, was_left = now(), "", False
    click.echo(HIDE, nl=False)
    try:
        while not was_left and (at := now() - began) < seconds:
            if (line := drawn(at, shutil.get_terminal_size().columns, still)) != shown:
                click.echo(f"{AWAY}{line}", nl=False)
                shown = line
            was_left = left(FRAME)
    finally:
        click.echo(f"{AWAY}{SHOW}", nl=False)
    return was_left


def drawn(second: float, columns: int, still: bool) -> str:
    """The line at this moment: no longer than the terminal is wide, and in no colour."""
    from amends.process import breathes_in, fullness

    word = IN if breathes_in(second) else OUT
    if still:
        return word
    room = min(columns - 1, WIDEST) - len(OUT) - 2
    return f"{_stroke() * (1 + round(fullness(second) * max(room - 1, 0)))}  {word}"


def _stroke() -> str:
    try:
        "━".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "-"
    return "━"


@contextmanager
def _keys() -> Iterator[Left]:
    """How one waits and hears a q, without Enter where the terminal can do that; it is as it was afterwards."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield _wait
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield lambda seconds: _hears_q(terminal, seconds)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _wait(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _hears_q(terminal: int, seconds: float) -> bool:
    """Other keys change nothing, and take nothing away from the time."""
    until = time.monotonic() + seconds
    while (rest := until - time.monotonic()) > 0:
        if select.select([terminal], [], [], rest)[0] and os.read(terminal, 1) in (b"q", b"Q", b""):
            return True
    return False
