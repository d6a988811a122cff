"""Put an agreement on goods into the e-mall, where every office may order at its price."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.frameworks import Way, unit_price
from madang.systems.procurement.domain.mall import CatalogueState
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import Agreement, AgreementCatalogue, Catalogue, CatalogueItem, Item

MOST_DAYS = 365


class NotForMall(Refusal):
    """It cannot be sold there."""

    code = "procurement.framework.not_for_mall"
    says = _(
        "Nothing was put into the e-mall: that is for goods whose orders need no mini-competition, before the agreement "
        "ends, and once."
    )


def sell_in_mall(*, agreement: Agreement, delivery_days: int, actor: Actor, now: datetime) -> Catalogue:
    """A published catalogue of one item at the agreed unit price, rounded down, for the agreement's period. Its orders count
    under the same ceiling. Raises Forbidden, NotForMall.
    """
    tender = agreement.lot.tender
    require(actor, "procurement.buy", tender.buyer)
    item = agreement.lot.items.get()
    price = unit_price(minor=agreement.minor, whole=item.quantity)
    with transaction.atomic():
        found = Agreement.objects.select_related("supplier", "lot__tender__framework_terms")
        held = found.select_for_update(of=("self",)).get(pk=agreement.pk)
        sellable = may_sell(agreement=held, price=price, on=timezone.localdate(now))
        if not sellable or not 0 < delivery_days <= MOST_DAYS:
            raise NotForMall
        made = _catalogue(held, tender.title, item, price, delivery_days, actor, now)
        AgreementCatalogue.objects.create(agreement=held, catalogue=made)
        detail = {"catalogue": made.number, "price": price}
        target = f"agreement:{held.number}"
        audit.record(actor=actor, action="procurement.sell_in_mall", target=target, detail=detail, now=now)
    return made


def may_sell(*, agreement: Agreement, price: int, on: date) -> bool:
    """Whether it is on goods whose orders need no mini-competition, not over, priced, and not sold there yet."""
    lot = agreement.lot
    competes = lot.tender.framework_terms.way == Way.COMPETITION.value and lot.agreements.count() > 1
    goods = lot.tender.kind == Kind.GOODS.value
    return goods and not competes and price >= 1 and on <= agreement.ends_on and not hasattr(agreement, "in_mall")


def _catalogue(
    held: Agreement, title: str, item: Item, price: int, delivery_days: int, actor: Actor, now: datetime
) -> Catalogue:
    """Published with its one item."""
    made = Catalogue.objects.create(
        number=f"K{timezone.localdate(now).year}-{random_symbols(count=8)}",
        supplier=held.supplier,
        title=title,
        currency=held.currency,
        from_on=held.starts_on,
        until_on=held.ends_on,
        state=CatalogueState.PUBLISHED.value,
        submitted_at=now,
        decided_at=now,
        decided_by=officer(actor),
    )
    CatalogueItem.objects.create(
        catalogue=made,
        code=held.number,
        title=item.title,
        unspsc=item.unspsc,
        unit=item.unit,
        minor=price,
        minimum=1 if item.quantity >= 1 else item.quantity,
        maximum=item.quantity,
        delivery_days=delivery_days,
    )
    return made
