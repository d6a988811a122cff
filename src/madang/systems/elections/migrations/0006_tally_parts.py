"""Ballots of a closed election are added up in parts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table."""

    dependencies = [("elections", "0005_commitments")]
    operations = [
        migrations.CreateModel(
            name="TallyPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("ballots", models.PositiveIntegerField()),
                ("sums", models.TextField(blank=True)),
                ("weight", models.BigIntegerField(default=0)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tally_parts",
                        to="elections.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("election", "first"), name="elections_tally_part_once")
                ],
            },
        ),
    ]
