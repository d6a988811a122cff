"""Who finds which batches."""

from django.db.models import QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.systems.customs.models import LodgedBatch
from madang.systems.customs.usecases.batches.refusals import NoSuchBatch


def batches_of(*, actor: Actor) -> QuerySet[LodgedBatch]:
    """Those of the party for whom somebody acts, the newest first."""
    party = actor.party
    if party is None or not may(actor, "customs.declare", str(party)):
        return LodgedBatch.objects.none()
    return LodgedBatch.objects.filter(party_kind=party.kind.value, party_key=party.key).order_by("-lodged_at", "-pk")


def find_batch(*, number: str, actor: Actor) -> LodgedBatch:
    """One of them. Raises NoSuchBatch."""
    found = batches_of(actor=actor).filter(number=number[:20]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchBatch
    return found
