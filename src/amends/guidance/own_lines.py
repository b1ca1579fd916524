"""Help lines of one house's own, such as a clinic's: a file of its operator, held to what our own lines are held to."""

from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields

from amends.guidance.files import load
from amends.guidance.lacks import Lack, empty, known, unreachable
from amends.guidance.shape import GuidanceError, Shape
from amends.guidance.shape_help import HelpFor, HelpLine
from amends.known import know

MOST_LINES = 20
LARGEST_FILE = 100_000  # bytes
OWN = ("design",)  # the house stands for its own line: a source may be named, and need not be


class OwnLines(Shape, frozen=True):
    """Such a file. Its lines are looked at one by one, so that what is wrong is said of one of them."""

    line: tuple[dict[str, Any], ...]


know(OwnLines)


def lines_in(file: Path) -> tuple[HelpLine, ...]:
    """The lines of this file, in its order.

    Raises GuidanceError where it cannot be read, or where a line does not fit: names the file, the line, and what
    to change.
    """
    lines = _decoded(file)
    if not lines:
        raise GuidanceError(f"{file}: there is no [[line]] in it. {_shape()}")
    if len(lines) > MOST_LINES:
        raise GuidanceError(f"{file}: {len(lines)} lines, and {MOST_LINES} fit here at most. Keep the nearest.")
    return tuple(_line(f"{file}: [[line]] {number}", entry) for number, entry in enumerate(lines, start=1))


def _decoded(file: Path) -> tuple[dict[str, Any], ...]:
    try:
        return msgspec.toml.decode(_read(file).decode(), type=OwnLines).line
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as misfit:
        raise GuidanceError(f"{file}: {misfit}. {_shape()}") from None


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            found = opened.read(LARGEST_FILE + 1)  # and no more, whatever it is
    except OSError as error:
        raise GuidanceError(f"{file}: cannot be read ({error.strerror}). Name a file that Amends may open.") from None
    if len(found) > LARGEST_FILE:
        raise GuidanceError(f"{file}: more than {LARGEST_FILE:,} bytes. Leave out what is no help line.")
    return found


def _line(place: str, entry: dict[str, Any]) -> HelpLine:
    named = f"{place} ({entry['name']})" if entry.get("name") else place
    try:
        line = msgspec.convert(entry, HelpLine)
    except msgspec.ValidationError as misfit:
        raise GuidanceError(f"{named}: {misfit}. {_shape()}") from None
    for field, missing in _faults(line):
        raise GuidanceError(f"{named}: {field.strip('._') or 'this line'} needs another value: {missing}")
    return line


def _faults(line: HelpLine) -> list[Lack]:
    sourced = msgspec.structs.replace(line, sources=line.sources or OWN)
    return [*empty("", sourced, known(load())), *unreachable("", line)]


def _shape() -> str:
    """What a line may hold, for whoever has to mend one."""
    needed = ", ".join(field.encode_name for field in fields(HelpLine) if field.required)
    return f"Each [[line]] needs {needed}, and one of tel, sms and link; for may hold {', '.join(HelpFor)}."
