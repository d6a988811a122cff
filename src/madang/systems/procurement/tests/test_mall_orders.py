"""From a supplier's file to an accepted delivery."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from madang.contracts.treasury_v1 import CommitMoney
from madang.framework.identity.may import Forbidden
from madang.framework.law import pack, use_country
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.procurement.domain.catalogue import FIELDS
from madang.systems.procurement.models import (
    CartLine,
    Catalogue,
    CatalogueItem,
    Contract,
    MallOrder,
    Milestone,
    Release,
    Sanction,
    Supplier,
)
from madang.systems.procurement.tests.contract_rows import budget_line
from madang.systems.procurement.tests.supply_world import (
    BUYER,
    KEEPER,
    NOW,
    SECOND_BUYER,
    TODAY,
    acting,
    enter,
    signed_in,
    supplier,
)
from madang.systems.procurement.tests.test_contract_journey import paid_by_the_bank, silent
from madang.systems.procurement.tests.test_mall_rules import BOMB, CATALOGUE, THING, schema
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.contract.contract_refusals import OwnAcceptance
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.end_contract import finish_contract
from madang.systems.procurement.usecases.contract.listed import listed
from madang.systems.procurement.usecases.contract.open_draft import NotFunded
from madang.systems.procurement.usecases.contract.pay_invoice import accept_invoice, submit_invoice
from madang.systems.procurement.usecases.contract.try_again import settle, try_again, waiting_contracts
from madang.systems.procurement.usecases.contract.waiting import waiting_work
from madang.systems.procurement.usecases.mall import answer_order, cart, decide_catalogue, place_order, submit_catalogue
from madang.systems.procurement.usecases.mall.export import catalogue_xml, order_xml
from madang.systems.procurement.usecases.mall.load_demo import load_mall_demo
from madang.systems.procurement.usecases.mall.place_order import Choice
from madang.systems.procurement.usecases.supply.load_demo import load_supply_demo
from madang.systems.procurement.usecases.supply.record import record_of
from madang.systems.procurement.usecases.supply.standing import MayNotSupply, why_not

pytestmark = pytest.mark.django_db
OFFICE = "1741000"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


SENT = submit_catalogue.Sent(title="문구", from_on=TODAY, until_on=date(2026, 12, 31))
HEAD = ",".join(FIELDS)


def csv_of(*prices: int) -> bytes:
    """A catalogue of boxes of paper at these prices."""
    rows = [f"A-{place},=복사용지 {place},14111507,복사용지,BX,{price},1,500,5" for place, price in enumerate(prices)]
    return "\n".join([HEAD, *rows]).encode()


def on_sale(number: str, price: int, *, name: str = "") -> CatalogueItem:
    """One item of a new supplier, published."""
    made = supplier(number, name=name or f"업체 {number}")
    sent = submit_catalogue.submit_catalogue(
        supplier=made, data=csv_of(price), sent=SENT, actor=acting(number), now=NOW
    )
    decide_catalogue.publish_catalogue(catalogue=sent, actor=KEEPER, now=NOW)
    return CatalogueItem.objects.get(catalogue=sent)


def ordered(item: CatalogueItem, quantity: int = 3, **choice: object) -> MallOrder:
    """An order of one item by the buyer."""
    cart.put_in_cart(office=OFFICE, item=item, quantity=Decimal(quantity), actor=BUYER, now=NOW)
    given = Choice(**({"place": "별관 2층", "line": "2026/1100/22/1"} | choice))  # type: ignore[arg-type]
    return place_order.place_order(office=OFFICE, supplier=item.catalogue.supplier, choice=given, actor=BUYER, now=NOW)


def test_a_catalogue_is_taken_whole_or_not_at_all():
    made, actor = supplier(), acting("1000000001")
    submit = {"supplier": made, "sent": SENT, "now": NOW}
    for data, faults in (
        (csv_of(0, 100, -1), 2),
        (BOMB, 2),
        (b"\xff\xfe", 1),
        (b"code,title\n1,2", 1),
        (HEAD.encode(), 1),
        (f'{HEAD}\n"open'.encode(), 1),
    ):
        with pytest.raises(submit_catalogue.CatalogueRefused) as refused:
            submit_catalogue.submit_catalogue(**submit, data=data, actor=actor)
        assert len(refused.value.faults) == faults, data
    late = replace(SENT, title="", until_on=TODAY - timedelta(days=1))
    with pytest.raises(submit_catalogue.CatalogueRefused) as refused:
        submit_catalogue.submit_catalogue(**(submit | {"sent": late}), data=csv_of(5), actor=actor)
    assert {fault.place for fault in refused.value.faults} == {"title", "until_on"}
    with pytest.raises(submit_catalogue.CatalogueRefused):
        submit_catalogue.submit_catalogue(**submit, data=submitted(provider="1010100014"), actor=actor)
    with pytest.raises(Forbidden):
        submit_catalogue.submit_catalogue(**submit, data=csv_of(5), actor=acting("1000000002"))
    unpaid = supplier("1000000003")
    unpaid.account = ""
    with pytest.raises(submit_catalogue.NoAccount):
        submit_catalogue.submit_catalogue(**(submit | {"supplier": unpaid}), data=csv_of(5), actor=acting("1000000003"))
    assert not Catalogue.objects.exists()
    held = submit_catalogue.submit_catalogue(**submit, data=submitted(provider=made.number), actor=actor)
    assert (held.title, held.items.count(), held.items.first().minor) == ("문구", 1, 23500)
    schema("Catalogue").assertValid(etree.fromstring(catalogue_xml(catalogue=held)))
    for actor_of_nothing in (BUYER, actor):
        with pytest.raises(Forbidden):
            decide_catalogue.publish_catalogue(catalogue=held, actor=actor_of_nothing, now=NOW)
    with pytest.raises(decide_catalogue.ReasonMissing):
        decide_catalogue.return_catalogue(catalogue=held, reason=" ", actor=KEEPER, now=NOW)
    decide_catalogue.return_catalogue(catalogue=held, reason="단가계약보다 비쌉니다.", actor=KEEPER, now=NOW)
    with pytest.raises(decide_catalogue.CatalogueDecided):
        decide_catalogue.publish_catalogue(catalogue=held, actor=KEEPER, now=NOW)
    assert "비쌉니다" in Message.objects.get(party_key=made.number).body
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        held.items.update(minor=1)


def submitted(*, provider: str) -> bytes:
    """A UBL catalogue by this business."""
    from madang.systems.procurement.formats.ubl import Side, write_catalogue

    return write_catalogue(catalogue=replace(CATALOGUE, provider=Side(number=provider, name="x"), things=[THING]))


def the_public_knows(item):
    """What was ordered, and that it came."""
    told = Release.objects.get(step="implementation").body["contracts"][0]
    assert [(one["quantity"], one["classification"]["id"]) for one in told["items"]] == [(3, item.unspsc)]
    due, met = ("2026-03-14T00:00:00Z", f"{TODAY}T00:00:00Z")
    assert told["implementation"]["milestones"] == [
        {"id": "1", "type": "delivery", "dueDate": due, "dateMet": met, "status": "met"}
    ]


def test_an_order_goes_from_the_cart_to_the_payment_of_what_another_official_accepted():
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

    milestone = contract.milestones.get()
    delivery = record_delivery(milestone=milestone, note="2층", actor=seller, now=late)
    assert [[work.number for work in waiting_work(one, late)] for one in (SECOND_BUYER, BUYER)] == [
        [order.number],
        [],
    ]
    verdict = {"delivery": delivery, "accepted": True, "faults": "", "now": late}
    with pytest.raises(OwnAcceptance):
        inspect_delivery(**verdict, actor=BUYER)
    inspect_delivery(**verdict, actor=SECOND_BUYER)
    assert record_of(supplier=order.supplier, on=TODAY).on_time == 1
    invoice = submit_invoice(milestone=milestone, number="1", minor=60000, actor=seller, now=late)
    accept_invoice(invoice=invoice, actor=SECOND_BUYER, now=late)
    assert settle(contract=contract_of(order), now=late)
    assert paid_by_the_bank(1) == {"paid": 1}
    finish_contract(contract=contract_of(order), actor=BUYER, now=late)
    assert settle(contract=contract_of(order), now=late)
    line.refresh_from_db()
    assert (line.committed, line.paid) == (60000, 60000)
    steps = list(Release.objects.order_by("pk").values_list("step", flat=True))
    assert steps == ["contract", "implementation", "implementationUpdate", "contractTermination"]
    the_public_knows(item)


def contract_of(order: MallOrder) -> Contract:
    """The order's contract as it stands."""
    return Contract.objects.select_related("terms", "supplier").get(pk=order.contract_id)


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


