"""The supplier hears of an order when its money stands: before that there is nothing to confirm."""

from datetime import datetime

from django.urls import reverse

from madang.framework.notify import notify
from madang.framework.values import Party
from madang.systems.procurement.domain.mall import OrderState
from madang.systems.procurement.models import Contract, MallOrder

TEMPLATE = "procurement/order_placed"


def tell_seller(*, contract: Contract, now: datetime) -> None:
    """Where the contract is an order that waits, in the caller's transaction."""
    order = MallOrder.objects.filter(contract=contract, state=OrderState.PLACED.value).first()
    if order is None:
        return
    notify(
        party=Party.business(contract.supplier.number),
        template=TEMPLATE,
        values={"number": order.number, "deliver_by": order.deliver_by},
        link=reverse("procurement:my_order", args=[order.number]),
        now=now,
    )
