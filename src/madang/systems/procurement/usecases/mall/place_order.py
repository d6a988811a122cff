"""Order what stands in the cart of one supplier: prices of the day, limits, and a comparison where the amount asks for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.mall import ComparisonLaw, comparison_fault, line_total, must_compare
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import (
    CartLine,
    CatalogueItem,
    Contract,
    ContractTerms,
    MallOrder,
    Milestone,
    OrderLine,
    Supplier,
)
from madang.systems.procurement.usecases.contract.open_draft import open_draft
from madang.systems.procurement.usecases.frameworks.call_off import require_room_in_mall
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.mall.ask_offers import classes_that_compete
from madang.systems.procurement.usecases.mall.cart import NotOnSale, check_quantity
from madang.systems.procurement.usecases.mall.offers import compared, offer_of, on_sale
from madang.systems.procurement.usecases.market.law import ocid_of
from madang.systems.procurement.usecases.supply.standing import require_standing


class CartEmpty(Refusal):
    """Nothing to order."""

    code = "procurement.mall.cart_empty"
    says = _("Nothing of this supplier is in the cart. Choose items first.")


class NotCompared(Refusal):
    """The comparison is missing."""

    code = "procurement.mall.not_compared"
    says = _(
        "An order from {amount} on is placed after comparing offers. Look at those that stand beside your choice first."
    )
    status = 422


class OffersNeeded(Refusal):
    """The suppliers offer once more for so much."""

    code = "procurement.mall.offers_needed"
    says = _(
        "Nothing was ordered: from {amount} of one class on, its suppliers offer once more. Ask them for offers in the cart."
    )


class OrderUnfit(Refusal):
    """Something that was typed is missing."""

    code = "procurement.mall.order_unfit"
    says = _("Nothing was ordered. Correct what is marked.")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the buyer says with the order: where it goes and which budget line pays. `compared_total` is the amount whose offers
    the buyer was shown; `reason` is why another than the cheapest is taken.
    """

    place: str
    line: str
    compared_total: int = 0
    reason: str = ""


def cart_of(*, office: str, supplier: Supplier, holder: str) -> QuerySet[CartLine]:
    """The lines of one's cart that one supplier sells."""
    lines = CartLine.objects.filter(office=office, holder=holder, item__catalogue__supplier=supplier)
    return lines.select_related("item__catalogue__supplier").order_by("pk")


def total_of(*, lines: Sequence[CartLine]) -> int:
    """What the lines cost together."""
    return sum(line_total(minor=one.item.minor, quantity=one.quantity) for one in lines)


def place_order(*, office: str, supplier: Supplier, choice: Choice, actor: Actor, now: datetime) -> MallOrder:
    """The order with its draft contract, whose money is asked of the treasury next; the cart's lines of this supplier are gone.

    Raises Forbidden, MayNotSupply, CartEmpty, NotOnSale, QuantityUnfit, OffersNeeded, NotCompared, OrderUnfit.
    """
    require(actor, "procurement.buy", office)
    today = timezone.localdate(now)
    with transaction.atomic():
        # The cart's rows are held, so that a second press orders nothing twice.
        mine = cart_of(office=office, supplier=supplier, holder=officer(actor))
        lines = list(mine.select_for_update(of=("self",)))
        if not lines:
            raise CartEmpty
        require_standing(supplier=supplier, on=today)
        _check(lines, choice, today)
        if classes_that_compete(lines=lines, on=today):
            least = Money(law.comparison(on=today).from_minor, pack().currency)
            raise OffersNeeded(amount=written(least))
        total = total_of(lines=lines)
        require_room_in_mall(lines=lines, now=now)
        offers = _comparison(lines, total, choice, today)
        wanted = [Wanted(item=one.item, quantity=one.quantity) for one in lines]
        made = record_order(
            office=office, supplier=supplier, wanted=wanted, choice=choice, compared=offers, actor=actor, now=now
        )
        CartLine.objects.filter(pk__in=[one.pk for one in lines]).delete()
    return made


def _check(lines: Sequence[CartLine], choice: Choice, today: date) -> None:
    on = set(on_sale(on=today).filter(pk__in=[one.item_id for one in lines]).values_list("pk", flat=True))
    for one in lines:
        if one.item_id not in on:
            raise NotOnSale(title=one.item.title)
        check_quantity(item=one.item, quantity=one.quantity)
    checks = (
        ("place", 0 < len(choice.place.strip()) <= 200, _("Say where it is delivered, in at most 200 signs.")),
        ("line", bool(choice.line.strip()), _("Choose the budget line that pays.")),
    )
    faults = tuple(Fault(place, str(says), place) for place, good, says in checks if not good)
    if faults:
        raise OrderUnfit(faults=faults)


