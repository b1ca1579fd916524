"""Visits: an opened vault key, kept in two halves that open nothing alone, until the visit is over.

A guest is a vault whose only key is in the visitor's cookie: when the visit is over, so are the words. A parent with
an account has key slots as well: their visit locks itself, and the words stay.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from amends.store import slots
from amends.store.diary import Diary
from amends.store.disk import cut_the_log
from amends.store.handed import purge_handed
from amends.store.models import Envelope, Handed, KeySlot, Lookup, Owner, Visit, minute_of
from amends.store.opened import Vault
from amends.vault import Damaged, derive, new_key, seal, unseal

HOUR = 3600  # seconds
_AT_ONCE = 500  # owners a statement
GUEST = 0  # minutes of idling: a guest's visit is counted in hours
_left: set[bytes] = set()  # blind names of visits that were ended here while the database refused: they are over too


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody whose vault is open. `secret` is what their cookie holds; nothing here opens without it."""

    secret: bytes = field(repr=False)
    vault: Vault
    idle: int = GUEST

    @property
    def diary(self) -> Diary:
        """All they wrote."""
        return Diary(replace(self.vault, is_bounded=self.is_guest))

    @property
    def owner(self) -> UUID:
        """Whose vault it is."""
        return self.vault.owner

    @property
    def is_guest(self) -> bool:
        """Whether nothing but the cookie opens this vault."""
        return self.idle == GUEST


def welcome(now: datetime, hours: int) -> Visitor:
    """A new guest with an empty vault, for so many `hours` after the last use."""
    with transaction.atomic():
        return open_visit(Vault(Owner.objects.create().id, new_key()), GUEST, now, hours)


def open_visit(vault: Vault, idle: int, now: datetime, hours: int) -> Visitor:
    """A new visit to a vault that was opened: it locks itself after `idle` minutes (a guest's ends after `hours`)."""
    secret = new_key()
    tag = _tag(secret)
    until = minute_of(now) + (idle or hours * 60)
    sealed = seal(vault.key, _lock(secret), _place(tag))
    with transaction.atomic():
        Visit.objects.create(owner_id=vault.owner, tag=tag, sealed_key=sealed, until=until, idle=idle)
        slots.remember([Lookup(tag=tag, owner_id=vault.owner, kind=Lookup.VISIT)])
    return Visitor(secret, vault, idle)


def returning(secret: bytes, now: datetime, hours: int) -> Visitor | None:
    """The visitor whose cookie holds `secret`, or None where no such visit is open (any more)."""
    tag = _tag(secret)
    visit = _visit(tag)
    if visit is None or tag in _left or not _is_open(visit, minute_of(now)):
        return None
    try:
        key = unseal(bytes(visit.sealed_key), _lock(secret), _place(tag))
    except Damaged:
        return None
    _prolong(visit, now, hours)
    return Visitor(secret, Vault(visit.owner_id, key), visit.idle)


def last_uses(owner: UUID, now: datetime) -> list[tuple[bytes, int]]:
    """The open visits of a parent, last used first: the blind name of each, and the minute (since 1970) of that."""
    rows = Visit.objects.filter(owner_id=owner, until__gte=minute_of(now)).order_by("-until")
    return [(bytes(tag), until - idle) for tag, until, idle in rows.values_list("tag", "until", "idle")]


def name_of(secret: bytes) -> bytes:
    """The blind name of a visit, as in `last_uses`."""
    return _tag(secret)


def let_idle(owner: UUID, idle: int, now: datetime) -> None:
    """From now on this parent's visits lock themselves after `idle` minutes."""
    Visit.objects.filter(owner_id=owner).update(idle=idle, until=minute_of(now) + idle)


def end(secret: bytes) -> None:
    """Ends a visit: its half of the key is gone. With a guest's visit goes everything they wrote, the key first.

    Where the database refuses, its error is raised; the visit is over all the same, and `purge` takes it away later.
    """
    _end(_tag(secret))


def _end(tag: bytes) -> None:
    _left.add(tag)
    visit = _visit(tag)
    if visit and visit.idle == GUEST:
        drop([visit.owner_id])
    elif visit:
        slots.take(visit.owner_id, [tag])
        cut_the_log()
    _left.discard(tag)


def is_there(owner: UUID) -> bool:
    """Whether there is such a vault (any more)."""
    return Owner.objects.filter(id=owner).exists()


def end_all(owner: UUID) -> None:
    """Signs a parent out everywhere."""
    slots.take(owner, [bytes(tag) for tag in Visit.objects.filter(owner_id=owner).values_list("tag", flat=True)])
    cut_the_log()


def purge(now: datetime) -> int:
    """Takes away the visits that are over, with a guest's visit all they wrote, and what was given until now. Returns
    how many guests went."""
    for tag in tuple(_left):
        _end(tag)
    over = Visit.objects.filter(until__lt=minute_of(now))
    guests = list(over.filter(idle=GUEST).values_list("owner_id", flat=True))
    for first in range(0, len(guests), _AT_ONCE):
        drop(guests[first : first + _AT_ONCE])
    purge_handed(now)
    if left := list(over.values_list("owner_id", "tag")):
        for owner, blind in left:
            slots.take(owner, [bytes(blind)])
        cut_the_log()
    return len(guests)


def drop(owners: list[UUID]) -> None:
    """Takes away owners and all they have: first what opens it, in a transaction of its own, then the rows."""
    slots.close(owners)
    with transaction.atomic():
        slots.close(owners)  # what was opened meanwhile
        Envelope.objects.filter(owner_id__in=owners).delete()
        Owner.objects.filter(id__in=owners).delete()
        cut_the_log()


def leave_guests_alone() -> None:
    """Takes away all accounts, and all that was given. A guest who is writing stays: their words are in no backup."""
    Visit.objects.filter(owner_id__in=KeySlot.objects.values("owner_id")).delete()
    for table in (Handed, KeySlot):
        table._default_manager.all().delete()
    guests = Visit.objects.values("owner_id")
    for rows in (Lookup, Envelope):
        rows._default_manager.exclude(owner_id__in=guests).delete()
    Owner.objects.exclude(id__in=guests).delete()


def _is_open(visit: Visit, minute: int) -> bool:
    """A parent's visit that would last longer than a visit can was used in a time to come: the clock was set back, and
    nobody knows for how long it was left. A guest's is not shut for that, as their words would go with it."""
    return minute <= visit.until and (visit.idle == GUEST or visit.until <= minute + visit.idle)


def _prolong(visit: Visit, now: datetime, hours: int) -> None:
    """Once a minute for a parent, once an hour for a guest: a page that only shows something rarely writes.

    On a disk that is full the visit is not prolonged, and what it opens can be read as long as it lasts.
    """
    until = minute_of(now) + (visit.idle or hours * 60)
    if until - visit.until >= (1 if visit.idle else 60):
        with suppress(DatabaseError):
            Visit.objects.filter(owner_id=visit.owner_id, tag=bytes(visit.tag)).update(until=until)


def _visit(tag: bytes) -> Visit | None:
    """The visit of this blind name, whether it is over or not."""
    for owner in slots.owners_of(Lookup.VISIT, tag):
        return Visit.objects.filter(owner_id=owner, tag=tag).first()
    return None


def _tag(secret: bytes) -> bytes:
    return derive(secret, "visit/tag")


def _lock(secret: bytes) -> bytes:
    return derive(secret, "visit/lock")


def _place(tag: bytes) -> str:
    return f"visit/{tag.hex()}"
