"""How the pages of the mall write things."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.procurement.domain.mall import OrderState
from madang.systems.procurement.domain.mall_rounds import RoundState
from madang.systems.procurement.domain.units import unit_title
from madang.systems.procurement.models import Catalogue, MallOrder
from madang.systems.procurement.usecases.mall.answer_order import TITLES

CATALOGUES = {
    "submitted": gettext_lazy("Waits to be published"),
    "published": gettext_lazy("Published"),
    "returned": gettext_lazy("Returned"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
TONES = {
    "placed": "information",
    "confirmed": "primary",
    "declined": "danger",
    "cancelled": "gray",
}

ROUNDS = {
    RoundState.OPEN: (gettext_lazy("Offers come"), "information"),
    RoundState.OPENED: (gettext_lazy("Offers are opened"), "warning"),
    RoundState.ORDERED: (pgettext_lazy("mall round", "Ordered"), "success"),
    RoundState.ENDED: (pgettext_lazy("mall round", "Ended without an order"), "gray"),
}


def quantity(value: Decimal) -> str:
    """A quantity without zeros at its end."""
    return f"{value.normalize():f}"


def unit(code: str) -> str:
    """A unit in the reader's language."""
    return unit_title(code=code, language=get_language() or "en")


def per_unit(minor: int, currency: str, code: str) -> str:
    """A price of one unit."""
    return _("{price} per {unit}").format(price=written.money(Money(minor, currency)), unit=unit(code))


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


def state_title(one: MallOrder) -> Any:
    """Where it stands: till it is answered, for what it waits."""
    if one.state != OrderState.PLACED.value:
        return TITLES[OrderState(one.state)]
    return _("Waits for the supplier") if one.contract.commitment else _("Waits for its money")


def order_values(one: MallOrder, *, contract: str) -> dict[str, object]:
    """An order as its page shows it; `contract` is where it goes on once it is confirmed."""
    return {
        "number": one.number,
        "state": state_title(one),
        "code": one.state,
        "tone": TONES[one.state],
        "commitment": one.contract.commitment,
        "waits_for": one.contract.terms.waits_for,
        "contract_url": contract,
        "total": Money(one.minor, one.currency),
        "supplier": one.supplier.name,
        "place": one.place,
        "placed_at": one.placed_at,
        "deliver_by": one.deliver_by,
        "reason": one.reason,
        "compared": len(one.compared),
        "choice_reason": one.choice_reason,
        "lines": [
            {
                "title": line.title,
                "quantity": quantity(line.quantity),
                "unit": unit(line.unit),
                "price": Money(line.price, one.currency),
                "total": Money(line.minor, one.currency),
            }
            for line in one.lines.order_by("position")
        ],
    }
