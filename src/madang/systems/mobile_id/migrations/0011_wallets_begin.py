"""Wallets that begin by themselves: the authorization code flow."""

import django.db.models.deletion
from django.db import migrations, models

CHANNELS = [("online", "online"), ("counter", "counter"), ("wallet", "wallet")]


class Migration(migrations.Migration):
    dependencies = [("mobile_id", "0010_sign_in")]

    operations = [
        migrations.CreateModel(
            name="WalletRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference_digest", models.BinaryField(max_length=32, unique=True)),
                ("wallet", models.CharField(max_length=80)),
                ("redirect_uri", models.CharField(max_length=500)),
                ("state", models.CharField(blank=True, max_length=500)),
                ("code_challenge", models.CharField(max_length=43)),
                ("bound_to", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AlterField("offer", "channel", models.CharField(choices=CHANNELS, max_length=10)),
        migrations.AddField(
            "offer",
            "asked",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="offer",
                to="mobile_id.walletrequest",
            ),
        ),
    ]
