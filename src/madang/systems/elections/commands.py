"""`./madang elections …`: what anybody can check of an election. No database is needed."""

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from madang.systems.elections.domain.belenios.verify import Broken, Report, verify

GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
# Below this, a second process costs more than it saves.
WORTH_SHARING = 5_000_000


@click.group()
def command() -> None:
    """Elections that anybody can check."""


@command.command("verify")
@click.argument("file", type=GIVEN)
@click.option("--former", type=GIVEN, help="A copy that you kept: FILE must continue it.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def verify_file(file: Path, former: Path | None, as_json: bool) -> None:
    """Check everything in the archive FILE (UUID.bel). 0: all checks passed; 1: the first that failed, by its name."""
    try:
        report = _verified(file, former)
    except Broken as broken:
        click.echo(f"{broken.check}: {broken.says}", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2) if as_json else _told(report))


def _verified(file: Path, former: Path | None) -> Report:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Ballots", total=None)

        def progress(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)

        if file.stat().st_size < WORTH_SHARING:
            return verify(archive=file, former=former, progress=progress)
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
            return verify(archive=file, former=former, executor=executor, progress=progress)


def _told(report: Report) -> str:
    lines = [
        f"All checks passed: “{report.name}” ({report.uuid})",
        f"  fingerprint of the election  {report.fingerprint}",
        f"  credentials on the list      {report.voters:,}",
        f"  ballots on the board         {report.ballots:,}",
    ]
    if report.counts is None:
        lines.append("  no result yet")
    else:
        lines.append(f"  ballots counted              {report.tallied:,}, of weight {report.weight:,}")
        lines += [f"  question {place}: {', '.join(map(str, row))}" for place, row in enumerate(report.counts, 1)]
    lines.append(f"  last event (keep it)         {report.last_event}")
    return "\n".join(lines)