def test_what_is_not_on_sale_cannot_be_ordered():
    item = on_sale("1000000001", 20000)
    put = {"office": OFFICE, "item": item, "now": NOW}
    with pytest.raises(cart.QuantityUnfit):
        cart.put_in_cart(**put, quantity=Decimal("1.5"), actor=BUYER)
    with pytest.raises(Forbidden):
        cart.put_in_cart(**(put | {"office": "PPS"}), quantity=Decimal(1), actor=BUYER)
    with pytest.raises(cart.NotOnSale):
        cart.put_in_cart(**(put | {"now": NOW + timedelta(days=400)}), quantity=Decimal(1), actor=BUYER)
    with pytest.raises(place_order.OrderUnfit) as refused:
        ordered(item, place=" ", line="")
    assert [fault.place for fault in refused.value.faults] == ["place", "line"]
    Sanction.objects.create(
        number="S1",
        supplier=item.catalogue.supplier,
        ground="fraud",
        facts="x",
        office=OFFICE,
        state="decided",
        proposed_at=NOW,
        proposed_by="a",
        opinion_due_on=TODAY,
        decided_at=NOW,
        decided_by="b",
        reasons="x",
        from_on=TODAY,
        until_on=TODAY + timedelta(days=30),
    )
    with pytest.raises(MayNotSupply) as barred:
        ordered_from_cart(item)
    assert [fault.code for fault in barred.value.faults] == ["procurement.supplier.sanctioned"]
    with pytest.raises(MayNotSupply):
        submit_catalogue.submit_catalogue(
            supplier=item.catalogue.supplier, data=csv_of(5), sent=SENT, actor=acting("1000000001"), now=NOW
        )
    assert not MallOrder.objects.exists()


