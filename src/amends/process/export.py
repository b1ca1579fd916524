"""A whole diary as one value: what an export holds, and what can be brought into another diary."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from uuid import UUID

from amends.process.desk import Preferences
from amends.process.journal import JournalEntry
from amends.process.people import Child
from amends.process.repair import Past, Repair


@dataclass(frozen=True, slots=True)
class ExportedRepair:
    """A repair with all it ever was, newest past first."""

    id: UUID
    repair: Repair
    pasts: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A free page."""

    id: UUID
    page: JournalEntry


@dataclass(frozen=True, slots=True)
class ExportedChild:
    """A child."""

    id: UUID
    child: Child


@dataclass(frozen=True, slots=True)
class DiaryExport:
    """Everything a parent keeps. Ids make it safe to bring the same file twice.

    `damaged` counts what is kept too, and does not open: it is not in here.
    """

    repairs: tuple[ExportedRepair, ...] = ()
    journal: tuple[ExportedPage, ...] = ()
    children: tuple[ExportedChild, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    damaged: int = 0

    @property
    def entries(self) -> int:
        """How many things it holds."""
        return len(self.repairs) + len(self.journal) + len(self.children)

    def without(self, ids: Collection[UUID]) -> "DiaryExport":
        """What of it has none of these ids."""
        return replace(
            self,
            repairs=tuple(one for one in self.repairs if one.id not in ids),
            journal=tuple(one for one in self.journal if one.id not in ids),
            children=tuple(one for one in self.children if one.id not in ids),
        )

    def beginning(self, most: int) -> "DiaryExport":
        """So many of its entries: first children, then pages, then repairs."""
        children, journal = self.children[:most], self.journal[: max(0, most - len(self.children))]
        repairs = self.repairs[: max(0, most - len(children) - len(journal))]
        return replace(self, repairs=repairs, journal=journal, children=children)
