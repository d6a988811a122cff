"""`./madang doctor`: what is wrong with this deployment, and what to do."""

import click
from rich.markup import escape

from madang.site.cli.console import out
from madang.site.cli.runtime import current, database, start_django


@click.command()
def command() -> int:
    """Examine settings, database, tables, worker, disk, clock, keys and roads; exit 1 when something is wrong."""
    checkout, choice = current()
    with database(checkout, choice):
        start_django(choice)
        from django.utils import translation

        from madang.framework.ops.doctor import examine
        from madang.framework.values import clock
        from madang.site import examinations  # noqa: F401 (it registers what it examines)

        faults = 0
        with translation.override("en"):
            for part in examine(now=clock.now()):
                faults += not part.sound
                mark = "[green]sound[/green]" if part.sound else "[red]fault[/red]"
                out.print(f"{mark}  [bold]{escape(part.name)}[/bold]  {escape(part.says)}", soft_wrap=True)
    out.print(f"What is marked as a fault needs you: {faults}." if faults else "Nothing is wrong.")
    return 1 if faults else 0
