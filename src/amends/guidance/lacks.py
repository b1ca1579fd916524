"""How a gap is found: entries, texts and sources that are not there, however deep they would stand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from amends.guidance.files import Guidance
from amends.guidance.shape import GuidanceError
from amends.guidance.shape_help import HelpLine

# Where in a file, and what is missing there.
Lack = tuple[str, str]

K = TypeVar("K")
V = TypeVar("V", bound=msgspec.Struct)

# By which of its fields an entry is called, so that a gap says "calm" and not "the first".
_NAMES = ("id", "band", "kind", "code", "name")


def entries(field: str, names: Iterable[K], texts: Mapping[K, V], own: Guidance) -> Iterator[Lack]:
    """Entries that are not there, and what is empty in those that are."""
    yield from unnamed(field, names, texts)
    yield from empty(field, tuple(texts.values()), known(own))


def unnamed(field: str, names: Iterable[K], texts: Mapping[K, object]) -> Iterator[Lack]:
    """Entries that are not there."""
    for name in names:
        if name not in texts:
            yield f"{field}[{name}]", "no such entry"


def known(guidance: Guidance) -> frozenset[str] | None:
    """The ids of the sources; None where that file is wrong itself, which is a gap of its own."""
    try:
        return frozenset(guidance.sources)
    except GuidanceError:
        return None


def empty(field: str, value: object, known: frozenset[str] | None) -> Iterator[Lack]:
    """Empty texts and lists in `value`, however deep, and sources that are missing or not `known`."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            look = _unsourced if name == "sources" else empty
            yield from look(f"{field}.{name}", getattr(value, name), known)
    elif isinstance(value, tuple):
        yield from _empty_items(field, value, known)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from empty(f"{field}.{name}", one, known)
    elif isinstance(value, str) and not value.strip():
        yield field, "empty text"


# What a link may call, and what it may open: nothing that a browser would run.
_DIALLED = re.compile(r"\+?\d{2,15}", re.ASCII)
_OPENED = re.compile(r"https://[\w-]+(\.[\w-]+)+(:\d+)?([/?#][!-~]*)?", re.ASCII)


def unreachable(field: str, line: HelpLine) -> Iterator[Lack]:
    """What keeps somebody from reaching a help line: no way there, or one that leads nowhere."""
    if not (line.tel or line.sms or line.link):
        yield field, "one of tel, sms and link"
    if line.link and not _OPENED.fullmatch(line.link):
        yield f"{field}.link", "an address that begins with https://"
    yield from _undialled(f"{field}.tel", line.tel, line.reach)
    yield from _undialled(f"{field}.sms", line.sms, line.reach)


def _undialled(field: str, number: str | None, reach: str) -> Iterator[Lack]:
    if number and not _DIALLED.fullmatch(number):
        yield field, "digits alone, such as 08001234567; a + may come first"
    elif number and number.removeprefix("+") not in re.sub(r"\D", "", reach):
        yield field, "the same number in reach, for whoever dials by hand"


def _empty_items(field: str, items: tuple[object, ...], known: frozenset[str] | None) -> Iterator[Lack]:
    if not items:
        yield field, "empty list"
    for place, item in enumerate(items):
        yield from empty(f"{field}[{_name(item, place)}]", item, known)


def _unsourced(field: str, ids: tuple[str, ...], known: frozenset[str] | None) -> Iterator[Lack]:
    if not ids:
        yield field, "no source"
    for id in ids:
        if known is not None and id not in known:
            yield field, f"unknown source: {id}"


def _name(item: object, place: int) -> str:
    """What an entry is called by: the first of its naming fields, or else its place."""
    return str(next((getattr(item, name) for name in _NAMES if hasattr(item, name)), place))
