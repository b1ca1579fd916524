"""What the store has to know of the database below it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock

from django.db import connection, transaction

DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
FULL = {"SQLITE_FULL", "53100"}  # the second is PostgreSQL's
# SQLite has one pen. Who finds it taken polls for it with growing pauses; the threads of one process queue better.
_queue = RLock()


@contextmanager
def writing() -> Iterator[None]:
    """All writes inside are kept together, or none is."""
    with _queue if connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
        yield


def is_damaged(error: Exception) -> bool:
    """Whether the database refused because its file cannot be read any more: only a backup helps."""
    return _refusal(error) in DAMAGED


def is_full(error: Exception) -> bool:
    """Whether it refused because there is no room on its disk."""
    return _refusal(error) in FULL


def _refusal(error: Exception) -> str:
    """What the database itself calls it. SQLite's longer names begin with the kind that they are of."""
    cause = error.__cause__
    named = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or ""
    return "_".join(str(named).split("_")[:2])


def cut_the_log() -> None:
    """Cuts SQLite's write-ahead log, in which deleted rows stay readable until then: as soon as all is committed."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_truncate)


def _truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
