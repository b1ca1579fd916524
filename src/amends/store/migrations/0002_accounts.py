"""Key slots; and visits that end at a minute of their own, a parent's or a guest's."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

GUEST_HOURS = 24  # as long as every guest's visit lasted until now


def minutes(apps, schema_editor):  # type: ignore[no-untyped-def]
    visits = apps.get_model("store", "Visit")
    visits.objects.update(until=(F("last_hour") + GUEST_HOURS) * 60)


def hours(apps, schema_editor):  # type: ignore[no-untyped-def]
    visits = apps.get_model("store", "Visit")
    visits.objects.update(last_hour=F("until") / 60 - GUEST_HOURS)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.AddField("visit", "until", models.PositiveIntegerField(default=0, db_index=True)),
        migrations.AddField("visit", "idle", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(minutes, hours),
        migrations.AlterField("visit", "last_hour", models.PositiveIntegerField(default=0, db_index=True)),
        migrations.RemoveField("visit", "last_hour"),
        migrations.AlterField("visit", "until", models.PositiveIntegerField(db_index=True)),
        migrations.CreateModel(
            name="KeySlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=1)),
                ("tag", models.BinaryField(max_length=32, unique=True)),
                ("slot", models.BinaryField()),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="store.owner")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "kind"), name="one_slot_of_a_kind")],
            },
        ),
    ]
