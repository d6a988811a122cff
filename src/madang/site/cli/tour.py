"""`./madang tour`: every system's main journey on the demo's data, without a browser."""

import shutil
import time
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import click
from rich.markup import escape

from madang.framework.ui.i18n import compile_catalogues
from madang.site.cli.console import CommandFault, out, say
from madang.site.cli.runtime import Choice, current, database, start_django
from madang.site.setup.checkout import Checkout

Walk = Callable[..., Iterator[str]]


class Tour(NamedTuple):
    """One room's tour: `walk(out=folder)` does a step and yields a line about it, again and again."""

    name: str
    walk: Walk


@click.command()
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """Run the main journeys, show each step, and leave what they made in out/; exit 1 when a step fails."""
    checkout, choice = current()
    compile_catalogues()
    with database(checkout, choice):
        _ready(choice)
        tours = {tour.name: tour for tour in _tours()}
        if name is not None and name not in tours:
            raise CommandFault(f"There is no tour of {name}; there are: {', '.join(tours) or 'none yet'}.")
        failed = [tour.name for tour in tours.values() if name in (None, tour.name) and not _take(checkout, tour)]
    if failed:
        say(f"[red]These tours failed: {', '.join(failed)}.[/red]")
    return 1 if failed else 0


def _ready(choice: Choice) -> None:
    """The tour's ground: tables and demo data, loaded if `up` has not done so."""
    from madang.site.cli.demo import load_demo
    from madang.site.cli.up import migrate

    start_django(choice)
    from madang.framework.values import clock

    migrate()
    load_demo(choice=choice, now=clock.now())


def _tours() -> Iterator[Tour]:
    from django.conf import settings

    rooms = [(system, f"madang.systems.{system}.tour") for system in settings.SYSTEMS]
    for name, module in [*rooms, ("exchange", "madang.exchange.tour")]:
        if find_spec(module):
            yield Tour(name, import_module(module).tour)


def _take(checkout: Checkout, tour: Tour) -> bool:
    """Walks one tour into an empty out/<name>/; whether every step held."""
    folder = checkout.root / "out" / tour.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    out.print(f"[bold]{tour.name}[/bold]")
    count, done = 0, "the beginning"
    began = time.monotonic()
    try:
        for line in tour.walk(out=folder):
            count, done = count + 1, line
            out.print(
                f"  {count:2}. {escape(line)}  [dim]{(time.monotonic() - began) * 1000:.0f} ms[/dim]", soft_wrap=True
            )
            began = time.monotonic()
    except Exception as fault:
        say(escape(traceback.format_exc()))
        say(f"[red]{tour.name}: step {count + 1}, after “{escape(done)}”, failed: {escape(str(fault))}[/red]")
        return False
    out.print(f"  {count} steps; results: {_results(folder)}", soft_wrap=True)
    return True


def _results(folder: Path) -> str:
    made = sorted(file for file in folder.rglob("*") if file.is_file())
    shown = ", ".join(str(file.relative_to(folder)) for file in made[:8])
    return f"{folder} ({shown}{', …' if len(made) > 8 else ''})" if made else "none"
