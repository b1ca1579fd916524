"""A parent's diary: the only place where values become sealed rows and rows become values again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from amends.process import Repair
from amends.store.models import Envelope
from amends.vault import derive, seal, unseal

REPAIRS = "repairs"


class NotKept(Exception):
    """There is no such entry in this diary."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry and where it is kept."""

    id: UUID
    revision: int
    entry: Repair


class Diary:
    """The entries of one owner, opened with their vault key. Another owner's entries do not exist here."""

    def __init__(self, owner: UUID, key: bytes) -> None:
        self._owner = owner
        self._key = key
        self._shelf = derive(key, f"shelf/{REPAIRS}")

    def add(self, entry: Repair) -> Kept:
        """Seals and keeps a new entry."""
        kept = Kept(uuid4(), 1, entry)
        Envelope.objects.create(owner_id=self._owner, id=kept.id, shelf=self._shelf, sealed=self._seal(kept.id, entry))
        return kept

    def amend(self, id: UUID, change: Callable[[Repair], Repair]) -> Kept:
        """Makes the next revision of an entry out of the newest one, in one transaction. Raises NotKept."""
        with transaction.atomic():
            old = self.entry(id)
            new = Kept(id, old.revision + 1, change(old.entry))
            rows = self._rows().filter(id=id, revision=old.revision)
            rows.update(revision=new.revision, sealed=self._seal(id, new.entry))
        return new

    def entry(self, id: UUID) -> Kept:
        """One entry. Raises NotKept where it is not in this diary, vault.Damaged where it does not open."""
        row = self._rows().filter(id=id).first()
        if row is None:
            raise NotKept(id)
        return self._open(row)

    def entries(self) -> Iterator[Kept]:
        """All entries, newest first."""
        kept = [self._open(row) for row in self._rows()]
        return iter(sorted(kept, key=lambda one: one.entry.began, reverse=True))

    def forget(self, id: UUID) -> None:
        """Takes an entry away. Raises NotKept."""
        gone, _ = self._rows().filter(id=id).delete()
        if not gone:
            raise NotKept(id)

    def _rows(self) -> QuerySet[Envelope]:
        return Envelope.objects.filter(owner_id=self._owner, shelf=self._shelf)

    def _place(self, id: UUID) -> str:
        return f"{self._owner}/{REPAIRS}/{id}"

    def _seal(self, id: UUID, entry: Repair) -> bytes:
        return seal(msgspec.json.encode(entry), self._key, self._place(id))

    def _open(self, row: Envelope) -> Kept:
        plain = unseal(bytes(row.sealed), self._key, self._place(row.id))
        return Kept(row.id, row.revision, msgspec.json.decode(plain, type=Repair))
