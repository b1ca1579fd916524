"""A file that was looked at and not yet kept: held in memory, sealed under its owner's vault key, for some minutes.

It lies in no table, so no backup and no disk ever holds it. Another process, or this one started again, does not know
it: then the page asks for the file once more.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import uuid4

from amends.store.visits import Visitor
from amends.vault import seal, unseal

MINUTES = 15
MOST_BYTES = 150_000_000  # of all visitors together: three of the largest; the oldest gives way
_BETWEEN = b"\0"  # between a file's name and what is in it; no file's name has it


@dataclass(frozen=True, slots=True)
class _Held:
    """A sealed file, whose it is, and until when."""

    owner: str
    until: datetime
    sealed: bytes


_files: OrderedDict[str, _Held] = OrderedDict()
_one_at_a_time = Lock()


def hold(visitor: Visitor, name: str, content: bytes, now: datetime) -> str:
    """Holds one file of a visitor, in place of the one before. Returns the id by which they get it back."""
    id = uuid4().hex
    sealed = seal(name.encode() + _BETWEEN + content, visitor.vault.key, _place(visitor, id))
    with _one_at_a_time:
        _drop(lambda one: one.owner == str(visitor.owner) or one.until < now)
        _files[id] = _Held(str(visitor.owner), now + timedelta(minutes=MINUTES), sealed)
        while sum(len(one.sealed) for one in _files.values()) > MOST_BYTES:
            _files.popitem(last=False)
    return id


def take(visitor: Visitor, id: str, now: datetime) -> tuple[str, bytes] | None:
    """The name of a file and what is in it, and holds it no longer; None where it is not (or no longer) here."""
    with _one_at_a_time:
        _drop(lambda one: one.until < now)
        found = _files.pop(id, None) if _is_of(visitor, id) else None
    if found is None:
        return None
    name, _mark, content = unseal(found.sealed, visitor.vault.key, _place(visitor, id)).partition(_BETWEEN)
    return name.decode(), content


def forget_all() -> None:
    """Holds nothing any more."""
    with _one_at_a_time:
        _files.clear()


def _is_of(visitor: Visitor, id: str) -> bool:
    return id in _files and _files[id].owner == str(visitor.owner)


def _drop(is_over: Callable[[_Held], bool]) -> None:
    for id in [id for id, one in _files.items() if is_over(one)]:
        del _files[id]


def _place(visitor: Visitor, id: str) -> str:
    return f"{visitor.owner}/held/{id}"
