"""What nobody can do under a contract; a refusal changes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden
from madang.framework.values import Refusal, clock
from madang.systems.procurement.domain.contracting import ChangeKind, GuaranteeState, MilestoneState
from madang.systems.procurement.models import Change, Claim, Contract, Delivery, Invoice, Milestone
from madang.systems.procurement.tests.contract_rows import (
    NOW,
    TODAY,
    VALUE,
    active_contract,
    award_of,
    contract_of,
    official,
    plan_of,
    secured,
    supplier_actor,
)
from madang.systems.procurement.usecases.contract.change_contract import decide_change, propose_change
from madang.systems.procurement.usecases.contract.contract_refusals import (
    ContractRefused,
    NotAtThisStep,
    NotInForce,
    OwnAcceptance,
)
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.end_contract import StillOpen, finish_contract, terminate_contract
from madang.systems.procurement.usecases.contract.make_contract import AwardNotFinal, Part, make_contract
from madang.systems.procurement.usecases.contract.open_draft import NotFunded
from madang.systems.procurement.usecases.contract.pay_invoice import (
    accept_invoice,
    refuse_invoice,
    submit_invoice,
    take_paid,
    take_returned,
)
from madang.systems.procurement.usecases.contract.sign_contract import (
    CannotSign,
    GuaranteeMissing,
    send_contract,
    take_signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def accepted(contract: Contract, *, checker: Actor, seller: Actor, place: int = 1) -> Milestone:
    milestone = contract.milestones.get(position=place)
    delivery = record_delivery(milestone=milestone, note="", actor=seller, now=NOW)
    inspect_delivery(delivery=delivery, accepted=True, faults="", actor=checker, now=NOW)
    return milestone


def test_a_draft_with_every_fault_is_refused_whole() -> None:
    award, buyer = award_of(), official("buyer")
    wrong = plan_of(
        "",
        account=" ",
        ends_on=TODAY - timedelta(days=1),
        defect_percent=Decimal(11),
        parts=(Part(title=" ", due_on=TODAY + timedelta(days=9), percent=Decimal(-1)),),
    )
    with pytest.raises(ContractRefused) as refused:
        make_contract(award=award, plan=wrong, actor=buyer, now=NOW)
    places = [fault.place for fault in refused.value.faults]
    assert set(places) == {"ends_on", "defect_percent", "parts", "line", "account"}
    assert places.count("parts") == 4
    assert not Contract.objects.exists()
    with pytest.raises(Forbidden):
        make_contract(award=award, plan=plan_of(), actor=official("other", office="3000000"), now=NOW)
    make_contract(award=award, plan=plan_of(), actor=buyer, now=NOW)
    with pytest.raises(AwardNotFinal):
        make_contract(award=award, plan=plan_of(), actor=buyer, now=NOW)


def test_nothing_is_signed_without_money_guarantee_and_a_person() -> None:
    buyer = official("buyer", person="person-nayun")
    contract = contract_of(buyer)
    with pytest.raises(NotFunded):
        send_contract(contract=contract, actor=buyer, now=NOW)
    contract.fundings.update(number="C2026-X")
    with pytest.raises(GuaranteeMissing):
        send_contract(contract=contract, actor=buyer, now=NOW)
    secured(contract, buyer, minor=5_999_999)
    with pytest.raises(GuaranteeMissing):
        send_contract(contract=contract, actor=buyer, now=NOW)
    with pytest.raises(CannotSign):
        send_contract(contract=contract, actor=official("machine"), now=NOW)
    # An event about another attempt's paper, or no contract's, puts nothing in force.
    with transaction.atomic():
        assert take_signed(reference=f"{contract.number}/7", key="k", signed_at=NOW, now=NOW) is None
        assert take_signed(reference="nonsense", key="k", signed_at=NOW, now=NOW) is None


def test_who_made_or_funded_it_accepts_nothing_and_neither_do_strangers() -> None:
    buyer, checker, seller = official("buyer"), official("checker"), supplier_actor()
    contract = active_contract(buyer)
    delivery = record_delivery(milestone=contract.milestones.get(position=1), note="", actor=seller, now=NOW)
    verdict = {"delivery": delivery, "accepted": True, "faults": "", "now": NOW}
    with pytest.raises(OwnAcceptance):
        inspect_delivery(actor=buyer, **verdict)
    for stranger in (official("foreign", office="3000000"), seller, supplier_actor("2018100013")):
        with pytest.raises(Forbidden):
            inspect_delivery(actor=stranger, **verdict)
    with pytest.raises(ContractRefused):
        inspect_delivery(actor=checker, **{**verdict, "accepted": False})
    inspect_delivery(actor=checker, **{**verdict, "accepted": False, "faults": "Two legs are missing."})
    assert contract.milestones.get(position=1).state == MilestoneState.OPEN.value
    milestone = accepted(contract, checker=checker, seller=seller)
    assert Delivery.objects.filter(milestone=milestone).count() == 2
    with pytest.raises(Forbidden):
        submit_invoice(
            milestone=milestone, number="1", minor=milestone.minor, actor=supplier_actor("2018100013"), now=NOW
        )
    invoice = submit_invoice(milestone=milestone, number="1", minor=milestone.minor, actor=seller, now=NOW)
    with pytest.raises(OwnAcceptance):
        accept_invoice(invoice=invoice, actor=buyer, now=NOW)
    assert not Claim.objects.exists()


def test_an_invoice_is_sent_accepted_and_paid_once() -> None:
    buyer, checker, seller = official("buyer"), official("checker"), supplier_actor()
    contract = active_contract(buyer)
    milestone = accepted(contract, checker=checker, seller=seller)
    with pytest.raises(ContractRefused):
        submit_invoice(milestone=milestone, number="1", minor=milestone.minor + 1, actor=seller, now=NOW)
    first = submit_invoice(milestone=milestone, number="1", minor=milestone.minor, actor=seller, now=NOW)
    with pytest.raises(NotAtThisStep):
        submit_invoice(milestone=milestone, number="2", minor=milestone.minor, actor=seller, now=NOW)
    refuse_invoice(invoice=first, reason="The number is not yours.", actor=checker, now=NOW)
    with pytest.raises(ContractRefused):
        submit_invoice(milestone=milestone, number="1", minor=milestone.minor, actor=seller, now=NOW)
    second = submit_invoice(milestone=milestone, number="2", minor=milestone.minor, actor=seller, now=NOW)
    accept_invoice(invoice=second, actor=checker, now=NOW)
    with pytest.raises(NotAtThisStep):
        accept_invoice(invoice=second, actor=checker, now=NOW)
    claim = Claim.objects.get()
    told = {"commitment": claim.funding.number, "number": "2"}
    for paid in (True, False):
        with transaction.atomic():
            assert (take_paid(**told, paid_on=TODAY, now=NOW) is not None) is paid
    assert Invoice.objects.get(pk=second.pk).paid_on == TODAY
    with transaction.atomic():
        take_returned(**told, reason="AC04", now=NOW)
        assert take_paid(commitment="C-else", number="2", paid_on=TODAY, now=NOW) is None
    assert Invoice.objects.get(pk=second.pk).state == "accepted"
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=second.pk).update(minor=second.minor + 1)


def test_a_change_needs_the_other_side_and_cannot_take_what_was_delivered() -> None:
    buyer, checker, seller = official("buyer"), official("checker"), supplier_actor()
    contract = active_contract(buyer)
    accepted(contract, checker=checker, seller=seller)
    asked = {"kind": ChangeKind.PRICE, "ends_on": contract.ends_on, "reason": "Steel", "now": NOW}
    with pytest.raises(ContractRefused):
        propose_change(contract=contract, minor=VALUE * 4 // 10, actor=buyer, **asked)
    with pytest.raises(ContractRefused):
        propose_change(contract=contract, minor=VALUE, actor=buyer, **asked)
    change = propose_change(contract=contract, minor=VALUE - 1_000_000, actor=buyer, **asked)
    with pytest.raises(NotAtThisStep):
        propose_change(contract=contract, minor=VALUE + 1, actor=seller, **asked)
    with pytest.raises(NotAtThisStep):
        decide_change(change=change, agrees=True, actor=checker, now=NOW)
    with pytest.raises(Forbidden):
        decide_change(change=change, agrees=True, actor=supplier_actor("2018100013"), now=NOW)
    decide_change(change=change, agrees=True, actor=seller, now=NOW)
    with pytest.raises(NotAtThisStep):
        decide_change(change=change, agrees=False, actor=seller, now=NOW)
    contract.refresh_from_db()
    assert contract.minor == VALUE - 1_000_000
    assert sum(contract.milestones.values_list("minor", flat=True)) == contract.minor
    # Who promises more money by agreeing accepts nothing under the contract afterwards.
    longer = propose_change(contract=contract, minor=VALUE + 5, actor=seller, **asked)
    decide_change(change=longer, agrees=True, actor=checker, now=NOW)
    assert Change.objects.get(pk=longer.pk).state == "agreed"
    assert Contract.objects.get(pk=contract.pk).minor == VALUE - 1_000_000
    delivery = record_delivery(milestone=contract.milestones.get(position=2), note="", actor=seller, now=NOW)
    with pytest.raises(OwnAcceptance):
        inspect_delivery(delivery=delivery, accepted=True, faults="", actor=checker, now=NOW)


def test_a_contract_ends_when_all_is_settled_and_fault_costs_the_guarantee() -> None:
    buyer, checker, seller = official("buyer"), official("checker"), supplier_actor()
    contract = active_contract(buyer)
    guarantee = secured(contract, buyer)
    with pytest.raises(StillOpen):
        finish_contract(contract=contract, actor=buyer, now=NOW)
    accepted(contract, checker=checker, seller=seller)
    ending = {"contract": contract, "supplier_at_fault": True, "actor": buyer, "now": NOW}
    with pytest.raises(StillOpen):
        terminate_contract(reason="No second delivery", **ending)
    Milestone.objects.filter(contract=contract, position=1).update(state=MilestoneState.PAID.value)
    with pytest.raises(ContractRefused):
        terminate_contract(reason=" ", **ending)
    before = Entry.objects.count()
    terminate_contract(reason="No second delivery", **ending)
    assert Entry.objects.count() == before + 1
    guarantee.refresh_from_db()
    assert guarantee.state == GuaranteeState.CALLED.value
    assert set(contract.fundings.values_list("release_reason", flat=True)) == {"No second delivery"}
    with pytest.raises(NotInForce):
        record_delivery(milestone=contract.milestones.get(position=2), note="", actor=seller, now=NOW)
    with pytest.raises(Refusal):
        terminate_contract(reason="Again", **ending)
