"""Guarantees of a contract: lodged and given back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.procurement.domain.contracting import GuaranteeKind, GuaranteeState
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import Contract, Guarantee
from madang.systems.procurement.usecases.contract.contract_refusals import (
    ContractRefused,
    NotAtThisStep,
    fault,
    locked,
)
from madang.systems.procurement.usecases.contract.note import note_act


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the issuer's paper says."""

    kind: GuaranteeKind
    minor: int
    issuer: str
    number: str
    valid_from: date
    valid_until: date


def lodge_guarantee(*, contract: Contract, promise: Promise, actor: Actor, now: datetime) -> Guarantee:
    """The buyer's official takes it in. Raises Forbidden, NotAtThisStep, ContractRefused."""
    require(actor, "procurement.buy", contract.buyer)
    faults = []
    if promise.minor <= 0:
        faults.append(fault("minor", _("The amount must be more than nothing.")))
    if promise.valid_until < promise.valid_from:
        faults.append(fault("valid_until", _("It ends on or after the day from which it holds.")))
    if not promise.issuer.strip() or not promise.number.strip():
        faults.append(fault("number", _("Copy the issuer and the number from the paper.")))
    if Guarantee.objects.filter(issuer=promise.issuer.strip(), number=promise.number.strip()).exists():
        faults.append(fault("number", _("This guarantee is lodged already. Each secures one contract.")))
    if faults:
        raise ContractRefused(faults=tuple(faults))
    with transaction.atomic():
        held = locked(contract=contract)
        if held.state == ContractState.CANCELLED.value:
            raise NotAtThisStep
        made = Guarantee.objects.create(
            contract=held,
            kind=promise.kind.value,
            minor=promise.minor,
            issuer=promise.issuer.strip(),
            number=promise.number.strip(),
            valid_from=promise.valid_from,
            valid_until=promise.valid_until,
            lodged_at=now,
        )
        detail = {"kind": made.kind, "minor": made.minor}
        note_act(contract=held, act="lodge_guarantee", detail=detail, actor=actor, now=now)
    return made


def return_guarantee(*, guarantee: Guarantee, actor: Actor, now: datetime) -> None:
    """Give it back. A performance guarantee stays until the contract ended. Raises Forbidden, NotAtThisStep."""
    require(actor, "procurement.buy", guarantee.contract.buyer)
    with transaction.atomic():
        contract = locked(contract=guarantee.contract)
        held = Guarantee.objects.select_for_update().get(pk=guarantee.pk)
        living = contract.state in (ContractState.PENDING.value, ContractState.ACTIVE.value)
        if held.state != GuaranteeState.HELD.value or (living and held.kind == GuaranteeKind.PERFORMANCE.value):
            raise NotAtThisStep
        held.state, held.ended_at = GuaranteeState.RETURNED.value, now
        held.save(update_fields=["state", "ended_at"])
        note_act(contract=contract, act="return_guarantee", detail={"kind": held.kind}, actor=actor, now=now)
