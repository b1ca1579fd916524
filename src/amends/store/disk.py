"""What the store has to know of the database below it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock

from django.db import connection, transaction

# SQLite has one pen. Who finds it taken polls for it with growing pauses; the threads of one process queue better.
_queue = RLock()


@contextmanager
def writing() -> Iterator[None]:
    """All writes inside are kept together, or none is."""
    with _queue if connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
        yield


def cut_the_log() -> None:
    """Cuts SQLite's write-ahead log, in which deleted rows stay readable until then: as soon as all is committed."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_truncate)


def _truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
