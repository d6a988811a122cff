"""`./madang customs …`: the law of duties over a declaration in a file. A database is asked only where it is said."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from madang.framework.cases.clock import local_day
from madang.framework.law import SlotNotApplicable, SlotUnfilled
from madang.framework.values.clock import now
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.formats.refused import CannotBeRead
from madang.systems.customs.formats.tariff_table import LAYOUTS
from madang.systems.customs.usecases.tariff.assess_file import assess_file, written_faults
from madang.systems.customs.usecases.tariff.import_exchange_rates import import_exchange_rates
from madang.systems.customs.usecases.tariff.import_tariff import import_tariff

GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
FAULTY, UNREADABLE = 1, 2


@click.group()
def command() -> None:
    """The law of customs over files."""


@command.command("assess")
@click.argument("file", type=GIVEN)
@click.option("--on", type=DAY, help="The day whose law applies; else the declaration's, else today.")
@click.option("--within-quota", "quotas", multiple=True, help="An order within whose quota the goods were admitted.")
@click.option(
    "--with-editions",
    "kept",
    is_flag=True,
    help="Reckon also with the editions and measures that officials approved here (asks the database).",
)
@click.pass_obj
def assess_given(
    opened: Callable[[], AbstractContextManager[None]],
    file: Path,
    on: datetime | None,
    quotas: tuple[str, ...],
    kept: bool,
) -> None:
    """Print as JSON what MADANG_COUNTRY levies on FILE (WCO Data Model 3 XML or CUSDEC). 1: it has faults; 2: unreadable."""
    day, today = on.date() if on else None, local_day(now())
    try:
        with opened() if kept else nullcontext():
            found = assess_file(data=file.read_bytes(), now=today, on=day, quotas=quotas, kept=kept)
    except CannotBeRead as unreadable:
        _refuse(written_faults(faults=unreadable.faults), UNREADABLE)
    except DeclarationFaulty as faulty:
        _refuse(written_faults(faults=faulty.faults), FAULTY)
    except (SlotNotApplicable, SlotUnfilled) as unknown:
        raise click.ClickException(str(unknown)) from unknown
    _print(found)


@command.command("import-tariff")
@click.argument("file", type=GIVEN)
@click.option(
    "--layout", type=click.Choice(sorted(LAYOUTS)), required=True, help="How the publication names its columns."
)
@click.option("--source", required=True, help="The key of the publication in the pack's sources.yaml.")
@click.option("--digits", type=click.IntRange(6, 12), default=10, show_default=True, help="Of a national code.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where the tables are put."
)
def import_given(file: Path, layout: str, source: str, digits: int, out: Path) -> None:
    """Make lines.csv and rates.csv of MADANG_COUNTRY's pack from a published table (CSV, XLSX). 2: refused with all faults."""
    try:
        made = import_tariff(data=file.read_bytes(), layout=layout, source=source, digits=digits)
    except CannotBeRead as unreadable:
        _refuse(written_faults(faults=unreadable.faults), UNREADABLE)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in (("lines", made.lines), ("rates", made.rates)):
        (out / f"{name}.csv").write_text(text, encoding="utf-8")
    _print({"lines": made.line_count, "rates": made.rate_count, "left_out": dict(made.left_out)})


@command.command("import-rates")
@click.argument("files", type=GIVEN, nargs=-1, required=True)
@click.option("--source", required=True, help="The key of the publication in the pack's sources.yaml.")
@click.option("--correct", "correction", default="", help="Why weeks that stand from a source are corrected.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where the table is put.")
def import_rates(files: tuple[Path, ...], source: str, correction: str, out: Path) -> None:
    """Put the weeks of published rates of exchange (XML, CSV, XLSX) into exchange_rates.csv of MADANG_COUNTRY's pack. 2:
    refused with all faults."""
    try:
        made = import_exchange_rates(data=[one.read_bytes() for one in files], source=source, correction=correction)
    except CannotBeRead as unreadable:
        _refuse(written_faults(faults=unreadable.faults), UNREADABLE)
    out.mkdir(parents=True, exist_ok=True)
    (out / "exchange_rates.csv").write_text(made.table, encoding="utf-8")
    weeks = {"added": made.added, "corrected": made.corrected, "replaced": made.replaced}
    _print({name: [one.isoformat() for one in days] for name, days in weeks.items()})


def _refuse(faults: dict[str, Any], code: int) -> NoReturn:
    _print(faults)
    raise SystemExit(code)


def _print(found: dict[str, Any]) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
