"""How a contract is carried out, as its release tells it: what was to be delivered and was, and what was paid."""

from collections.abc import Callable
from datetime import datetime

from madang.systems.procurement.domain.contracting import MilestoneState
from madang.systems.procurement.formats import ocds
from madang.systems.procurement.models import Contract, Milestone

MET = frozenset({MilestoneState.ACCEPTED.value, MilestoneState.INVOICED.value, MilestoneState.PAID.value})
Value = Callable[[int, str], ocds.Json]


def implementation(*, contract: Contract, payer: ocds.Party, payee: ocds.Party, value: Value) -> ocds.Json:
    """The contract's `implementation`; empty where it has no parts."""
    parts = list(contract.milestones.all())
    milestones = [_milestone(one, contract.ended_at) for one in parts]
    sides = {"payer": ocds.reference(payer), "payee": ocds.reference(payee)}
    paid = [_transaction(contract, one, value) for one in parts]
    return ocds.filled(milestones=milestones, transactions=[one | sides for one in paid if one])


def _milestone(one: Milestone, ended_at: datetime | None) -> ocds.Json:
    accepted = next(iter(one.deliveries.all()), None)
    return ocds.filled(
        id=str(one.position),
        title=one.title,
        type="delivery",
        dueDate=ocds.day(one.due_on),
        dateMet=ocds.moment(accepted.delivered_at) if accepted else None,
        status="met" if one.state in MET else "notMet" if ended_at else "scheduled",
    )


def _transaction(contract: Contract, one: Milestone, value: Value) -> ocds.Json:
    """What the bank paid for a milestone. A payment that came back is told as zero: leaving it out would let it stand in the
    compiled release.
    """
    told = [
        claim for invoice in one.invoices.all() for claim in invoice.claims.all() if claim.paid_on or claim.came_back
    ]
    if not told:
        return {}
    paid = [(claim.paid_on, claim.minor) for claim in told if claim.paid_on]
    return ocds.filled(
        id=f"{contract.number}-{one.position}",
        date=ocds.day(max(on for on, _minor in paid)) if paid else None,
        value=value(sum(minor for _on, minor in paid), contract.currency),
    )
