"""What a disk may do to a row."""

from uuid import UUID

from amends.store.models import Envelope


def flip(id: UUID | str, at: int = -1, bits: int = 1) -> None:
    """Changes one byte of the sealed row with this id."""
    row = Envelope.objects.get(id=id)
    sealed = bytearray(row.sealed)
    sealed[at] ^= bits
    assert Envelope.objects.filter(id=id).update(sealed=bytes(sealed)) == 1
