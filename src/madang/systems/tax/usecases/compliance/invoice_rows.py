"""Where matching takes its rows from: the one place that knows which tables hold what sellers and buyers tell of invoices."""

from datetime import date

import polars as pl

from madang.systems.tax.domain.einvoicing import BuyerKind
from madang.systems.tax.domain.matching import LINE
from madang.systems.tax.models import InvoiceFact, TaxInvoice

SELLER, BUYER = "seller", "buyer"


def invoice_rows(*, side: str, since: date, until: date) -> pl.LazyFrame:
    """What one side tells of invoices issued from `since` to `until`, both included, with the columns of LINE.

    An electronic invoice is told by both sides: its buyer received it here. Where the buyer lists it in so many words, that
    counts in its place.
    """
    rows = InvoiceFact.objects.filter(side=side, issued_on__gte=since, issued_on__lte=until).order_by("pk")
    told = pl.LazyFrame(list(rows.values_list(*LINE)), schema=LINE, orient="row")
    return pl.concat([told, _electronic(since, until).join(told.select("number"), on="number", how="anti")])


def _electronic(since: date, until: date) -> pl.LazyFrame:
    # Of a person nobody expects the same invoice in a return of value-added tax.
    between = TaxInvoice.objects.filter(buyer_kind=BuyerKind.BUSINESS.value)
    issued = between.filter(issued_on__gte=since, issued_on__lte=until).order_by("pk")
    columns = ("number", "seller", "buyer", "issued_on", "net_minor", "tax_minor")
    return pl.LazyFrame([(*row, "valid") for row in issued.values_list(*columns)], schema=LINE, orient="row")
