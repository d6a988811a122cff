"""Tax without a browser: what each room makes of the demonstration's data stays in `out`."""

from collections.abc import Iterator
from pathlib import Path

from madang.systems.tax.usecases.invoices.write_files import write_invoice_files
from madang.systems.tax.usecases.returns.write_files import write_return_files


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what was made stays in `out`."""
    yield from write_return_files(out=out)
    yield from write_invoice_files(out=out)
