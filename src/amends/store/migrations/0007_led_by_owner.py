"""Slots and visits are led by their owner, and found over one table that is led by their blind tags.

Every row stays: an open visit holds half of the only key to a guest's words.
"""

import django.db.models.deletion
from django.db import migrations, models

THERE = [
    "INSERT INTO store_ledslot (owner_id, tag, kind, slot) SELECT owner_id, tag, kind, slot FROM store_keyslot",
    "INSERT INTO store_ledvisit (owner_id, tag, sealed_key, until, idle)"
    " SELECT owner_id, tag, sealed_key, until, idle FROM store_visit",
    "INSERT INTO store_lookup (tag, owner_id, kind) SELECT tag, owner_id, kind FROM store_keyslot",
    "INSERT INTO store_lookup (tag, owner_id, kind) SELECT tag, owner_id, 'v' FROM store_visit",
]
BACK = [
    "INSERT INTO store_keyslot (owner_id, tag, kind, slot) SELECT owner_id, tag, kind, slot FROM store_ledslot",
    "INSERT INTO store_visit (owner_id, tag, sealed_key, until, idle)"
    " SELECT owner_id, tag, sealed_key, until, idle FROM store_ledvisit",
]


def led_by(*names: str) -> tuple[str, models.Field]:  # type: ignore[type-arg]
    """The key of a table whose rows are led by the first of these columns."""
    return ("pk", models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False))


def owner() -> models.Field:  # type: ignore[type-arg]
    """Whose row it is; the key of the table begins with it, so it needs no index of its own."""
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="store.owner")


class Migration(migrations.Migration):
    dependencies = [("store", "0006_tokens")]

    # A table cannot be given another key in place: each is made beside the one until now, and takes its name.
    operations = [
        migrations.CreateModel(
            name="Lookup",
            fields=[
                led_by("tag", "owner_id"),
                ("tag", models.BinaryField(max_length=32)),
                ("owner_id", models.UUIDField()),
                ("kind", models.CharField(max_length=1)),
            ],
        ),
        migrations.CreateModel(
            name="LedSlot",
            fields=[
                led_by("owner_id", "tag"),
                ("tag", models.BinaryField(max_length=32)),
                ("kind", models.CharField(max_length=1)),
                ("slot", models.BinaryField()),
                ("owner", owner()),
            ],
        ),
        migrations.CreateModel(
            name="LedVisit",
            fields=[
                led_by("owner_id", "tag"),
                ("tag", models.BinaryField(max_length=32)),
                ("sealed_key", models.BinaryField()),
                ("until", models.PositiveIntegerField(db_index=True)),
                ("idle", models.PositiveSmallIntegerField(default=0)),
                ("owner", owner()),
            ],
        ),
        migrations.RunSQL([*THERE], [*BACK]),
        migrations.DeleteModel("KeySlot"),
        migrations.DeleteModel("Visit"),
        migrations.RenameModel("LedSlot", "KeySlot"),
        migrations.RenameModel("LedVisit", "Visit"),
        migrations.AddConstraint(
            model_name="keyslot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["p", "r"])), fields=("owner", "kind"), name="one_slot_of_a_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="lookup",
            index=models.Index(condition=models.Q(("kind", "p")), fields=["tag"], name="names_in_order"),
        ),
        migrations.AddIndex(
            model_name="handed",
            index=models.Index(
                condition=models.Q(("owner_id", models.F("id"))), fields=["id"], name="handed_to_nobody"
            ),
        ),
    ]
