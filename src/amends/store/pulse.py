"""Whether the database answers, within a bound that it is not asked to keep itself: a network that is gone says nothing
for minutes."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from amends.store.models import House

PATIENCE = 2  # seconds
_asking = ThreadPoolExecutor(1, thread_name_prefix="pulse")  # one that hangs holds up the next ones, and no page


def ask() -> None:
    """Reads from a table, over a connection of its own, and writes nothing. Raises TimeoutError, DatabaseError or
    InterfaceError where no answer comes."""
    asked = _asking.submit(_read)
    try:
        asked.result(PATIENCE)
    finally:
        asked.cancel()


def _read() -> None:
    """`SELECT 1` from one of our tables: alone it would not make SQLite look into its file."""
    try:
        House.objects.exists()
    finally:
        connection.close()
