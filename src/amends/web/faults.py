"""What the log says of a fault: which kind it is, and where it happened. No value: it may be a parent's word."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = Path(__file__).parents[1]
log = logging.getLogger("amends.faults")


class KindAndPlace(logging.Formatter):
    """One line a record: the answer's status and the page's pattern of address, kind and place. No message of anybody's
    but our own is passed on: others put into theirs what they were working on."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        parts = [self.formatTime(record), record.levelname, *_answered(record)]
        parts += [str(record.msg)] if record.name == log.name else [f"{record.name}, line {record.lineno}"]
        error = record.exc_info[1] if record.exc_info else None
        return " ".join([*parts, *([kind_and_place(error)] if error else [])])


def kind_and_place(error: BaseException) -> str:
    """The kind of an error and of those behind it, each with the lines of ours that led there and the last one."""
    return "; because of ".join(f"{_kind(one)} at {_place(one)}" for one in _chain(error))


def _answered(record: logging.LogRecord) -> Iterator[str]:
    request: Any = getattr(record, "request", None)
    if request is None:
        return
    match = getattr(request, "resolver_match", None)
    yield f"{getattr(record, 'status_code', '')} {request.method} {match.route if match else '?'}:"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _place(error: BaseException) -> str:
    """The frames in our own files, outermost first, and the one where it was raised."""
    frames = traceback.extract_tb(error.__traceback__, limit=None)
    told = [frame for frame in frames if Path(frame.filename).is_relative_to(OURS)] + list(frames[-1:])
    return " > ".join(dict.fromkeys(f"{_file(frame.filename)}:{frame.lineno} {frame.name}" for frame in told)) or "?"


def _file(name: str) -> str:
    """A file by its last folders, which are no secret; the ones before say where somebody lives."""
    path = Path(name)
    return str(path.relative_to(OURS.parent)) if path.is_relative_to(OURS) else "/".join(path.parts[-2:])
