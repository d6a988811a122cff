"""Drafts hold personal answers: what lies in the table is sealed, also in the rows that are there already."""

from typing import Any

from django.db import migrations

from madang.framework.protect.fields import EncryptedJson

BATCH = 500


def seal(apps: Any, schema_editor: Any) -> None:
    """Every draft's plain data into the sealed column."""
    for draft in apps.get_model("ui", "Draft").objects.only("plain").iterator(chunk_size=BATCH):
        draft.data = draft.plain
        draft.save(update_fields=["data"])


def unseal(apps: Any, schema_editor: Any) -> None:
    """Back into the plain column."""
    for draft in apps.get_model("ui", "Draft").objects.only("data").iterator(chunk_size=BATCH):
        draft.plain = draft.data
        draft.save(update_fields=["plain"])


class Migration(migrations.Migration):
    dependencies = [("ui", "0001_initial")]

    operations = [
        migrations.RenameField("draft", "data", "plain"),
        migrations.AddField("draft", "data", EncryptedJson(purpose="ui.draft", null=True)),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("draft", "plain"),
        migrations.AlterField("draft", "data", EncryptedJson(purpose="ui.draft", default=dict)),
    ]
