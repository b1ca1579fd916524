"""Families that are really there, by the hundred or by the hundred thousand: rows of the sizes that real ones have.

They open to nobody: their bytes are dice. Who is asked in a test or a benchmark signs up as everybody does.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db import connection

from amends.store.models import KeySlot, Lookup

ROWS = {
    "store_owner": ("id",),
    "store_keyslot": ("owner_id", "tag", "kind", "slot"),
    "store_visit": ("owner_id", "tag", "sealed_key", "until", "idle"),
    "store_lookup": ("tag", "owner_id", "kind"),
    "store_envelope": ("owner_id", "id", "shelf", "revision", "sealed"),
    "store_handed": ("owner_id", "id", "until", "sealed", "answer", "fetched", "tries"),
}
AT_ONCE = 1000  # families a round
NOT_YET = 2_000_000_000  # minutes since 1970: nothing of theirs is over while anybody looks
SLOT, SEALED_KEY, REPAIR = 314, 285, 1053  # bytes, sealed: as those that were looked at
Row = tuple[object, ...]


def settle(families: int, entries: int = 4, seed: int = 0) -> None:
    """So many families: each an owner with two slots, a visit, one repair a time, the desk, and now and then a link."""
    dice = random.Random(seed)
    left = iter(range(families))
    while some := list(islice(left, AT_ONCE)):
        tables: dict[str, list[Row]] = {name: [] for name in ROWS}
        for number in some:
            for name, row in _family(dice, entries, number):
                tables[name].append(row)
        for name, rows in tables.items():
            _write(name, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _family(dice: random.Random, entries: int, number: int) -> Iterator[tuple[str, Row]]:
    owner, shelf, until = _id(dice), dice.randbytes(32), NOT_YET
    yield "store_owner", (owner,)
    for kind in (KeySlot.PASSPHRASE, KeySlot.RECOVERY, Lookup.VISIT):
        tag = dice.randbytes(32)
        yield "store_lookup", (tag, owner, kind)
        if kind == Lookup.VISIT:
            yield "store_visit", (owner, tag, dice.randbytes(SEALED_KEY), until, 15)
        else:
            yield "store_keyslot", (owner, tag, kind, dice.randbytes(SLOT))
    for _ in range(entries):
        yield "store_envelope", (owner, _id(dice), shelf, 1, dice.randbytes(REPAIR))
    if number % 10 == 0:
        link = _id(dice)
        yield "store_owner", (link,)
        yield "store_handed", (link, link, until, b"l" + dice.randbytes(REPAIR), b"", 0, 0)


def _id(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def _write(table: str, rows: Sequence[Row]) -> None:
    columns = ", ".join(ROWS[table])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        plain = [[one.hex if isinstance(one, UUID) else one for one in row] for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(ROWS[table]))})", plain)
