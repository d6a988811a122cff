"""An invoice for an accepted milestone: submitted, accepted, claimed at the treasury, paid."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law.days import add_working_days
from madang.framework.values import Refusal
from madang.systems.procurement.domain.contracting import InvoiceState, MilestoneState, drawn
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Claim, Contract, Delivery, Invoice, Milestone
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.contract.ask_treasury import ITSELF
from madang.systems.procurement.usecases.contract.contract_refusals import (
    ContractRefused,
    NotAtThisStep,
    fault,
    locked,
    require_another,
    require_in_force,
)
from madang.systems.procurement.usecases.contract.note import move, note_act
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release


class BeyondContract(Refusal):
    """The promises leave less than what is asked."""

    code = "procurement.beyond_contract"
    says = gettext_lazy(
        "What is committed for contract {number} leaves less than this invoice. Change the contract first."
    )


def submit_invoice(*, milestone: Milestone, number: str, minor: int, actor: Actor, now: datetime) -> Invoice:
    """The supplier asks for the milestone's value; the penalty for its delay is taken off.

    Raises Forbidden, NotInForce, NotAtThisStep, ContractRefused.
    """
    contract = milestone.contract
    require(actor, "procurement.supply", contract.supplier.number)
    today = timezone.localdate(now)
    with transaction.atomic():
        held = locked(contract=contract)
        require_in_force(contract=held)
        asked = Milestone.objects.select_for_update().get(pk=milestone.pk)
        if asked.state != MilestoneState.ACCEPTED.value:
            raise NotAtThisStep
        penalty = Delivery.objects.get(milestone=asked, accepted=True).penalty_minor
        _require_fit(held, asked, number.strip(), minor, penalty)
        made = Invoice.objects.create(
            milestone=asked,
            number=number.strip(),
            supplier=held.supplier,
            gross_minor=minor,
            penalty_minor=penalty,
            minor=minor - penalty,
            submitted_at=now,
            submitted_by=actor.name[:100],
            due_on=add_working_days(start=today, days=contract_law.days(name="payment_working_days", on=today)),
        )
        move(milestone=asked, to=MilestoneState.INVOICED)
        detail = {"invoice": made.number, "minor": made.minor}
        note_act(contract=held, act="submit_invoice", detail=detail, actor=actor, now=now)
    return made


def _require_fit(held: Contract, asked: Milestone, number: str, minor: int, penalty: int) -> None:
    faults = []
    if not 0 < len(number) <= 40 or not number.isprintable():
        faults.append(fault("number", _("Give the invoice's number in at most 40 letters.")))
    elif held.supplier.invoices.filter(number=number).exists():
        faults.append(fault("number", _("You sent an invoice with this number already. An invoice is paid once.")))
    if minor != asked.minor:
        faults.append(fault("minor", _("The invoice is for the whole value of the milestone, before any penalty.")))
    elif minor <= penalty:
        faults.append(fault("minor", _("The penalty for the delay leaves nothing to pay.")))
    if faults:
        raise ContractRefused(faults=tuple(faults))


def accept_invoice(*, invoice: Invoice, actor: Actor, now: datetime) -> Invoice:
    """It agrees with what was accepted: the treasury is asked to pay it, from the oldest promise first.

    Raises Forbidden, OwnAcceptance, NotInForce, NotAtThisStep, BeyondContract.
    """
    with transaction.atomic():
        held, found = _decide(invoice, InvoiceState.ACCEPTED, actor, now)
        fundings = list(held.fundings.filter(release_reason="").exclude(number="").order_by("pk"))
        left = [one.minor - int(one.claims.aggregate(total=Sum("minor"))["total"] or 0) for one in fundings]
        try:
            parts = drawn(amount=found.minor, left=left)
        except ValueError:
            raise BeyondContract(number=held.number) from None
        Claim.objects.bulk_create(
            Claim(invoice=found, funding=one, minor=part) for one, part in zip(fundings, parts, strict=True) if part
        )
        detail = {"invoice": found.number, "minor": found.minor}
        note_act(contract=held, act="accept_invoice", detail=detail, actor=actor, now=now)
    return found


def refuse_invoice(*, invoice: Invoice, reason: str, actor: Actor, now: datetime) -> Invoice:
    """The supplier corrects it and sends another. Raises as `accept_invoice`, and ContractRefused."""
    if not 0 < len(reason.strip()) <= 2000:
        raise ContractRefused(faults=(fault("reason", _("Say in at most 2,000 letters what is wrong with it.")),))
    with transaction.atomic():
        held, found = _decide(invoice, InvoiceState.REFUSED, actor, now)
        found.refused_because = reason.strip()
        found.save(update_fields=["refused_because"])
        move(milestone=found.milestone, to=MilestoneState.ACCEPTED)
        note_act(contract=held, act="refuse_invoice", detail={"invoice": found.number}, actor=actor, now=now)
    return found


def _decide(invoice: Invoice, state: InvoiceState, actor: Actor, now: datetime) -> tuple[Contract, Invoice]:
    contract = invoice.milestone.contract
    require(actor, "procurement.buy", contract.buyer)
    held = locked(contract=contract)
    require_in_force(contract=held)
    require_another(contract=held, actor=actor)
    found = Invoice.objects.select_for_update(of=("self",)).select_related("milestone").get(pk=invoice.pk)
    if found.state != InvoiceState.SUBMITTED.value:
        raise NotAtThisStep
    found.state, found.decided_at, found.decided_by = state.value, now, officer(actor)
    found.save(update_fields=["state", "decided_at", "decided_by"])
    return held, found


def take_paid(*, commitment: str, number: str, paid_on: date, now: datetime) -> Invoice | None:
    """The bank paid a claim; with the last one the invoice is paid. Told in a transaction, and once more changes nothing."""
    claim = _claim_of(commitment, number)
    if claim is None or claim.paid_on is not None:
        return None
    claim.paid_on, claim.came_back = paid_on, ""
    claim.save(update_fields=["paid_on", "came_back"])
    invoice = claim.invoice
    if invoice.claims.filter(paid_on=None).exists():
        return invoice
    invoice.state, invoice.paid_on = InvoiceState.PAID.value, paid_on
    invoice.save(update_fields=["state", "paid_on"])
    move(milestone=invoice.milestone, to=MilestoneState.PAID)
    contract = invoice.milestone.contract
    detail = {"invoice": invoice.number, "minor": invoice.minor}
    note_act(contract=contract, act="invoice_paid", detail=detail, actor=ITSELF, now=now)
    publish_release(ocid=contract.ocid, step=Step.IMPLEMENTATION_UPDATE, now=now)
    return invoice


def take_returned(*, commitment: str, number: str, reason: str, now: datetime) -> None:
    """The payment came back from the supplier's bank: the invoice waits for the treasury again."""
    claim = _claim_of(commitment, number)
    if claim is None or claim.paid_on is None:
        return
    claim.paid_on, claim.came_back = None, reason[:64] or "–"
    claim.save(update_fields=["paid_on", "came_back"])
    invoice = claim.invoice
    invoice.state, invoice.paid_on = InvoiceState.ACCEPTED.value, None
    invoice.save(update_fields=["state", "paid_on"])
    move(milestone=invoice.milestone, to=MilestoneState.INVOICED)
    contract = invoice.milestone.contract
    note_act(contract=contract, act="payment_returned", detail={"invoice": invoice.number}, actor=ITSELF, now=now)
    publish_release(ocid=contract.ocid, step=Step.IMPLEMENTATION_UPDATE, now=now)


def _claim_of(commitment: str, number: str) -> Claim | None:
    found = Claim.objects.filter(funding__number=commitment, invoice__number=number).first()
    if found is None:
        return None
    locked(contract=found.funding.contract)
    return Claim.objects.select_related("invoice__milestone__contract").get(pk=found.pk)
