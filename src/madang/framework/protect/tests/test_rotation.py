"""Sealed model fields and the rotation of keys."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from madang.framework import protect
from madang.framework.protect import rotation
from madang.framework.protect.encryption import key_id_of
from madang.framework.protect.fields import EncryptedText
from madang.framework.protect.rotation import SealedColumn, rotate_column, sealed_column

NEW = {"current": "t2", "keys": {"t1": "11" * 32, "t2": "33" * 32}, "index": "22" * 32}


@pytest.fixture
def person(db):
    """A model with a sealed number, and its table."""
    with isolate_apps("madang.framework.protect"):

        class Person(models.Model):
            number = EncryptedText(purpose="test.number", null=True)

            class Meta:
                app_label = "protect"

    with connection.schema_editor() as editor:
        editor.create_model(Person)
    return Person


def stored(person) -> list[bytes]:
    """What lies in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {person._meta.db_table} ORDER BY id")
        return [None if row[0] is None else bytes(row[0]) for row in cursor.fetchall()]


def test_a_sealed_field_is_text_in_python_and_bytes_at_rest(person) -> None:
    person.objects.create(number="900101-1234567")
    person.objects.create(number=None)
    person.objects.bulk_create([person(number=protect.encrypt("bulk", purpose="test.number"))])
    assert [one.number for one in person.objects.order_by("id")] == ["900101-1234567", None, "bulk"]
    assert b"900101" not in stored(person)[0]
    assert key_id_of(stored(person)[0]) == "t1"


def test_a_sealed_field_names_its_purpose_and_keeps_it_in_migrations() -> None:
    with pytest.raises(TypeError):
        EncryptedText()
    _name, path, _args, kwargs = EncryptedText(purpose="a.b").deconstruct()
    assert (path, kwargs["purpose"]) == ("madang.framework.protect.fields.EncryptedText", "a.b")


def test_rotation_seals_anew_in_batches_and_the_old_key_can_go(person, settings, monkeypatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    for number in range(8):
        person.objects.create(number=f"n{number}")
    person.objects.create(number=None)
    settings.MADANG_FIELD_KEYS = NEW
    person.objects.create(number="new")
    column = SealedColumn(person._meta.db_table, "id", "number", "test.number")
    progress: list[int] = []
    assert rotate_column(column=column, progress=progress.append) == 8
    assert progress == [3, 6, 8]
    assert {key_id_of(one) for one in stored(person) if one} == {"t2"}
    assert rotate_column(column=column) == 0
    settings.MADANG_FIELD_KEYS = {"current": "t2", "keys": {"t2": "33" * 32}, "index": "22" * 32}
    assert person.objects.order_by("id").first().number == "n0"


def test_the_command_finds_declared_columns(person, settings, monkeypatch, capsys) -> None:
    person.objects.create(number="n")
    monkeypatch.setattr(rotation, "_columns", [])
    monkeypatch.setattr(apps, "get_models", list)
    sealed_column(table=person._meta.db_table, column="number", purpose="test.number")
    settings.MADANG_FIELD_KEYS = NEW
    call_command("rotate_field_keys")
    assert "number: 1" in capsys.readouterr().out
    assert key_id_of(stored(person)[0]) == "t2"
