"""Standing of any means, not of passkeys alone; on what a session's level stands; who checked a passkey's device."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_mandate_kind")]

    operations = [
        migrations.AddField("knownstanding", "means", models.CharField(max_length=120, null=True)),
        # A revocation that was heard once never lapses: what is known is kept under its new name.
        migrations.RunSQL(
            "UPDATE identity_knownstanding SET means = 'passkey:' || passkey_id",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RemoveField("knownstanding", "passkey"),
        migrations.AlterField("knownstanding", "means", models.CharField(max_length=120, unique=True)),
        migrations.AddField("passkey", "checked_by", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddField(
            "session", "means", models.CharField(blank=True, db_index=True, default="", max_length=120)
        ),
        migrations.AddField("session", "ground", models.CharField(blank=True, default="", max_length=12)),
    ]
