"""A whole diary out of what its shelves hold: what opens, and how many rows do not."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from amends.process import (
    Child,
    DiaryExport,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    JournalEntry,
    Past,
    Preferences,
    Repair,
)
from amends.store.shelf import Kept, Look


def gathered(
    repairs: Look[Repair],
    pasts: Mapping[UUID, Look[Past]],
    journal: Look[JournalEntry],
    children: Look[Child],
    preferences: Preferences,
) -> DiaryExport:
    """The diary as one value, repairs and pages newest first: the same diary is the same value, however a database
    lists its rows. `pasts` holds how each repair was, also of those that do not open.

    A repair that does not open stands there as it was when a step was last left.
    """
    damaged = [*repairs.damaged, *journal.damaged, *children.damaged]
    damaged += [id for past in pasts.values() for id in past.damaged]
    pages = (ExportedPage(kept.id, kept.entry) for kept in journal.kept)
    all_children = (ExportedChild(kept.id, kept.entry) for kept in children.kept)
    return DiaryExport(
        tuple(sorted(_repairs(repairs, pasts), key=lambda one: (one.repair.began, one.id), reverse=True)),
        tuple(sorted(pages, key=lambda one: (one.page.written, one.id), reverse=True)),
        tuple(sorted(all_children, key=lambda one: one.id)),
        preferences,
        len(damaged),
    )


def _repairs(repairs: Look[Repair], pasts: Mapping[UUID, Look[Past]]) -> Iterator[ExportedRepair]:
    for kept in repairs.kept:
        yield ExportedRepair(kept.id, kept.entry, pasts[kept.id].entries)
    for id in repairs.damaged:
        yield from _as_it_was(id, pasts[id].kept)


def _as_it_was(id: UUID, pasts: Sequence[Kept[Past]]) -> Iterator[ExportedRepair]:
    for newest in pasts[:1]:
        yield ExportedRepair(id, newest.entry.repair, tuple(kept.entry for kept in pasts[1:]))
