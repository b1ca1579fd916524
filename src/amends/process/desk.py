"""The desk: what has to lie open for the first page. Small, so that it opens at once, however long the diary is."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amends.process.repair import Repair
from amends.process.rupture import RuptureKind
from amends.process.steps import Step, first_open

IDLE_MINUTES = 15
IDLE_CHOICES = (5, 15, 30, 60, 240)  # minutes


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a parent wants their diary: the name of a time zone (empty: not said), minutes until it locks itself."""

    zone: str = ""
    idle: int = IDLE_MINUTES


@dataclass(frozen=True, slots=True)
class Glance:
    """As much of an open repair as the first page shows. `next` is None where the card is what comes next."""

    id: UUID
    began: datetime
    kind: RuptureKind
    done: frozenset[Step]
    next: Step | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The open repairs, newest first, and the preferences."""

    waiting: tuple[Glance, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)

    def laid(self, id: UUID, repair: Repair | None) -> "Desk":
        """The desk with this repair as it is now; a closed or forgotten one (None) is put away."""
        others = [glance for glance in self.waiting if glance.id != id]
        if repair is not None and repair.is_open:
            others.append(_glance(id, repair))
        return replace(self, waiting=tuple(sorted(others, key=lambda glance: glance.began, reverse=True)))


def _glance(id: UUID, repair: Repair) -> Glance:
    return Glance(id, repair.began, repair.rupture.kind, repair.done, first_open(repair.settled))
