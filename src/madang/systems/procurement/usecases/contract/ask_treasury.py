"""Ask the treasury for a contract: money before it is signed, payment of what was accepted, the rest given back.

Nothing here holds a transaction while it asks. Each question carries the same reference and key whenever it is asked, so that
an answer that was lost is given again.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.contracts.treasury_v1 import ClaimPayment, CommitMoney, Line, ListLines, ReleaseMoney
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.refusals import AnsweredNo
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import system_actor
from madang.framework.values import Money, Refusal
from madang.systems.procurement.domain.contracting import ChangeState
from madang.systems.procurement.models import Claim, Contract, ContractTerms, Funding
from madang.systems.procurement.usecases.contract.change_in_force import enter_into_force
from madang.systems.procurement.usecases.contract.note import note_act
from madang.systems.procurement.usecases.mall.tell_seller import tell_seller
from madang.systems.procurement.usecases.name import SYSTEM

LINES = declare(gettext_noop("Choosing the budget line of a purchase"))
COMMIT = declare(gettext_noop("Committing money to a contract"))
PAY = declare(gettext_noop("Paying an accepted invoice"))
GIVE_BACK = declare(gettext_noop("Giving back money of a contract"))
ITSELF = system_actor(SYSTEM)


def asking(*, question: Any, purpose: str, case: str = "", key: str = "") -> Asking:
    """Procurement asks on the country's grant."""
    basis = legal_basis(asker=SYSTEM, question=question)
    return Asking(system=SYSTEM, actor=ITSELF, purpose=purpose, basis=basis, case=case, idempotency_key=key)


def ask_lines(*, office: str, year: int) -> tuple[Line, ...]:
    """The office's lines that can pay for a purchase. Raises the treasury's no or its silence."""
    return ask(ListLines(office=office, year=year), asking(question=ListLines, purpose=LINES)).lines


def fund_contract(*, contract: Contract, now: datetime) -> bool:
    """Ask for what is not committed yet; whether all stands then. What the treasury says otherwise stands at the contract."""
    for funding in contract.fundings.filter(number="", release_reason="").order_by("pk"):
        try:
            number = ask(_promise(contract, funding), _asking(CommitMoney, COMMIT, contract, funding.reference)).number
        except Refusal as no:
            waits(contract=contract, sentence=str(no))
            return False
        _record_commitment(funding, str(number), now)
    return True


def _asking(question: Any, purpose: str, contract: Contract, key: str) -> Asking:
    return asking(question=question, purpose=purpose, case=contract.number, key=f"{question.__name__}:{key}")


def _promise(contract: Contract, funding: Funding) -> CommitMoney:
    terms = contract.terms
    return CommitMoney(
        office=contract.buyer,
        line=terms.line,
        reference=funding.reference,
        payee=contract.supplier.name,
        account=terms.account,
        holder=terms.holder,
        purpose=f"{contract.number} {contract.title}"[:140],
        amount=Money(funding.minor, contract.currency),
        committed_by=funding.by,
    )


def _record_commitment(funding: Funding, number: str, now: datetime) -> None:
    with transaction.atomic():
        contract = Contract.objects.select_for_update().get(pk=funding.contract_id)
        held = Funding.objects.select_for_update().get(pk=funding.pk)
        if held.number:
            return
        held.number, held.committed_at = number, now
        held.save(update_fields=["number", "committed_at"])
        if not contract.commitment:
            contract.commitment = number
            contract.save(update_fields=["commitment"])
        change = getattr(held, "change", None)
        if change is not None and change.state == ChangeState.AGREED.value:
            enter_into_force(change=change, contract=contract, now=now)
        tell_seller(contract=contract, now=now)
        detail = {"commitment": number, "minor": held.minor}
        note_act(contract=contract, act="fund_contract", detail=detail, actor=ITSELF, now=now)


def claim_payments(*, contract: Contract, now: datetime) -> bool:
    """Ask for the payment of what was accepted; whether all is claimed then."""
    waiting = Claim.objects.filter(invoice__milestone__contract=contract, number="").select_related(
        "invoice", "funding"
    )
    for claim in waiting.order_by("pk"):
        try:
            number = ask(
                _claim(contract, claim), _asking(ClaimPayment, PAY, contract, f"{contract.number}/{claim.pk}")
            ).number
        except Refusal as no:
            waits(contract=contract, sentence=str(no))
            return False
        Claim.objects.filter(pk=claim.pk).update(number=str(number))
    return True


def _claim(contract: Contract, claim: Claim) -> ClaimPayment:
    return ClaimPayment(
        commitment=claim.funding.number,
        invoice=claim.invoice.number,
        amount=Money(claim.minor, contract.currency),
        due_on=claim.invoice.due_on,
        accepted_by=claim.invoice.decided_by,
    )


def give_back(*, contract: Contract, now: datetime) -> bool:
    """Ask the treasury to take back what is not needed any more; whether all is given back then. Where it never answered
    whether it promised, it is asked once more: only what stands can be given back.
    """
    for funding in contract.fundings.exclude(release_reason="").filter(released_minor=None).order_by("pk"):
        try:
            given = _given_back(contract, funding, now)
        except Refusal as no:
            waits(contract=contract, sentence=str(no))
            return False
        Funding.objects.filter(pk=funding.pk).update(released_minor=given)
    return True


def _given_back(contract: Contract, funding: Funding, now: datetime) -> int:
    number = funding.number
    if not number:
        try:
            number = str(
                ask(_promise(contract, funding), _asking(CommitMoney, COMMIT, contract, funding.reference)).number
            )
        except AnsweredNo:
            # It looks for the reference first: nothing was promised under it, and nothing will be.
            return 0
        _record_commitment(funding, number, now)
    question = ReleaseMoney(commitment=number, reason=funding.release_reason)
    given = ask(question, _asking(ReleaseMoney, GIVE_BACK, contract, funding.reference)).amount
    return given.minor if given else 0


def waits(*, contract: Contract, sentence: str) -> None:
    """Say at the contract what it waits for; an empty sentence: nothing."""
    ContractTerms.objects.filter(contract=contract).update(waits_for=sentence[:600])
