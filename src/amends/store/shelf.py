"""A shelf: all rows of one kind of one owner, opened and sealed one by one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import msgspec
from django.db.models import QuerySet

from amends.store.disk import writing
from amends.store.models import Envelope
from amends.vault import Box, derive

T = TypeVar("T")
_AT_ONCE = 500  # rows a statement


_OLD_NAMES = ((b'"hands":', b'"writers":'), (b'"also":', b'"conflicts":'))  # until 0.1.0


def renamed(content: bytes) -> bytes:
    """JSON that an older version wrote, with the names of today. In a JSON text such bytes are never a parent's words:
    a quote inside them is written with a backslash."""
    for old, new in _OLD_NAMES:
        content = content.replace(old, new)
    return content


class NotKept(Exception):
    """There is no such entry in this diary."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """An entry and where it is kept."""

    id: UUID
    revision: int
    entry: T


@dataclass(frozen=True, slots=True)
class Vault:
    """An owner and the key to all their rows, made ready for use."""

    owner: UUID
    key: bytes
    box: Box

    @classmethod
    def opened(cls, owner: UUID, key: bytes) -> "Vault":
        """The vault of `owner`, opened with its key of 32 bytes."""
        return cls(owner, key, Box(key))


class Shelf(Generic[T]):
    """The rows of one kind. Nothing on another shelf, or of another owner, exists here."""

    def __init__(self, vault: Vault, kind: str, type: type[T]) -> None:
        self._vault = vault
        self._kind = kind
        self.tag = derive(vault.key, f"shelf/{kind}")
        self._decode = msgspec.json.Decoder(type).decode

    def add(self, entry: T, once: str = "") -> Kept[T]:
        """Seals and keeps a new entry: one for each name in `once`, however often it is sent (any number without)."""
        if not once:
            return self._insert(Kept(uuid4(), 1, entry))
        kept = Kept(UUID(bytes=derive(self._vault.key, f"once/{self._kind}/{once}")[:16]), 1, entry)
        Envelope.objects.bulk_create([self._row(kept)], ignore_conflicts=True)
        return self.entry(kept.id)

    def put(self, id: UUID, entry: T) -> Kept[T]:
        """Seals and keeps a new entry under an id of its own."""
        return self._insert(Kept(id, 1, entry))

    def add_all(self, entries: Iterable[tuple[UUID, T]]) -> Iterator[UUID]:
        """Seals and keeps many entries under the given ids, some hundred a statement; one that is there stays.

        Yields the id of each that was kept.
        """
        there = set(self._rows().values_list("id", flat=True))
        new = (self._row(Kept(id, 1, entry)) for id, entry in entries if id not in there)
        while rows := list(islice(new, _AT_ONCE)):
            yield from (row.id for row in Envelope.objects.bulk_create(rows))

    def amend(self, id: UUID, change: Callable[[T], T]) -> Kept[T]:
        """Makes the next revision of an entry out of the newest one, in one transaction. Raises NotKept.

        Two that amend at once wait for each other: the second changes what the first one left. What stays the same is
        not written again.
        """
        with writing():
            old = self._one(self._rows().select_for_update(), id)
            new = Kept(id, old.revision + 1, change(old.entry))
            if new.entry == old.entry:
                return old
            self._rows().filter(id=id).update(revision=new.revision, sealed=self._seal(id, new.entry))
        return new

    def entry(self, id: UUID) -> Kept[T]:
        """One entry. Raises NotKept where it is not on this shelf, vault.Damaged where it does not open."""
        return self._one(self._rows(), id)

    def entries(self) -> Iterator[Kept[T]]:
        """All entries, in no order. Raises vault.Damaged at the first that does not open."""
        for id, revision, sealed in self._rows().values_list("id", "revision", "sealed").iterator(_AT_ONCE):
            yield Kept(id, revision, self._open(id, bytes(sealed)))

    def forget(self, id: UUID) -> None:
        """Takes an entry away. Raises NotKept."""
        gone, _ = self._rows().filter(id=id).delete()
        if not gone:
            raise NotKept(id)

    def rows(self) -> QuerySet[Envelope]:
        """The rows as they are kept: sealed."""
        return self._rows()

    def _rows(self) -> QuerySet[Envelope]:
        return Envelope.objects.filter(owner_id=self._vault.owner, shelf=self.tag)

    def _one(self, rows: QuerySet[Envelope], id: UUID) -> Kept[T]:
        for revision, sealed in rows.filter(id=id).values_list("revision", "sealed"):
            return Kept(id, revision, self._open(id, bytes(sealed)))
        raise NotKept(id)

    def _insert(self, kept: Kept[T]) -> Kept[T]:
        self._row(kept).save(force_insert=True)
        return kept

    def _row(self, kept: Kept[T]) -> Envelope:
        return Envelope(owner_id=self._vault.owner, id=kept.id, shelf=self.tag, sealed=self._seal(kept.id, kept.entry))

    def _place(self, id: UUID) -> str:
        return f"{self._vault.owner}/{self._kind}/{id}"

    def _seal(self, id: UUID, entry: T) -> bytes:
        return self._vault.box.seal(msgspec.json.encode(entry), self._place(id))

    def _open(self, id: UUID, sealed: bytes) -> T:
        return self._decode(renamed(self._vault.box.unseal(sealed, self._place(id))))
