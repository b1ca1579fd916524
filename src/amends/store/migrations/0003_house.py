"""Which key hides the names in these tables: a database in another data folder is noticed at the start."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_accounts")]

    operations = [
        migrations.CreateModel(
            name="House",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("names_key_tag", models.BinaryField(max_length=32)),
            ],
        ),
    ]
