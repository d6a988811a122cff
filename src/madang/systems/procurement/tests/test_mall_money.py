"""The money of an order: committed before the supplier is bound, paid after another official accepted, given back otherwise."""

from datetime import timedelta

import pytest
from lxml import etree

from madang.contracts.treasury_v1 import CommitMoney
from madang.framework.identity.may import Forbidden
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.procurement.models import (
    CartLine,
    Contract,
    MallOrder,
    Release,
)
from madang.systems.procurement.tests.contract_rows import budget_line
from madang.systems.procurement.tests.supply_world import (
    BUYER,
    NOW,
    SECOND_BUYER,
    TODAY,
    acting,
)
from madang.systems.procurement.tests.test_contract_journey import paid_by_the_bank, silent
from madang.systems.procurement.tests.test_mall_orders import contract_of, on_sale, ordered, ordered_from_cart
from madang.systems.procurement.tests.test_mall_rules import schema
from madang.systems.procurement.usecases.contract.contract_refusals import OwnAcceptance
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.end_contract import finish_contract
from madang.systems.procurement.usecases.contract.listed import listed
from madang.systems.procurement.usecases.contract.open_draft import NotFunded
from madang.systems.procurement.usecases.contract.pay_invoice import accept_invoice, submit_invoice
from madang.systems.procurement.usecases.contract.try_again import settle, try_again, waiting_contracts
from madang.systems.procurement.usecases.contract.waiting import waiting_work
from madang.systems.procurement.usecases.mall import answer_order, place_order
from madang.systems.procurement.usecases.mall.export import order_xml
from madang.systems.procurement.usecases.supply.record import record_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_an_order_binds_the_supplier_when_its_money_stands_and_not_before():
    line = budget_line()
    item = on_sale("1000000001", 20000)
    order, seller = ordered(item, line=line.code), acting("1000000001")
    assert (order.minor, str(order.deliver_by), order.compared) == (60000, "2026-03-14", [])
    assert not CartLine.objects.exists()
    schema("Order").assertValid(etree.fromstring(order_xml(order=order)))
    with pytest.raises(place_order.CartEmpty):
        ordered_from_cart(item)
    with pytest.raises(NotFunded):
        answer_order.confirm_order(order=order, actor=seller, now=NOW)
    contract = funded(order)
    line.refresh_from_db()
    assert line.committed == 60000
    with pytest.raises(Forbidden):
        answer_order.confirm_order(order=order, actor=acting("1000000002"), now=NOW)
    # Two days late: what is due on a day gone by is due on the day of the confirmation.
    late = NOW + timedelta(days=7)
    answer_order.confirm_order(order=order, actor=seller, now=late)
    contract.refresh_from_db()
    assert (contract.state, contract.ocid, str(contract.ends_on)) == ("active", order.ocid, "2026-03-16")
    with pytest.raises(answer_order.NotThatStep):
        answer_order.cancel_order(order=order, reason="늦었음", actor=BUYER, now=late)


def test_what_another_official_accepted_is_paid_and_the_contract_ended():
    line, at = budget_line(), {"now": NOW}
    order, seller = ordered(on_sale("1000000001", 20000), line=line.code), acting("1000000001")
    contract = funded(order)
    answer_order.confirm_order(order=order, actor=seller, **at)
    milestone = contract.milestones.get()
    delivery = record_delivery(milestone=milestone, note="2층", actor=seller, **at)
    assert [[work.number for work in waiting_work(one, NOW)] for one in (SECOND_BUYER, BUYER)] == [
        [order.number],
        [],
    ]
    verdict = {"delivery": delivery, "accepted": True, "faults": "", **at}
    with pytest.raises(OwnAcceptance):
        inspect_delivery(**verdict, actor=BUYER)
    inspect_delivery(**verdict, actor=SECOND_BUYER)
    assert record_of(supplier=order.supplier, on=TODAY).on_time == 1
    invoice = submit_invoice(milestone=milestone, number="1", minor=60000, actor=seller, **at)
    accept_invoice(invoice=invoice, actor=SECOND_BUYER, **at)
    assert settle(contract=contract_of(order), **at)
    assert paid_by_the_bank(1) == {"paid": 1}
    finish_contract(contract=contract_of(order), actor=BUYER, **at)
    assert settle(contract=contract_of(order), **at)
    line.refresh_from_db()
    assert (line.committed, line.paid) == (60000, 60000)
    steps = list(Release.objects.order_by("pk").values_list("step", flat=True))
    assert steps == ["contract", "implementation", "implementationUpdate", "contractTermination"]
    # The public knows what was ordered, and that it came.
    told = Release.objects.get(step="implementation").body["contracts"][0]
    assert [one["quantity"] for one in told["items"]] == [3]
    (came,) = told["implementation"]["milestones"]
    assert (came["type"], came["dueDate"], came["status"]) == ("delivery", "2026-03-14T00:00:00Z", "met")


def funded(order: MallOrder) -> Contract:
    """The order's contract, whose money the treasury committed; the supplier hears of it only then."""
    told = Message.objects.filter(party_key=order.supplier.number, template="procurement/order_placed")
    assert not told.exists()
    assert settle(contract=contract_of(order), now=NOW)
    assert told.count() == 1
    return contract_of(order)


@pytest.mark.parametrize("after", [False, True])
def test_a_silent_treasury_leaves_the_order_waiting_and_what_comes_to_nothing_gives_its_money_back(
    monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    line = budget_line()
    item = on_sale("1000000001", 20000)
    order, gone = ordered(item, line=line.code), ordered(item, 5, line=line.code)
    back = silent(monkeypatch, CommitMoney, after=after)
    assert try_again(now=NOW) == 0
    waiting = contract_of(order)
    assert ("treasury" in waiting.terms.waits_for, waiting.commitment) == (True, "")
    with pytest.raises(answer_order.StepUnfit):
        answer_order.cancel_order(order=gone, reason=" ", actor=BUYER, now=NOW)
    answer_order.cancel_order(order=gone, reason="수량을 잘못 적음", actor=BUYER, now=NOW)
    with pytest.raises(NotFunded):
        answer_order.confirm_order(order=order, actor=acting("1000000001"), now=NOW)
    back()
    assert try_again(now=NOW) == 2
    line.refresh_from_db()
    assert line.committed == 60000
    answer_order.decline_order(order=order, reason="재고가 없음", actor=acting("1000000001"), now=NOW)
    assert try_again(now=NOW) == 1
    line.refresh_from_db()
    assert (line.committed, contract_of(order).state, waiting_contracts()) == (0, "cancelled", [])
    # Nobody finds an order that came to nothing among the contracts, nor one that waits.
    assert not listed().exists()
