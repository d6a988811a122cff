"""The demo's data: each room loads its own part, once."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from madang.site.cli.console import CommandFault, errors, say
from madang.site.cli.runtime import Choice

Load = Callable[..., object]
SECONDS_BETWEEN_LINES = 10


def load_demo(*, choice: Choice, now: datetime) -> None:
    """Loads what this database does not hold yet. A part that was cut off is loaded again from its beginning.

    Raises CommandFault where the database holds the demo of another country or size.
    """
    from madang.framework.ops.models import DemoPart

    held = {part.part: part for part in DemoPart.objects.all()}
    for part in held.values():
        if (part.country, part.population) != (choice.country, choice.population):
            raise CommandFault(
                f"This database holds the demo of {part.country} with {part.population:,} residents: "
                f"start it with --country {part.country} --population {part.population}, or name an empty database."
            )
    waiting = [(name, load) for name, load in parts() if name not in held]
    if not waiting:
        return
    say(f"  Loading the demo: {choice.country}, {choice.population:,} residents")
    with _bars() as bars:
        for name, load in waiting:
            bar = bars.add_task(name, total=None)
            load(country=choice.country, population=choice.population, now=now, progress=_reporter(bars, bar))
            bars.update(bar, description=name, completed=bars.tasks[bar].total or 1, total=bars.tasks[bar].total or 1)
            DemoPart.objects.create(part=name, country=choice.country, population=choice.population, loaded_at=now)


def parts() -> Iterator[tuple[str, Load]]:
    """Each room's `demo.load_demo`, the framework's identity first, then the systems in their order."""
    from django.conf import settings

    rooms = [("identity", "madang.framework.identity.demo")]
    rooms += [(system, f"madang.systems.{system}.demo") for system in settings.SYSTEMS]
    for name, module in rooms:
        if find_spec(module):
            yield name, import_module(module).load_demo


def _bars() -> Progress:
    return Progress(
        TextColumn("    {task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=errors
    )


def _reporter(bars: Progress, bar: TaskID) -> Callable[..., None]:
    """What a room calls as it goes: what it does and, where it counts, how many of how many are done.

    In a log, where no bar can move, it is a line each ten seconds.
    """
    told = time.monotonic()

    def report(what: str, done: int = 0, total: int | None = None) -> None:
        nonlocal told
        bars.update(bar, description=what, completed=done, total=total)
        if not errors.is_terminal and time.monotonic() - told > SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            say(f"    {what}: {done:,} of {total:,}" if total else f"    {what}")

    return report
