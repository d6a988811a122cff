"""Signing in with a mobile ID: which credential answered, and how well its key is guarded."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mobile_id", "0001_initial")]

    operations = [
        migrations.AddField(
            "credential", "key_storage", models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.AddField(
            "presentationrequest",
            "credential",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mobile_id.credential",
            ),
        ),
        migrations.AddField("offer", "bound_to", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("presentationrequest", "used_at", models.DateTimeField(null=True)),
    ]
