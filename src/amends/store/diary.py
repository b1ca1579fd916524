"""A parent's diary: the only place where values become sealed rows and rows become values again."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import TypeVar
from uuid import UUID

import msgspec

from amends.process import (
    Calm,
    Child,
    Desk,
    DiaryExport,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    JournalEntry,
    Past,
    Preferences,
    Repair,
    Step,
    Turn,
    eased_by,
)
from amends.store.disk import cut_the_log, writing
from amends.store.models import Envelope
from amends.store.shelf import Kept, NotKept, Shelf, Vault
from amends.vault import derive

T = TypeVar("T")
REPAIRS, JOURNAL, CHILDREN, DESK = "repairs", "journal", "children", "desk"


class _Row(msgspec.Struct, frozen=True):
    """A row on its way out of the database and, if the parent wants it back, in again."""

    id: UUID
    shelf: bytes
    revision: int
    sealed: bytes


class Diary:
    """The entries of one owner, opened with their vault key. Another owner's entries do not exist here."""

    def __init__(self, owner: UUID, key: bytes) -> None:
        self._vault = Vault.opened(owner, key)
        self.repairs = Shelf(self._vault, REPAIRS, Repair)
        self._desk_id = UUID(bytes=derive(key, DESK)[:16])

    @property
    def journal(self) -> Shelf[JournalEntry]:
        """The free pages."""
        return Shelf(self._vault, JOURNAL, JournalEntry)

    @property
    def children(self) -> Shelf[Child]:
        """The children, as the parent describes them."""
        return Shelf(self._vault, CHILDREN, Child)

    def add(self, repair: Repair, once: str = "") -> Kept[Repair]:
        """Seals and keeps a new repair: one for each name in `once`, as it is now where it is here already."""
        with writing():
            kept = self.repairs.add(repair, once)
            self._lay(kept.id, kept.entry)
        return kept

    def take_in(self, id: UUID, repair: Repair) -> None:
        """Keeps a repair that was written elsewhere under its own id: once, however often it is sent."""
        with writing():
            if list(self.repairs.add_all([(id, repair)])):
                self._lay(id, repair)

    def amend(
        self, id: UUID, change: Callable[[Repair], Repair], left: tuple[Step, datetime] | None = None
    ) -> Kept[Repair]:
        """Makes the next revision of a repair out of the newest one. Raises NotKept.

        Where a step was `left` (which, and when), the repair as it then was is kept beside it.
        """
        with writing():
            kept = self.repairs.amend(id, change)
            self._lay(id, kept.entry)
            if left and any(words.strip() for words in kept.entry.words.values()):
                step, when = left
                self._past(id).add(Past(when, step, kept.entry))
        return kept

    def take(self, id: UUID, decide: Callable[[Repair], Turn], now: datetime) -> Turn:
        """Keeps what one turn makes of the newest revision of a repair: decided once, here, and returned.

        Where the turn leaves a step, the repair as it then was is kept beside it. Raises NotKept.
        """
        turns: list[Turn] = []

        def change(newest: Repair) -> Repair:
            turns.append(decide(newest))
            return turns[-1].repair

        with writing():
            kept = self.repairs.amend(id, change)
            self._lay(id, kept.entry)
            if turns[-1].left:
                self._past(id).add(Past(now, turns[-1].left, kept.entry))
            if turns[-1].rated:
                self.learn(kept.entry.calm)
        return turns[-1]

    def entry(self, id: UUID) -> Kept[Repair]:
        """One repair. Raises NotKept where it is not in this diary, vault.Damaged where it does not open."""
        return self.repairs.entry(id)

    def entries(self) -> Iterator[Kept[Repair]]:
        """All repairs, newest first."""
        return iter(sorted(self.repairs.entries(), key=lambda one: one.entry.began, reverse=True))

    def pasts(self, id: UUID) -> list[Kept[Past]]:
        """How a repair was each time a step was left, newest first."""
        return sorted(self._past(id).entries(), key=lambda one: one.entry.left, reverse=True)

    def restore(self, id: UUID, past: UUID, now: datetime) -> Kept[Repair]:
        """The repair as it was then; as it is now becomes one of its pasts. Raises NotKept."""
        was = self._past(id).entry(past).entry
        with writing():
            self._past(id).add(Past(now, was.step, self.entry(id).entry))
            return self.amend(id, lambda newest: replace(was.repair, dismissed=newest.dismissed))

    def forget(self, id: UUID) -> bytes:
        """Takes a repair and its pasts, or a free page, away for good. Raises NotKept.

        Returns all of it, sealed: the only copy there is, for `bring_back`.
        """
        with writing():
            rows = list(Envelope.objects.filter(owner_id=self._vault.owner, id=id, shelf__in=self._can_be_forgotten()))
            if not rows:
                raise NotKept(id)
            rows += list(self._past(id).rows())
            Envelope.objects.filter(owner_id=self._vault.owner, id__in=[row.id for row in rows]).delete()
            self._lay(id, None)
            cut_the_log()
        kept = [_Row(row.id, bytes(row.shelf), row.revision, bytes(row.sealed)) for row in rows]
        return self._vault.box.seal(msgspec.msgpack.encode(kept), self._place_of_forgotten())

    def bring_back(self, forgotten: bytes) -> UUID:
        """Keeps again what `forget` returned. Returns its id. Raises vault.Damaged for anything else."""
        rows = msgspec.msgpack.decode(self._vault.box.unseal(forgotten, self._place_of_forgotten()), type=list[_Row])
        with writing():
            Envelope.objects.bulk_create(
                [Envelope(owner_id=self._vault.owner, **msgspec.structs.asdict(row)) for row in rows],
                ignore_conflicts=True,  # pressed twice
            )
            if rows[0].shelf == self.repairs.tag:
                self._lay(rows[0].id, self.entry(rows[0].id).entry)
        return rows[0].id

    def desk(self) -> Desk:
        """What lies open for the first page. An empty desk where nothing was kept yet."""
        try:
            return self._desks().entry(self._desk_id).entry
        except NotKept:
            return Desk()

    def prefer(self, preferences: Preferences) -> None:
        """Keeps how the parent wants their diary."""
        self._change_desk(lambda desk: replace(desk, preferences=preferences))

    def learn(self, calm: Calm) -> None:
        """Keeps how much the tool of the newest rating lowered the heat."""
        self._change_desk(lambda desk: replace(desk, eased=eased_by(desk.eased, calm)))

    def size(self) -> int:
        """How many entries `whole` will open."""
        return sum(shelf.rows().count() for shelf in (self.repairs, self.journal, self.children))

    def whole(self, progress: Callable[[int], object] = bool) -> DiaryExport:
        """Everything that is kept, opened; `progress` is told of each entry. Raises vault.Damaged."""

        def told(entries: Iterator[Kept[T]]) -> Iterator[Kept[T]]:
            for one in entries:
                progress(1)
                yield one

        return DiaryExport(
            tuple(ExportedRepair(one.id, one.entry, self._pasts_of(one.id)) for one in told(self.entries())),
            tuple(ExportedPage(one.id, one.entry) for one in told(self.journal.entries())),
            tuple(ExportedChild(one.id, one.entry) for one in told(self.children.entries())),
            self.desk().preferences,
        )

    def bring(self, whole: DiaryExport) -> Iterator[int]:
        """Keeps all of another diary beside what is here, in one transaction; what is here already stays as it is.

        Yields how many entries it has kept so far. Preferences stay those of this diary.
        """
        count = itertools.count(1)
        with writing():
            for _ in self.children.add_all((one.id, one.child) for one in whole.children):
                yield next(count)
            for _ in self.journal.add_all((one.id, one.page) for one in whole.journal):
                yield next(count)
            new = set(self.repairs.add_all((one.id, one.repair) for one in whole.repairs))
            for one in whole.repairs:
                if one.id in new:
                    self._bring_pasts(one)
                    yield next(count)
            self._change_desk(lambda desk: reduce(_lay_open, (one for one in whole.repairs if one.id in new), desk))

    def bring_all(self, whole: DiaryExport) -> int:
        """The same for who does not watch. Returns how many entries were new."""
        return max(self.bring(whole), default=0)

    def _bring_pasts(self, one: ExportedRepair) -> None:
        past = self._past(one.id)
        for entry in one.pasts:
            past.add(entry)

    def _pasts_of(self, id: UUID) -> tuple[Past, ...]:
        return tuple(one.entry for one in self.pasts(id))

    def _lay(self, id: UUID, repair: Repair | None) -> None:
        self._change_desk(lambda desk: desk.laid(id, repair))

    def _change_desk(self, change: Callable[[Desk], Desk]) -> None:
        try:
            self._desks().amend(self._desk_id, change)
        except NotKept:
            self._desks().put(self._desk_id, change(Desk()))

    def _desks(self) -> Shelf[Desk]:
        return Shelf(self._vault, DESK, Desk)

    def _past(self, id: UUID) -> Shelf[Past]:
        return Shelf(self._vault, f"past/{id}", Past)

    def _can_be_forgotten(self) -> list[bytes]:
        return [self.repairs.tag, self.journal.tag]

    def _place_of_forgotten(self) -> str:
        return f"{self._vault.owner}/forgotten"


def _lay_open(desk: Desk, one: ExportedRepair) -> Desk:
    return desk.laid(one.id, one.repair)
