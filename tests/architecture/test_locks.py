"""Locks name no index, so that each machine takes packages from where it is told to; and they say what each file is."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "bench/requirements.lock")


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_a_python_lock_has_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)
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


def test_no_lock_of_another_kind_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    assert [name for name in listed if name.rpartition("/")[2] in {"uv.lock", "pylock.toml", "yarn.lock"}] == []
