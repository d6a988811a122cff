"""Which contracts are worked on in this room."""

from django.db.models import Q, QuerySet

from madang.systems.procurement.models import Contract


def listed() -> QuerySet[Contract]:
    """All from the draft on; those on orders of the e-mall once the supplier has confirmed, which till then stand in the mall
    alone.
    """
    here = Q(mall_order=None) | Q(signed_at__isnull=False)
    return Contract.objects.filter(here, terms__isnull=False).select_related("supplier", "terms")
