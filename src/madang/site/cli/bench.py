"""`./madang bench`: figures, each beside a peer and a limit measured in the same run."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from madang.site.cli.console import CommandFault, out, say, step
from madang.site.cli.runtime import BENCH_SETTINGS, Choice, current, database, start_django
from madang.site.setup.checkout import Checkout, SetupFault, digest
from madang.site.setup.environment import run_uv

KEYS = ("figure", "ours", "peer", "limit", "ratio", "goal", "met")
Figure = dict[str, Any]


@click.command()
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """Measure one figure of bench/, or all; exit 1 when a goal is not met."""
    checkout, choice = current()
    known = _known(checkout.root / "bench")
    if name is not None and name not in known:
        raise CommandFault(f"There is no figure {name}; there are: {', '.join(known) or 'none yet'}.")
    _peers(checkout)
    missed = 0
    with database(checkout, choice):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", BENCH_SETTINGS)
        start_django(choice)
        _ready(choice)
        for chosen in known if name is None else [name]:
            rows = _measure(checkout, chosen, known[chosen])
            missed += sum(_missed(row) for row in rows)
    if missed:
        say(f"[red]{missed} goals were not met.[/red]")
    return 1 if missed else 0


def _known(folder: Path) -> dict[str, Path]:
    """The modules of bench/ that have figures; the others are what those need."""
    return {
        file.stem: file for file in sorted(folder.glob("*.py")) if "\ndef figures(" in file.read_text(encoding="utf-8")
    }


def _peers(checkout: Checkout) -> None:
    """The programs we compare with, in an environment of their own."""
    lock = checkout.root / "bench" / "requirements.lock"
    folder = checkout.root / ".venv-bench"
    stamp = folder / "madang-stamp"
    if not lock.exists() or (stamp.exists() and stamp.read_text() == digest(lock)):
        return
    try:
        with step("Installing the peers"):
            python = folder / "bin" / "python"
            if not python.exists():
                subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
            run_uv(checkout, "pip", "sync", "--require-hashes", str(lock), python=python)
    except (SetupFault, subprocess.CalledProcessError) as fault:
        raise CommandFault(str(fault)) from fault
    stamp.write_text(digest(lock))


def _ready(choice: Choice) -> None:
    """Tables and, where they are still empty, the demo's people."""
    from madang.framework.values import clock
    from madang.site.cli.demo import load_demo
    from madang.site.cli.up import migrate

    migrate()
    load_demo(choice=choice, now=clock.now())


def _measure(checkout: Checkout, name: str, file: Path) -> list[Figure]:
    """Runs one module's `figures`, shows its table and writes out/bench/<name>.json."""
    rows = _figures(name, file)()
    for row in rows:
        if set(row) != set(KEYS):
            raise CommandFault(f"bench/{name}.py gave a figure with {sorted(row)}; a figure has {sorted(KEYS)}.")
    out.print(_table(name, rows))
    folder = checkout.root / "out" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False, default=str) + "\n")
    return rows


def _figures(name: str, file: Path) -> Callable[[], list[Figure]]:
    spec = spec_from_file_location(f"madang_bench_{name}", file)
    if spec is None or spec.loader is None:
        raise CommandFault(f"{file} cannot be read as Python.")
    sys.path.insert(0, str(file.parent))
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    figures: Callable[[], list[Figure]] = module.figures
    return figures


def _table(name: str, rows: list[Figure]) -> Table:
    table = Table(title=name, title_justify="left")
    for key in KEYS:
        table.add_column(key)
    for row in rows:
        shown = {key: _shown(row[key]) for key in KEYS}
        shown["met"] = "[red]missed[/red]" if _missed(row) else "[green]met[/green]" if row["met"] else "told"
        table.add_row(*(shown[key] for key in KEYS))
    return table


def _missed(row: Figure) -> bool:
    """Whether a goal is missed; a figure without one is only told."""
    return row["met"] is not None and not row["met"]


def _shown(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else escape("" if value is None else str(value))
