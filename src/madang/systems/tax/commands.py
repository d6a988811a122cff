"""`./madang tax …`: the law of the country over a file of returns, the rules of an invoice. No database is needed."""

from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.progress import Progress

from madang.framework.bulk.safe_xml import XmlRefused
from madang.framework.law import NoSuchParameter, ParameterEnded, SlotNotApplicable, SlotUnfilled, country
from madang.systems.tax.domain.batch import BatchFaulty, BatchLaw, assess, check, faulty_rows, told
from madang.systems.tax.formats.en16931.validate import EN16931, LAYERS, is_sound, validate_invoice

GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
MADE = click.Path(dir_okay=False, path_type=Path)
NO_INVOICE = 2


@click.group()
def command() -> None:
    """The law of taxes over files."""


@command.command("assess")
@click.argument("file", type=GIVEN)
@click.option("--law", type=click.Choice([one.value for one in BatchLaw]), required=True, help="Which tax.")
@click.option("--year", type=click.IntRange(1900, 2200), required=True, help="Of which year.")
@click.option("--out", type=MADE, required=True, help="Where the assessed table goes (Parquet).")
@click.option("--faults", type=MADE, help="Where each faulty row is listed (CSV), if there are any.")
def assess_file(file: Path, law: str, year: int, out: Path, faults: Path | None) -> None:
    """Assess a Parquet file of returns by the law of MADANG_COUNTRY (docs/reference/tax-batch.md)."""
    if out.resolve() == file.resolve():
        raise click.ClickException("The result would overwrite the returns. Name another file with --out.")
    half = out.with_name(out.name + ".part")
    try:
        _assess(file, BatchLaw(law), year, half)
        half.replace(out)
    except BatchFaulty as refused:
        listed = "".join(f"\n- {fault.says}" for fault in refused.faults)
        raise click.ClickException(f"Nothing was assessed:{listed}{_listed(file, BatchLaw(law), faults)}") from refused
    except (SlotNotApplicable, SlotUnfilled, NoSuchParameter, ParameterEnded) as unknown:
        raise click.ClickException(f"The law of {country().name} does not say: {unknown}") from unknown
    except (pl.exceptions.PolarsError, OSError) as broken:
        raise click.ClickException(f"{file.name} cannot be read as Parquet, or {out.name} not written: {broken}") from (
            broken
        )
    finally:
        half.unlink(missing_ok=True)
    sums = told(result=pl.scan_parquet(out))
    click.echo(
        f"{sums.rows:,} returns assessed by the law of {country().name} for {year}: tax {sums.tax:,}, "
        f"to be paid {sums.payable:,}, to be refunded {-sums.refunds:,} ({country().currency}, smallest units): {out}"
    )


def _assess(file: Path, law: BatchLaw, year: int, out: Path) -> None:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Checking", total=None)
        table = pl.scan_parquet(file)
        rows = check(table=table, law=law)
        shown.update(task, description="Assessing", total=rows)
        assessed = assess(table=table, law=law, year=year, passed=lambda count: shown.advance(task, count))
        assessed.sink_parquet(out, engine="streaming")


def _listed(file: Path, law: BatchLaw, faults: Path | None) -> str:
    """Where each faulty row stands, if somebody wants to know it."""
    if faults is None:
        return ""
    try:
        faulty_rows(table=pl.scan_parquet(file), law=law).write_csv(faults)
    except pl.exceptions.PolarsError:
        return "\nThe rows were not looked at: put the columns right first."
    return f"\nEach faulty row stands in {faults}."


@command.command("validate-invoice")
@click.argument("file", type=GIVEN)
@click.option(
    "--layer", type=click.Choice(LAYERS), default=EN16931, show_default=True, help="With Peppol's rules or not."
)
@click.option("--say", is_flag=True, help="Say also the level, what each rule asks, and where it is broken.")
def validate_invoice_file(file: Path, layer: str, say: bool) -> None:
    """Print the rules of EN 16931 that FILE (UBL 2.1 or CII D16B) breaks, one a line. 1: one is fatal; 2: no invoice."""
    try:
        fired = validate_invoice(data=file.read_bytes(), layer=layer)
    except XmlRefused as refused:
        click.echo("; ".join(f"{place}: {says}" for place, says in refused.faults), err=True)
        raise SystemExit(NO_INVOICE) from None
    for one in fired:
        click.echo(f"{one.rule.code} {one.rule.level}: {one.rule.says}" if say else one.rule.code)
        if say:
            for place in one.places:
                click.echo(f"  {place}")
    if not is_sound(fired=fired):
        raise SystemExit(1)
