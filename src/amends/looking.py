"""Whether this process only looks at what is here: then nothing is made where it is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ONLY: ContextVar[bool] = ContextVar("only_looks", default=False)


@contextmanager
def looking() -> Iterator[None]:
    """Inside, settings are read without making a folder or a key."""
    token = _ONLY.set(True)
    try:
        yield
    finally:
        _ONLY.reset(token)


def only_looks() -> bool:
    """Whether nothing may be made now."""
    return _ONLY.get()
