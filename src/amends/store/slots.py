"""Where key slots and visits are found: by a blind tag, which says whose they are, and then with their owner's rows.

Every statement here names an owner, or a tag of the one table that is led by tags. The one that does not, `neighbour`,
reads one row.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from amends.store.models import KeySlot, Lookup, Owner, Visit


def found(kind: str, tag: bytes) -> list[KeySlot]:
    """The slots of one kind with this tag: one a code or a token, one a parent of this name; none where it is unknown.

    How many there are, the number of questions does not tell.
    """
    owners = owners_of(kind, tag)
    return list(KeySlot.objects.filter(owner_id__in=owners, tag=tag, kind=kind).order_by("owner_id"))


def owners_of(kind: str, tag: bytes) -> list[UUID]:
    """Whose slot of one kind, or whose visit, has this tag."""
    return list(Lookup.objects.filter(tag=tag, kind=kind).values_list("owner_id", flat=True))


def neighbour(tag: bytes) -> KeySlot | None:
    """The passphrase slot of the name that comes next after this tag; None where nobody has a name. For one tag it is
    always the same, while it is there."""
    names = Lookup.objects.filter(kind=KeySlot.PASSPHRASE).order_by("tag").values_list("owner_id", "tag")
    for owner, next_tag in names.filter(tag__gt=tag)[:1] or names[:1]:
        return KeySlot.objects.filter(owner_id=owner, tag=bytes(next_tag)).first()
    return None


@transaction.atomic
def put(owner: UUID, kind: str, tag: bytes, slot: bytes) -> None:
    """Keeps the one slot of this kind that an owner has, in place of the one before: that one is found no more."""
    Owner.objects.select_for_update(no_key=True).filter(id=owner).first()  # two who put at once take turns
    slots = KeySlot.objects.filter(owner_id=owner, kind=kind)
    before = [bytes(was) for was in slots.values_list("tag", flat=True)]
    if before == [tag]:
        slots.update(slot=slot)
        return
    slots.delete()
    _forget([owner], before)
    add(owner, kind, tag, slot)


@transaction.atomic
def add(owner: UUID, kind: str, tag: bytes, slot: bytes) -> None:
    """Keeps one more slot."""
    KeySlot.objects.create(owner_id=owner, kind=kind, tag=tag, slot=slot)
    remember([Lookup(tag=tag, owner_id=owner, kind=kind)])


@transaction.atomic
def take(owner: UUID, tags: Collection[bytes]) -> None:
    """Takes away slots and visits of one owner: they open nothing, and are found no more."""
    for table in (KeySlot, Visit):
        table.objects.filter(owner_id=owner, tag__in=tags).delete()
    _forget([owner], tags)


@transaction.atomic
def close(owners: Collection[UUID]) -> None:
    """Takes away all that opens the vaults of these owners, and all by which it is found."""
    tags: set[bytes] = set()
    for table in (KeySlot, Visit):
        rows = table.objects.filter(owner_id__in=owners)
        tags |= {bytes(tag) for tag in rows.values_list("tag", flat=True)}
        rows.delete()
    _forget(owners, tags)


def remember(lookups: Collection[Lookup]) -> None:
    """Lets slots and visits be found. Who is found already stays so."""
    Lookup.objects.bulk_create(lookups, ignore_conflicts=True)


def _forget(owners: Collection[UUID], tags: Collection[bytes]) -> None:
    """Others may have the same name: theirs stay."""
    Lookup.objects.filter(tag__in=tags, owner_id__in=owners).delete()
