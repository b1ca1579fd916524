"""The tables. Rows are envelopes: what can be read from outside is who owns how many, never what or when.

Each row is led by its owner, so that one owner's rows can lie together on one of many machines (docs/scale.md): nothing
is asked without an owner, but whose a blind tag is, and that of the one table that is led by the tag.
"""

import uuid
from datetime import datetime

from django.db import models

MINUTE = 60  # seconds


def minute_of(when: datetime) -> int:
    """A time as tables hold it: in minutes since 1970."""
    return int(when.timestamp()) // MINUTE


class Owner(models.Model):
    """A parent, as far as the database may know one: a number drawn by dice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class House(models.Model):
    """The one installation that these tables belong to, as a blind name of the key that hides names in them."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True)
    names_key_tag = models.BinaryField(max_length=32)


class KeySlot(models.Model):
    """One way into a vault: its key, locked under words. An owner without any is a guest.

    `tag` is a keyed hash of the name the parent chose (or a hash of the recovery code, or of a program's token): the
    slot is found by it, over `Lookup`. An owner has one slot for the passphrase, one for the code, and one for each
    token. Several may have one name, so that nobody can ask which names exist: the passphrase says whose slot it is.
    """

    PASSPHRASE, RECOVERY, TOKEN = "p", "r", "t"

    pk = models.CompositePrimaryKey("owner_id", "tag")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, db_index=False)
    tag = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=1)
    slot = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind"], name="one_slot_of_a_kind", condition=models.Q(kind__in=["p", "r"])
            )
        ]


class Visit(models.Model):
    """An open visit: the vault's key, sealed under a secret that only the visitor's cookie holds.

    `tag` is a blind name of that secret: the visit is found by it, over `Lookup`. `until` is when the visit ends by
    itself, in minutes since 1970; `idle` is how many minutes after its last use that is, 0 for a guest.
    """

    pk = models.CompositePrimaryKey("owner_id", "tag")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, db_index=False)
    tag = models.BinaryField(max_length=32)
    sealed_key = models.BinaryField()
    until = models.PositiveIntegerField(db_index=True)
    idle = models.PositiveSmallIntegerField(default=0)


class Lookup(models.Model):
    """Whose a blind tag is: a slot's (`kind` is the slot's), or a visit's. It says nothing that the slot or the visit
    does not say; one that is left over leads to an owner who has neither, and so to nothing."""

    VISIT = "v"

    pk = models.CompositePrimaryKey("tag", "owner_id")
    tag = models.BinaryField(max_length=32)
    owner_id = models.UUIDField()  # no foreign key: it lies where its tag does, and not with its owner
    kind = models.CharField(max_length=1)

    class Meta:
        indexes = [
            models.Index(fields=["tag"], name="names_in_order", condition=models.Q(kind=KeySlot.PASSPHRASE)),
        ]


class Handed(models.Model):
    """Something laid down for one other person: sealed by one, and what the other left beside it, sealed too.

    It lies with whom it is for (`owner`); who laid it there is not said. An invitation, and what is for somebody who
    has no account, lies with an owner of its own, and its id is that owner's; what a calendar fetches has such an owner
    too, and another id (`handed.Spot.fetched`). `until` is when it is over, in minutes since 1970;
    `fetched` how often a link was asked for; `tries` how often wrong words were said to it.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    until = models.PositiveIntegerField(db_index=True)
    sealed = models.BinaryField()
    answer = models.BinaryField(default=bytes)
    fetched = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="handed_to_nobody", condition=models.Q(owner_id=models.F("id"))),
        ]


class Envelope(models.Model):
    """One sealed row, bound to its owner, shelf and id. `shelf` is a blind tag: a keyed hash of the kind."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    shelf = models.BinaryField(max_length=32)
    revision = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["owner", "shelf"], name="envelope_by_shelf")]
