"""The programs that may open a diary: each has a key slot that its token opens, and a sealed note of what it may do."""

from datetime import datetime
from uuid import UUID

from amends.known import know
from amends.process import Program, Scope
from amends.store import slots
from amends.store.disk import cut_the_log, writing
from amends.store.models import KeySlot
from amends.store.opened import Vault
from amends.store.shelf import Kept, NotKept, Shelf
from amends.vault import Damaged, lock_for_token, new_token, open_by_token, token_tag

PROGRAMS = "programs"
MOST_PROGRAMS = 20  # of one diary
SHOWN = 4  # letters of a token by which its owner knows it again
know(Program)


class TooManyPrograms(Exception):
    """There are as many as there can be. None was added."""


class OpensNothing(Exception):
    """A token that was never made, is over, or was taken back. Which of them is not said."""


class Programs:
    """The programs that may open one vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._notes = Shelf(vault, PROGRAMS, Program)

    def make(self, name: str, scopes: frozenset[Scope], now: datetime, until: datetime) -> str:
        """Lets a program in, and returns its token: it is kept nowhere. Raises TooManyPrograms."""
        token = new_token()
        tag = token_tag(token)
        with writing():
            if len(self.known(now)) >= MOST_PROGRAMS:
                raise TooManyPrograms
            slot = lock_for_token(self._vault.key, token, _place(self._vault.owner, tag))
            slots.add(self._vault.owner, KeySlot.TOKEN, tag, slot)
            self._notes.put(self._id(tag), Program(name, scopes, now, until, token[-SHOWN:]))
        return token

    def known(self, now: datetime) -> list[Kept[Program]]:
        """Those that may open it now, the newest first. Whose time is over, or whose note does not open, is let go."""
        there = set(self._tags()) | set(self._notes.rows().values_list("id", flat=True))
        kept = [one for one in self._notes.entries() if not one.entry.is_over(now)]
        # Only what was there before the notes were read: what is made meanwhile stays.
        if over := there - {one.id for one in kept}:
            self._let_go(over)
        return sorted(kept, key=lambda one: one.entry.made, reverse=True)

    def revoke(self, id: UUID) -> None:
        """Takes a token back: it opens nothing any more. Raises NotKept."""
        if not self._notes.holds(id):
            raise NotKept(id)
        self._let_go({id})

    def note(self, token: str) -> Program:
        """What was noted of a token. Raises NotKept, vault.Damaged."""
        return self._notes.entry(self._id(token_tag(token))).entry

    def _let_go(self, ids: set[UUID]) -> None:
        with writing():
            slots.take(self._vault.owner, [tag for id, tag in self._tags().items() if id in ids])
            self._notes.rows().filter(id__in=ids).delete()
            cut_the_log()

    def _tags(self) -> dict[UUID, bytes]:
        """The tags of all tokens that open this vault, by the id of the note of each."""
        rows = KeySlot.objects.filter(owner_id=self._vault.owner, kind=KeySlot.TOKEN)
        return {self._id(bytes(tag)): bytes(tag) for tag in rows.values_list("tag", flat=True)}

    def _id(self, tag: bytes) -> UUID:
        """Where the note of a token lies: from outside nobody sees which row it is."""
        return self._vault.id_for(f"program/{tag.hex()}")


def by_token(token: str, now: datetime) -> tuple[Vault, Program]:
    """Opens a vault by a program's token, and says what it may do there. Raises OpensNothing."""
    tag = token_tag(token)
    row = next(iter(slots.found(KeySlot.TOKEN, tag)), None)
    if row is None:
        raise OpensNothing
    try:
        vault = Vault(row.owner_id, open_by_token(bytes(row.slot), token, _place(row.owner_id, tag)))
        program = Programs(vault).note(token)
    except (Damaged, NotKept):
        raise OpensNothing from None
    if program.is_over(now):
        Programs(vault).known(now)
        raise OpensNothing
    return vault, program


def _place(owner: UUID, tag: bytes) -> str:
    return f"{owner}/slot/{tag.hex()}"
