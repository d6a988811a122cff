"""What waits for a neighbour is asked again."""

from datetime import datetime

from django.db.models import Q

from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import Contract
from madang.systems.procurement.usecases.contract.ask_treasury import claim_payments, fund_contract, give_back, waits
from madang.systems.procurement.usecases.contract.sign_contract import ask_to_sign, fetch_signed

MOST = 200


def waiting_contracts() -> list[Contract]:
    """Contracts with a question that has no answer yet, the oldest first."""
    unfunded = Q(fundings__number="", fundings__release_reason="")
    unsent = Q(state=ContractState.PENDING.value, terms__due_at__isnull=False, terms__signing_key="")
    unclaimed = Q(milestones__invoices__claims__number="")
    unfetched = Q(terms__signed=None) & ~Q(terms__signing_key="") & ~Q(state=ContractState.PENDING.value)
    unreturned = ~Q(fundings__release_reason="") & Q(fundings__released_minor=None, fundings__isnull=False)
    found = Contract.objects.filter(terms__isnull=False).filter(unfunded | unsent | unclaimed | unfetched | unreturned)
    return list(found.select_related("terms", "supplier").distinct().order_by("pk")[:MOST])


def try_again(*, now: datetime) -> int:
    """Ask for each what is missing; of how many nothing waits any more."""
    return sum(settle(contract=one, now=now) for one in waiting_contracts())


def settle(*, contract: Contract, now: datetime) -> bool:
    """Ask a contract's neighbours for all that is missing; whether nothing waits then."""
    steps = [give_back(contract=contract, now=now)]
    if contract.state in (ContractState.PENDING.value, ContractState.ACTIVE.value):
        steps.append(fund_contract(contract=contract, now=now))
    if contract.state == ContractState.PENDING.value:
        steps.append(ask_to_sign(contract=contract))
    else:
        steps += [fetch_signed(contract=contract, now=now), claim_payments(contract=contract, now=now)]
    if all(steps):
        waits(contract=contract, sentence="")
    return all(steps)
