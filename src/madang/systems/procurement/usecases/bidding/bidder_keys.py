"""Register a key with which a device or a program signs bids, have it certified, and end it."""

from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.systems.procurement.domain.devices import Unfit
from madang.systems.procurement.formats.device_certificate import UnfitRequest, read_request
from madang.systems.procurement.models import BidderKey, Supplier
from madang.systems.procurement.usecases.bidding import refusals
from madang.systems.procurement.usecases.bidding.certify_keys import certify_key, is_certified, revoke_key


def register_bidder_key(*, supplier: Supplier, request: bytes, label: str, actor: Actor, now: datetime) -> BidderKey:
    """The key of a signing request (PKCS #10), registered for the supplier and certified by the trust services; where they are
    silent its certificate follows. The same key again renews its certificate when that soon ends.

    Raises Forbidden, RequestUnfit, and DeviceEnded for a key that was ended or revoked.
    """
    require(actor, "procurement.supply", supplier.number)
    try:
        asked = read_request(data=request)
    except UnfitRequest as unfit:
        raise refusals.RequestUnfit from unfit
    with transaction.atomic():
        given = {"label": label[:80], "registered_at": now, "registered_by": officer(actor), "holder": actor.name[:120]}
        key, fresh = BidderKey.objects.select_for_update(of=("self",)).get_or_create(
            supplier=supplier, public=asked.point.hex(), defaults=given | {"request": asked.der}
        )
        if key.ended_at is not None or key.standing == Unfit.REVOKED:
            raise refusals.DeviceEnded
        if not fresh and is_certified(key=key, now=now):
            return key
        if not fresh:
            key.request, key.holder, key.registered_by = asked.der, actor.name[:120], officer(actor)
            key.save(update_fields=["request", "holder", "registered_by"])
        target = f"supplier:{supplier.number}"
        record(actor=actor, action="procurement.register_bidder_key", target=target, detail={"key": key.pk}, now=now)
    certify_key(key=key, now=now)
    return key


def end_bidder_key(*, key: BidderKey, actor: Actor, now: datetime) -> None:
    """Nothing signed with it is received any more, from this moment; its certificate is revoked, at once where the trust
    services answer. Raises Forbidden.
    """
    require(actor, "procurement.supply", key.supplier.number)
    with transaction.atomic():
        BidderKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=now)
        target = f"supplier:{key.supplier.number}"
        record(actor=actor, action="procurement.end_bidder_key", target=target, detail={"key": key.pk}, now=now)
    key.refresh_from_db()
    revoke_key(key=key, now=now)
