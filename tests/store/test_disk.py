from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from amends.store.apps import PRAGMAS, insist

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def _pragmas() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in [*PRAGMAS, "journal_mode"]}


def test_every_connection_is_durable_forgets_for_good_and_keeps_rows_with_their_owner() -> None:
    found = [_pragmas()]

    def ask() -> None:
        found.append(_pragmas())
        connection.close()

    for _ in range(3):
        thread = Thread(target=ask)
        thread.start()
        thread.join()
    assert found == [{"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "journal_mode": "wal"}] * 4


def test_a_connection_that_would_keep_a_forgotten_word_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
        try:
            with pytest.raises(ImproperlyConfigured, match="secure_delete"):
                insist(connection)
        finally:
            cursor.execute("PRAGMA secure_delete=ON")
