"""Drafts at rest: what somebody typed is sealed, also what lay there before the column was sealed."""

import json
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from madang.framework.protect.encryption import decrypt
from madang.framework.protect.rotation import sealed_columns
from madang.framework.ui.models import Draft
from madang.framework.ui.wizard import load_draft, save_draft

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DATA = {"typed": {"where": {"street": ["자하문로 24"]}}, "at": "where"}


def account() -> int:
    return int(get_user_model().objects.create(login="hana", name="Hana", created_at=NOW).pk)


def in_the_table() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM ui_draft")
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_what_was_typed_is_sealed_at_rest_and_plain_to_the_wizard() -> None:
    who = account()
    save_draft(account_id=who, kind="test:move", data=DATA, now=NOW)
    assert "자하문로".encode() not in in_the_table()
    assert json.loads(decrypt(in_the_table(), purpose="ui.draft")) == DATA
    draft = load_draft(account_id=who, kind="test:move")
    assert draft is not None
    assert draft.data == DATA
    assert "ui_draft" in {column.table for column in sealed_columns()}, "rotation of keys finds it"


@pytest.mark.django_db(transaction=True)
def test_the_migration_seals_drafts_that_lay_there_in_plain_and_opens_them_on_the_way_back() -> None:
    who = account()
    save_draft(account_id=who, kind="test:move", data=DATA, now=NOW)
    executor = MigrationExecutor(connection)
    executor.migrate([("ui", "0001_initial")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT data->>'at' FROM ui_draft")
            assert cursor.fetchone() == ("where",)
    finally:
        again = MigrationExecutor(connection)
        again.migrate([node for node in again.loader.graph.leaf_nodes() if node[0] == "ui"])
    assert "자하문로".encode() not in in_the_table()
    assert Draft.objects.get().data == DATA


def test_the_migration_names_the_purpose_that_the_model_names() -> None:
    sealed = import_module("madang.framework.ui.migrations.0002_sealed_drafts")
    field = sealed.Migration.operations[-1].field
    assert field.purpose == Draft._meta.get_field("data").purpose  # type: ignore[union-attr]
