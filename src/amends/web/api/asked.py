"""What a body must be, by the very type that the document shows; and a call that is sent twice."""

import json
import re
from collections.abc import Callable, Iterator
from enum import EnumType
from hashlib import sha256
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from django.http import HttpRequest
from msgspec import Meta

from amends.web.api.calls import Named
from amends.web.refused import NoAnswer

T = TypeVar("T")
LONGEST_KEY = 200  # characters
KEY = "Idempotency-Key"
ONCE: tuple[Named, ...] = (
    (
        KEY,
        "A name of your own for this call: sent again with the same body, it makes nothing new and answers alike. With "
        "another body it is another call.",
        {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST_KEY}}}$"},
    ),
)
Keep = Annotated[bool, Meta(description="Words of danger in it are to be kept all the same.")]
Overrule = Annotated[bool, Meta(description="What was heard in it as danger means something else.")]


def of(shape: type[T]) -> Callable[[Any], T]:
    """Decodes plain values as `shape`. It raises ValueError that says what stands where something else must be."""

    def decode(given: Any) -> T:
        try:
            return msgspec.convert(_whole(given), shape)
        except msgspec.ValidationError as error:
            raise ValueError(f"{error}{_one_of(shape, str(error))}") from None

    return decode


def _one_of(shape: Any, wrong: str) -> str:
    """What a field may be, where it is one of a few and something else stands there."""
    field = re.search(r"Invalid enum value .* at `\$\.(\w+)`", wrong)
    known = [*_choices(get_type_hints(shape)[field[1]])] if field else []
    return f"; it may be {', '.join(known)}" if known else ""


def _choices(kind: Any) -> Iterator[str]:
    """The values of a type that has a few, and of such types in a union."""
    if isinstance(kind, EnumType):
        yield from map(json.dumps, kind.__members__.values())
    elif get_origin(kind) is Literal:
        yield from map(json.dumps, get_args(kind))
    else:
        yield from (one for part in get_args(kind) for one in _choices(part))


def _whole(given: Any) -> Any:
    """The same with 7 in place of 7.0: to a schema both are whole numbers."""
    if isinstance(given, dict):
        return {name: _whole(value) for name, value in given.items()}
    if isinstance(given, list):
        return [_whole(value) for value in given]
    return int(given) if isinstance(given, float) and given.is_integer() else given


def once_of(request: HttpRequest, asked: object) -> str:
    """A name for what this call makes: the same for the same key with the same body; empty without a key.

    So the second of two finds what the first one made: what is kept once is kept under an id that is drawn from this
    name and the vault's key. Raises NoAnswer.
    """
    key = request.headers.get(KEY)
    if key is None:
        return ""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable() and " " not in key):
        raise NoAnswer(422, f"{KEY} must be 1 to {LONGEST_KEY} visible ASCII characters.")
    return sha256(repr((key, request.path, asked)).encode(errors="surrogatepass")).hexdigest()
