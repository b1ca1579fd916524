"""SQLite itself refusing every write, as it does on a disk that is full or mounted to be read only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def refusing() -> Iterator[None]:
    """Nothing can be written meanwhile; all can be read."""
    _only_read("ON")
    try:
        yield
    finally:
        _only_read("OFF")


def _only_read(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA query_only={how}")
