"""A parent's diary: the only place where values become sealed rows and rows become values again."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial, reduce
from typing import Any
from uuid import UUID

import msgspec

from amends.known import know
from amends.process import (
    Brought,
    Desk,
    DiaryExport,
    ExportedPage,
    ExportedRepair,
    JournalEntry,
    Meeting,
    Past,
    Repair,
    Turn,
    meet,
    same_before,
)
from amends.store.circle import Circle
from amends.store.disk import cut_the_log, writing
from amends.store.exchange import gathered
from amends.store.models import Envelope
from amends.store.opened import Vault
from amends.store.shelf import Kept, Look, NotKept, Shelf
from amends.store.shelves import Shelves
from amends.vault import Damaged, delivered, delivery_secret


class _Row(msgspec.Struct, frozen=True):
    """A row on its way out of the database and, if the parent wants it back, in again."""

    id: UUID
    shelf: bytes
    revision: int
    sealed: bytes


know(_Row)


class Diary(Shelves):
    """The entries in one vault. Another owner's entries do not exist here.

    Where it is bounded (a guest's), whatever keeps more than there is room for raises quota.Full or quota.TooFast, and
    has kept nothing.
    """

    def add(self, repair: Repair, once: str = "") -> Kept[Repair]:
        """Seals and keeps a new repair: one for each name in `once`, as it is now where it is here already."""
        with writing():
            kept = self.repairs.add(repair, once)
            self._lay(kept.id, kept.entry)
        return kept

    def began(self, once: str) -> Kept[Repair] | None:
        """The repair that was begun under this name in `once`, as it is now; None where none was."""
        id = self.repairs.id_of_once(once)
        return self.entry(id) if once and self.repairs.holds(id) else None

    def begin(self, repair: Repair, once: str = "") -> Kept[Repair]:
        """The same for one that begins now: it knows the earlier one of its kind."""
        others = {kept.id: kept.entry for kept in self.entries()}
        return self.add(replace(repair, again=same_before(repair, others)), once)

    def take_in(self, id: UUID, repair: Repair) -> None:
        """Keeps a repair that was written elsewhere under its own id: once, however often it is sent."""
        with writing():
            if list(self.repairs.add_all([(id, repair)])):
                self._lay(id, repair)

    def amend(self, id: UUID, change: Callable[[Repair], Repair]) -> Kept[Repair]:
        """Makes the next revision of a repair out of the newest one. Raises NotKept."""
        with writing():
            kept = self.repairs.amend(id, change)
            self._lay(id, kept.entry)
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
        """All repairs that open, newest first."""
        return iter(_newest_first(self.repairs.entries()))

    def known(self) -> list[Kept[Repair]]:
        """All repairs, newest first, for who has to count them: of one that does not open, what is known of it.

        That is how it was when a step was last left, or else what the desk remembers: its day, and its kind.
        """
        look = self.repairs.look()
        known = self.desk().remembered(look.damaged) if look.damaged else {}
        known |= {id: pasts[0].entry.repair for id in look.damaged if (pasts := self.pasts(id))}
        kept = (*look.kept, *(Kept(id, 0, repair) for id, repair in known.items()))
        return _newest_first(kept)

    def pasts(self, id: UUID) -> list[Kept[Past]]:
        """How a repair was each time a step was left, newest first: those that open."""
        return list(self.look_back(id).kept)

    def look_back(self, id: UUID) -> Look[Past]:
        """The same, and the rows that do not open. The repair itself need not open for it."""
        look = self._past(id).look()
        return Look(tuple(sorted(look.kept, key=lambda kept: (kept.entry.left, kept.id), reverse=True)), look.damaged)

    def restore(self, id: UUID, past: UUID, now: datetime) -> Kept[Repair]:
        """The repair as it was then; as it is now becomes one of its pasts, if it opens. Raises NotKept, vault.Damaged.

        So a repair that does not open can begin again from what it was.
        """
        was = self._past(id).entry(past).entry
        with writing():
            with suppress(Damaged):
                self._past(id).add(Past(now, was.step, self.entry(id).entry))
            back_to = partial(_back_to, was.repair)
            kept = self.repairs.amend(id, back_to, instead=lambda: was.repair)
            self._lay(id, kept.entry)
        return kept

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
            envelopes = [Envelope(owner_id=self._vault.owner, **msgspec.structs.asdict(row)) for row in rows]
            self._vault.keep(envelopes, again=True)  # pressed twice
            if rows[0].shelf == self.repairs.tag:
                with suppress(Damaged):  # it did not open before it was deleted: it comes back as it was
                    self._lay(rows[0].id, self.entry(rows[0].id).entry)
        return rows[0].id

    def copy_to(self, vault: Vault) -> None:
        """Seals all of it anew in another vault, an empty one. A row that does not open goes along as it is.

        What a browser sealed offline for this one is opened by the other diary too.
        """
        there = Diary(vault)
        pasts = (self._past(id) for id in self.repairs.rows().values_list("id", flat=True))
        circle = Circle(self._vault)
        kept = (self.repairs, self.journal, self.children, self._former(), circle.people, circle.given)
        shelves: list[Shelf[Any]] = [*kept, *pasts]
        for shelf in shelves:
            shelf.copy_to(vault)
        there._former().add(delivery_secret(self._vault.key))
        there._desks().put(there._desk_id, self.desk())

    def delivered(self, sealed: bytes, place: str) -> bytes:
        """What a browser sealed for this diary under the name `place`. Raises vault.Damaged, and only that."""
        with suppress(Damaged):
            return delivered(sealed, delivery_secret(self._vault.key), place)
        for former in self._former().entries():
            with suppress(Damaged):
                return delivered(sealed, former.entry, place)
        raise Damaged("it was sealed for another diary")

    def size(self) -> int:
        """How many entries `whole` will look at."""
        return sum(shelf.rows().count() for shelf in (self.repairs, self.journal, self.children))

    def whole(self, progress: Callable[[int], object] = bool) -> DiaryExport:
        """Everything that is kept and opens, and how many rows do not; `progress` is told of each entry.

        A repair that does not open stands there as it was when a step was last left.
        """
        repairs, journal = self.repairs.look(progress), self.journal.look(progress)
        children = self.children.look(progress)
        pasts = {id: self.look_back(id) for id in (*(kept.id for kept in repairs.kept), *repairs.damaged)}
        return gathered(repairs, pasts, journal, children, self.desk().preferences)

    def meet(self, whole: DiaryExport, is_ours: bool) -> Meeting:
        """Which pages of a file are here already, and how they would stand after it came in. Nothing is kept yet."""
        here = [ExportedPage(kept.id, kept.entry) for kept in self.journal.entries()]
        return meet(here, whole.journal, is_ours)

    def bring(self, whole: DiaryExport, is_ours: bool = True) -> Iterator[Brought]:
        """Keeps all of another diary beside what is here, in one transaction. What is here already stays as it is; only
        from a file that is not ours, a page that was brought from there takes on the words it has now.

        What is here and does not open gives way to the same entry that does. Yields how many entries it has kept so
        far. Preferences stay those of this diary.
        """
        with writing():
            met = self.meet(whole, is_ours)
            yield from self._keep(met, replace(whole, journal=met.new))

    def bring_some(self, whole: DiaryExport, is_ours: bool, most: int) -> int:
        """The same in turns, each a transaction of its own: keeps `most` entries that are not here yet, and returns how
        many are still to come. What came in before is known again, so the next turn goes on from there."""
        with writing():
            met = self.meet(whole, is_ours)
            here = {kept.id for shelf in (self.repairs.entries(), self.children.entries()) for kept in shelf}
            coming = replace(whole, journal=met.new).without(here)
            deque(self._keep(met, coming.beginning(most)), maxlen=0)
        return max(0, coming.entries - most)

    def bring_all(self, whole: DiaryExport, is_ours: bool = True) -> Brought:
        """The same for who does not watch. Returns how many entries it has kept."""
        *_so_far, brought = self.bring(whole, is_ours)
        return brought

    def _keep(self, met: Meeting, new: DiaryExport) -> Iterator[Brought]:
        for one in (*met.changed, *met.named):
            self.journal.amend(one.id, partial(_instead, one.page))
        yield Brought(0, len(met.changed))
        for number, _id in enumerate(self._bring_each(new), start=1):
            yield Brought(number, len(met.changed))

    def _bring_each(self, whole: DiaryExport) -> Iterator[UUID]:
        yield from self.children.bring([(one.id, one.child) for one in whole.children])
        yield from self.journal.bring([(one.id, one.page) for one in whole.journal])
        first = {one.id: one for one in reversed(whole.repairs)}
        new = [first[id] for id in self.repairs.bring([(one.id, one.repair) for one in whole.repairs])]
        for one in new:
            self._bring_pasts(one)
            yield one.id
        self._change_desk(lambda desk: reduce(_lay_open, new, desk))

    def _bring_pasts(self, one: ExportedRepair) -> None:
        past = self._past(one.id)
        there = past.look().entries
        for entry in one.pasts:
            if entry not in there:
                past.add(entry)

    def _can_be_forgotten(self) -> list[bytes]:
        """Entries; and somebody one knows, whose row may not open: to part is the way where it does."""
        return [self.repairs.tag, self.journal.tag, Circle(self._vault).people.tag]

    def _place_of_forgotten(self) -> str:
        return f"{self._vault.owner}/forgotten"


def _newest_first(kept: Iterable[Kept[Repair]]) -> list[Kept[Repair]]:
    """Those of one instant always in the same order, whichever a database lists first: pages are cut out of it."""
    return sorted(kept, key=lambda one: (one.entry.began, one.id), reverse=True)


def _back_to(was: Repair, newest: Repair) -> Repair:
    return replace(was, dismissed=newest.dismissed)


def _instead(page: JournalEntry, _was: JournalEntry) -> JournalEntry:
    return page


def _lay_open(desk: Desk, one: ExportedRepair) -> Desk:
    return desk.laid(one.id, one.repair)
