"""What a disk may do to a row, and what leaves one behind."""

from collections.abc import Callable
from uuid import UUID

from amends.process import Repair, Stay, Step, Turn
from amends.store.models import Envelope


def leaving(step: Step) -> Callable[[Repair], Turn]:
    """A turn that leaves a step and changes nothing: how the repair was then is kept."""
    return lambda newest: Turn(newest, Stay(), newest, left=step)


def flip(id: UUID | str, at: int = -1, bits: int = 1) -> None:
    """Changes one byte of the sealed row with this id."""
    row = Envelope.objects.get(id=id)
    sealed = bytearray(row.sealed)
    sealed[at] ^= bits
    assert Envelope.objects.filter(id=id).update(sealed=bytes(sealed)) == 1