def _comparison(lines: Sequence[CartLine], total: int, choice: Choice, today: date) -> list[dict[str, object]]:
    """The offers that were compared, as evidence; empty where none were asked for."""
    limits = law.comparison(on=today)
    if not must_compare(total=total, law=limits):
        return []
    shown_all = choice.compared_total == total
    return [_compared_line(one, limits, shown_all, choice, today) for one in lines]


def _compared_line(
    line: CartLine, limits: ComparisonLaw, shown_all: bool, choice: Choice, today: date
) -> dict[str, object]:
    found = compared(item=line.item, quantity=line.quantity, on=today)
    offers = [offer for offer, _item in found]
    code = comparison_fault(
        wanted=offer_of(item=line.item),
        offers=offers,
        shown=len(offers) if shown_all else 0,
        reason=choice.reason,
        law=limits,
    )
    if code == "procurement.mall.not_compared":
        raise NotCompared(amount=written(Money(limits.from_minor, pack().currency)))
    if code:
        says = str(_("Another offer is cheaper: say why you take this one."))
        raise OrderUnfit(faults=(Fault("reason", says, code),))
    return {
        "item": line.item_id,
        "quantity": f"{line.quantity:f}",
        "offers": [{"supplier": one.supplier, "item": one.key, "minor": one.minor} for one in offers],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """So many of an item; `agreed` is the price of one that a second round brought."""

    item: CatalogueItem
    quantity: Decimal
    agreed: int | None = None

    @property
    def price(self) -> int:
        """What one costs."""
        return self.item.minor if self.agreed is None else self.agreed


def record_order(
    *,
    office: str,
    supplier: Supplier,
    wanted: Sequence[Wanted],
    choice: Choice,
    compared: list[dict[str, object]],
    actor: Actor,
    now: datetime,
) -> MallOrder:
    """The rows of an order that was checked, in the caller's transaction."""
    today = timezone.localdate(now)
    number = f"M{today:%Y}-{random_symbols(count=8)}"
    made = MallOrder(
        number=number,
        ocid=ocid_of(number=number, on=today),
        office=office,
        supplier=supplier,
        minor=sum(line_total(minor=one.price, quantity=one.quantity) for one in wanted),
        currency=wanted[0].item.catalogue.currency,
        place=choice.place.strip(),
        compared=compared,
        choice_reason=choice.reason.strip()[:2000] if compared else "",
        placed_at=now,
        placed_by=officer(actor),
        deliver_by=today + timedelta(days=max(one.item.delivery_days for one in wanted)),
    )
    made.contract = _draft(made, [one.item.title for one in wanted], choice.line, actor, now)
    made.save()
    OrderLine.objects.bulk_create(_line(made, place, one) for place, one in enumerate(wanted, 1))
    audit.record(
        actor=actor,
        action="procurement.place_order",
        target=f"business:{supplier.number}",
        detail={"order": number, "minor": made.minor, "compared_lines": len(compared)},
        now=now,
    )
    return made


def _draft(made: MallOrder, titles: Sequence[str], line: str, actor: Actor, now: datetime) -> Contract:
    """One milestone, at the framework's terms: its guarantees secure the order, so that none is lodged for it."""
    title = f"{titles[0][:180]} +{len(titles) - 1}" if len(titles) > 1 else titles[0]
    contract = Contract(
        number=made.number,
        ocid=made.ocid,
        buyer=made.office,
        supplier=made.supplier,
        title=title,
        minor=made.minor,
        currency=made.currency,
        starts_on=timezone.localdate(now),
        ends_on=made.deliver_by,
        made_at=now,
    )
    supplier = made.supplier
    terms = ContractTerms(
        kind=Kind.GOODS.value,
        line=line,
        account=supplier.account,
        holder=supplier.account_holder,
        performance_minor=0,
        defect_percent=Decimal(0),
    )
    part = Milestone(title=title, due_on=made.deliver_by, minor=made.minor)
    open_draft(contract=contract, terms=terms, parts=[part], actor=actor, now=now)
    return contract


def _line(made: MallOrder, position: int, wanted: Wanted) -> OrderLine:
    """Title, unit and price as they are today."""
    item = wanted.item
    return OrderLine(
        order=made,
        position=position,
        item=item,
        title=item.title,
        unit=item.unit,
        quantity=wanted.quantity,
        price=wanted.price,
        minor=line_total(minor=wanted.price, quantity=wanted.quantity),
    )
