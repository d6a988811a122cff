"""The trust services in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import TruncYear

from madang.systems.signatures.domain.profiles import SUBSCRIBERS
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.models import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Subscribers' certificates: valid, suspended and revoked ones; valid ones by kind; issued and revoked by year."""

    valid: int
    suspended: int
    revoked: int
    by_kind: Mapping[str, int]
    issued: Mapping[int, int]
    ended: Mapping[int, int]


def count_figures(*, now: datetime, first_year: int, last_year: int) -> Figures:
    """Counted now."""
    rows = Certificate.objects.filter(profile__in=SUBSCRIBERS)
    valid = Q(status=Status.GOOD, valid_until__gt=now)
    counted = rows.aggregate(
        valid=Count("id", filter=valid),
        suspended=Count("id", filter=Q(status=Status.SUSPENDED)),
        revoked=Count("id", filter=Q(status=Status.REVOKED)),
    )
    by_kind = dict(rows.filter(valid).values_list("profile").annotate(Count("id")).order_by("profile"))
    years = range(first_year, last_year + 1)
    issued = dict(rows.annotate(year=TruncYear("issued_at")).values_list("year").annotate(Count("id")))
    revoked = rows.filter(status=Status.REVOKED).annotate(year=TruncYear("changed_at"))
    ended = dict(revoked.values_list("year").annotate(Count("id")))
    return Figures(**counted, by_kind=by_kind, issued=_by_year(issued, years=years), ended=_by_year(ended, years=years))


def _by_year(counts: Mapping[datetime, int], *, years: range) -> Mapping[int, int]:
    found = {year.year: count for year, count in counts.items()}
    return {year: found.get(year, 0) for year in years}
