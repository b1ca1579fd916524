import sqlite3
from pathlib import Path
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from amends.store.apps import PRAGMAS, insist
from amends.store.disk import is_damaged, is_full

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


def refused(file: Path, statement: str, before: str = "") -> DatabaseError:
    """What Django raises for what SQLite says of this statement on this file."""
    with pytest.raises(sqlite3.Error) as said:
        base = sqlite3.connect(file)
        base.executescript(before)
        base.execute(statement)
    error = DatabaseError()
    error.__cause__ = said.value
    return error


def test_a_file_that_is_no_database_or_is_torn_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"This is a letter, and not a database at all. " * 100)
    error = refused(tmp_path / "other", "SELECT * FROM sqlite_master")
    assert (is_damaged(error), is_full(error)) == (True, False)


def test_no_room_is_said_to_be_no_damage(tmp_path: Path) -> None:
    narrow = "PRAGMA page_size=512; CREATE TABLE one (words); PRAGMA max_page_count=3;"
    error = refused(tmp_path / "one", "INSERT INTO one VALUES (zeroblob(100000))", narrow)
    assert (is_damaged(error), is_full(error)) == (False, True)


def test_what_no_database_said_is_neither() -> None:
    assert not is_damaged(DatabaseError())
    assert not is_full(DatabaseError())
