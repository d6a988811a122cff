"""The second round of the mall: ask suppliers for offers, and open these together when their time is over."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.mall import line_total
from madang.systems.procurement.domain.mall_rounds import RoundState, competes
from madang.systems.procurement.models import CartLine, CatalogueItem, MallOffer, MallRound, Supplier
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.mall.cart import NotOnSale, check_quantity
from madang.systems.procurement.usecases.mall.offers import compared, on_sale
from madang.systems.procurement.usecases.market.law import working

TEMPLATE = "procurement/offers_asked"
# So many suppliers are asked at most, the cheapest by their framework prices; the law says how many at least.
MOST_ASKED = 20


class NoRoundNeeded(Refusal):
    """So small an order needs no second round."""

    code = "procurement.mall.no_round_needed"
    says = _("This quantity is ordered at framework prices, without a second round. Order it from the cart.")


class RoundUnfit(Refusal):
    """Something that was typed is missing."""

    code = "procurement.mall.round_unfit"
    says = _("Nothing was asked. Correct what is marked.")
    status = 422


def classes_that_compete(*, lines: Sequence[CartLine], on: date) -> set[str]:
    """The classes of which these lines take so much that the suppliers offer once more. What a framework sells in the mall
    competes among its members alone, by its own rules.
    """
    if law.offer_days(on=on) is None:
        return set()
    sums: Counter[str] = Counter()
    for line in lines:
        if not _of_framework(line.item):
            sums[line.item.unspsc] += line_total(minor=line.item.minor, quantity=line.quantity)
    limits = law.comparison(on=on)
    return {unspsc for unspsc in sums if competes(by_class=sums, unspsc=unspsc, law=limits)}


def ask_for_offers(*, line: CartLine, place: str, actor: Actor, now: datetime) -> MallRound:
    """A round for what stands in this line of the cart, which leaves it; all suppliers who sell the same are told.

    Raises Forbidden, NotOnSale, QuantityUnfit, NoRoundNeeded, RoundUnfit.
    """
    require(actor, "procurement.buy", line.office)
    today = timezone.localdate(now)
    if not 0 < len(place.strip()) <= 200:
        says = str(_("Say where it is delivered, in at most 200 signs."))
        raise RoundUnfit(faults=(Fault("place", says, "place"),))
    with transaction.atomic():
        # The line is held, so that a second press asks nobody twice.
        held = CartLine.objects.select_for_update(of=("self",)).select_related("item__catalogue__supplier")
        mine = held.filter(pk=line.pk, holder=officer(actor)).first()
        if mine is None or not on_sale(on=today).filter(pk=mine.item_id).exists():
            raise NotOnSale(title=line.item.title)
        check_quantity(item=mine.item, quantity=mine.quantity)
        beside = CartLine.objects.filter(office=mine.office, holder=mine.holder, item__unspsc=mine.item.unspsc)
        if mine.item.unspsc not in classes_that_compete(lines=list(beside.select_related("item")), on=today):
            raise NoRoundNeeded
        made = _round(mine, place.strip(), actor, now)
        asked = [item for _offer, item in compared(item=mine.item, quantity=mine.quantity, on=today)]
        _ask(made, _chosen(asked, mine.item), actor, now)
        mine.delete()
    return made


def _of_framework(item: CatalogueItem) -> bool:
    return hasattr(item.catalogue, "of_agreement")


def _chosen(items: Sequence[CatalogueItem], wanted: CatalogueItem) -> list[CatalogueItem]:
    first = [one for one in items if not _of_framework(one)][:MOST_ASKED]
    return first if wanted in first else [*first[: MOST_ASKED - 1], wanted]


def _round(line: CartLine, place: str, actor: Actor, now: datetime) -> MallRound:
    today = timezone.localdate(now)
    days = law.offer_days(on=today)
    # The day after the last one begins: its offers are still in time.
    ends = datetime.combine(working(today, days or 0) + timedelta(days=1), time(), timezone.get_current_timezone())
    return MallRound.objects.create(
        number=f"R{today:%Y}-{random_symbols(count=8)}",
        office=line.office,
        item=line.item,
        quantity=line.quantity,
        place=place,
        currency=line.item.catalogue.currency,
        asked_at=now,
        asked_by=officer(actor),
        offers_until=ends,
    )


def _ask(made: MallRound, items: Sequence[CatalogueItem], actor: Actor, now: datetime) -> None:
    MallOffer.objects.bulk_create(
        MallOffer(round=made, supplier=one.catalogue.supplier, item=one, framework=one.minor) for one in items
    )
    for one in items:
        _tell(made, one.catalogue.supplier, now)
    detail = {"round": made.number, "asked": len(items), "item": made.item_id}
    audit.record(actor=actor, action="procurement.ask_offers", target=f"round:{made.number}", detail=detail, now=now)


def _tell(made: MallRound, supplier: Supplier, now: datetime) -> None:
    notify(
        party=Party.business(supplier.number),
        template=TEMPLATE,
        values={"number": made.number, "title": made.item.title, "until": made.offers_until},
        link=reverse("procurement:my_round", args=[made.number]),
        now=now,
    )


def open_rounds(*, now: datetime) -> int:
    """Open the offers of all rounds whose time is over; how many rounds."""
    due = MallRound.objects.filter(state=RoundState.OPEN.value, offers_until__lte=now).order_by("offers_until")
    return sum(_open(key, now) for key in due.values_list("pk", flat=True))


def _open(key: int, now: datetime) -> bool:
    with transaction.atomic():
        held = MallRound.objects.select_for_update(of=("self",)).get(pk=key)
        if held.state != RoundState.OPEN.value:
            return False
        held.state, held.opened_at = RoundState.OPENED.value, now
        held.save(update_fields=["state", "opened_at"])
        offers = list(held.offers.exclude(sealed=None))
        for one in offers:
            one.minor = int(str(one.sealed))
        MallOffer.objects.bulk_update(offers, ["minor"])
        audit.record(
            actor=system_actor("procurement.open_rounds"),
            action="procurement.open_round",
            target=f"round:{held.number}",
            detail={"offers": len(offers)},
            now=now,
        )
    return True
