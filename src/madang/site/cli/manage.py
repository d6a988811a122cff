"""`./madang manage`: Django's own commands on the demo's database, or on the one that DATABASE_URL names."""

import os

import click

from madang.site.cli.prepared import forget
from madang.site.cli.runtime import current, database, start_django


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Django's commands, such as `migrate`, `makemigrations`, `shell`."""
    from django.core.management import execute_from_command_line

    checkout, choice = current()
    with database(checkout, choice):
        forget(checkout=checkout)
        start_django(choice)
        os.chdir(checkout.root)
        execute_from_command_line(["./madang manage", *arguments])
    return 0
