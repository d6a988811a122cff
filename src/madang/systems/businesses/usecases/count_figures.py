"""The register in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncYear

from madang.contracts.businesses_v1 import BusinessStatus
from madang.framework.law import pack
from madang.systems.businesses.models import Business, Establishment


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Businesses by status; trading ones by section and by first-level division; openings and closures by year."""

    by_status: Mapping[str, int]
    by_section: Mapping[str, int]
    by_division: Mapping[str, int]
    opened: Mapping[int, int]
    closed: Mapping[int, int]

    @property
    def total(self) -> int:
        """All that were ever registered."""
        return sum(self.by_status.values())


def count_figures(*, first_year: int, last_year: int) -> Figures:
    """Counted now; a handful of grouped queries."""
    trading = Business.objects.exclude(status=BusinessStatus.CLOSED)
    return Figures(
        by_status=dict(Business.objects.values_list("status").annotate(Count("id")).order_by("status")),
        by_section=dict(trading.values_list("section").annotate(Count("id")).order_by("section")),
        by_division=_by_division(),
        opened=_by_year(field="opened_on", first_year=first_year, last_year=last_year),
        closed=_by_year(field="closed_on", first_year=first_year, last_year=last_year),
    )


def _by_division() -> dict[str, int]:
    counts: dict[str, int] = {}
    known = pack().division_by_code
    heads = Establishment.objects.filter(serial=0, closed_on=None)
    for code, count in heads.values_list("division").annotate(Count("id")):
        top = code
        while top in known and known[top].parent:
            top = known[top].parent
        counts[top] = counts.get(top, 0) + count
    return counts


def _by_year(*, field: str, first_year: int, last_year: int) -> dict[int, int]:
    span = (date(first_year, 1, 1), date(last_year, 12, 31))
    rows = (
        Business.objects.filter(**{f"{field}__range": span})
        .annotate(year=TruncYear(field))
        .values_list("year")
        .annotate(Count("id"))
    )
    counts = {year.year: count for year, count in rows}
    return {year: counts.get(year, 0) for year in range(first_year, last_year + 1)}
