"""Which returns count."""

from django.db.models import Q, QuerySet

from madang.systems.tax.domain.words import ReturnKind
from madang.systems.tax.models import Return


def counted(*, returns: QuerySet[Return]) -> QuerySet[Return]:
    """Without claims that were not granted, in the order in which a later one of a period takes the place of an earlier."""
    granted = ~Q(kind=ReturnKind.CLAIM.value) | Q(decision__granted=True)
    return returns.filter(granted).order_by("period_from", "filed_at", "pk")


def in_force(*, returns: QuerySet[Return]) -> dict[str, Return]:
    """Of one taxpayer's returns of one tax those that count, by their period: the latest of each."""
    return {one.period: one for one in counted(returns=returns)}
