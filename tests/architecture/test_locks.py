"""Locks name no index, so that each machine takes packages from where it is told to; and they say what each file is."""

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "bench/requirements.lock")


def _names(lock: str) -> list[str]:
    return re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_a_python_lock_has_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = _names(name)
    entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [entry.split("=")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"^\s*(--(extra-)?index-url|--find-links|-[if] )|https?://", text, re.MULTILINE)


def test_the_development_lock_agrees_with_the_lock() -> None:
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE))

    locked, development = versions("requirements.lock"), versions("requirements-dev.lock")
    assert {name: development.get(name) for name in locked} == locked


def test_the_package_lock_has_hashes_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def _imported() -> dict[str, str]:
    """Each package that the program itself imports, with a file that does."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / "src").rglob("*.py")):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.partition(".")[0], str(file.relative_to(ROOT)))
    return {name: file for name, file in found.items() if name != "madang" and name not in sys.stdlib_module_names}


def test_what_the_program_imports_is_in_its_own_lock() -> None:
    """`up` installs that lock alone: a package of the development lock would be missing there."""
    locked = {name.lower().replace("_", "-") for name in _names("requirements.lock")}
    providers = packages_distributions()
    missing = {
        name: file
        for name, file in _imported().items()
        if not {one.lower().replace("_", "-") for one in providers.get(name, ())} & locked
    }
    assert missing == {}


def test_no_lock_of_another_kind_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    assert [name for name in listed if name.rpartition("/")[2] in {"uv.lock", "pylock.toml", "yarn.lock"}] == []
