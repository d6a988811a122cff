"""`./madang new-system` lays out a system that builds, migrates and is served."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg.sql import SQL, Identifier

from madang.site.cli.console import CommandFault
from madang.site.cli.new_system import enlist, require_free, write_scaffold

ROOT = Path(__file__).parents[4]
SERVE = """
import django; django.setup()
from django.test import Client
page = Client().get("/public-works/", headers={"Accept-Language": "en"})
print(page.status_code, "Public works" in page.content.decode())
print(Client().get("/public-works/record/").status_code)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with one more system, made by the command itself."""
    folder = tmp_path_factory.mktemp("house")
    # With what Python has compiled already: the copy keeps the times by which it knows that to be current.
    shutil.copytree(ROOT / "src", folder / "src")
    for name in ("pyproject.toml", ".importlinter", "conftest.py"):
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    if (ROOT / ".mypy_cache").exists():
        # What `./madang check` knows of the house already; the copy has the same files at the same places.
        shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
    made = _run(folder, "-m", "madang.site.cli", "new-system", "public_works")
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def _run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    database = settings.DATABASES["default"]
    name = database["NAME"].removeprefix("test_") + "_scaffold"
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    url = f"postgresql://{database['USER']}{password}@{database['HOST']}:{database['PORT']}/{name}"
    whole = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(folder / "src"),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings.test",
        "DATABASE_URL": url,
        "MADANG_VAR": str(folder / "var"),
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=whole | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A database of its own with the tables of the house, where the tests know some already; so a new system comes to it."""
    values = settings.DATABASES["default"]
    name = values["NAME"].removeprefix("test_") + "_scaffold"
    template = Identifier(values["TEST"]["TEMPLATE"] or "template1")
    where = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"], "password": values["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), template))
        yield name
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(scope="module")
def migrated(house: Path, database: str) -> str:
    """That database with the new system's tables."""
    done = _run(house, "-m", "django", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return database


@pytest.mark.usefixtures("migrated")
def test_it_migrates_and_is_served(house: Path) -> None:
    unchanged = _run(house, "-m", "django", "makemigrations", "--check", "--dry-run", "public_works")
    assert unchanged.returncode == 0, unchanged.stdout
    served = _run(house, "-c", SERVE)
    assert served.stdout.split() == ["200", "True", "302"], served.stderr


def test_its_own_tests_pass(house: Path, migrated: str) -> None:
    chosen = ("-q", "-p", "no:cacheprovider", "src/madang/systems/public_works")
    tested = _run(house, "-m", "pytest", *chosen, TEST_TEMPLATE=migrated)
    assert "4 passed" in tested.stdout, tested.stdout + tested.stderr


def test_it_keeps_the_rules_of_the_house(house: Path) -> None:
    linted = _run(house, "-m", "ruff", "check", "--no-cache", "src/madang/systems/public_works")
    assert linted.returncode == 0, linted.stdout
    formatted = _run(house, "-m", "ruff", "format", "--no-cache", "--check", "src/madang/systems/public_works")
    assert formatted.returncode == 0, formatted.stdout
    imports = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], cwd=house, env={"PYTHONPATH": str(house / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert imports.returncode == 0, imports.stdout


def test_its_types_are_sound(house: Path) -> None:
    typed = _run(house, "-m", "mypy", "-p", "madang.systems.public_works")
    assert typed.returncode == 0, typed.stdout + typed.stderr


def test_the_scaffold_is_whole_and_leaves_no_place_unfilled(tmp_path: Path) -> None:
    made = write_scaffold(name="public_works", folder=tmp_path / "public_works")
    assert {file.name for file in made} >= {
        "apps.py",
        "record_entry.py",
        "entry.py",
        "views.py",
        "urls.py",
        "django.po",
        "README.md",
    }
    for file in made:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\$\{?[a-z]+", text), file
        if file.suffix == ".py":
            ast.parse(text)


def test_the_settings_take_the_new_system_in(tmp_path: Path) -> None:
    base = tmp_path / "base.py"
    base.write_text('A = 1\nALL_SYSTEMS = ("population", "civil")\nB = 2\n')
    enlist(name="customs", settings=base)
    enlist(name="tax", settings=base)
    assert base.read_text() == 'A = 1\nALL_SYSTEMS = ("population", "civil", "customs", "tax")\nB = 2\n'


@pytest.mark.parametrize("name", ["Customs", "1tax", "class", "tax-office", "population", "cases", "auth", "a__b", ""])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(CommandFault):
        require_free(name=name, folder=ROOT / "src" / "madang" / "systems" / (name or "x"))
