"""`./madang audit verify`: is the audit chain whole?"""

import click
from rich.markup import escape

from madang.site.cli.console import out, say
from madang.site.cli.runtime import current, database, start_django


@click.group()
def command() -> None:
    """The audit chain."""


@command.command()
def verify() -> int:
    """Recompute every link and every head of the chains; the exit code tells whether all hold."""
    checkout, choice = current()
    with database(checkout, choice):
        start_django(choice)
        from madang.framework import audit

        report = audit.verify()
    out.print(f"{report.entries:,} entries in {report.chains} chains, {report.heads} heads.")
    if report.broken is not None:
        say(
            f"[red]The audit does not hold: {escape(str(report.broken))}. Keep this database as it is, and compare it with a backup.[/red]"
        )
        return 1
    out.print("Every link and every head holds.")
    return 0
