"""The doctor tells what is wrong, and what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from madang.framework.ops import doctor
from madang.framework.ops.health import Part
from madang.framework.values import clock

pytestmark = pytest.mark.django_db


def _faults(**changes: object) -> dict[str, str]:
    now = clock.now() + timedelta(seconds=float(str(changes.get("seconds_ahead", 0))))
    return {part.name: part.says for part in doctor.examine(now=now) if not part.sound}


@pytest.fixture(autouse=True)
def english() -> object:
    """The doctor speaks to operators in English."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def worker() -> None:
    """A worker that beats."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def test_a_sound_deployment_has_no_faults(worker: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.MADANG_KEYS, settings.MADANG_STORAGE = tmp_path, tmp_path / "storage"
    assert _faults() == {}


def test_a_missing_worker_is_told() -> None:
    assert "start ./madang up, or a worker process" in _faults()["Worker"]


def test_jobs_that_failed_for_good_are_told(worker: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'failed')")
    assert _faults()["Worker"].startswith("1 jobs failed for good")


def test_tables_behind_the_code_are_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ops'")
    assert "run ./madang manage migrate" in _faults()["Tables"]


def test_clocks_apart_are_told() -> None:
    assert "60 s apart" in _faults(seconds_ahead=60)["Clock"]


def test_key_files_that_others_can_read_are_told(settings: LazySettings, tmp_path: Path) -> None:
    settings.MADANG_KEYS = tmp_path
    (tmp_path / "secret-key").write_text("x")
    (tmp_path / "secret-key").chmod(0o644)
    assert "Others can read secret-key" in _faults()["Keys"]


def test_field_keys_that_cannot_open_are_told(settings: LazySettings) -> None:
    settings.MADANG_FIELD_KEYS = {"current": "k2", "keys": {"k1": "11" * 32}, "index": "22" * 32}
    assert "the current key 'k2' is not among the keys" in _faults()["Keys"]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_ROOM", 2**60)
    assert _faults()["Disk"].startswith("Only ")


def test_what_a_higher_storey_wants_examined_is_examined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_examinations", [])

    @doctor.examines
    def roads(now: object) -> object:
        yield Part("Road to tax", sound=False, says="It does not answer: call its operator.")
        raise RuntimeError("the map is lost")

    told = _faults()
    assert told["Road to tax"] == "It does not answer: call its operator."
    assert told["Roads"] == "RuntimeError: the map is lost"
