"""Several programs may open one vault, each by a token of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0005_handed")]

    operations = [
        migrations.RemoveConstraint(model_name="keyslot", name="one_slot_of_a_kind"),
        migrations.AddConstraint(
            model_name="keyslot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["p", "r"])), fields=("owner", "kind"), name="one_slot_of_a_kind"
            ),
        ),
    ]
