"""A contract ends: performed and paid, terminated with a reason, or given up before it was signed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.procurement.domain.contracting import (
    LIVING,
    GuaranteeKind,
    GuaranteeState,
    InvoiceState,
    MilestoneState,
)
from madang.systems.procurement.domain.words import ContractState, Step
from madang.systems.procurement.models import Contract
from madang.systems.procurement.usecases.contract.contract_refusals import (
    ContractRefused,
    NotAtThisStep,
    fault,
    locked,
    require_in_force,
)
from madang.systems.procurement.usecases.contract.note import note_act
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release

PERFORMED = "Performed and paid"


class StillOpen(Refusal):
    """Something under the contract is not settled."""

    code = "procurement.contract_still_open"
    says = gettext_lazy(
        "Something under contract {number} is not settled: an inspection, an invoice, a payment or a change. Settle it first."
    )


def finish_contract(*, contract: Contract, actor: Actor, now: datetime) -> Contract:
    """Everything was delivered and paid: what is left of the money goes back, and the performance guarantee too.

    Raises Forbidden, NotInForce, StillOpen.
    """
    require(actor, "procurement.buy", contract.buyer)
    with transaction.atomic():
        held = locked(contract=contract)
        require_in_force(contract=held)
        if held.milestones.exclude(state=MilestoneState.PAID.value).exists() or _unsettled(held):
            raise StillOpen(number=held.number)
        _end(held, ContractState.TERMINATED, PERFORMED, GuaranteeState.RETURNED, actor, now)
        publish_release(ocid=held.ocid, step=Step.CONTRACT_TERMINATION, now=now)
    return held


def terminate_contract(
    *, contract: Contract, reason: str, supplier_at_fault: bool, actor: Actor, now: datetime
) -> Contract:
    """End a contract before its time, or give up a draft. Where the supplier is at fault the performance guarantee falls to
    the state (State Contracts Act art. 12 (3)). Raises Forbidden, StillOpen, NotAtThisStep, ContractRefused.
    """
    require(actor, "procurement.buy", contract.buyer)
    if not 0 < len(reason.strip()) <= 2000:
        says = _("Say in at most 2,000 letters why it ends: the supplier and the public read it.")
        raise ContractRefused(faults=(fault("reason", says),))
    with transaction.atomic():
        held = locked(contract=contract)
        signed = held.state == ContractState.ACTIVE.value
        draft = held.state == ContractState.PENDING.value and not held.terms.is_sent
        if not signed and not draft:
            raise NotAtThisStep
        if _unsettled(held):
            raise StillOpen(number=held.number)
        guarantee = GuaranteeState.CALLED if supplier_at_fault and signed else GuaranteeState.RETURNED
        held.terms.supplier_at_fault = supplier_at_fault
        _end(
            held, ContractState.TERMINATED if signed else ContractState.CANCELLED, reason.strip(), guarantee, actor, now
        )
        if signed:
            publish_release(ocid=held.ocid, step=Step.CONTRACT_TERMINATION, now=now)
    return held


def _unsettled(held: Contract) -> bool:
    states = (MilestoneState.DELIVERED.value, MilestoneState.INVOICED.value, MilestoneState.ACCEPTED.value)
    open_invoices = (InvoiceState.SUBMITTED.value, InvoiceState.ACCEPTED.value)
    return (
        held.milestones.filter(state__in=states).exists()
        or held.milestones.filter(invoices__state__in=open_invoices).exists()
        or held.changes.filter(state__in=LIVING).exists()
    )


def give_up(*, contract: Contract, reason: str, actor: Actor, now: datetime) -> None:
    """A draft comes to nothing, in the caller's transaction: what was promised for it is given back."""
    held = locked(contract=contract)
    _end(held, ContractState.CANCELLED, reason, GuaranteeState.RETURNED, actor, now)


def _end(
    held: Contract, state: ContractState, reason: str, guarantee: GuaranteeState, actor: Actor, now: datetime
) -> None:
    held.state, held.ended_at = state.value, now
    held.save(update_fields=["state", "ended_at"])
    held.terms.end_reason, held.terms.ended_by = reason, officer(actor)
    held.terms.save(update_fields=["end_reason", "ended_by", "supplier_at_fault"])
    held.fundings.update(release_reason=reason[:200])
    lodged = held.guarantees.filter(kind=GuaranteeKind.PERFORMANCE.value, state=GuaranteeState.HELD.value)
    lodged.update(state=guarantee.value, ended_at=now)
    detail = {"state": state.value, "guarantee": guarantee.value}
    note_act(contract=held, act="end_contract", detail=detail, actor=actor, now=now)
