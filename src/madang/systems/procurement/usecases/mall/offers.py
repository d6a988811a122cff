"""What can be had in the mall on a day, and which offers are compared."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from madang.systems.procurement.domain.mall import CatalogueState, Offer, comparable
from madang.systems.procurement.domain.standing import SupplierState
from madang.systems.procurement.models import CatalogueItem
from madang.systems.procurement.usecases.supply.standing import in_force

# As many offers of one commodity as are looked at; the cheapest come first.
MOST = 200


def on_sale(*, on: date) -> QuerySet[CatalogueItem]:
    """Items of published catalogues whose prices hold on that day, of suppliers who trade and are not barred."""
    return (
        CatalogueItem.objects.filter(
            catalogue__state=CatalogueState.PUBLISHED.value,
            catalogue__from_on__lte=on,
            catalogue__until_on__gte=on,
            catalogue__supplier__state=SupplierState.REGISTERED.value,
        )
        .exclude(catalogue__supplier__in=in_force(on=on).values("supplier"))
        .select_related("catalogue__supplier")
    )


def offer_of(*, item: CatalogueItem) -> Offer:
    """The item as the rules of the mall see it."""
    catalogue = item.catalogue
    return Offer(
        key=item.pk,
        supplier=catalogue.supplier.number,
        unspsc=item.unspsc,
        unit=item.unit,
        minor=item.minor,
        minimum=item.minimum,
        maximum=item.maximum,
        from_on=catalogue.from_on,
        until_on=catalogue.until_on,
        published=catalogue.state == CatalogueState.PUBLISHED,
    )


def compared(*, item: CatalogueItem, quantity: Decimal, on: date) -> tuple[tuple[Offer, CatalogueItem], ...]:
    """The offers that stand beside this item for a quantity, one a supplier, the cheapest first."""
    rows = on_sale(on=on).filter(unspsc=item.unspsc, unit=item.unit).order_by("minor", "pk")[:MOST]
    items = {one.pk: one for one in rows} | {item.pk: item}
    offers = [offer_of(item=one) for one in items.values()]
    found = comparable(wanted=offer_of(item=item), quantity=quantity, offers=offers, on=on)
    return tuple((one, items[one.key]) for one in found)
