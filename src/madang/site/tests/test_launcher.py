"""The launcher: help without installing, stamps that make the second start quick, and one at a time."""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from madang.site.setup import environment, system_packages
from madang.site.setup.checkout import Checkout, SetupFault, digest, only_one

ROOT = Path(__file__).parents[4]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout whose environment is filled already."""
    made = Checkout(root=tmp_path, var=tmp_path / "var")
    packages = made.venv / "lib" / "python3.11" / "site-packages"
    (packages / "uv").mkdir(parents=True)
    (packages / "uv" / "__main__.py").touch()
    (made.venv / "bin").mkdir()
    (made.venv / "bin" / "python").symlink_to(sys.executable)
    for name in (environment.LOCK, environment.DEVELOPMENT_LOCK):
        (tmp_path / name).write_text(f"# {name}\n")
    return made


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What uv is asked to do; nothing is downloaded."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "run_uv", lambda checkout, *arguments, python=None: asked.append(arguments))
    return asked


def test_help_needs_nothing_installed(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-S", "-E", str(ROOT / "madang")], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert "./madang up" in said.stderr


def test_an_unchanged_lock_installs_nothing_again(checkout: Checkout, installs: list[tuple[str, ...]]) -> None:
    environment.prepare_environment(checkout, development=False)
    environment.prepare_environment(checkout, development=False)
    assert [Path(arguments[-1]).name for arguments in installs] == ["requirements.lock"]


def test_a_changed_lock_is_installed(checkout: Checkout, installs: list[tuple[str, ...]]) -> None:
    environment.prepare_environment(checkout, development=False)
    (checkout.root / environment.LOCK).write_text("changed\n")
    environment.prepare_environment(checkout, development=False)
    assert len(installs) == 2


def test_up_after_test_keeps_the_development_packages(checkout: Checkout, installs: list[tuple[str, ...]]) -> None:
    environment.prepare_environment(checkout, development=True)
    environment.prepare_environment(checkout, development=False)
    (checkout.root / environment.LOCK).write_text("changed\n")
    environment.prepare_environment(checkout, development=False)
    assert [Path(arguments[-1]).name for arguments in installs] == ["requirements-dev.lock", "requirements-dev.lock"]


def test_packages_are_taken_only_with_their_hashes(checkout: Checkout, installs: list[tuple[str, ...]]) -> None:
    environment.prepare_environment(checkout, development=False)
    assert "--require-hashes" in installs[0]


def test_an_install_that_was_cut_off_is_done_again(
    checkout: Checkout, installs: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object, **__: object) -> None:
        raise SetupFault("no network")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "run_uv", cut_off)
        with pytest.raises(SetupFault):
            environment.prepare_environment(checkout, development=False)
    environment.prepare_environment(checkout, development=False)
    assert len(installs) == 1


def test_a_moved_checkout_finds_its_source(checkout: Checkout, installs: list[tuple[str, ...]]) -> None:
    pointer = checkout.venv / "lib" / "python3.11" / "site-packages" / "madang.pth"
    pointer.write_text("/somewhere/else/src\n")
    environment.prepare_environment(checkout, development=False)
    assert pointer.read_text() == f"{checkout.root / 'src'}\n"


def test_what_leads_python_astray_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert not {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"} & set(environment.clean_environment())


def test_a_digest_tells_files_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("ab")
    before = digest(one, other)
    one.write_text("a")
    other.write_text("b")
    assert digest(one, other) != before


def _hold(file: Path, log: Path, name: str) -> None:
    with only_one(file, "waiting"):
        log.write_text(log.read_text() + f"{name} in\n" if log.exists() else f"{name} in\n")
        time.sleep(0.2)
        log.write_text(log.read_text() + f"{name} out\n")


def test_two_launchers_take_turns(tmp_path: Path) -> None:
    start = multiprocessing.get_context("fork")
    both = [start.Process(target=_hold, args=(tmp_path / "lock", tmp_path / "log", name)) for name in ("a", "b")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    lines = (tmp_path / "log").read_text().split()
    assert lines in (["a", "in", "a", "out", "b", "in", "b", "out"], ["b", "in", "b", "out", "a", "in", "a", "out"])


def test_what_is_missing_is_named_in_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    missing = system_packages.missing_programs()
    assert missing == system_packages.PROGRAMS
    command = system_packages.install_command(missing)
    assert command.startswith("sudo apt-get install -y")
    assert all(program.package in command for program in missing)


def test_a_machine_without_apt_is_told_and_the_tests_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    system_packages.provide_programs()
    assert "apt-get install" in capsys.readouterr().err


def test_the_lock_and_package_file_agree_on_the_names() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    assert {key: locked.get(key) for key in ("dependencies", "devDependencies")} == {
        key: wanted[key] for key in ("dependencies", "devDependencies")
    }
