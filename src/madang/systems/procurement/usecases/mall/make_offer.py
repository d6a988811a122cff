"""A supplier offers below its framework price, in the second round of the mall."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.mall_rounds import RoundState, offer_fault
from madang.systems.procurement.models import MallOffer, MallRound

SAYS = {
    "procurement.mall.no_price": _("Write the price of one unit."),
    "procurement.mall.above_framework": _("Nobody asks for more than the framework price. Offer it or less."),
}


class RoundOver(Refusal):
    """Offers are taken until their time is over."""

    code = "procurement.mall.round_over"
    says = _("The time for offers is over, so nothing was changed. What was offered before stands.")


class OfferUnfit(Refusal):
    """The price cannot be offered."""

    code = "procurement.mall.offer_unfit"
    says = _("Nothing was offered. Correct what is marked.")
    status = 422


def make_offer(*, offer: MallOffer, minor: int, actor: Actor, now: datetime) -> None:
    """So much for one unit, in place of what was offered before; nobody reads it before the round is opened.

    Raises Forbidden, RoundOver, OfferUnfit.
    """
    require(actor, "procurement.supply", offer.supplier.number)
    code = offer_fault(minor=minor, framework=offer.framework)
    if code:
        raise OfferUnfit(faults=(Fault("price", str(SAYS[code]), code),))
    with transaction.atomic():
        held = MallRound.objects.select_for_update(of=("self",)).get(pk=offer.round_id)
        if held.state != RoundState.OPEN.value or now >= held.offers_until:
            raise RoundOver
        given = {"sealed": str(minor), "offered_at": now, "offered_by": officer(actor)}
        MallOffer.objects.filter(pk=offer.pk).update(**given)
        target = f"business:{offer.supplier.number}"
        audit.record(
            actor=actor, action="procurement.make_offer", target=target, detail={"round": held.number}, now=now
        )
