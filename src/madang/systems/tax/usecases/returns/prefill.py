"""What the state knows of a taxpayer's period already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.filing import TaxPeriod, fact_names
from madang.systems.tax.domain.invoice import VatCategory
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Report, ReportDispute
from madang.systems.tax.usecases.invoices.invoice_totals import invoice_totals
from madang.systems.tax.usecases.invoices.take_import import imports_of

OWN = "own"
REGISTER = "register"
INVOICES = "invoices"
CUSTOMS = "customs"
IMPORTED = ("imports", "imports_tax")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One institution's report behind a figure."""

    number: str
    reporter: str
    reported_at: datetime
    minor: int
    round: int
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One fact of a return: what was reported, and what the taxpayer says instead, if so."""

    fact: str
    minor: int
    reported: int
    told: tuple[Told, ...] = ()
    from_state: str = ""
    """`register`, `invoices` or `customs` where no institution reported it: the state has it itself."""
    own: bool = False
    reason: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """What the return keeps of where the figure comes from."""
        if self.own:
            return (OWN,)
        return (self.from_state,) if self.from_state else tuple(one.number for one in self.told) or (OWN,)


def reports_of(*, party: Party, year: int) -> dict[str, tuple[Told, ...]]:
    """The reports that count, by fact."""
    if party.kind is not PartyKind.PERSON:
        return {}
    rows = Report.objects.select_related("reporter").filter(person=party.key, year=year, counts=True).order_by("pk")
    disputed = set(ReportDispute.objects.filter(report__in=rows, decided_at=None).values_list("report_id", flat=True))
    found: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        told = Told(
            number=row.number,
            reporter=row.reporter.name,
            reported_at=row.reported_at,
            minor=row.minor,
            round=row.round,
            disputed=row.pk in disputed,
        )
        found[row.kind].append(told)
    return {kind: tuple(told) for kind, told in found.items()}


def figures_of(
    *,
    party: Party,
    tax: Tax,
    period: TaxPeriod,
    household: dict[str, int],
    own: dict[str, tuple[int, str]],
) -> list[Figure]:
    """Every fact that is known or said, in the order of the law; what the taxpayer says stands before what was reported."""
    reported = reports_of(party=party, year=period.year) if tax is Tax.INCOME else {}
    kept = household if tax is Tax.INCOME else _invoiced(party, period)
    figures = []
    for fact in fact_names(tax=tax):
        told = reported.get(fact, ())
        before = kept.get(fact, 0) or sum(one.minor for one in told)
        minor, reason = own.get(fact, (before, ""))
        if told or fact in own or fact in kept:
            figures.append(
                Figure(
                    fact=fact,
                    minor=minor,
                    reported=before,
                    told=told,
                    from_state=_origin(tax, fact) if fact in kept else "",
                    own=fact in own,
                    reason=reason,
                )
            )
    return figures


def _origin(tax: Tax, fact: str) -> str:
    if tax is Tax.INCOME:
        return REGISTER
    return CUSTOMS if fact in IMPORTED else INVOICES


def _invoiced(party: Party, period: TaxPeriod) -> dict[str, int]:
    """What invoices and imports of the period come to. What amendments outweigh is left to the taxpayer."""
    if party.kind is not PartyKind.BUSINESS:
        return {}
    following = period.until_on + timedelta(days=1)
    totals = invoice_totals(party=party, period_from=period.from_on, period_until=following)
    imports, imports_tax = imports_of(party=party, period_from=period.from_on, period_until=following)
    facts = {
        "imports": imports,
        "imports_tax": imports_tax,
        "sales_invoiced": totals.sold().net,
        "sales_zero_rated": totals.sold(VatCategory.ZERO_RATED).net,
        "sales_exempt": totals.sold(VatCategory.EXEMPT).net,
        "purchases_invoiced": totals.bought().net,
        "purchases_invoiced_tax": totals.bought().tax,
    }
    return {fact: minor for fact, minor in facts.items() if minor > 0}


def facts_of(figures: Sequence[Figure]) -> dict[str, int]:
    """Amounts by fact, without what is nothing."""
    return {figure.fact: figure.minor for figure in figures if figure.minor}
