"""Backups: all accounts of a house in one file, their rows still sealed, the file sealed once more.

Guests are not in it: nothing but their own cookie could ever open them. Neither are open visits.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from amends.known import know
from amends.store.accounts import accounts
from amends.store.models import Envelope, KeySlot, Lookup, Owner
from amends.store.names_key import backups_folder, keep_names_key, keys_for, set_aside
from amends.store.slots import remember
from amends.store.visits import leave_guests_alone
from amends.vault import KEY_BYTES, Damaged, Parcel, derive, needs_no_phrase, pack, unpack
from amends.whole_file import whole_file

FORMAT = 1
_AT_ONCE = 200  # rows a piece
_TABLES: dict[str, type[models.Model]] = {"owner": Owner, "keyslot": KeySlot, "envelope": Envelope}
Progress = Callable[[int], object]
T = TypeVar("T")


def _quietly(_rows: int) -> None:
    """Nobody watches."""


class NotEmpty(Exception):
    """There are accounts here already."""


class NewerBackup(Exception):
    """The backup was made by a version of Amends that has tables this one does not know."""


class _Head(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    schema: str
    made: datetime
    names_key: bytes
    rows: int


class _Piece(msgspec.Struct, frozen=True):
    """Some rows of one table."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


know(_Head, _Piece)


def diaries() -> int:
    """How many accounts there are."""
    return KeySlot.objects.values("owner_id").distinct().count()


def rows() -> int:
    """How many rows a backup made now would hold."""
    with connection.cursor() as cursor:
        return sum(_count(cursor, table) for table in _TABLES)


def backup(out: BinaryIO, phrase: str, progress: Progress = _quietly) -> None:
    """Writes all accounts to `out` as they are at one instant, whatever is written meanwhile.

    Without a phrase it opens on this machine alone.
    """
    with _one_instant():
        head = _Head(FORMAT, _schema(), timezone.now(), accounts().names_key, rows())
        way = Parcel(phrase=phrase) if phrase else _own(head.names_key)
        pack(_pieces(head, progress), out, way, accounts().work)


def restore(file: Path, phrase: str, replace: bool, progress: Progress = _quietly) -> None:
    """Puts back what a backup holds, all or nothing. `progress` is told the bytes that were read.

    Raises vault.Damaged, NewerBackup, or NotEmpty where there are accounts and `replace` is not given; nothing has
    changed then. Accounts that are replaced go into a backup of this machine's first.
    """
    if diaries() and not replace:
        raise NotEmpty
    aside("before-restore")
    way = Parcel(phrase=phrase) if phrase else _own_way(file)
    with file.open("rb") as source, transaction.atomic():
        keep_names_key(_put_back(source, way, progress))


def is_own(file: Path) -> bool:
    """Whether a backup is one of those that this program made by itself, and that open on this machine alone. Raises
    vault.Damaged for a file that is no backup."""
    with file.open("rb") as source:
        return needs_no_phrase(source)


def opens_here(file: Path) -> bool:
    """Whether a backup that this program made by itself begins as one, and opens with a key of this house."""
    with suppress(Damaged, OSError):
        return is_own(file) and bool(_own_way(file))
    return False


def before_migrating() -> Path | None:
    """A backup beside the database where its tables are about to change. None where nothing is to be lost."""
    executor = MigrationExecutor(connection)
    with connection.cursor() as cursor:
        is_there = KeySlot._meta.db_table in connection.introspection.table_names(cursor)
    if not is_there or not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return None
    return aside("before-update")


def aside(why: str) -> Path | None:
    """A backup in the data folder, and beside it the key that it opens with. None where there is no account."""
    if not rows():
        return None
    set_aside(accounts().names_key)
    file = backups_folder() / f"{why}-{timezone.now():%Y%m%d-%H%M%S-%f}.amends"
    with whole_file(file) as out:
        backup(out, "")
    return file


def _own(names_key: bytes) -> Parcel:
    return Parcel(key=derive(names_key, "backups"))


def _own_way(file: Path) -> Parcel:
    """The way into a backup of the program's own, whichever names key it was made under. Raises Damaged."""
    for way in map(_own, keys_for(file)):
        with suppress(Damaged), file.open("rb") as source:
            next(unpack(source, way), None)
            return way
    raise Damaged("it was changed, or its names.key is not here: put that beside it, as names-old.key")


def _put_back(source: BinaryIO, way: Parcel, progress: Progress) -> bytes:
    try:
        leave_guests_alone()
        pieces = unpack(source, way)
        head = _read(next(pieces, b""), _Head)
        _check(head)
        read = 0
        for piece in pieces:
            _insert(_read(piece, _Piece))
            read, before = source.tell(), read
            progress(read - before)
    except (DatabaseError, ValidationError, LookupError, TypeError, ValueError) as error:
        raise Damaged("this backup does not fit together") from error
    return head.names_key


@contextmanager
def _one_instant() -> Iterator[None]:
    """All reads inside see the database as it was at the first of them; nobody who writes has to wait."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own transactions here take the lock for writing
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _schema() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    return max(name for app, name in applied if app == Owner._meta.app_label)


def _pieces(head: _Head, progress: Progress) -> Iterator[bytes]:
    yield msgspec.msgpack.encode(head)
    for table in _TABLES:
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT * FROM {_name(table)} WHERE {_kept(table)}")
            found = iter(cursor)
            while some := [[_plain(value) for value in row] for row in islice(found, _AT_ONCE)]:
                columns = [column[0] for column in cursor.description]
                progress(len(some))
                yield msgspec.msgpack.encode(_Piece(table, columns, some))


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {_name(table)} WHERE {_kept(table)}")
    return int(cursor.fetchone()[0])


def _name(table: str) -> str:
    return _TABLES[table]._meta.db_table


def _kept(table: str) -> str:
    """Owners with a slot, and theirs."""
    column = "id" if table == "owner" else "owner_id"
    return f"{column} IN (SELECT owner_id FROM {KeySlot._meta.db_table})"


def _plain(value: object) -> object:
    return value.hex if isinstance(value, UUID) else value


def _read(piece: bytes, type: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(piece, type=type)
    except msgspec.MsgspecError as error:
        raise Damaged("this backup does not fit together") from error


def _check(head: _Head) -> None:
    if head.format > FORMAT or head.schema > _schema():
        raise NewerBackup
    if len(head.names_key) != KEY_BYTES:
        raise Damaged("the key that its names are found by is not whole")


def _insert(piece: _Piece) -> None:
    table = _TABLES[piece.table]
    rows = table._default_manager.bulk_create(_models(table, piece))
    remember([Lookup(tag=row.tag, owner_id=row.owner_id, kind=row.kind) for row in rows if isinstance(row, KeySlot)])


def _models(table: type[models.Model], piece: _Piece) -> Iterable[models.Model]:
    """Rows as they were. What a column held that is no more (older slots were numbered) is let go."""
    columns = {field.attname: field for field in table._meta.concrete_fields}
    for row in piece.rows:
        values = dict(zip(piece.columns, row, strict=True))
        yield table(**{name: field.to_python(values[name]) for name, field in columns.items() if name in values})
