"""Order under a framework: directly at the agreed price, by a mini-competition, or through the e-mall."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.frameworks import Way, must_compete, price_of
from madang.systems.procurement.domain.mall import line_total
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import Agreement, CallOff, CartLine, Contract, Lot
from madang.systems.procurement.usecases.award.rules_of import ground_of
from madang.systems.procurement.usecases.contract.contract_refusals import ContractRefused
from madang.systems.procurement.usecases.contract.make_contract import Plan, faults_of, fill_contract
from madang.systems.procurement.usecases.frameworks.room import require_room
from madang.systems.procurement.usecases.supply.standing import require_standing


class CompetitionNeeded(Refusal):
    """The members compete for this order."""

    code = "procurement.framework.competition_needed"
    says = gettext_lazy("Nothing was ordered: the members compete for this order. Begin a mini-competition among them.")


class CallOffUnfit(Refusal):
    """Something that was typed is missing or wrong."""

    code = "procurement.framework.call_off_unfit"
    says = gettext_lazy("Nothing was ordered. {says}")
    status = 422


def cost_of(*, agreement: Agreement, quantity: Decimal) -> int:
    """What a quantity costs under the agreement. Raises CallOffUnfit."""
    if not quantity.is_finite() or quantity <= 0 or quantity != quantity.quantize(Decimal("0.001")):
        raise unfit(place="quantity", says=_("Write a positive quantity, with three decimals at most."))
    minor = price_of(minor=agreement.minor, whole=agreement.lot.items.get().quantity, quantity=quantity)
    if minor < 1:
        raise unfit(place="quantity", says=_("This quantity costs nothing. Write a larger one."))
    return minor


def competes(*, lot: Lot, minor: int) -> bool:
    """Whether an order of so much needs a mini-competition."""
    ground = ground_of(tender=lot.tender)
    return must_compete(
        way=Way(lot.tender.framework_terms.way),
        members=lot.agreements.count(),
        minor=minor,
        competition_from=ground.competition_from if ground else None,
    )


def call_off(
    *, agreement: Agreement, quantity: Decimal, reason: str, plan: Plan, actor: Actor, now: datetime
) -> Contract:
    """A draft contract at the agreed price, which the treasury is asked for and both sign as every contract. Another than the
    first member needs a reason.

    Raises Forbidden, CallOffUnfit, ContractRefused, CompetitionNeeded, BeyondFramework, MayNotSupply.
    """
    lot = agreement.lot
    require(actor, "procurement.buy", lot.tender.buyer)
    faults = faults_of(plan=plan, on=timezone.localdate(now))
    if faults:
        raise ContractRefused(faults=faults)
    minor = cost_of(agreement=agreement, quantity=quantity)
    if competes(lot=lot, minor=minor):
        raise CompetitionNeeded
    if agreement.place > 1 and not 0 < len(reason.strip()) <= 2000:
        raise unfit(place="reason", says=_("Say why another than the first member gets the order."))
    with transaction.atomic():
        require_room(lot=lot, minor=minor, now=now)
        require_standing(supplier=agreement.supplier, on=timezone.localdate(now))
        made = _contract(agreement, minor, plan, now)
        fill_contract(contract=made, kind=Kind(lot.tender.kind), plan=plan, actor=actor, now=now)
        CallOff.objects.create(
            agreement=agreement,
            contract=made,
            quantity=quantity,
            minor=minor,
            reason=reason.strip() if agreement.place > 1 else "",
            made_at=now,
            made_by=officer(actor),
        )
        detail = {"contract": made.number, "minor": minor, "quantity": f"{quantity:f}"}
        target = f"agreement:{agreement.number}"
        audit.record(actor=actor, action="procurement.call_off", target=target, detail=detail, now=now)
    return made


def _contract(agreement: Agreement, minor: int, plan: Plan, now: datetime) -> Contract:
    tender = agreement.lot.tender
    return Contract(
        number=f"CT{timezone.localdate(now).year}-{random_symbols(count=8)}",
        ocid=tender.ocid,
        buyer=tender.buyer,
        supplier=agreement.supplier,
        title=f"{tender.title} · {agreement.lot.title}"[:200],
        minor=minor,
        currency=agreement.currency,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        made_at=now,
    )


def require_room_in_mall(*, lines: Sequence[CartLine], now: datetime) -> None:
    """Orders of what a framework sells in the e-mall count under it, in the caller's transaction. Raises CompetitionNeeded,
    BeyondFramework."""
    agreed = Agreement.objects.filter(in_mall__catalogue__in={line.item.catalogue_id for line in lines})
    lots = dict(agreed.values_list("in_mall__catalogue", "lot"))
    sums: Counter[int] = Counter()
    for line in lines:
        if line.item.catalogue_id in lots:
            sums[lots[line.item.catalogue_id]] += line_total(minor=line.item.minor, quantity=line.quantity)
    for lot in Lot.objects.filter(pk__in=sums).select_related("tender__framework_terms").order_by("pk"):
        if competes(lot=lot, minor=sums[lot.pk]):
            raise CompetitionNeeded
        require_room(lot=lot, minor=sums[lot.pk], now=now)


def unfit(*, place: str, says: str) -> CallOffUnfit:
    """One fault."""
    return CallOffUnfit(faults=(Fault(place, says, f"procurement.framework.{place}"),), says=says)
