"""A vault that stands open: whose it is, and the key to it. The one carrier of the two."""

from dataclasses import dataclass, field
from uuid import UUID

from amends.vault import Box


@dataclass(frozen=True, slots=True)
class Vault:
    """An owner and the key (32 bytes) to all their rows. Two are the same where both are."""

    owner: UUID
    key: bytes = field(repr=False)
    box: Box = field(init=False, repr=False, compare=False)  # made ready once: a diary has many rows

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", Box(self.key))
