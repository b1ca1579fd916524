"""Guests: a vault whose only key is in the visitor's cookie, gone some hours after its last use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from amends.store.diary import Diary
from amends.store.models import Envelope, Owner, Visit
from amends.vault import Damaged, derive, new_key, seal, unseal

HOUR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor without an account. `secret` is what their cookie holds; nothing here opens without it."""

    secret: bytes
    diary: Diary


def welcome(now: datetime) -> Guest:
    """A new guest with an empty vault."""
    secret, key = new_key(), new_key()
    tag = _tag(secret)
    with transaction.atomic():
        owner = Owner.objects.create()
        Visit.objects.create(
            owner=owner, tag=tag, sealed_key=seal(key, _lock(secret), _place(tag)), last_hour=_hour(now)
        )
    return Guest(secret, Diary(owner.id, key))


def returning(secret: bytes, now: datetime) -> Guest | None:
    """The guest whose cookie holds `secret`, or None where no such visit is open (any more)."""
    tag = _tag(secret)
    visit = Visit.objects.filter(tag=tag).first()
    if visit is None:
        return None
    try:
        key = unseal(bytes(visit.sealed_key), _lock(secret), _place(tag))
    except Damaged:
        return None
    if visit.last_hour != _hour(now):
        Visit.objects.filter(pk=visit.pk).update(last_hour=_hour(now))
    return Guest(secret, Diary(visit.owner_id, key))


def forget(secret: bytes) -> None:
    """Takes away everything this guest wrote, the key first."""
    _drop(list(Visit.objects.filter(tag=_tag(secret)).values_list("owner_id", flat=True)))


def purge(now: datetime, hours: int) -> int:
    """Takes away the guests who have not been here for `hours`. Returns how many."""
    stale = list(Visit.objects.filter(last_hour__lt=_hour(now) - hours).values_list("owner_id", flat=True))
    _drop(stale)
    return len(stale)


def _drop(owners: list[UUID]) -> None:
    if not owners:
        return
    with transaction.atomic():
        for table in (Visit, Envelope):
            table.objects.filter(owner_id__in=owners).delete()
        Owner.objects.filter(id__in=owners).delete()
        transaction.on_commit(_cut_the_log)


def _cut_the_log() -> None:
    """Deleted rows stay readable in SQLite's write-ahead log until it is cut."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _tag(secret: bytes) -> bytes:
    return derive(secret, "visit/tag")


def _lock(secret: bytes) -> bytes:
    return derive(secret, "visit/lock")


def _place(tag: bytes) -> str:
    return f"visit/{tag.hex()}"


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // HOUR
