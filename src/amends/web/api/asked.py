"""What a body must be, by the very type that the document shows; and a call that is sent twice."""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any, TypeVar

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
        "A name of your own for this call: sent again with the same body, it makes nothing new and answers alike.",
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
            raise ValueError(str(error)) from None

    return decode


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
