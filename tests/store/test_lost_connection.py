"""A database that goes away while a diary is read: the soak found an error of the driver's own that no page knew."""

import gc
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection

from amends.process import Repair, Rupture
from tests.store.conftest import NOW, guest

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the driver's: it could not close its cursor
]


@pytest.fixture(autouse=True)
def _connected_again() -> Iterator[None]:
    yield
    gc.collect()
    connection.close()


def _cut_off() -> None:
    """Ends this connection from outside, as a server does that is stopped."""
    here = connection.connection.info
    with psycopg.connect(host=here.host, user=here.user, dbname=here.dbname, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [here.backend_pid])


def test_a_connection_that_is_lost_after_the_last_row_is_a_refusal_that_pages_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetch = psycopg.ServerCursor.fetchmany

    def fetches(cursor: psycopg.ServerCursor, size: int = 0) -> list:  # type: ignore[type-arg]
        rows = fetch(cursor, size)
        if not rows:
            _cut_off()
        return rows

    someone = guest()
    someone.diary.add(Repair(NOW, Rupture()))
    monkeypatch.setattr(psycopg.ServerCursor, "fetchmany", fetches)
    with pytest.raises(DatabaseError):
        list(someone.diary.entries())
