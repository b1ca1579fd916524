"""What the store has to know of the database below it."""

from django.db import connection, transaction


def cut_the_log() -> None:
    """Cuts SQLite's write-ahead log, in which deleted rows stay readable until then: as soon as all is committed."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_truncate)


def _truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
