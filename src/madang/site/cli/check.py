"""`./madang check`: everything that can be found without running the program."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import click

from madang.framework.ops.database import embedded
from madang.framework.ui.i18n import compile_catalogues
from madang.site.cli.console import out, say, step
from madang.site.setup.checkout import Checkout, here

PROGRAMS = Path(sys.executable).parent
# Tests of the source's form; `./madang test` leaves them to `./madang check`.
RULES = tuple(
    f"tests/architecture/test_{name}.py" for name in ("launcher", "locks", "docs", "translations", "house_rules")
)
SCHEMAS = ("tests/architecture/test_migrations.py", "tests/contracts")


class Check(NamedTuple):
    """One check: a command that ends with 0 when nothing is wrong."""

    name: str
    command: tuple[str, ...]


def checks() -> tuple[Check, ...]:
    """Two run at a time; the longest begins first, the others in the order of how quick they are to tell."""
    python = sys.executable
    return (
        Check("types", (python, "-m", "mypy")),
        Check("style", (python, "-m", "ruff", "check", ".")),
        Check("format", (python, "-m", "ruff", "format", "--check", ".")),
        Check("imports", (str(PROGRAMS / "lint-imports"), "--no-cache")),
        Check("rules, locks, docs, translations", (python, "-m", "pytest", "-q", *RULES)),
        Check("schemas and migrations", (python, "-m", "pytest", "-q", *SCHEMAS)),
    )


@click.command()
def command() -> int:
    """Style, types, imports, migrations, translations, docs and schemas; all are told before it ends with 1."""
    checkout = here()
    with step("Translations"):
        compile_catalogues()
    cluster = embedded(var=checkout.var, name="postgres-test", durable=False)
    with step("Database of the checks"):
        cluster.ensure_running()
        # Django makes its test database beside the one it is told: one each, for two may run at once.
        urls = {check: cluster.ensure_database(f"checks_{place}") for place, check in enumerate(checks())}
    try:
        with ThreadPoolExecutor(max_workers=2) as pool:
            held = pool.map(lambda check: _holds(checkout, check, urls[check]), urls)
            failed = [check.name for check, holds in zip(urls, held, strict=True) if not holds]
    finally:
        cluster.stop()
    say(f"[red]These checks failed: {', '.join(failed)}.[/red]" if failed else "All checks hold.")
    return 1 if failed else 0


def _holds(checkout: Checkout, check: Check, url: str) -> bool:
    """Runs one check and shows what it found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    environment |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "madang.site.settings.test"}
    began = time.monotonic()
    outcome = subprocess.run(
        check.command, cwd=checkout.root, env=environment, capture_output=True, text=True, check=False
    )
    sound = outcome.returncode == 0
    mark = "[green]holds[/green]" if sound else "[red]fails[/red]"
    out.print(f"{mark}  {check.name}  [dim]{time.monotonic() - began:.1f} s[/dim]")
    if not sound:
        out.print(outcome.stdout + outcome.stderr, markup=False, soft_wrap=True)
    return sound
