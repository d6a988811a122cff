from django.db import migrations

from madang.framework.protect.fields import EncryptedText


class Migration(migrations.Migration):
    """Blobs are sealed from now on; what lies open stays readable until `manage.py seal_blobs` has run."""

    dependencies = [("storage", "0001_initial")]
    operations = [migrations.AddField("blob", "secret", EncryptedText(purpose="storage.blob_secret", null=True))]
