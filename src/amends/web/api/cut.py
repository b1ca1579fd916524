"""A part of a long list, newest first, and how to ask for the next one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.http import HttpRequest

from amends.web.api.calls import Named
from amends.web.refused import NoAnswer

T = TypeVar("T")
USUAL, MOST_AT_ONCE = 20, 100
# What may follow the ? in an address.
ASKS: tuple[Named, ...] = (
    (
        "limit",
        "How many.",
        {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE, "default": USUAL},
    ),
    (
        "cursor",
        "What the answer before this one gave as next.",
        {"type": "string", "pattern": "^(-?[0-9]{1,20}-[0-9a-f]{32}|)$"},
    ),
)
Row = tuple[datetime, UUID, T]


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """Some rows, and the cursor of those after them: empty where there are none."""

    some: list[Row[T]]
    next: str


def cut(request: HttpRequest, rows: list[Row[T]]) -> Cut[T]:
    """What a request asks for of `rows`. A row that went meanwhile leaves no gap. Raises NoAnswer."""
    limit, after = _limit(request), _cursor(request)
    newest = sorted(rows, key=_key, reverse=True)
    left = [row for row in newest if after is None or _key(row) < after]
    some = left[:limit]
    return Cut(some, "-".join(map(str, _key(some[-1]))) if len(left) > limit else "")


def _key(row: Row[T]) -> tuple[int, str]:
    return int(row[0].timestamp() * 1_000_000), row[1].hex


def _limit(request: HttpRequest) -> int:
    given = request.GET.get("limit", str(USUAL))
    if given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= MOST_AT_ONCE:
        return int(given)
    raise NoAnswer(422, f"limit must be a number from 1 to {MOST_AT_ONCE}.")


def _cursor(request: HttpRequest) -> tuple[int, str] | None:
    given = request.GET.get("cursor", "")
    if not given:
        return None
    at, _dash, id = given.rpartition("-")
    try:
        return int(at[:20]), UUID(id).hex
    except ValueError:
        raise NoAnswer(422, "cursor must be what the answer before gave as next.") from None
