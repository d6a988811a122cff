"""`./madang audit verify`: is the audit chain whole?"""

import click

from madang.site.cli.console import out, say
from madang.site.cli.runtime import current, database, start_django


@click.group()
def command() -> None:
    """The audit chain."""


@command.command()
def verify() -> int:
    """Recompute every link and every head of the chain; the exit code tells whether all hold."""
    checkout, choice = current()
    with database(checkout, choice):
        start_django(choice)
        from madang.framework import audit

        report = audit.verify()
    out.print(str(report))
    if not report.sound:
        say("[red]The chain does not hold: keep this database as it is and compare it with a backup.[/red]")
        return 1
    return 0
