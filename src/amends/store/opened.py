"""A vault that stands open: whose it is, and the key to it. The one carrier of the two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

import msgspec

from amends.store.models import Envelope
from amends.store.quota import ask_for_rows
from amends.vault import Box, Damaged, derive, new_words

T = TypeVar("T")


def decoded(plain: bytes, decode: Callable[[bytes], T]) -> T:
    """What was opened, as a value. Raises vault.Damaged where it is none of the kind that `decode` knows."""
    try:
        return decode(plain)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:  # ValueError: bytes that are no UTF-8
        raise Damaged("it opens, and what is in it is none of this kind") from error


@dataclass(frozen=True, slots=True)
class Vault:
    """An owner and the key (32 bytes) to all their rows. Two are the same where both are. A guest's `is_bounded`."""

    owner: UUID
    key: bytes = field(repr=False)
    is_bounded: bool = field(default=False, compare=False)
    box: Box = field(init=False, repr=False, compare=False)  # made ready once: a diary has many rows

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", Box(self.key))

    def id_for(self, purpose: str) -> UUID:
        """The id of a row for one named purpose: always the same here, and from outside nobody sees what it is."""
        return UUID(bytes=derive(self.key, purpose)[:16])

    def words_for(self, once: str) -> str:
        """Five words to say: for one name in `once` always the same, so that whichever answer to a form that was sent
        twice is seen, its words open. Without a name others each time."""
        return new_words(derive(self.key, f"words/{once}") if once else b"")

    def keep(self, rows: Sequence[Envelope], again: bool = False) -> list[Envelope]:
        """Keeps new rows: the one place where any are written. With `again` one that is there stays as it is.

        Raises quota.Full or quota.TooFast; none of them is kept then.
        """
        if self.is_bounded:
            ask_for_rows(self.owner, rows)
        return Envelope.objects.bulk_create(rows, ignore_conflicts=again)
