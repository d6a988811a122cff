"""Addresses and numbers become sealed fields, which the rotation of keys finds and which name their purpose."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from madang.framework.protect import decrypt, encrypt
from madang.framework.protect.fields import EncryptedText

PURPOSE = "notify.contact"
BATCH = 500


def _sealed_anew(apps: Any, anew: Callable[[bytes], bytes]) -> None:
    for contact in apps.get_model("notify", "Contact").objects.iterator(chunk_size=BATCH):
        contact.email, contact.phone = (anew(bytes(one)) if one else None for one in (contact.email, contact.phone))
        contact.save(update_fields=["email", "phone"])


def name_the_purpose(apps: Any, schema_editor: Any) -> None:
    """What was sealed for no purpose is sealed for this one."""
    _sealed_anew(apps, lambda sealed: encrypt(decrypt(sealed), purpose=PURPOSE))


def forget_the_purpose(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    _sealed_anew(apps, lambda sealed: encrypt(decrypt(sealed, purpose=PURPOSE)))


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial")]

    operations = [
        migrations.RunPython(name_the_purpose, forget_the_purpose),
        migrations.AlterField("contact", "email", EncryptedText(purpose=PURPOSE, null=True)),
        migrations.AlterField("contact", "phone", EncryptedText(purpose=PURPOSE, null=True)),
    ]
