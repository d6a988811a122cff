"""Withdraw a bid before the deadline."""

from datetime import datetime

from django.db import IntegrityError, transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.procurement.domain.bids import in_time
from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.models import Bid
from madang.systems.procurement.usecases.bidding.refusals import NotWithdrawable


def withdraw_bid(*, bid: Bid, actor: Actor, now: datetime) -> None:
    """The bid does not count; it stays kept and sealed. Raises NotWithdrawable, Forbidden."""
    require(actor, "procurement.supply", bid.supplier.number)
    closes_at = bid.tender.closes_at
    if closes_at is None or not in_time(received_at=now, closes_at=closes_at):
        raise NotWithdrawable

    try:
        with transaction.atomic():
            standing = Bid.objects.filter(pk=bid.pk, state=BidState.RECEIVED.value)
            if not standing.update(state=BidState.WITHDRAWN.value, withdrawn_at=now):
                raise NotWithdrawable
            detail = {"tender": bid.tender.number}
            record(actor=actor, action="procurement.withdraw_bid", target=f"bid:{bid.number}", detail=detail, now=now)
    except IntegrityError as error:
        raise NotWithdrawable from error
