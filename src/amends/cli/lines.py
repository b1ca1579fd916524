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
Answer = Callable[[Any], Any]


def answer_lines(file: str, answer: Answer) -> bool:
    """Answers each line of `file` ("-": standard input) at once, and says whether every one of them was right.

    `answer` gets the decoded line and gives a value whose fields follow its id; where it raises ValueError, the line's
    answer is that error. Raises ClickException for a file that cannot be read.
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


def age_of(given: str | None) -> "AgeBand | None":
    """The band of an --age. Raises BadParameter that says what it may be."""
    from amends.programs import band

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
    from msgspec import to_builtins

    given: Any = None
    try:
        line.encode()
        given = json.loads(line)
        answered = to_builtins(answer(given))
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
