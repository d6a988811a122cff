"""`./madang audit verify`: is the audit trail whole?"""

import click

from madang.site.cli.console import CommandFault
from madang.site.cli.runtime import current, database, start_django


@click.group()
def command() -> None:
    """The audit trail."""


@command.command()
def verify() -> int:
    """Recompute every link and every head; the exit code tells whether all hold."""
    from django.core.management import CommandError, call_command
    from django.utils import translation

    checkout, choice = current()
    with database(checkout, choice):
        start_django(choice)
        try:
            with translation.override("en"):
                call_command("audit_verify")
        except CommandError as broken:
            raise CommandFault(str(broken)) from broken
    return 0
