"""Catalogues and orders as UBL 2.1."""

from decimal import Decimal

from django.utils import timezone

from madang.framework.law import pack
from madang.systems.procurement.formats.ubl import (
    CatalogueFile,
    Ordered,
    OrderFile,
    Side,
    Thing,
    write_catalogue,
    write_order,
)
from madang.systems.procurement.models import Catalogue, CatalogueItem, MallOrder
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.office_names import office_name


def catalogue_xml(*, catalogue: Catalogue) -> bytes:
    """The catalogue with all its items."""
    seller = catalogue.supplier
    issued_on = timezone.localdate(catalogue.submitted_at)
    return write_catalogue(
        catalogue=CatalogueFile(
            number=catalogue.number,
            title=catalogue.title,
            issued_on=issued_on,
            from_on=catalogue.from_on,
            until_on=catalogue.until_on,
            currency=catalogue.currency,
            provider=Side(number=seller.number, name=seller.name),
            receiver=_office(law.keeper(on=issued_on)),
            things=[_thing(one) for one in catalogue.items.order_by("pk")],
        )
    )


def order_xml(*, order: MallOrder) -> bytes:
    """The order with its lines at their prices."""
    lines = order.lines.select_related("item").order_by("position")
    return write_order(
        order=OrderFile(
            number=order.number,
            issued_on=timezone.localdate(order.placed_at),
            currency=order.currency,
            buyer=_office(order.office),
            seller=Side(number=order.supplier.number, name=order.supplier.name),
            deliver_by=order.deliver_by,
            place=order.place,
            total=_major(order.minor),
            lines=[Ordered(thing=_thing(one.item), quantity=one.quantity, total=_major(one.minor)) for one in lines],
        )
    )


def _office(code: str) -> Side:
    return Side(number=code, name=office_name(code=code, language=pack().languages[0]))


def _major(minor: int) -> Decimal:
    return Decimal(minor).scaleb(-pack().currency_digits)


def _thing(item: CatalogueItem) -> Thing:
    return Thing(
        code=item.code,
        title=item.title,
        unspsc=item.unspsc,
        class_title=item.class_title,
        unit=item.unit,
        price=_major(item.minor),
        minimum=item.minimum,
        maximum=item.maximum,
        delivery_days=item.delivery_days,
    )
