"""The virtual environment: made once, filled from the lock, and known good by a stamp."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from madang.site.setup.checkout import Checkout, SetupFault, digest, step

LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
MISLEADING = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}


def prepare_environment(checkout: Checkout, *, development: bool) -> None:
    """Makes `.venv` hold what the lock names. Quick when it does already.

    An environment with the development packages serves `up` as well, so the two commands do not undo each other.
    """
    if not _usable(checkout):
        _create(checkout)
    _point_at_source(checkout)
    wanted = digest(checkout.root / LOCK, checkout.root / DEVELOPMENT_LOCK)
    has = _stamp(checkout)
    development = development or bool(has.get("development"))
    if has == {"lock": wanted, "development": development}:
        return
    lock = checkout.root / (DEVELOPMENT_LOCK if development else LOCK)
    with step(f"Installing the packages of {lock.name}"):
        run_uv(checkout, "pip", "sync", "--require-hashes", "--compile-bytecode", str(lock))
    _stamp_file(checkout).write_text(json.dumps({"lock": wanted, "development": development}))


def run_uv(checkout: Checkout, *arguments: str, python: Path | None = None) -> None:
    """Runs uv from the environment on `python` (the environment's own, unless told)."""
    command = [str(checkout.python), "-m", "uv", *arguments, "--python", str(python or checkout.python)]
    # The machine's own certificates, as pip takes them: an organisation's network may have an authority of its own.
    environment = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"} | clean_environment()
    outcome = subprocess.run(command, cwd=checkout.root, env=environment, check=False)
    if outcome.returncode:
        raise SetupFault(
            f"The packages could not be installed (uv ended with {outcome.returncode}; its reason stands above): "
            "check the network and the room on the disk, and run the same command again."
        )


def clean_environment() -> dict[str, str]:
    """This process's environment without what would lead another Python astray, or make every start of it slow."""
    return {key: value for key, value in os.environ.items() if key not in MISLEADING}


def _stamp_file(checkout: Checkout) -> Path:
    return checkout.venv / "madang-stamp.json"


def _stamp(checkout: Checkout) -> dict[str, object]:
    try:
        return dict(json.loads(_stamp_file(checkout).read_text()))
    except (OSError, ValueError):
        return {}


def _usable(checkout: Checkout) -> bool:
    """Whether the environment's interpreter and uv are there; an interpreter that was removed leaves a dead link."""
    return checkout.python.exists() and bool(list(checkout.venv.glob("lib/python3*/site-packages/uv/__main__.py")))


def _create(checkout: Checkout) -> None:
    with step("Making .venv"):
        if not checkout.python.exists() and checkout.venv.exists():
            shutil.rmtree(checkout.venv)
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(checkout.venv)],
            env=clean_environment(),
            capture_output=True,
            check=False,
        )
        if made.returncode:
            raise SetupFault(
                "Python could not make a virtual environment: on Debian and Ubuntu install it with "
                f"`apt-get install python3-venv` ({_last_line(made.stdout + made.stderr)})."
            )
    with step("Installing uv"):
        pip = [str(checkout.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]
        got = subprocess.run(pip, env=clean_environment(), capture_output=True, check=False)
        if got.returncode:
            raise SetupFault(
                f"pip could not install uv: check the network and run the command again ({_last_line(got.stderr)})."
            )


def _point_at_source(checkout: Checkout) -> None:
    """A .pth instead of an editable install: it follows the checkout when that is moved."""
    folders = list(checkout.venv.glob("lib/python3*/site-packages"))
    for folder in folders or [Path(sysconfig.get_path("purelib", vars={"base": str(checkout.venv)}))]:
        pointer, line = folder / "madang.pth", f"{checkout.root / 'src'}\n"
        if not pointer.exists() or pointer.read_text() != line:
            pointer.write_text(line)


def _last_line(output: bytes) -> str:
    lines = [line for line in output.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it gave no reason"
