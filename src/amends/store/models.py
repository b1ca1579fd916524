"""The tables. Rows are envelopes: what can be read from outside is who owns how many, never what or when."""

import uuid

from django.db import models


class Owner(models.Model):
    """A parent, as far as the database may know one: a number drawn by dice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class Visit(models.Model):
    """An open visit: the vault's key, sealed under a secret that only the visitor's cookie holds.

    `tag` is a blind name of that secret. `last_hour` is all that is known of when: hours since 1970.
    """

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    tag = models.BinaryField(max_length=32, unique=True)
    sealed_key = models.BinaryField()
    last_hour = models.PositiveIntegerField(db_index=True)


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
