"""The pages of a contract: the buyer makes and accepts, the supplier delivers and bills, everybody reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve, reverse

from madang.framework.cases.other_work import work_of
from madang.framework.identity.access import access_of
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.who import actor_of
from madang.framework.ui import menu
from madang.framework.values import clock
from madang.systems.procurement.models import Award, Contract, Delivery, Invoice, Milestone
from madang.systems.procurement.tests.contract_rows import (
    NOW,
    NUMBER,
    OFFICE,
    TODAY,
    active_contract,
    award_of,
    budget_line,
    official,
    supplier_actor,
)
from madang.systems.procurement.usecases.contract.load_demo import load_contract_demo
from madang.systems.procurement.usecases.permissions import BUYER, CUSTODIAN, EVALUATOR, INTEGRITY, REVIEWER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def buyer_account(login: str, office: str = OFFICE) -> Account:
    place, _made = Office.objects.get_or_create(code=office, defaults={"name": "행정안전부", "name_en": "Ministry"})
    account = Account.objects.create(login=login, name=login.title(), created_at=NOW, language="en")
    DutyAssignment.objects.create(account=account, office=place, duty=BUYER, assigned_from=TODAY - timedelta(days=9))
    return account


def seller(number: str = NUMBER) -> Client:
    """A browser of one who acts for the business."""
    person = f"person-{number}"
    actor = supplier_actor(number, actor=Actor(kind=ActorKind.RESIDENT, name="Park", person=person))
    mandate = actor.acting_for.mandate_id if actor.acting_for else ""
    account = Account.objects.create(login=f"s{number}", name="Park", person=person, created_at=NOW, language="en")
    return signed_in(account, mandate=mandate)


def draft(award: Award, line: str) -> dict[str, object]:
    first = {"title_1": "Chairs", "due_1": TODAY, "percent_1": 40}
    second = {"title_2": "Tables", "due_2": TODAY + timedelta(days=60), "percent_2": 60}
    typed = {"line": line, "account": "004-12345678901", "holder": award.supplier.name, "defect_percent": 3}
    return {**typed, **first, **second, "starts_on": TODAY, "ends_on": TODAY + timedelta(days=60)}


def test_a_buyer_drafts_a_contract_and_its_money_is_committed() -> None:
    line, award = budget_line(), award_of()
    client = signed_in(buyer_account("buyer"))
    assert award.tender.title in client.get("/procurement/desk/contracts/").content.decode()
    page = f"/procurement/desk/contracts/new/{award.number}/"
    assert line.code in client.get(page).content.decode()
    wrong = client.post(page, {**draft(award, line.code), "percent_2": 50, "due_1": ""})
    assert wrong.status_code == 422
    assert "Fill in the whole milestone" in wrong.content.decode() or "required" in wrong.content.decode()
    uneven = client.post(page, {**draft(award, line.code), "percent_2": 50})
    assert "sum to 100 percent" in uneven.content.decode()
    made = client.post(page, draft(award, line.code))
    contract = Contract.objects.get()
    assert made.url == f"/procurement/desk/contracts/{contract.number}/"
    assert contract.commitment
    shown = client.get(made.url).content.decode()
    assert contract.commitment in shown
    assert "Send for signature" in shown
    refused = client.post(made.url, {"do": "send"})
    assert refused.status_code == 422
    assert "not joined to a person" in refused.content.decode()
    assert signed_in(buyer_account("foreign", "3000000")).get(made.url).status_code == 404
    assert Client().get(f"/procurement/contracts/{contract.number}/").status_code == 404


def test_supplier_and_buyer_from_delivery_to_an_accepted_invoice() -> None:
    contract, checker, supplier = active_contract(official("maker")), buyer_account("checker"), seller()
    buyer = signed_in(checker)
    mine, desk = f"/procurement/my/contracts/{contract.number}/", f"/procurement/desk/contracts/{contract.number}/"
    assert contract.number in supplier.get("/procurement/my/contracts/").content.decode()
    assert seller("2018100013").get(mine).status_code == 404
    first = Milestone.objects.get(contract=contract, position=1)
    assert supplier.post(mine, {"do": "deliver", "key": "99999999"}).status_code == 404
    assert (
        supplier.post(mine, {"do": "deliver", "key": first.pk, f"deliver-{first.pk}-note": "40 chairs"}).status_code
        == 302
    )
    work = work_of(actor_of(account=checker, now=NOW), now=NOW)
    assert [(one.number, one.due_on) for one in work] == [(contract.number, TODAY + timedelta(days=14))]

    delivery = Delivery.objects.get()
    assert "40 chairs" in buyer.get(desk).content.decode()
    empty = buyer.post(desk, {"do": "refuse_delivery", "key": delivery.pk})
    assert empty.status_code == 422
    assert buyer.post(desk, {"do": "accept_delivery", "key": delivery.pk}).status_code == 302
    bill = {"do": "invoice", "key": first.pk, f"invoice-{first.pk}-number": "INV-1"}
    wrong = supplier.post(mine, {**bill, f"invoice-{first.pk}-minor": first.minor + 1})
    assert "for the whole value" in wrong.content.decode()
    assert supplier.post(mine, {**bill, f"invoice-{first.pk}-minor": first.minor}).status_code == 302
    invoice = Invoice.objects.get()
    waits = buyer.post(desk, {"do": "accept_invoice", "key": invoice.pk}, follow=True).content.decode()
    # The commitment of these rows is unknown to the treasury: its no stands on the page, and nothing is lost.
    assert "waits for a neighbour" in waits
    assert Invoice.objects.get().state == "accepted"


def test_everybody_reads_a_contract_and_both_sides_agree_to_a_change() -> None:
    contract, supplier, buyer = active_contract(official("maker")), seller(), signed_in(buyer_account("checker"))
    mine, desk = f"/procurement/my/contracts/{contract.number}/", f"/procurement/desk/contracts/{contract.number}/"
    anybody = Client(headers={"accept-language": "en"})
    public = anybody.get(f"/procurement/contracts/{contract.number}/").content.decode()
    assert "004-12345678901" not in public
    assert "Accepted: 0 %" in public
    korean = Client(headers={"accept-language": "ko"}).get("/procurement/contracts/").content.decode()
    assert "공공계약" in korean
    change = {"do": "propose", "propose-kind": "price", "propose-reason": "Steel", "propose-ends_on": contract.ends_on}
    assert supplier.post(mine, {**change, "propose-minor": contract.minor - 5}).status_code == 302
    asked = contract.changes.get()
    assert buyer.post(desk, {"do": "agree", "key": asked.pk}).status_code == 302
    assert Contract.objects.get(pk=contract.pk).minor == contract.minor - 5


def test_a_desk_stands_in_the_menu_of_those_who_may_open_it() -> None:
    desks = [reverse(f"procurement:{name}") for name in ("own_tenders", "evaluations", "contract_desk")]
    desks += [reverse(f"procurement:{name}") for name in ("sanction_desk", "indicators")]
    for duty in (BUYER, CUSTODIAN, EVALUATOR, REVIEWER, INTEGRITY):
        led = {address for address, _title in menu.entries(role="official", duties=frozenset({duty}))}
        open_to = {desk for desk in desks for one in access_of(resolve(desk).func) or () if duty in one.duties}
        assert led.intersection(desks) == open_to, duty


def test_the_demonstration_makes_contracts_of_the_awards_that_there_are() -> None:
    assert load_contract_demo(now=NOW) == 0
    budget_line(minor=1_000_000_000)
    buyer_account("buyer")
    buyer_account("buyer2")
    for _place in range(3):
        award_of()
    assert load_contract_demo(now=NOW) == 3
    assert load_contract_demo(now=NOW) == 0
    assert list(Contract.objects.order_by("pk").values_list("state", flat=True)) == ["pending", "active", "active"]
    assert not Contract.objects.filter(commitment="").exists()
    assert Delivery.objects.filter(accepted=None).count() == 1
    assert Invoice.objects.count() == 1
