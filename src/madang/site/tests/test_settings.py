"""Production starts with everything or not at all; the demo keeps its secrets to itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from madang.site.settings.database import database_from_url
from madang.site.settings.secrets import kept, new_field_keys

SOURCE = Path(__file__).parents[3]
COMPLETE = {
    "MADANG_SECRET_KEY": "x" * 50,
    "MADANG_HOSTS": "madang.example.org, .gov.example",
    "DATABASE_URL": "postgresql://madang:secret@db.example/madang",
    "MADANG_FIELD_KEYS": new_field_keys(),
    "MADANG_KEYS_PASSPHRASE": "a passphrase",
    "MADANG_STORAGE_FOLDER": "/srv/madang",
    "MADANG_PUBLIC_URL": "https://madang.example.org",
}
SHOW = """
import json
from django.conf import settings as s
print(json.dumps({name: getattr(s, name) for name in (
    "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT", "MADANG_DEMO", "DATABASES")}))
"""


def _start(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python that reads the production settings, with nothing in its environment but this."""
    clean = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings.production",
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=False
    )


def test_production_without_anything_names_all_that_is_missing_at_once() -> None:
    said = _start(SHOW).stderr
    assert [name for name in COMPLETE if f"- {name} is missing" not in said] == []


@pytest.mark.parametrize("name", COMPLETE)
def test_production_without_one_thing_does_not_start(name: str) -> None:
    said = _start(SHOW, **{key: value for key, value in COMPLETE.items() if key != name})
    assert said.returncode != 0
    assert said.stderr.count(" is missing") == 1
    assert f"- {name} is missing" in said.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("MADANG_SECRET_KEY", "short", "shorter than 50"),
        ("MADANG_HOSTS", "*", "name each host"),
        ("MADANG_DEMO", "1", "production refuses them"),
        ("MADANG_FIELD_KEYS", "not json", "cannot be read"),
    ],
)
def test_production_refuses_what_is_unsafe(name: str, value: str, told: str) -> None:
    said = _start(SHOW, **{**COMPLETE, name: value})
    assert said.returncode != 0
    assert told in said.stderr


BUCKET = {
    "MADANG_S3_URL": "https://objects.example.org/madang",
    "MADANG_S3_REGION": "kr-central-1",
    "MADANG_S3_KEY": "key",
    "MADANG_S3_SECRET": "secret",
}
WITHOUT_FOLDER = {name: value for name, value in COMPLETE.items() if name != "MADANG_STORAGE_FOLDER"}


def test_files_may_be_kept_in_a_bucket_instead_of_a_folder() -> None:
    code = "import json; from django.conf import settings; print(json.dumps(settings.MADANG_STORAGE))"
    said = _start(code, **WITHOUT_FOLDER, **BUCKET)
    named = {name.removeprefix("MADANG_S3_").lower(): value for name, value in BUCKET.items()}
    assert json.loads(said.stdout) == {**named, "authority": ""}


@pytest.mark.parametrize("name", BUCKET)
def test_half_of_a_buckets_settings_do_not_start(name: str) -> None:
    said = _start(SHOW, **WITHOUT_FOLDER, **{key: value for key, value in BUCKET.items() if key != name})
    assert said.stderr.count(" is missing") == 1
    assert f"- {name} is missing" in said.stderr


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"MADANG_S3_URL": "http://objects.example.org/madang"}, "does not begin with https://"),
        ({"MADANG_STORAGE_FOLDER": "/srv/madang"}, "are both set"),
    ],
)
def test_an_unsafe_or_doubtful_bucket_does_not_start(changes: dict[str, str], told: str) -> None:
    said = _start(SHOW, **WITHOUT_FOLDER, **{**BUCKET, **changes})
    assert said.returncode != 0
    assert told in said.stderr


def test_production_with_everything_is_strict() -> None:
    said = _start(SHOW, **COMPLETE)
    settings = json.loads(said.stdout)
    assert settings["DEBUG"] is False
    assert settings["MADANG_DEMO"] is False
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["ALLOWED_HOSTS"] == ["madang.example.org", ".gov.example"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://madang.example.org", "https://*.gov.example"]
    assert settings["DATABASES"]["default"]["HOST"] == "db.example"


def test_a_secret_may_come_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("y" * 60 + "\n")
    without = {key: value for key, value in COMPLETE.items() if key != "MADANG_SECRET_KEY"}
    said = _start(
        "from django.conf import settings; print(settings.SECRET_KEY)",
        MADANG_SECRET_KEY_FILE=str(tmp_path / "secret"),
        **without,
    )
    assert said.stdout.strip() == "y" * 60


def test_production_passes_djangos_checks_for_deployment() -> None:
    code = (
        "import django; django.setup()\n"
        "from django.core.checks import run_checks\n"
        "print([m.id for m in run_checks(include_deployment_checks=True, tags=['security']) if m.level >= 30])"
    )
    strong = {**COMPLETE, "MADANG_SECRET_KEY": "aBcD3fGh1jKlMn0pQrStUvWxYz-_aBcD3fGh1jKlMn0pQrStUvWxYz"}
    said = _start(code, **strong)
    assert said.stdout.strip() == "[]", said.stderr


def test_a_kept_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "secret"
    first = kept(file, lambda: "one")
    assert first == kept(file, lambda: "two") == "one"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["secret"]


def test_field_keys_are_32_bytes_and_differ() -> None:
    ring = json.loads(new_field_keys())
    assert len(bytes.fromhex(ring["keys"][ring["current"]])) == len(bytes.fromhex(ring["index"])) == 32
    assert ring["keys"][ring["current"]] != ring["index"]


def test_a_database_url_is_read_with_its_escapes() -> None:
    read = database_from_url("postgresql://us%40er:p%2Fw@host:5433/name?sslmode=require")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "us@er",
        "p/w",
        "host",
        "5433",
        "name",
    )
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="names a PostgreSQL"):
        database_from_url("mysql://host/name")
