"""An official's cart: items put aside for an order of an office."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.mall import quantity_fault
from madang.systems.procurement.models import CartLine, CatalogueItem
from madang.systems.procurement.usecases.mall.offers import offer_of, on_sale

MOST_LINES = 100
SAYS = {
    "procurement.mall.below_minimum": _("At least {minimum} are sold."),
    "procurement.mall.above_maximum": _("At most {maximum} are sold in one order."),
    "procurement.mall.not_whole": _("Only whole numbers of this unit are sold."),
}


class NotOnSale(Refusal):
    """The price is not to be had today."""

    code = "procurement.mall.not_on_sale"
    says = _("{title} is not on sale today: its price has ended, or its supplier may not sell. Choose another offer.")


class QuantityUnfit(Refusal):
    """So many are not sold."""

    code = "procurement.mall.quantity"
    says = _("This quantity is not sold.")
    status = 422


class CartFull(Refusal):
    """Too many lines."""

    code = "procurement.mall.cart_full"
    says = _("The cart holds {most} items at most. Order what stands in it first.")


def put_in_cart(*, office: str, item: CatalogueItem, quantity: Decimal, actor: Actor, now: datetime) -> None:
    """So many of an item in the cart, in place of what stood there. Raises Forbidden, NotOnSale, QuantityUnfit, CartFull."""
    require(actor, "procurement.buy", office)
    if not on_sale(on=timezone.localdate(now)).filter(pk=item.pk).exists():
        raise NotOnSale(title=item.title)
    check_quantity(item=item, quantity=quantity)
    with transaction.atomic():
        mine = CartLine.objects.filter(office=office, holder=officer(actor))
        if mine.exclude(item=item).count() >= MOST_LINES:
            raise CartFull(most=MOST_LINES)
        CartLine.objects.update_or_create(
            office=office, holder=officer(actor), item=item, defaults={"quantity": quantity, "put_at": now}
        )


def take_out_of_cart(*, office: str, key: int, actor: Actor) -> None:
    """One's own line goes; another's stays. Raises Forbidden."""
    require(actor, "procurement.buy", office)
    CartLine.objects.filter(office=office, holder=officer(actor), pk=key).delete()


def check_quantity(*, item: CatalogueItem, quantity: Decimal) -> None:
    """Raises QuantityUnfit where so many are not sold."""
    code = quantity_fault(offer=offer_of(item=item), quantity=quantity)
    if code:
        says = str(SAYS[code]).format(minimum=f"{item.minimum.normalize():f}", maximum=f"{item.maximum.normalize():f}")
        raise QuantityUnfit(faults=(Fault("quantity", says, code),))
