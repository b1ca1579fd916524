"""What is laid down for one other person."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_names")]

    operations = [
        migrations.CreateModel(
            name="Handed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("until", models.PositiveIntegerField(db_index=True)),
                ("sealed", models.BinaryField()),
                ("answer", models.BinaryField(default=bytes)),
                ("fetched", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="store.owner")),
            ],
        ),
    ]
