"""The shelves of one vault, and the desk: what lies open for the first page, kept in step with the repairs."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from amends.known import know
from amends.process import Calm, Child, Desk, JournalEntry, Past, Preferences, Repair, eased_by
from amends.store.models import Envelope
from amends.store.opened import Vault
from amends.store.shelf import NotKept, Shelf
from amends.vault import Damaged

REPAIRS, JOURNAL, CHILDREN, DESK = "repairs", "journal", "children", "desk"
FORMER = "former"  # keys to which a browser that was away may still seal
know(Repair, JournalEntry, Child, Desk, Past)


class Shelves:
    """The rows of one vault, by their kind."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.repairs = Shelf(self._vault, REPAIRS, Repair)
        self._desk_id = vault.id_for(DESK)

    @property
    def journal(self) -> Shelf[JournalEntry]:
        """The free pages."""
        return Shelf(self._vault, JOURNAL, JournalEntry)

    @property
    def children(self) -> Shelf[Child]:
        """The children, as the parent describes them."""
        return Shelf(self._vault, CHILDREN, Child)

    def desk(self) -> Desk:
        """What lies open for the first page. Where its row is gone or does not open, it is made again from the rest."""
        try:
            return self._desks().entry(self._desk_id).entry
        except (NotKept, Damaged):
            return self._made_again()

    def prefer(self, preferences: Preferences) -> None:
        """Keeps how the parent wants their diary."""
        self._change_desk(lambda desk: replace(desk, preferences=preferences))

    def learn(self, calm: Calm) -> None:
        """Keeps how much the tool of the newest rating lowered the heat."""
        self._change_desk(lambda desk: replace(desk, eased=eased_by(desk.eased, calm)))

    def _lay(self, id: UUID, repair: Repair | None) -> None:
        self._change_desk(lambda desk: desk.laid(id, repair))

    def _change_desk(self, change: Callable[[Desk], Desk]) -> None:
        try:
            self._desks().amend(self._desk_id, change, instead=self._made_again)
        except NotKept:
            Envelope.objects.filter(owner_id=self._vault.owner, id=self._desk_id).delete()  # moved to no shelf of ours
            self._desks().put(self._desk_id, change(self._made_again()))

    def _made_again(self) -> Desk:
        return Desk.of({kept.id: kept.entry for kept in self.repairs.entries()})

    def _desks(self) -> Shelf[Desk]:
        unbounded = replace(self._vault, is_bounded=False)  # it is written too where something is taken away
        return Shelf(unbounded, DESK, Desk)

    def _former(self) -> Shelf[bytes]:
        return Shelf(self._vault, FORMER, bytes)

    def _past(self, id: UUID) -> Shelf[Past]:
        return Shelf(self._vault, f"past/{id}", Past)