def test_what_was_withdrawn_or_is_not_cleared_any_more_cannot_be_ordered():
    other = on_sale("1000000002", 19000)
    cart.put_in_cart(office=OFFICE, item=other, quantity=Decimal(1), actor=BUYER, now=NOW)
    decide_catalogue.withdraw_catalogue(catalogue=other.catalogue, actor=acting("1000000002"), now=NOW)
    with pytest.raises(cart.NotOnSale):
        ordered_from_cart(other)
    old = on_sale("1000000003", 18000)
    month = NOW + timedelta(days=31)
    cart.put_in_cart(office=OFFICE, item=old, quantity=Decimal(1), actor=BUYER, now=month)
    with pytest.raises(MayNotSupply) as expired:
        ordered_from_cart(old, now=month)
    assert [fault.code for fault in expired.value.faults] == ["procurement.supplier.charges_expired"]
    assert not MallOrder.objects.exists()


def ordered_from_cart(item: CatalogueItem, *, now: datetime = NOW) -> MallOrder:
    """The order of what stands in the cart already."""
    choice = Choice(place="x", line="2026/1100/22/1")
    return place_order.place_order(office=OFFICE, supplier=item.catalogue.supplier, choice=choice, actor=BUYER, now=now)


def test_a_large_order_is_placed_after_comparing_and_keeps_what_was_compared():
    """From 50,000,000 won on, five suppliers' offers, or all where there are fewer."""
    dear, cheap = on_sale("1000000001", 200_000), on_sale("1000000002", 199_000)
    with pytest.raises(place_order.NotCompared):
        ordered(dear, 250)
    with pytest.raises(place_order.NotCompared):
        ordered(dear, 250, compared_total=49_999_999)
    with pytest.raises(place_order.OrderUnfit) as refused:
        ordered(dear, 250, compared_total=50_000_000)
    assert refused.value.faults[0].place == "reason"
    assert ordered(dear, 249).compared == []
    order = ordered(dear, 250, compared_total=50_000_000, reason="사흘 먼저 납품")
    assert [one["supplier"] for one in order.compared[0]["offers"]] == ["1000000002", "1000000001"]
    assert ordered(cheap, 260, compared_total=51_740_000).choice_reason == ""


def test_the_pages_from_the_file_to_the_delivery(client):
    number, now = enter(), clock.now()
    today, line = timezone.localdate(now), budget_line()
    supplier(number, name="도현상회", cleared_on=today)
    shop = signed_in("dohyun", person="person-dohyun", business=number)
    mine = reverse("procurement:my_catalogues")
    file = SimpleUploadedFile("prices.csv", csv_of(0, 100))
    sent = {"do": "send", "title": "문구", "from_on": today, "until_on": today + timedelta(days=90)}
    page = shop.post(mine, sent | {"file": file})
    assert page.status_code == 422
    assert "line 2 price: is no price" in page.content.decode()
    assert shop.post(mine, sent | {"file": SimpleUploadedFile("prices.csv", csv_of(100))}).status_code == 302
    held = Catalogue.objects.get()
    buyer = signed_in("buyer", duty=permissions.BUYER)
    keeper = signed_in("mallkeeper", duty=permissions.BUYER, office="PPS")
    desk = reverse("procurement:catalogue", args=[held.number])
    assert buyer.get(reverse("procurement:catalogues")).status_code == 403
    assert buyer.post(desk, {"do": "publish"}).status_code == 403
    assert held.number in keeper.get(reverse("procurement:catalogues")).content.decode()
    assert keeper.post(desk, {"do": "return", "reason": ""}).status_code == 422
    assert keeper.post(desk, {"do": "publish"}).status_code == 302
    listed = client.get(reverse("procurement:mall"), {"q": "복사용지 도현"})
    assert "=복사용지 0" in listed.content.decode()
    exported = client.get(reverse("procurement:mall"), {"format": "csv"})
    assert "\n'=복사용지" in b"".join(exported.streaming_content).decode()
    _order_and_confirm(client, shop, buyer, keeper, number, line.code)
    assert shop.get(reverse("procurement:my_catalogue_file", args=[held.number])).status_code == 200


