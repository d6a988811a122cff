"""How the pages of the mall write things."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.procurement.domain.mall import OrderState
from madang.systems.procurement.models import Catalogue, MallOrder
from madang.systems.procurement.usecases.mall.fulfil import TITLES

UNITS = {
    "C62": pgettext_lazy("unit", "one"),
    "EA": pgettext_lazy("unit", "each"),
    "SET": pgettext_lazy("unit", "set"),
    "PR": pgettext_lazy("unit", "pair"),
    "DZN": pgettext_lazy("unit", "dozen"),
    "BX": pgettext_lazy("unit", "box"),
    "RM": pgettext_lazy("unit", "ream"),
    "HUR": pgettext_lazy("unit", "hour"),
    "DAY": pgettext_lazy("unit", "day"),
    "MON": pgettext_lazy("unit", "month"),
    "KGM": pgettext_lazy("unit", "kilogram"),
    "GRM": pgettext_lazy("unit", "gram"),
    "TNE": pgettext_lazy("unit", "tonne"),
    "LTR": pgettext_lazy("unit", "litre"),
    "MTR": pgettext_lazy("unit", "metre"),
    "MTK": pgettext_lazy("unit", "square metre"),
    "MTQ": pgettext_lazy("unit", "cubic metre"),
}
CATALOGUES = {
    "submitted": gettext_lazy("Waits to be published"),
    "published": gettext_lazy("Published"),
    "returned": gettext_lazy("Returned"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
TONES = {
    "placed": "information",
    "confirmed": "primary",
    "delivered": "warning",
    "accepted": "success",
    "declined": "danger",
    "cancelled": "gray",
}


def quantity(value: Decimal) -> str:
    """A quantity without zeros at its end."""
    return f"{value.normalize():f}"


def per_unit(minor: int, currency: str, unit: str) -> str:
    """A price of one unit."""
    return _("{price} per {unit}").format(price=written.money(Money(minor, currency)), unit=UNITS[unit])


def catalogue_row(one: Catalogue) -> dict[str, object]:
    """A catalogue as lists show it."""
    return {
        "number": one.number,
        "title": one.title,
        "supplier": one.supplier.name,
        "from_on": one.from_on,
        "until_on": one.until_on,
        "state": CATALOGUES[one.state],
        "reason": one.reason,
        "items": one.items.count(),
        "open": one.state in ("submitted", "published"),
    }


def order_values(one: MallOrder) -> dict[str, object]:
    """An order as its page shows it."""
    return {
        "number": one.number,
        "state": TITLES[OrderState(one.state)],
        "code": one.state,
        "tone": TONES[one.state],
        "total": Money(one.minor, one.currency),
        "supplier": one.supplier.name,
        "place": one.place,
        "placed_at": one.placed_at,
        "deliver_by": one.deliver_by,
        "delivered_on": one.delivered_on,
        "note": one.delivery_note,
        "reason": one.reason,
        "compared": len(one.compared),
        "choice_reason": one.choice_reason,
        "lines": [
            {
                "title": line.title,
                "quantity": quantity(line.quantity),
                "unit": UNITS[line.unit],
                "price": Money(line.price, one.currency),
                "total": Money(line.minor, one.currency),
            }
            for line in one.lines.order_by("position")
        ],
    }
