"""End a second round of the mall: order the offer that was chosen, or nothing, for a reason."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.systems.procurement.domain.mall_rounds import Offered, RoundState, needs_reason, ranked
from madang.systems.procurement.models import MallOffer, MallOrder, MallRound
from madang.systems.procurement.usecases.mall.cart import NotOnSale
from madang.systems.procurement.usecases.mall.offers import on_sale
from madang.systems.procurement.usecases.mall.place_order import Choice, OrderUnfit, Wanted, record_order
from madang.systems.procurement.usecases.supply.standing import require_standing

TEMPLATE = "procurement/round_ended"


class RoundNotOpened(Refusal):
    """Offers are seen when their time is over, and a round ends once."""

    code = "procurement.mall.round_not_opened"
    says = _("Offers of this round cannot be chosen now: their time is not over, or it has ended. Load the page again.")


class NotOffered(Refusal):
    """This supplier offered nothing."""

    code = "procurement.mall.not_offered"
    says = _("Choose one of the offers that came.")
    status = 422


def offers_of(*, held: MallRound) -> tuple[Offered, ...]:
    """What was offered, the lowest first; nothing before the opening."""
    rows = held.offers.exclude(minor=None)
    return ranked(
        offers=[Offered(key=one.pk, minor=one.minor or 0, offered_at=one.offered_at or held.asked_at) for one in rows]
    )


def order_offer(*, offer: MallOffer, choice: Choice, actor: Actor, now: datetime) -> MallOrder:
    """The order at the offered price, with all offers as evidence. Another than the lowest needs a reason.

    Raises Forbidden, RoundNotOpened, NotOffered, NotOnSale, MayNotSupply, OrderUnfit.
    """
    require(actor, "procurement.buy", offer.round.office)
    today = timezone.localdate(now)
    with transaction.atomic():
        held = _opened(offer.round)
        offers = offers_of(held=held)
        chosen = (
            held.offers.select_related("supplier", "item__catalogue").filter(pk=offer.pk).exclude(minor=None).first()
        )
        if chosen is None:
            raise NotOffered
        require_standing(supplier=chosen.supplier, on=today)
        if not on_sale(on=today).filter(pk=chosen.item_id).exists():
            raise NotOnSale(title=chosen.item.title)
        _require_whole(choice, missing=needs_reason(offers=offers, chosen=chosen.pk) and not choice.reason.strip())
        wanted = Wanted(item=chosen.item, quantity=held.quantity, agreed=chosen.minor)
        made = record_order(
            office=held.office,
            supplier=chosen.supplier,
            wanted=[wanted],
            choice=choice,
            compared=[_evidence(held)],
            actor=actor,
            now=now,
        )
        held.order = made
        _end(held, RoundState.ORDERED, now)
    return made


def end_round(*, held: MallRound, reason: str, actor: Actor, now: datetime) -> None:
    """Nothing is ordered, and all who were asked read why. Raises Forbidden, RoundNotOpened, OrderUnfit."""
    require(actor, "procurement.buy", held.office)
    said = reason.strip()
    if not 0 < len(said) <= 2000:
        raise OrderUnfit(faults=(Fault("reason", str(_("Say why, in at most 2,000 signs.")), "reason"),))
    with transaction.atomic():
        found = _opened(held)
        found.reason = said
        _end(found, RoundState.ENDED, now)
        target = f"round:{found.number}"
        audit.record(actor=actor, action="procurement.end_round", target=target, detail={}, now=now)


def _require_whole(choice: Choice, *, missing: bool) -> None:
    checks = (
        ("line", not choice.line.strip(), _("Choose the budget line that pays.")),
        ("reason", missing, _("Another offer is cheaper: say why you take this one.")),
    )
    faults = tuple(Fault(place, str(says), place) for place, bad, says in checks if bad)
    if faults:
        raise OrderUnfit(faults=faults)


def _opened(held: MallRound) -> MallRound:
    """The round, locked, with its offers opened and nothing decided."""
    rows = MallRound.objects.select_for_update(of=("self",)).select_related("item")
    found = rows.get(pk=held.pk)
    if found.state != RoundState.OPENED.value:
        raise RoundNotOpened
    return found


def _evidence(held: MallRound) -> dict[str, object]:
    rows = held.offers.select_related("supplier").order_by("pk")
    return {
        "round": held.number,
        "item": held.item_id,
        "quantity": f"{held.quantity:f}",
        "offers": [
            {"supplier": one.supplier.number, "item": one.item_id, "minor": one.minor, "framework": one.framework}
            for one in rows
        ],
    }


def _end(held: MallRound, to: RoundState, now: datetime) -> None:
    held.state, held.ended_at = to.value, now
    held.save(update_fields=["state", "ended_at", "order", "reason"])
    won = held.order.supplier_id if held.order else None
    for one in held.offers.select_related("supplier"):
        outcome = _("Your offer was chosen.") if one.supplier_id == won else _("Another offer was chosen.")
        notify(
            party=Party.business(one.supplier.number),
            template=TEMPLATE,
            values={"number": held.number, "outcome": outcome if won else held.reason},
            link=reverse("procurement:my_round", args=[held.number]),
            now=now,
        )
