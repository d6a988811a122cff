"""The verifier's keys become a sealed field, which the rotation of keys finds; what lies there stays as it is sealed."""

from django.db import migrations

from madang.framework.protect.fields import EncryptedText


class Migration(migrations.Migration):
    dependencies = [("mobile_id", "0011_wallets_begin")]

    operations = [
        migrations.RenameField("presentationrequest", "sealed_key", "response_key"),
        migrations.AlterField("presentationrequest", "response_key", EncryptedText(purpose="mobile_id.response_key")),
    ]
