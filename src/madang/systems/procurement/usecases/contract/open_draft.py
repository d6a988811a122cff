"""A contract as a draft, whatever it follows from: an award, or an order of the e-mall."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import Contract, ContractTerms, Funding, Milestone
from madang.systems.procurement.usecases.contract import contract_law


class NotFunded(Refusal):
    """No money stands for it."""

    code = "procurement.not_funded"
    says = _("{number} waits for its money at the treasury. Nobody can be bound by it before the money stands.")


def open_draft(
    *, contract: Contract, terms: ContractTerms, parts: Sequence[Milestone], actor: Actor, now: datetime
) -> None:
    """Save the draft with its milestones and the money that it needs, which is asked of the treasury next."""
    contract.save()
    terms.contract = contract
    terms.delay_permille = contract_law.delay_permille(kind=Kind(terms.kind), on=timezone.localdate(now))
    terms.made_by, terms.made_by_name = officer(actor), actor.name[:100]
    terms.save()
    for place, part in enumerate(parts, start=1):
        part.contract, part.position = contract, place
    Milestone.objects.bulk_create(parts)
    Funding.objects.create(
        contract=contract, reference=f"{contract.number}/1", minor=contract.minor, by=officer(actor), asked_at=now
    )


def require_funded(*, contract: Contract) -> None:
    """Raises NotFunded."""
    if contract.fundings.filter(number="").exists():
        raise NotFunded(number=contract.number)
