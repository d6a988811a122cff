"""Who finds which batches."""

from django.db.models import QuerySet

from madang.framework.identity.actor import Actor
from madang.systems.customs.models import LodgedBatch
from madang.systems.customs.usecases.batches.refusals import NoSuchBatch
from madang.systems.customs.usecases.own import own_rows


def batches_of(*, actor: Actor) -> QuerySet[LodgedBatch]:
    """Those of the party for whom somebody acts, the newest first."""
    return own_rows(rows=LodgedBatch.objects.order_by("-lodged_at", "-pk"), actor=actor)


def find_batch(*, number: str, actor: Actor) -> LodgedBatch:
    """One of them. Raises NoSuchBatch."""
    found = batches_of(actor=actor).filter(number=number[:20]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchBatch
    return found
