"""The import contracts of .importlinter hold, and each of them catches a breach that is planted for it."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# contract -> (the module that breaks it, what it imports)
BREACHES = {
    "storeys": ("madang.contracts.planted_v1", "madang.systems.civil.planted"),
    "systems": ("madang.systems.civil.domain.planted", "madang.systems.population.planted"),
    "countries": ("madang.countries.kr.planted", "madang.countries.xx.planted"),
    "rooms": ("madang.systems.civil.usecases.planted", "madang.systems.civil.web.planted"),
    "framework": ("madang.framework.law.planted", "madang.framework.cases.planted"),
    "anatomy": ("madang.framework.cases.usecases.planted", "madang.framework.cases.web.planted"),
    "pure": ("madang.systems.population.domain.planted", "django.db"),
    "packs": ("madang.countries.kr.planted_too", "madang.systems.civil.models.planted"),
    "setup": ("madang.site.setup.planted", "rich.console"),
}


def _lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )


def _copy(folder: Path) -> Path:
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static", "templates")
    )
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def _plant(folder: Path, module: str, text: str) -> None:
    file = folder / "src" / Path(*module.split(".")).with_suffix(".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    for package in file.relative_to(folder / "src").parents:
        if package != Path():
            (folder / "src" / package / "__init__.py").touch()
    file.write_text(text)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with every breach in it."""
    folder = _copy(tmp_path_factory.mktemp("planted"))
    for imported in [imported for _, imported in BREACHES.values() if imported.startswith("madang")]:
        _plant(folder, imported, "")
    for importer, imported in BREACHES.values():
        _plant(folder, importer, f"import {imported}\n")
    return folder


def test_the_house_keeps_its_contracts() -> None:
    outcome = _lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout


def test_every_contract_has_a_breach_planted_for_it() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    names = {section.rpartition(":")[2] for section in contracts.sections() if ":contract:" in section}
    assert names == set(BREACHES)


def test_no_contract_ignores_an_import() -> None:
    assert "ignore_imports" not in (ROOT / ".importlinter").read_text()


@pytest.mark.parametrize("contract", BREACHES)
def test_a_planted_breach_is_caught(planted: Path, contract: str) -> None:
    importer, imported = BREACHES[contract]
    outcome = _lint(planted, "--contract", contract)
    said = " ".join(outcome.stdout.split())
    assert outcome.returncode == 1, outcome.stdout
    assert re.search(rf"{re.escape(importer)} -> {re.escape(imported.split('.')[0])}", said), outcome.stdout


def test_a_room_that_no_contract_knows_is_caught(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    _plant(folder, "madang.systems.civil.cellar", "")
    outcome = _lint(folder, "--contract", "rooms")
    assert outcome.returncode == 1
    assert "cellar" in outcome.stdout
