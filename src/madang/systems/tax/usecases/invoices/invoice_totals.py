"""What a business sold and bought by its invoices in a period: what a return of value-added tax rests on."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Sum

from madang.framework.values import Party
from madang.systems.tax.domain.invoice import VatCategory
from madang.systems.tax.models import TaxInvoice


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Invoices of one side and one category in smallest units; amendments count with their sign."""

    count: int = 0
    net: int = 0
    tax: int = 0


@dataclass(frozen=True, kw_only=True)
class InvoiceTotals:
    """By category (`S` taxed, `Z` zero-rated, `E` exempt)."""

    sales: dict[str, Sums] = field(default_factory=dict)
    purchases: dict[str, Sums] = field(default_factory=dict)

    def sold(self, category: VatCategory = VatCategory.STANDARD) -> Sums:
        """What was sold at a category."""
        return self.sales.get(category.value, Sums())

    def bought(self, category: VatCategory = VatCategory.STANDARD) -> Sums:
        """What was bought at a category."""
        return self.purchases.get(category.value, Sums())


def invoice_totals(*, party: Party, period_from: date, period_until: date) -> InvoiceTotals:
    """The sums of invoices written from the first day on and before `period_until`."""
    return InvoiceTotals(
        sales=_sums("seller", party.key, period_from, period_until),
        purchases=_sums("buyer", party.key, period_from, period_until),
    )


def _sums(side: str, number: str, period_from: date, period_until: date) -> dict[str, Sums]:
    rows = (
        TaxInvoice.objects.filter(**{side: number}, written_on__gte=period_from, written_on__lt=period_until)
        .order_by()
        .values("category")
        .annotate(count=Count("pk"), net=Sum("net_minor"), tax=Sum("tax_minor"))
    )
    return {row["category"]: Sums(count=row["count"], net=row["net"], tax=row["tax"]) for row in rows}
