"""One JSON object a line, in and out: what `read` and `card` share."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from amends.process import AgeBand

AS_TEXT: Any = {"encoding": "utf-8", "errors": "surrogateescape"}
Answer = Callable[[Any], dict[str, Any]]


def answer_lines(file: str, answer: Answer) -> bool:
    """Answers each line of `file` ("-": standard input) at once, and says whether every one of them was right.

    `answer` gets the decoded line and gives what follows its id; where it raises ValueError, the line's answer is
    that error. Raises ClickException for a file that cannot be read.
    """
    every_line_was_right = True
    for number, line in enumerate(_lines(file), start=1):
        if line.strip():
            answered = _answered(line, number, answer)
            every_line_was_right &= "error" not in answered
            # As ASCII: a line may hold half a character, and not every terminal can show the other ones.
            sys.stdout.write(json.dumps(answered) + "\n")
    return every_line_was_right


def standard_input() -> TextIO:
    """Standard input as UTF-8, whatever the terminal was told."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")


def band(given: object) -> "AgeBand | None":
    """A band from its name, a number of years, or nothing. Raises ValueError that says what it may be."""
    from amends.process import AgeBand, band_of

    if given is None or given == "":
        return None
    if given == "adult":
        return AgeBand.GROWN
    if str(given) in set(AgeBand):
        return AgeBand(str(given))
    try:
        return band_of(float(str(given)))
    except ValueError:
        raise ValueError(f"age must be years or one of {', '.join(AgeBand)}, not {given!r}") from None


def age_of(given: str | None) -> "AgeBand | None":
    """The band of an --age. Raises BadParameter that says what it may be."""
    try:
        return band(given)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--age") from None


def _lines(file: str) -> Iterator[str]:
    try:
        # A byte that is no UTF-8 spoils its own line and no other.
        with nullcontext(_standard_lines()) if file == "-" else Path(file).open(**AS_TEXT) as lines:
            yield from lines
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be read ({error})") from None


def _standard_lines() -> TextIO:
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape")


def _answered(line: str, number: int, answer: Answer) -> dict[str, Any]:
    given: Any = None
    try:
        line.encode()
        given = json.loads(line)
        answered = answer(given)
    except json.JSONDecodeError as error:
        return {"id": None, "error": f"line {number}: not JSON ({error.msg}, column {error.colno})"}
    except UnicodeEncodeError as error:
        return {"id": None, "error": f"line {number}: not UTF-8 (at character {error.start + 1})"}
    except RecursionError:
        return {"id": None, "error": f"line {number}: nested too deeply; an object of plain texts is enough"}
    except ValueError as error:
        known = given.get("id") if isinstance(given, dict) else None
        return {"id": known, "error": f"line {number}: {error}"}
    return {"id": given.get("id"), **answered}
