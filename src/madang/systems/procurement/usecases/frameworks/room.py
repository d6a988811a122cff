"""What of a framework's ceiling is used, and whether an order still fits under it and into its period."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.procurement.domain.frameworks import Limit, Passed, limits_passed, price_of
from madang.systems.procurement.domain.mall import OrderState
from madang.systems.procurement.domain.words import AwardState, ContractState
from madang.systems.procurement.models import (
    Award,
    Competition,
    Contract,
    FrameworkTerms,
    Lot,
    OrderLine,
    Tender,
)

LIVE = (AwardState.PENDING.value, AwardState.ACTIVE.value)
GONE = (OrderState.DECLINED.value, OrderState.CANCELLED.value)


class BeyondFramework(Refusal):
    """An order would pass the ceiling, or its day lies outside the period."""

    code = "procurement.framework.beyond"
    says = gettext_lazy("Nothing was ordered. {says}")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The ceiling of a lot and what is called off under it, in smallest units."""

    ceiling: int
    used: int

    @property
    def left(self) -> int:
        """What may still be called off."""
        return max(self.ceiling - self.used, 0)


def terms_of(*, tender: Tender) -> FrameworkTerms | None:
    """The announced terms; None where the tender is no framework, or was announced without any."""
    return FrameworkTerms.objects.filter(tender=tender).first()


def room_of(*, lot: Lot) -> Room:
    """How much room a framework's lot has. Its ceiling is its estimated price, which the notice told."""
    contracts = Contract.objects.exclude(state=ContractState.CANCELLED.value)
    direct = contracts.filter(call_off__agreement__lot=lot)
    competed = contracts.filter(award__tender__competition__lot=lot)
    awarded = Award.objects.filter(tender__competition__lot=lot, state__in=LIVE, contract=None)
    lines = OrderLine.objects.filter(item__catalogue__of_agreement__agreement__lot=lot).exclude(order__state__in=GONE)
    used = sum(rows.aggregate(total=Sum("minor"))["total"] or 0 for rows in (direct, competed, awarded, lines))
    # What a change added to an order of the e-mall counts whole under every lot that the order draws on.
    grown = contracts.filter(minor__gt=F("mall_order__minor"), mall_order__in=lines.values("order"))
    used += grown.aggregate(total=Sum(F("minor") - F("mall_order__minor")))["total"] or 0
    return Room(ceiling=lot.estimated, used=used)


def require_room(*, lot: Lot, minor: int, now: datetime) -> None:
    """Hold the lot, so that two orders do not take the same room; in the caller's transaction. Raises BeyondFramework, which
    says which limit would be passed and by how much."""
    held = Lot.objects.select_for_update(of=("self",)).select_related("tender").get(pk=lot.pk)
    passed = limits_of(lot=held, minor=minor, now=now)
    if passed:
        faults = tuple(Fault("", _says(one, held), f"procurement.framework.{one.limit.value}") for one in passed)
        raise BeyondFramework(faults=faults, says=" ".join(one.says for one in faults))


def limits_of(*, lot: Lot, minor: int, now: datetime) -> list[Passed]:
    """The limits that an order of so much would pass today."""
    terms = lot.tender.framework_terms
    room = room_of(lot=lot)
    return limits_passed(
        minor=minor,
        used=room.used,
        ceiling=room.ceiling,
        on=timezone.localdate(now),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )


def _says(one: Passed, lot: Lot) -> str:
    terms, currency = lot.tender.framework_terms, lot.tender.currency
    if one.limit is Limit.BEFORE_PERIOD:
        says = _("The framework begins on {day}: {by} days too early.")
        return says.format(day=written.day(terms.starts_on), by=one.by)
    if one.limit is Limit.AFTER_PERIOD:
        return _("The framework ended on {day}: {by} days too late.").format(day=written.day(terms.ends_on), by=one.by)
    room = room_of(lot=lot)
    return _("The ceiling of {ceiling} would be passed by {by}; {left} is left.").format(
        ceiling=written.money(Money(room.ceiling, currency)),
        by=written.money(Money(one.by, currency)),
        left=written.money(Money(room.left, currency)),
    )


def require_room_for_award(*, tender: Tender, minor: int, now: datetime) -> None:
    """A mini-competition's award counts under its framework. Raises BeyondFramework."""
    held = Competition.objects.filter(tender=tender).select_related("lot").first()
    if held is not None:
        require_room(lot=held.lot, minor=minor, now=now)


def agreed_prices(*, lot: Lot) -> dict[int, int]:
    """By supplier, the most that a member may ask in the mini-competition for this lot; empty where it is none."""
    held = Competition.objects.filter(tender=lot.tender_id).select_related("lot").first()
    if held is None:
        return {}
    whole = held.lot.items.get().quantity
    rows = held.lot.agreements.values_list("supplier", "minor")
    return {supplier: price_of(minor=minor, whole=whole, quantity=held.quantity) for supplier, minor in rows}


def beyond_by(*, contract: Contract, minor: int) -> int:
    """By how much a contract under a framework would pass its ceiling if its value became `minor`; 0 where it fits, or is under
    none."""
    ways = (
        Q(agreements__call_offs__contract=contract),
        Q(competitions__tender__awards__contract=contract),
        Q(agreements__in_mall__catalogue__items__lines__order__contract=contract),
    )
    rooms = [room_of(lot=lot) for way in ways for lot in Lot.objects.filter(way).distinct()]
    return max([0, *(room.used - contract.minor + minor - room.ceiling for room in rooms)])
