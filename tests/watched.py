"""Looks at every statement of the program: each names whose rows it wants, so that they can lie on many machines.

On in all tests, and in every site that the tests start (tests/watched_settings.py). docs/scale.md says why.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from django.db.backends.signals import connection_created

HERE = Path(__file__).parent
PROGRAM = str(HERE.parent / "src" / "amends")
# The column by which each table is led. The house's one row lies on every machine.
LED_BY = {
    "store_owner": "id",
    "store_keyslot": "owner_id",
    "store_visit": "owner_id",
    "store_envelope": "owner_id",
    "store_handed": "owner_id",
    "store_lookup": "tag",
}
# What asks all owners at once: a file of the program, or a function in it; why, and how Citus does it.
HOUSEKEEPING = {
    "store/visits.py:purge": "what has expired, once an hour: each machine looks into its own index of `until`",
    "store/handed.py:purge_handed": "the same for what was given",
    "store/visits.py:leave_guests_alone": "a restore replaces all: each machine empties its own rows",
    "store/archive.py": "a backup and a restore are of all: each machine reads and writes its own rows",
    "store/names_key.py": "whether anybody has an account here, at a start: one row of any machine",
    "store/slots.py:neighbour": "what a guess at a name costs: one row, from each machine's own index of names",
    "store/handed.py:some_alone": "what a guess at a link costs: one row, from each machine's own index of links",
    "store/migrations/0002_accounts.py": "once, in tables of before anything was led by its owner",
    "cli/site.py:django": "a new version changes its tables, once, and no page is open",
    "cli/doctor_data.py": "the doctor asks when somebody was last here: the operator waits for it, and no page",
}
_taken: list[str] = []
_file: list[Path] = []


def watch_all(file: Path | None = None) -> None:
    """From here on, of every connection. What is found goes into `file`, too."""
    _file[:] = [file] if file else []
    connection_created.connect(_watch, dispatch_uid="tests.watched")


def found() -> list[str]:
    """The statements without an owner since this was last asked, and who made them."""
    was, _taken[:] = _taken[:], []
    return was


@lru_cache(maxsize=4096)
def wants_everybodys(sql: str) -> bool:
    """Whether a statement touches a table that is led by a column, and does not say which value of it."""
    tables = set(re.findall(r"\bstore_[a-z]+\b", sql)) & set(LED_BY)
    if not tables or not sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
        return False
    if len(tables) > 1:
        return True  # they lie on machines of their own
    lead = LED_BY[tables.pop()]
    if sql.startswith("INSERT"):
        return f'"{lead}"' not in sql.partition(" VALUES ")[0]
    where = sql.partition(" WHERE ")[2]
    return " OR " in where or not re.search(rf'"{lead}" (= %s|IN \(%s)', where)


def _watch(connection: Any, **_: object) -> None:
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.append(_look)


def _look(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]) -> object:
    if wants_everybodys(sql) and (who := _who(sys._getframe())):
        _taken.append(f"{who}: {sql}")
        for file in _file:
            with file.open("a") as out:
                out.write(f"{who}: {sql}\n")
    return execute(sql, params, many, context)


def _who(frame: FrameType | None) -> str:
    """Where in the program a statement was made; nowhere ("") for one of the tests' own, and for housekeeping."""
    ours = [one for one in _frames(frame) if one.f_code.co_filename.startswith((PROGRAM, str(HERE)))]
    names = [_named(one) for one in ours if one.f_code.co_filename != __file__]
    if not names or not names[0] or any(name in HOUSEKEEPING or _file_of(name) in HOUSEKEEPING for name in names):
        return ""
    return names[0]


def _named(frame: FrameType) -> str:
    name = frame.f_code.co_filename
    return f"{name.removeprefix(PROGRAM)[1:]}:{frame.f_code.co_name}" if name.startswith(PROGRAM) else ""


def _file_of(name: str) -> str:
    return name.partition(":")[0]


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
