"""The migrations make the tables that the models describe."""

import io
import re
from pathlib import Path

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
    return (Path(path) / "migrations" / "0001_initial.py").exists()


SOURCE = Path(__file__).resolve().parents[2] / "src" / "madang"
# In PostgreSQL an instant becomes a day by the zone of whoever runs the migration; only a named zone is the same everywhere.
_TO_DAY = re.compile(
    r"(?P<zone>AT\s+TIME\s+ZONE\s+\S+?\s*\)?)?\s*::\s*date\b|\bCAST\s*\((?P<cast>.*?)\s+AS\s+date\s*\)", re.I | re.S
)
# Applied nowhere in production when the rule was made, and never edited.
_BEFORE_THE_RULE = {"money/migrations/0003_books_and_periods.py"}


def _days_without_zone(sql: str) -> list[str]:
    """Casts to a day that leave the time zone to the session."""
    return [
        one.group()
        for one in _TO_DAY.finditer(sql)
        if not one["zone"] and "AT TIME ZONE" not in (one["cast"] or "").upper()
    ]


def test_migrations_name_the_time_zone_of_a_day() -> None:
    found = {
        "/".join(path.parts[-3:]): faults
        for path in sorted(SOURCE.rglob("migrations/*.py"))
        if (faults := _days_without_zone(path.read_text(encoding="utf-8")))
    }
    assert set(found) == _BEFORE_THE_RULE, f"Write (at AT TIME ZONE 'Asia/Seoul')::date, or fill it in Python: {found}"


@pytest.mark.parametrize(
    ("sql", "faults"),
    [
        ("SET day = at::date", 1),
        ("SET day = at :: DATE", 1),
        ("SET day = CAST(at AS date)", 1),
        ("SET day = (at AT TIME ZONE 'Asia/Seoul')::date", 0),
        ("SET day = CAST(at AT TIME ZONE 'UTC' AS date)", 0),
        ("a date, dates::daterange", 0),
    ],
)
def test_a_day_without_a_zone_is_found(sql: str, faults: int) -> None:
    assert len(_days_without_zone(sql)) == faults
