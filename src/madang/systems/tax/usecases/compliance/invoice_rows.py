"""Where matching takes its rows from: the one place that knows which tables hold what sellers and buyers tell of invoices."""

from datetime import date

import polars as pl

from madang.systems.tax.domain.matching import LINE
from madang.systems.tax.models import InvoiceFact

SELLER, BUYER = "seller", "buyer"


def invoice_rows(*, side: str, since: date, until: date) -> pl.LazyFrame:
    """What one side tells of invoices issued from `since` to `until`, both included, with the columns of LINE."""
    rows = InvoiceFact.objects.filter(side=side, issued_on__gte=since, issued_on__lte=until).order_by("pk")
    return pl.LazyFrame(list(rows.values_list(*LINE)), schema=LINE, orient="row")
