"""What the state knows of a taxpayer's period already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.filing import TaxPeriod, fact_names
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Report, ReportDispute

OWN = "own"
REGISTER = "register"


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
    from_register: bool = False
    own: bool = False
    reason: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """What the return keeps of where the figure comes from."""
        if self.own:
            return (OWN,)
        return (REGISTER,) if self.from_register else tuple(one.number for one in self.told) or (OWN,)


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
    figures = []
    for fact in fact_names(tax=tax):
        told = reported.get(fact, ())
        before = household.get(fact, 0) or sum(one.minor for one in told)
        minor, reason = own.get(fact, (before, ""))
        if told or fact in own or fact in household:
            figures.append(
                Figure(
                    fact=fact,
                    minor=minor,
                    reported=before,
                    told=told,
                    from_register=fact in household,
                    own=fact in own,
                    reason=reason,
                )
            )
    return figures


def facts_of(figures: Sequence[Figure]) -> dict[str, int]:
    """Amounts by fact, without what is nothing."""
    return {figure.fact: figure.minor for figure in figures if figure.minor}
