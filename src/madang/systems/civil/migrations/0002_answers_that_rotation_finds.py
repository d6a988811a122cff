"""Answers become sealed fields, which the rotation of keys finds; what lies there stays as it is sealed."""

from typing import Any

from django.db import migrations

from madang.framework.protect import encrypt
from madang.framework.protect.fields import EncryptedJson

PURPOSES = {"Application": "civil.application.answers", "Bundle": "civil.bundle.answers"}
COLUMNS = (
    ("Application", "sealed_answers", "answers"),
    ("Application", "shown_answers", "shown"),
    ("Bundle", "sealed_answers", "answers"),
    ("Bundle", "sealed_shown", "shown"),
)


def seal_nothing(apps: Any, schema_editor: Any) -> None:
    """Empty bytes stood for no answers; a sealed field always opens."""
    for model, column, _field in COLUMNS:
        empty = apps.get_model("civil", model).objects.filter(**{column: b""})
        if empty.exists():
            empty.update(**{column: encrypt("{}", purpose=PURPOSES[model])})


class Migration(migrations.Migration):
    dependencies = [("civil", "0001_initial")]

    operations = [
        migrations.RunPython(seal_nothing, migrations.RunPython.noop),
        *(migrations.RenameField(model, column, field) for model, column, field in COLUMNS),
        *(
            migrations.AlterField(model, field, EncryptedJson(purpose=PURPOSES[model], default=dict))
            for model, _column, field in COLUMNS
        ),
    ]
