"""All commands. Each lives in a module of its own, imported when it is called, so that none slows the others."""

from importlib import import_module

import click
from rich.markup import escape

from madang.framework.ops.cluster import DISK_FULL
from madang.framework.ops.installation import DatabaseFault
from madang.site.cli.console import CommandFault, say

# command -> the module that holds it, as `command`
COMMANDS = {
    "up": "up",
    "down": "down",
    "tour": "tour",
    "test": "testing",
    "check": "check",
    "bench": "bench",
    "new-system": "new_system",
    "doctor": "doctor",
    "audit": "audit",
    "manage": "manage",
}


class Commands(click.Group):
    """The group `./madang`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command that was asked for."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"madang.site.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command


@click.group(cls=Commands, name="madang")
def madang() -> None:
    """Madang, a national e-government in one Python system."""


def run(arguments: list[str]) -> int:
    """Runs the command that `arguments` name and gives its exit code; a fault is told in one sentence."""
    try:
        return madang.main(arguments, prog_name="./madang", standalone_mode=False) or 0
    except (CommandFault, DatabaseFault) as fault:
        say(f"[red]{fault}[/red]")
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("Stopped.")
        return 130
    except Exception as fault:
        # The system and the database say it in the same words, wherever it strikes.
        if DISK_FULL not in str(fault):
            raise
        say(
            f"[red]The disk is full ({escape(' '.join(str(fault).split()))}): make room and run the command again.[/red]"
        )
    return 1
