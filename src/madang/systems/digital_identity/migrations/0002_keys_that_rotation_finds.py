"""Signing keys become a sealed field, which the rotation of keys finds; what lies there stays as it is sealed."""

from django.db import migrations

from madang.framework.protect.fields import EncryptedText


class Migration(migrations.Migration):
    dependencies = [("digital_identity", "0001_initial")]

    operations = [
        migrations.AlterField("signingkey", "private", EncryptedText(purpose="digital_identity.signing_key")),
    ]
