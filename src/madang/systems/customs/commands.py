"""`./madang customs …`: the law of duties over a declaration in a file. No database is needed."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from madang.framework.law import SlotNotApplicable, SlotUnfilled
from madang.framework.values import Fault
from madang.framework.values.clock import now
from madang.systems.customs.domain.assess import DeclarationFaulty, assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.formats.declarations import Unreadable, read_declaration

GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
FAULTY, UNREADABLE = 1, 2


@click.group()
def command() -> None:
    """The law of customs over files."""


@command.command("assess")
@click.argument("file", type=GIVEN)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose law applies; else the declaration's, else today.")
@click.option("--within-quota", "quotas", multiple=True, help="An order within whose quota the goods were admitted.")
def assess_file(file: Path, on: datetime | None, quotas: tuple[str, ...]) -> None:
    """Print as JSON what MADANG_COUNTRY levies on a declaration (WCO Data Model 3 XML or CUSDEC). 1: faults; 2: unreadable."""
    try:
        declaration = read_declaration(data=file.read_bytes())
    except Unreadable as unreadable:
        _refuse(unreadable.faults, UNREADABLE)
    day: date = on.date() if on else declaration.lodged_on or now().date()
    try:
        made = assess(declaration=declaration, on=day, quotas=frozenset(quotas))
    except DeclarationFaulty as faulty:
        _refuse(faulty.faults, FAULTY)
    except (SlotNotApplicable, SlotUnfilled) as unknown:
        raise click.ClickException(str(unknown)) from unknown
    click.echo(json.dumps({"reference": declaration.reference, "on": day.isoformat(), **shown(made=made)}, **WRITTEN))


WRITTEN: dict[str, object] = {"ensure_ascii": False, "indent": 2}
