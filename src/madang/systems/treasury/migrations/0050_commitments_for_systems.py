from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0040_one_call")]
    operations = [
        migrations.AddField(
            "commitment", "system", models.CharField(max_length=40, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "commitment", "reference", models.CharField(max_length=64, blank=True, default="", db_default="")
        ),
        migrations.AddConstraint(
            "commitment",
            models.UniqueConstraint(
                fields=["system", "reference"], condition=~models.Q(system=""), name="treasury_committed_once"
            ),
        ),
        migrations.AddConstraint(
            "commitment",
            models.CheckConstraint(
                condition=models.Q(system="", reference="") | (~models.Q(system="") & ~models.Q(reference="")),
                name="treasury_system_has_its_reference",
            ),
        ),
    ]
