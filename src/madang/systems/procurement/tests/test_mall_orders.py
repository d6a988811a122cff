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

from madang.framework.identity.may import Forbidden
from madang.framework.law import pack, use_country
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.procurement.domain.catalogue import FIELDS
from madang.systems.procurement.models import (
    Catalogue,
    CatalogueItem,
    Contract,
    MallOrder,
    Milestone,
    Sanction,
    Supplier,
)
from madang.systems.procurement.tests.contract_rows import budget_line
from madang.systems.procurement.tests.supply_world import (
    BUYER,
    KEEPER,
    NOW,
    TODAY,
    acting,
    enter,
    signed_in,
    supplier,
)
from madang.systems.procurement.tests.test_mall_rules import BOMB, CATALOGUE, THING, schema
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.contract.try_again import waiting_contracts
from madang.systems.procurement.usecases.mall import cart, decide_catalogue, place_order, submit_catalogue
from madang.systems.procurement.usecases.mall.export import catalogue_xml
from madang.systems.procurement.usecases.mall.load_demo import load_mall_demo
from madang.systems.procurement.usecases.mall.place_order import Choice
from madang.systems.procurement.usecases.supply.declare import DeclarationRefused
from madang.systems.procurement.usecases.supply.load_demo import load_supply_demo
from madang.systems.procurement.usecases.supply.name_account import name_account
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


def on_sale(number: str, price: int, *, name: str = "", also: int = 0) -> CatalogueItem:
    """One item of a new supplier, published; beside it pens for `also`."""
    made = supplier(number, name=name or f"업체 {number}")
    pens = f"\nP-1,볼펜,44121701,볼펜,DZN,{also},1,500,5".encode() if also else b""
    sent = submit_catalogue.submit_catalogue(
        supplier=made, data=csv_of(price) + pens, sent=SENT, actor=acting(number), now=NOW
    )
    decide_catalogue.publish_catalogue(catalogue=sent, actor=KEEPER, now=NOW)
    return CatalogueItem.objects.get(catalogue=sent, code="A-0")


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
    assert Message.objects.filter(party_key=made.number, body__contains="비쌉니다").count() == 1
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        held.items.update(minor=1)


def test_who_has_not_said_where_to_be_paid_sells_nothing():
    unpaid = supplier()
    name_account(supplier=unpaid, account=" 004-1 ", holder="한빛문구", actor=acting(unpaid.number), now=NOW)
    assert Supplier.objects.get().account == "004-1"
    for actor, refused in ((acting(unpaid.number), DeclarationRefused), (acting("1000000002"), Forbidden)):
        with pytest.raises(refused):
            name_account(supplier=unpaid, account=" ", holder="\n", actor=actor, now=NOW)
    unpaid.account = ""
    with pytest.raises(submit_catalogue.NoAccount):
        submit_catalogue.submit_catalogue(
            supplier=unpaid, sent=SENT, data=csv_of(5), actor=acting(unpaid.number), now=NOW
        )


def submitted(*, provider: str) -> bytes:
    """A UBL catalogue by this business."""
    from madang.systems.procurement.formats.ubl import Side, write_catalogue

    return write_catalogue(catalogue=replace(CATALOGUE, provider=Side(number=provider, name="x"), things=[THING]))


def contract_of(order: MallOrder) -> Contract:
    """The order's contract as it stands."""
    return Contract.objects.select_related("terms", "supplier").get(pk=order.contract_id)


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


def test_a_large_order_of_several_classes_is_placed_after_comparing_and_keeps_what_was_compared():
    """From 50,000,000 won on, five suppliers' offers, or all where there are fewer; so much of one class competes anew."""
    dear, cheap = on_sale("1000000001", 200_000, also=100_000), on_sale("1000000002", 199_000)
    pens = CatalogueItem.objects.get(unspsc="44121701")

    def large(**choice: object) -> MallOrder:
        cart.put_in_cart(office=OFFICE, item=pens, quantity=Decimal(10), actor=BUYER, now=NOW)
        return ordered(dear, 245, **choice)

    with pytest.raises(place_order.NotCompared):
        large()
    with pytest.raises(place_order.NotCompared):
        large(compared_total=49_999_999)
    with pytest.raises(place_order.OrderUnfit) as refused:
        large(compared_total=50_000_000)
    assert refused.value.faults[0].place == "reason"
    order = large(compared_total=50_000_000, reason="사흘 먼저 납품")
    compared = {one["item"]: [offer["supplier"] for offer in one["offers"]] for one in order.compared}
    assert compared == {dear.pk: ["1000000002", "1000000001"], pens.pk: ["1000000001"]}
    assert ordered(cheap, 250).compared == []


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
