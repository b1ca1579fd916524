"""A vault that stands open: whose it is, and the key to it. The one carrier of the two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from amends.store.models import Envelope
from amends.store.quota import ask_for_rows
from amends.vault import Box


@dataclass(frozen=True, slots=True)
class Vault:
    """An owner and the key (32 bytes) to all their rows. Two are the same where both are. A guest's `is_bounded`."""

    owner: UUID
    key: bytes = field(repr=False)
    is_bounded: bool = field(default=False, compare=False)
    box: Box = field(init=False, repr=False, compare=False)  # made ready once: a diary has many rows

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", Box(self.key))

    def keep(self, rows: Sequence[Envelope], again: bool = False) -> list[Envelope]:
        """Keeps new rows: the one place where any are written. With `again` one that is there stays as it is.

        Raises quota.Full or quota.TooFast; none of them is kept then.
        """
        if self.is_bounded:
            ask_for_rows(self.owner, rows)
        return Envelope.objects.bulk_create(rows, ignore_conflicts=again)
