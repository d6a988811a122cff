"""Put an agreement on goods into the e-mall, where every office may order at its price."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.frameworks import Way, price_of
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
    tender, today = agreement.lot.tender, timezone.localdate(now)
    require(actor, "procurement.buy", tender.buyer)
    item = agreement.lot.items.get()
    price = price_of(minor=agreement.minor, whole=item.quantity, quantity=type(item.quantity)(1))
    competes = tender.framework_terms.way == Way.COMPETITION.value and agreement.lot.agreements.count() > 1
    if competes or price < 1 or not 0 < delivery_days <= MOST_DAYS:
        raise NotForMall
    with transaction.atomic():
        held = Agreement.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=agreement.pk)
        if (
            tender.kind != Kind.GOODS.value
            or today > held.ends_on
            or AgreementCatalogue.objects.filter(agreement=held).exists()
        ):
            raise NotForMall
        made = _catalogue(held, tender.title, item, price, delivery_days, actor, now)
        AgreementCatalogue.objects.create(agreement=held, catalogue=made)
        detail = {"catalogue": made.number, "price": price}
        target = f"agreement:{held.number}"
        audit.record(actor=actor, action="procurement.sell_in_mall", target=target, detail=detail, now=now)
    return made


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
