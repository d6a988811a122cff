"""All commands. Each lives in a module of its own, imported when it is called, so that none slows the others."""

from functools import partial
from importlib import import_module
from pathlib import Path

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
SYSTEMS = Path(__file__).parents[2] / "systems"


class Commands(click.Group):
    """The group `./madang`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a day's work, then the systems that have commands of their own."""
        return [*COMMANDS, *system_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command that was asked for."""
        if cmd_name not in COMMANDS:
            return _of_system(cmd_name) if cmd_name in system_commands() else None
        command = import_module(f"madang.site.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command


def system_commands() -> tuple[str, ...]:
    """The systems with a `commands.py`; nothing of them is imported."""
    return tuple(sorted(path.parent.name for path in SYSTEMS.glob("*/commands.py")))


def _of_system(name: str) -> click.Command:
    return click.Command(
        name,
        callback=_run_system,
        params=[click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
        context_settings={"ignore_unknown_options": True, "help_option_names": []},
        help=f"Commands of the system {name}: ./madang {name} --help.",
    )


@click.pass_context
def _run_system(ctx: click.Context, arguments: tuple[str, ...]) -> int:
    """Sets Django up without a database; a command that needs one opens it with `ctx.obj()`."""
    from madang.site.cli.runtime import current, late_database, start_django

    checkout, choice = current()
    start_django(choice)
    group = import_module(f"madang.systems.{ctx.info_name}.commands").command
    opening = partial(late_database, checkout, choice)
    prog = f"./madang {ctx.info_name}"
    return int(group.main(list(arguments), prog_name=prog, standalone_mode=False, obj=opening) or 0)


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
