"""A shelf: all rows of one kind of one owner, opened and sealed one by one."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import msgspec
from django.db import connection
from django.db.models import QuerySet

from amends.store.disk import cut_the_log, writing
from amends.store.models import Envelope
from amends.store.opened import Vault, decoded
from amends.store.quota import ask_for_change
from amends.vault import Damaged, derive

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
class Look(Generic[T]):
    """All rows of one kind, looked at once: the entries that open, and the ids of the rows that do not."""

    kept: tuple[Kept[T], ...]
    damaged: tuple[UUID, ...]

    @property
    def entries(self) -> tuple[T, ...]:
        """The entries alone."""
        return tuple(kept.entry for kept in self.kept)


class Shelf(Generic[T]):
    """The rows of one kind. Nothing on another shelf, or of another owner, exists here."""

    def __init__(self, vault: Vault, kind: str, type: type[T]) -> None:
        self._vault = vault
        self._kind = kind
        self.tag = derive(vault.key, f"shelf/{kind}")
        self._type = type
        self._decode = msgspec.json.Decoder(type).decode

    def add(self, entry: T, once: str = "") -> Kept[T]:
        """Seals and keeps a new entry: one for each name in `once`, however often it is sent (any number without)."""
        if not once:
            return self._insert(Kept(uuid4(), 1, entry))
        kept = Kept(self.id_of_once(once), 1, entry)
        self._vault.keep([self._row(kept)], again=True)
        return self.entry(kept.id)

    def id_of_once(self, once: str) -> UUID:
        """The id of the entry that is kept once for this name; without a name another one each time."""
        return self._vault.id_for(f"once/{self._kind}/{once}") if once else uuid4()

    def put(self, id: UUID, entry: T) -> Kept[T]:
        """Seals and keeps a new entry under an id of its own."""
        return self._insert(Kept(id, 1, entry))

    def add_all(self, entries: Iterable[tuple[UUID, T]]) -> Iterator[UUID]:
        """Seals and keeps many entries under the given ids, some hundred a statement; one that is there stays.

        Yields the id of each that was kept. Where an id comes twice, the first one is kept.
        """
        there = set(Envelope.objects.filter(owner_id=self._vault.owner).values_list("id", flat=True))
        rows = (self._row(Kept(id, 1, entry)) for id, entry in _once_each(entries, there))
        while some := list(islice(rows, _AT_ONCE)):
            yield from (row.id for row in self._vault.keep(some))

    def bring(self, entries: Sequence[tuple[UUID, T]]) -> Iterator[UUID]:
        """The same, where a row that does not open gives way to the same entry, whole."""
        damaged = {id for id, _entry in entries}.intersection(self.look().damaged)
        self._rows().filter(id__in=damaged).delete()
        yield from self.add_all(entries)

    def amend(self, id: UUID, change: Callable[[T], T], instead: Callable[[], T] | None = None) -> Kept[T]:
        """Makes the next revision of an entry out of the newest one, in one transaction.

        Two that amend at once wait for each other: the second changes what the first one left. What stays the same is
        not written again. Raises NotKept; quota.Full and quota.TooFast; and vault.Damaged where the newest one does not
        open and nothing is given to begin from `instead`.
        """
        with writing():
            revision, sealed = self._sealed(self._rows().select_for_update(), id)
            try:
                old = self._open(id, sealed)
            except Damaged:
                if instead is None:
                    raise
                return self._replace(id, revision + 1, change(instead()), sealed)
            new = change(old)
            return Kept(id, revision, old) if new == old else self._replace(id, revision + 1, new, sealed)

    def entry(self, id: UUID) -> Kept[T]:
        """One entry. Raises NotKept where it is not on this shelf, vault.Damaged where it does not open."""
        revision, sealed = self._sealed(self._rows(), id)
        return Kept(id, revision, self._open(id, sealed))

    def entries(self) -> Iterator[Kept[T]]:
        """All entries that open, in no order. How many do not is what `look` says."""
        return (row for row in self._each() if isinstance(row, Kept))

    def look(self, progress: Callable[[int], object] = bool) -> Look[T]:
        """All entries that open, in no order, and the rows that do not; `progress` is told of each row."""
        kept, damaged = [], []
        with nothing_collected():
            for row in self._each():
                progress(1)
                if isinstance(row, Kept):
                    kept.append(row)
                else:
                    damaged.append(row)
        return Look(tuple(kept), tuple(damaged))

    def holds(self, id: UUID) -> bool:
        """Whether there is such a row on this shelf, whether it opens or not."""
        return self._rows().filter(id=id).exists()

    def forget(self, id: UUID) -> None:
        """Takes an entry away for good. Raises NotKept."""
        gone, _ = self._rows().filter(id=id).delete()
        if not gone:
            raise NotKept(id)
        cut_the_log()

    def copy_to(self, vault: Vault) -> None:
        """Seals all rows anew in another vault, under the ids they have. One that does not open goes along as it is."""
        there = Shelf(vault, self._kind, self._type)
        rows = self._streamed()
        while some := list(islice(rows, _AT_ONCE)):
            vault.keep([there._moved(self, id, revision, bytes(sealed)) for id, revision, sealed in some])

    def rows(self) -> QuerySet[Envelope]:
        """The rows as they are kept: sealed."""
        return self._rows()

    def _rows(self) -> QuerySet[Envelope]:
        return Envelope.objects.filter(owner_id=self._vault.owner, shelf=self.tag)

    def _each(self) -> Iterator[Kept[T] | UUID]:
        """Each row: as it was kept, or its id alone where it does not open. One bad row never hides another."""
        for id, revision, sealed in self._streamed():
            try:
                yield Kept(id, revision, self._open(id, bytes(sealed)))
            except Damaged:
                yield id

    def _streamed(self) -> Iterator[tuple[UUID, int, "bytes | memoryview[int]"]]:
        """Each row as it is kept. Where the connection is lost, PostgreSQL's driver raises on closing the cursor, too,
        and there Django lets its error through (`make soak` found it). Here it is a DatabaseError, like all others."""
        with connection.wrap_database_errors:
            yield from self._rows().values_list("id", "revision", "sealed").iterator(_AT_ONCE)

    def _sealed(self, rows: QuerySet[Envelope], id: UUID) -> tuple[int, bytes]:
        for revision, sealed in rows.filter(id=id).values_list("revision", "sealed"):
            return revision, bytes(sealed)
        raise NotKept(id)

    def _insert(self, kept: Kept[T]) -> Kept[T]:
        self._vault.keep([self._row(kept)])
        return kept

    def _replace(self, id: UUID, revision: int, entry: T, old: bytes) -> Kept[T]:
        new = self._seal(id, entry)
        if self._vault.is_bounded:
            ask_for_change(self._vault.owner, old, new)
        self._rows().filter(id=id).update(revision=revision, sealed=new)
        return Kept(id, revision, entry)

    def _row(self, kept: Kept[T]) -> Envelope:
        return Envelope(owner_id=self._vault.owner, id=kept.id, shelf=self.tag, sealed=self._seal(kept.id, kept.entry))

    def _moved(self, old: "Shelf[T]", id: UUID, revision: int, sealed: bytes) -> Envelope:
        with suppress(Damaged):
            sealed = self._vault.box.seal(old._vault.box.unseal(bytes(sealed), old._place(id)), self._place(id))
        return Envelope(owner_id=self._vault.owner, id=id, shelf=self.tag, revision=revision, sealed=sealed)

    def _place(self, id: UUID) -> str:
        return f"{self._vault.owner}/{self._kind}/{id}"

    def _seal(self, id: UUID, entry: T) -> bytes:
        return self._vault.box.seal(msgspec.json.encode(entry), self._place(id))

    def _open(self, id: UUID, sealed: bytes) -> T:
        return decoded(renamed(self._vault.box.unseal(sealed, self._place(id))), self._decode)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """While all rows are opened and counted little becomes garbage: to look for it meanwhile takes half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _once_each(entries: Iterable[tuple[UUID, T]], there: set[UUID]) -> Iterator[tuple[UUID, T]]:
    """The entries whose id is not `there`, each id once: an owner has no two rows of one id, on whatever shelves."""
    for id, entry in entries:
        if id not in there:
            there.add(id)
            yield id, entry
