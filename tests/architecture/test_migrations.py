"""The migrations make the tables that the models describe."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_changed_without_a_migration() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_every_app_with_tables_has_migrations() -> None:
    without = [
        config.label
        for config in apps.get_app_configs()
        if config.name.startswith("madang.") and list(config.get_models()) and not _has_migrations(config.path)
    ]
    assert without == []


def _has_migrations(path: str) -> bool:
    from pathlib import Path

    return (Path(path) / "migrations" / "0001_initial.py").exists()
