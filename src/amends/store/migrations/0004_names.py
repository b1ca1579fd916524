"""Several may have one name: nobody can ask which names exist."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_house")]

    operations = [
        migrations.AlterField(
            model_name="keyslot",
            name="tag",
            field=models.BinaryField(db_index=True, max_length=32),
        ),
    ]
