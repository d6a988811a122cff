"""From a final award to the last payment, with the real exchange, treasury and trust services of this process."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.contracts.message import contract_name
from madang.contracts.treasury_v1 import ClaimPayment, CommitMoney
from madang.exchange import registry
from madang.exchange.delivery import deliver_pending
from madang.exchange.refusals import NeighbourDown
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.storage import storing
from madang.framework.values import Party, clock
from madang.systems.procurement.domain.contracting import ChangeKind, ChangeState, GuaranteeState
from madang.systems.procurement.models import Contract, Invoice, Release
from madang.systems.procurement.tests.contract_rows import (
    NOW,
    NUMBER,
    OFFICE,
    VALUE,
    budget_line,
    contract_of,
    official,
    secured,
    supplier_actor,
    system,
)
from madang.systems.procurement.usecases.contract.ask_treasury import fund_contract, give_back
from madang.systems.procurement.usecases.contract.change_contract import decide_change, propose_change, withdraw_change
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.end_contract import finish_contract, terminate_contract
from madang.systems.procurement.usecases.contract.pay_invoice import accept_invoice, submit_invoice
from madang.systems.procurement.usecases.contract.sign_contract import send_contract
from madang.systems.procurement.usecases.contract.try_again import settle, try_again, waiting_contracts
from madang.systems.procurement.usecases.permissions import BUYER


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def again(contract: Contract) -> Contract:
    return Contract.objects.select_related("terms", "supplier").get(pk=contract.pk)


def signers() -> tuple[Any, Any]:
    """The buyer's official and the business's representative, each with a device and a certificate."""
    people, issue = system("signatures.tests.signing"), system("signatures.usecases.issue_certificate")
    system("signatures.usecases.found_services").found_services(actor=people.MACHINE, now=NOW)
    buyer, owner = people.new_person("nayun", NOW), people.new_person("dohyun", NOW)
    issue.issue_certificate(
        wanted=issue.Wanted(
            profile="organisation", party=Party.business(NUMBER), name="도현상회", organisation="도현상회"
        ),
        actor=people.MACHINE,
        now=NOW,
    )
    buyer.actor = replace(buyer.actor, kind=ActorKind.OFFICIAL, duties=(Duty(OFFICE, "Office", BUYER),))
    owner.actor = supplier_actor(actor=owner.actor)
    return buyer, owner


def paid_by_the_bank(number: int) -> dict[str, int]:
    """The treasury's own officials pay everything that waits: a batch of two approvers, and the bank's camt.053."""
    bank, pay = system("treasury.tests.bank"), system("treasury.usecases.pay")
    batch = bank.released(*pay.payable())
    entries = [
        bank.entry(f"R{number}-{place}", -one.minor, end_to_end=one.number)
        for place, one in enumerate(batch.orders.order_by("pk"))
    ]
    found: dict[str, int] = bank.take(bank.statement(*entries, number=f"S{number}"))
    deliver_pending(now=NOW)
    return found


def deliver_and_pay(contract: Contract, *, place: int, days: int, checker: Actor, seller: Actor) -> Invoice:
    """One milestone from its delivery, so many days after today, to the claim at the treasury."""
    milestone = contract.milestones.get(position=place)
    delivery = record_delivery(milestone=milestone, note="", actor=seller, now=NOW + timedelta(days=days))
    inspect_delivery(delivery=delivery, accepted=True, faults="", actor=checker, now=NOW + timedelta(days=days))
    bill = {"number": f"INV-{place}", "minor": milestone.minor}
    invoice = submit_invoice(milestone=milestone, actor=seller, now=NOW + timedelta(days=days), **bill)
    accept_invoice(invoice=invoice, actor=checker, now=NOW + timedelta(days=days))
    assert settle(contract=again(contract), now=NOW)
    return Invoice.objects.get(pk=invoice.pk)


def signed_by_both(contract: Contract, buyer: Any, owner: Any, folder: Path) -> Contract:
    """Sent, signed by the official and then by the business, in force; pdfsig reads the file that came back."""
    send_contract(contract=contract, actor=buyer.actor, now=NOW)
    request = buyer.sign(system("signatures.models").SigningRequest.objects.get(), NOW)
    assert again(contract).state == "pending"
    owner.sign(request, NOW)
    deliver_pending(now=NOW)
    contract = again(contract)
    assert (contract.state, contract.signed_at) == ("active", NOW)
    assert settle(contract=contract, now=NOW)
    (folder / "contract.pdf").write_bytes(storing.read_blob(again(contract).terms.signed_id))
    told = subprocess.run(
        ["pdfsig", "-nocert", "contract.pdf"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert told.stdout.count("Signature is Valid.") == 2
    return again(contract)


def changed(contract: Contract, *, more: int, seller: Actor, buyer: Actor) -> Contract:
    """More is delivered than was committed: a second promise, and a milestone of its own."""
    asked = {
        "kind": ChangeKind.SCOPE,
        "minor": contract.minor + more,
        "ends_on": contract.ends_on,
        "reason": "More rooms",
    }
    change = propose_change(contract=contract, actor=seller, now=NOW, **asked)
    decide_change(change=change, agrees=True, actor=buyer, now=NOW)
    assert settle(contract=again(contract), now=NOW)
    change.refresh_from_db()
    assert change.state == ChangeState.IN_FORCE.value
    contract = again(contract)
    assert sum(contract.milestones.values_list("minor", flat=True)) == contract.minor
    return contract


def the_public_knows(contract: Contract) -> None:
    """What was delivered, paid and changed stands in the last release and on the public page."""
    told = [one.body for one in Release.objects.filter(ocid=contract.ocid).order_by("pk")]
    said = told[-1]["contracts"][0]
    done = said["implementation"]
    assert [(one["id"], one["status"]) for one in done["milestones"]] == [("1", "met"), ("2", "met"), ("3", "met")]
    assert done["milestones"][0]["dateMet"] == f"{NOW + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}"
    assert [one["value"]["amount"] for one in done["transactions"]] == [23_946_000, VALUE - 24_000_000, 10_000_000]
    assert {one["payee"]["id"] for one in done["transactions"]} == {f"KR-BRN-{NUMBER}"}
    assert said["value"]["amount"] == VALUE + 10_000_000
    change = next(one for one in told if one["tag"] == ["contractAmendment"])
    assert [(one["releaseID"], one["rationale"]) for one in said["amendments"]] == [(change["id"], "More rooms")]
    page = Client(headers={"accept-language": "en"}).get(f"/procurement/open/process/{contract.ocid}/").content.decode()
    assert "₩23,946,000" in page
    assert "More rooms" in page


def test_from_award_to_the_last_payment(today: None, db: None, tmp_path: Path) -> None:
    line = budget_line()
    buyer, owner = signers()
    checker, seller = official("checker"), owner.actor
    contract = contract_of(buyer.actor, line=line.code)
    assert fund_contract(contract=contract, now=NOW)
    line.refresh_from_db()
    assert line.committed == VALUE
    assert again(contract).commitment.startswith("C2026-")
    guarantee = secured(contract, buyer.actor)
    contract = signed_by_both(contract, buyer, owner, tmp_path)

    # 24,000,000 won, three days late, 0.75 per thousand and day (Enforcement Rule art. 75 no. 2): 54,000 won.
    first = deliver_and_pay(contract, place=1, days=3, checker=checker, seller=seller)
    assert (first.penalty_minor, first.minor) == (54_000, 23_946_000)
    assert paid_by_the_bank(1) == {"paid": 1}
    assert Invoice.objects.get(pk=first.pk).state == "paid"

    contract = changed(contract, more=10_000_000, seller=seller, buyer=buyer.actor)
    for place in (2, 3):
        deliver_and_pay(contract, place=place, days=0, checker=checker, seller=seller)
    # The third invoice is drawn from what the first promise still holds and from the second.
    assert paid_by_the_bank(2) == {"paid": 3}

    finish_contract(contract=contract, actor=buyer.actor, now=NOW)
    assert give_back(contract=again(contract), now=NOW)
    line.refresh_from_db()
    assert line.committed == line.paid == VALUE + 10_000_000 - 54_000
    guarantee.refresh_from_db()
    assert guarantee.state == GuaranteeState.RETURNED.value
    assert waiting_contracts() == []
    steps = list(Release.objects.filter(ocid=contract.ocid).order_by("pk").values_list("step", flat=True))
    assert (steps[0], steps[-1]) == ("contract", "contractTermination")
    assert {"implementation", "implementationUpdate", "contractAmendment"} <= set(steps)
    the_public_knows(contract)


def silent(monkeypatch: pytest.MonkeyPatch, question: type, *, after: bool) -> Any:
    """The treasury falls silent: before it acted, or after it acted and before its answer arrived."""
    name = contract_name(question)
    real = registry._answerers[name]

    def answer(query: Any, envelope: Any) -> Any:
        if after:
            real(query, envelope)
        raise NeighbourDown(system="treasury")

    monkeypatch.setitem(registry._answerers, name, answer)
    return lambda: monkeypatch.setitem(registry._answerers, name, real)


@pytest.mark.parametrize("after", [False, True])
def test_a_silent_treasury_leaves_the_contract_waiting_and_one_commitment(
    today: None, db: None, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    line, buyer, checker = budget_line(), official("buyer"), official("checker")
    contract = contract_of(buyer, line=line.code)
    back = silent(monkeypatch, CommitMoney, after=after)
    assert not fund_contract(contract=contract, now=NOW)
    assert "treasury" in again(contract).terms.waits_for
    assert again(contract).commitment == ""
    back()
    assert try_again(now=NOW) == 1
    commitments = system("treasury.models").Commitment.objects
    assert again(contract).commitment == commitments.get().number
    assert again(contract).terms.waits_for == ""
    line.refresh_from_db()
    assert line.committed == VALUE

    contract.state, contract.signed_at = "active", NOW
    contract.save(update_fields=["state", "signed_at"])
    back = silent(monkeypatch, ClaimPayment, after=after)
    with pytest.raises(AssertionError):
        deliver_and_pay(contract, place=1, days=0, checker=checker, seller=supplier_actor())
    back()
    assert try_again(now=NOW) == 1
    owed = system("treasury.models").Obligation.objects.get()
    assert (owed.minor, owed.verified_by) == (24_000_000, f"account:{checker.account_id}")
    assert waiting_contracts() == []


def test_an_unsigned_contract_is_a_draft_again_and_can_be_sent_again(today: None, db: None) -> None:
    buyer, owner = signers()
    contract = contract_of(buyer.actor, line=budget_line().code)
    fund_contract(contract=contract, now=NOW)
    secured(contract, buyer.actor)
    send_contract(contract=contract, actor=buyer.actor, now=NOW)
    request = system("signatures.models").SigningRequest.objects.get()
    end = system("signatures.usecases.end_signing")
    buyer.sign(request, NOW)
    end.refuse_to_sign(key=request.key, because="The account is wrong.", actor=owner.actor, now=NOW)
    deliver_pending(now=NOW)
    contract = again(contract)
    assert contract.state == "pending"
    assert "The account is wrong." in contract.terms.unsigned_because
    send_contract(contract=contract, actor=buyer.actor, now=NOW)
    assert again(contract).terms.attempt == 2
    assert again(contract).terms.signing_key not in ("", request.key)


def test_what_is_given_up_while_the_treasury_is_silent_leaves_no_promise_behind(
    today: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, buyer = budget_line(), official("buyer")
    contract = contract_of(buyer, line=line.code)
    back = silent(monkeypatch, CommitMoney, after=True)
    assert not fund_contract(contract=contract, now=NOW)
    terminate_contract(contract=contract, reason="Not needed", supplier_at_fault=False, actor=buyer, now=NOW)
    assert not settle(contract=again(contract), now=NOW)
    back()
    line.refresh_from_db()
    assert line.committed == VALUE
    assert try_again(now=NOW) == 1
    line.refresh_from_db()
    assert line.committed == 0
    assert waiting_contracts() == []
    # A change beyond the budget never gets its money; taken back, it stands in nobody's way.
    second = contract_of(buyer, line=line.code)
    assert settle(contract=second, now=NOW)
    Contract.objects.filter(pk=second.pk).update(state="active", signed_at=NOW)
    more = {"kind": ChangeKind.SCOPE, "minor": VALUE * 3, "ends_on": second.ends_on, "reason": "More"}
    change = propose_change(contract=again(second), actor=buyer, now=NOW, **more)
    decide_change(change=change, agrees=True, actor=supplier_actor(), now=NOW)
    assert not settle(contract=again(second), now=NOW)
    withdraw_change(change=change, actor=buyer, now=NOW)
    assert settle(contract=again(second), now=NOW)
    line.refresh_from_db()
    assert line.committed == VALUE
    assert again(second).minor == VALUE
