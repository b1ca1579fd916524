"""What the doctor sees in the database and the backups. It opens both for reading alone."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from amends.cli.found import Found

WAL = b"\x02\x02"  # in the head of a SQLite file: who writes keeps a log beside it, and nobody who reads has to wait
WAL_AT = 18
SHOWN = 3  # faults of a damaged file
PUT_BACK = "Move it away, and put a backup back with amends restore."


def database() -> Iterator[Found]:
    """Whether it answers, is whole, and has the tables of this version; and whether the key of names is its own."""
    from django.db import DatabaseError, connection

    what = "The database"
    file = _only_for_reading()
    if file and not file.exists():
        yield Found(what, "not there yet: the first start makes it.")
        return
    try:
        connection.ensure_connection()
        if (yield from _whole(file)):
            yield from _tables()
    except DatabaseError as error:
        yield _no_answer(what, error)


def _only_for_reading() -> Path | None:
    """Tells Django to open it so that nothing can be written, and gives the file where it is one (SQLite).

    Where no log lies beside the file nobody has it open, and it is read as it is: SQLite would make a log otherwise.
    """
    from django.conf import settings
    from django.db import connections

    told: dict[str, Any] = connections["default"].settings_dict
    options = told["OPTIONS"]
    if connections["default"].vendor != "sqlite":
        only = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
        told["OPTIONS"] = {**options, "options": only, "connect_timeout": 5}
        return None
    file: Path = settings.DATA / "amends.sqlite3"
    log = file.with_name(f"{file.name}-wal")
    pragmas = [one for one in options["init_command"].split(";") if "journal_mode" not in one]
    told["NAME"] = f"{file.as_uri()}?mode=ro{'' if log.exists() else '&immutable=1'}"
    told["OPTIONS"] = {**options, "init_command": ";".join(pragmas)}
    return file


def _whole(file: Path | None) -> Generator[Found, None, bool]:
    """Whether there is any use in looking further."""
    from django.db import connection

    if not file:
        yield Found("The database", "PostgreSQL answers.")
        return True
    with connection.cursor() as cursor:
        faults = [row[0] for row in cursor.execute(f"PRAGMA quick_check({SHOWN})").fetchall()]
    if faults != ["ok"]:
        yield Found("The database", "amends.sqlite3 is damaged.", PUT_BACK)
        return False
    yield Found("The database", "answers, and is whole.")
    with file.open("rb") as head:
        is_wal = head.read(WAL_AT + len(WAL))[WAL_AT:] == WAL
    # How a word survives a power cut is asked of every connection (store/apps.py), this one too.
    yield Found("Its journal", "words survive a power cut." if is_wal else "the next start sets it.")
    return True


def _no_answer(what: str, error: Exception) -> Found:
    """Without the database's own words: they may name users and hosts."""
    from amends.store.disk import is_damaged

    if is_damaged(error):
        return Found(what, "amends.sqlite3 is damaged.", PUT_BACK)
    return Found(what, "does not answer.", "Start it, or look at AMENDS_DATABASE and at who may read the data folder.")


def _tables() -> Iterator[Found]:
    """Which changes wait; and where none does, whether names can be found."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from amends.store.names_key import fault_of_the_key

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    newer = {name for name in executor.loader.applied_migrations or () if name not in executor.loader.disk_migrations}
    if newer:
        yield Found("Tables", "they belong to a newer Amends.", "Update Amends: this version would not know them.")
    elif waiting:
        yield Found("Tables", f"{len(waiting)} changes wait: the next start makes them, after a backup.")
    else:
        yield Found("Tables", "as this version wants them.")
    if not waiting:
        fault = fault_of_the_key()
        yield Found("names.key", "", fault) if fault else _key()


def _key() -> Found:
    from django.conf import settings

    is_there = settings.NAMES_KEY.exists()
    return Found("names.key", "there, and of this house." if is_there else "not there yet: the next start makes it.")


def newest_visit() -> float:
    """When somebody with an account was last here, in seconds since 1970; 0 where that cannot be known."""
    from django.db import DatabaseError
    from django.db.models import F, Max

    from amends.store.models import Visit

    last = Max(F("until") - F("idle"))
    try:
        return 60.0 * (Visit._default_manager.filter(idle__gt=0).aggregate(last=last)["last"] or 0)
    except DatabaseError:
        return 0


def backups() -> Iterator[Found]:
    """The backups that Amends made by itself: how old the newest is, and whether it opens."""
    from django.conf import settings
    from django.utils import timezone

    from amends.store.archive import opens_here

    made = sorted(settings.DATA.glob("backups/*.amends"), key=lambda one: one.stat().st_mtime)
    if not made:
        yield Found("Backups", "none of Amends' own. Keep one elsewhere: amends backup FILE.")
        return
    days = (timezone.now().timestamp() - made[-1].stat().st_mtime) / 86_400
    says = f"the newest of Amends' own ({len(made)}) is {max(days, 0):.0f} days old"
    if opens_here(made[-1]):
        yield Found("Backups", f"{says}, and opens here. Keep one elsewhere: amends backup FILE.")
    else:
        do = "Make another one, and keep it elsewhere: amends backup FILE."
        yield Found("Backups", f"{says}, and does not open here.", do)
