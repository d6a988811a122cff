"""Register a key with which a device or a program signs bids."""

from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.systems.procurement.models import BidderKey, Supplier


def register_bidder_key(*, supplier: Supplier, public: bytes, label: str, actor: Actor, now: datetime) -> BidderKey:
    """The key as it stands registered for the supplier, from now on if it was not. Raises Forbidden."""
    require(actor, "procurement.supply", supplier.number)
    with transaction.atomic():
        made, fresh = BidderKey.objects.get_or_create(
            supplier=supplier,
            public=public.hex(),
            defaults={"label": label[:80], "registered_at": now, "registered_by": officer(actor)},
        )
        if not fresh and made.ended_at is None:
            return made
        if made.ended_at is not None:
            made.ended_at, made.registered_at, made.registered_by = None, now, officer(actor)
            made.save(update_fields=["ended_at", "registered_at", "registered_by"])
        target = f"supplier:{supplier.number}"
        record(actor=actor, action="procurement.register_bidder_key", target=target, detail={"key": made.pk}, now=now)
    return made


def end_bidder_key(*, key: BidderKey, actor: Actor, now: datetime) -> None:
    """Nothing signed with it is received any more. Raises Forbidden."""
    require(actor, "procurement.supply", key.supplier.number)
    with transaction.atomic():
        BidderKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=now)
        target = f"supplier:{key.supplier.number}"
        record(actor=actor, action="procurement.end_bidder_key", target=target, detail={"key": key.pk}, now=now)