def _order_and_confirm(client: Client, shop: Client, buyer: Client, keeper: Client, number: str, line: str) -> None:
    item = reverse("procurement:mall_item", args=[CatalogueItem.objects.get().pk])
    assert client.get(item).status_code == 200
    assert shop.post(item, {"quantity": "3"}).status_code == 403
    assert buyer.post(item, {"quantity": "0.5"}).status_code == 422
    assert buyer.post(item, {"quantity": "3"}).status_code == 302
    basket = reverse("procurement:cart")
    assert line in buyer.get(basket).content.decode()
    order = {"do": "order", "supplier": number, "line": line, "place": "별관"}
    for wrong in ({"place": ""}, {"line": "2026/9999/22/9"}):
        assert buyer.post(basket, order | wrong).status_code == 422
    assert buyer.post(basket, order).status_code == 302
    made = MallOrder.objects.get()
    theirs, ours = (reverse(f"procurement:{name}", args=[made.number]) for name in ("my_order", "mall_order"))
    assert keeper.get(ours).status_code == 404
    assert contract_of(made).commitment in buyer.get(ours).content.decode()
    contracts = [reverse(f"procurement:{name}", args=[made.number]) for name in ("my_contract", "desk_contract")]
    assert [shop.get(contracts[0]).status_code, buyer.get(contracts[1]).status_code] == [404, 404]
    assert shop.post(theirs, {"do": "confirm"}).status_code == 302
    for reader, page, contract in ((shop, theirs, contracts[0]), (buyer, ours, contracts[1])):
        assert contract in reader.get(page).content.decode()
        assert reader.get(contract).status_code == 200
    for reader, name in ((buyer, "mall_order_file"), (shop, "my_order_file")):
        schema("Order").assertValid(
            etree.fromstring(reader.get(reverse(f"procurement:{name}", args=[made.number])).content)
        )
    assert made.number in shop.get(reverse("procurement:my_orders")).content.decode()
    assert made.number in buyer.get(reverse("procurement:mall_orders")).content.decode()


@pytest.mark.parametrize(("country", "activity"), [("kr", "1100-1131-301"), ("xx", "H1-10-02")])
def test_the_demonstration_has_suppliers_of_every_standing_and_a_mall(country, activity):
    with use_country(country):
        for register in ("population", "businesses"):
            import_module(f"madang.systems.{register}.demo").load_demo(
                country=country, population=20, now=clock.now(), progress=lambda *_told: None
            )
        now = clock.now()
        named = pack().data("demo")["businesses"]
        assert load_supply_demo(now=now) == 60 + len(named) == load_supply_demo(now=now)
        today = timezone.localdate(now)
        owners = Supplier.objects.filter(name__in=[row["name"] for row in named])
        assert [why_not(supplier=one, on=today) for one in owners] == [()] * len(named)
        codes = {code for one in Supplier.objects.all() for code in why_not(supplier=one, on=today)}
        assert codes == {f"procurement.supplier.{one}" for one in ("sanctioned", "charges_owes", "charges_expired")}
        assert Sanction.objects.filter(state="notified").count() == 1
        codes = {"office": pack().data("procurement/demo")["buying_office"], "activity": activity}
        line = budget_line(minor=1_000_000_000, **codes)
        assert load_mall_demo(now=now) == load_mall_demo(now=now) == 155
        states = set(MallOrder.objects.values_list("state", flat=True))
        assert states == {"placed", "confirmed", "declined", "cancelled"}
        parts = set(Milestone.objects.filter(contract__mall_order__state="confirmed").values_list("state", flat=True))
        assert parts == {"open", "delivered", "accepted", "invoiced"}
        line.refresh_from_db()
        alive = MallOrder.objects.filter(state__in=["placed", "confirmed"])
        assert line.committed == sum(alive.values_list("minor", flat=True))
        assert waiting_contracts() == []
        assert set(CatalogueItem.objects.values_list("catalogue__currency", flat=True)) == {pack().currency}
        assert why_not(supplier=Catalogue.objects.get(state="submitted").supplier, on=today) == ()
        late = [record_of(supplier=one, on=timezone.localdate(now)).late_days for one in Supplier.objects.all()]
        assert any(late)
