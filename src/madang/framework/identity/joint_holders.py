"""Who else the law lets act for the same party: the other parent, co-heirs, a business's other representatives.

A child, a ward and the dead watch over nobody; whoever holds the same right sees what the others do with theirs.
"""

from datetime import datetime

from django.db.models import QuerySet

from madang.framework.identity.mandate_kinds import by_law
from madang.framework.identity.models import Mandate
from madang.framework.identity.who import local_day, valid_on


def joint_mandates(*, mandate: Mandate, now: datetime) -> QuerySet[Mandate]:
    """The other mandates by the same right for the same party that hold today; one given by hand is between two alone."""
    if not by_law(code=mandate.kind):
        return Mandate.objects.none()
    same = Mandate.objects.filter(
        valid_on(local_day(now)),
        kind=mandate.kind,
        grantor_kind=mandate.grantor_kind,
        grantor_key=mandate.grantor_key,
    )
    return same.exclude(pk=mandate.pk).order_by("granted_at", "pk")
