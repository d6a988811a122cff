"""The second round of the mall: who is asked, sealed offers, and the order at the price that was offered."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from madang.framework.identity.may import Forbidden
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.procurement.domain.mall import ComparisonLaw
from madang.systems.procurement.domain.mall_rounds import Offered, competes, needs_reason, offer_fault, ranked
from madang.systems.procurement.models import CartLine, CatalogueItem, MallOffer, MallRound
from madang.systems.procurement.tests.contract_rows import budget_line
from madang.systems.procurement.tests.supply_world import BUYER, NOW, acting, enter, signed_in
from madang.systems.procurement.tests.test_mall_orders import OFFICE, on_sale, ordered
from madang.systems.procurement.tests.test_mall_orders import today as today
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.mall import ask_offers, end_round, make_offer, place_order
from madang.systems.procurement.usecases.mall.cart import put_in_cart
from madang.systems.procurement.usecases.mall.place_order import Choice

FIRST, SECOND, THIRD = "1000000001", "1000000002", "1000000003"
OVER = NOW + timedelta(days=20)
CHOICE = Choice(place="별관 2층", line="2026/1100/22/1")


def in_cart(item: CatalogueItem, quantity: int) -> CartLine:
    put_in_cart(office=OFFICE, item=item, quantity=Decimal(quantity), actor=BUYER, now=NOW)
    return CartLine.objects.select_related("item").get(item=item)


def asked() -> MallRound:
    """250 boxes, which cost 50,000,000 won at the framework price, asked of three suppliers."""
    wanted = on_sale(FIRST, 200_000)
    on_sale(SECOND, 199_000)
    on_sale(THIRD, 210_000)
    return ask_offers.ask_for_offers(line=in_cart(wanted, 250), place="별관 2층", actor=BUYER, now=NOW)


def offer(made: MallRound, number: str, minor: int, *, now: datetime = NOW) -> MallOffer:
    mine = made.offers.select_related("supplier").get(supplier__number=number)
    make_offer.make_offer(offer=mine, minor=minor, actor=acting(number), now=now)
    return mine


@pytest.mark.django_db
def test_so_much_of_one_class_is_not_ordered_without_a_second_round():
    """From 50,000,000 won on (the rule's art. 3 (1) no. 2)."""
    item = on_sale(FIRST, 200_000)
    with pytest.raises(place_order.OffersNeeded):
        ordered(item, 250)
    small = in_cart(item, 249)
    with pytest.raises(ask_offers.NoRoundNeeded):
        ask_offers.ask_for_offers(line=small, place="x", actor=BUYER, now=NOW)
    assert ordered(item, 249).compared == []
    large = in_cart(item, 250)
    with pytest.raises(ask_offers.RoundUnfit):
        ask_offers.ask_for_offers(line=large, place=" ", actor=BUYER, now=NOW)
    with pytest.raises(Forbidden):
        ask_offers.ask_for_offers(line=large, place="x", actor=acting(FIRST), now=NOW)
    assert ask_offers.ask_for_offers(line=large, place="x", actor=BUYER, now=NOW).offers.count() == 1


@pytest.mark.django_db
def test_offers_stay_sealed_until_their_time_is_over_and_are_opened_together():
    made = asked()
    assert not CartLine.objects.exists()
    assert Message.objects.filter(party_key__in=(FIRST, SECOND, THIRD)).count() >= 3
    offer(made, FIRST, 180_000)
    offer(made, FIRST, 181_000)
    offer(made, THIRD, 179_999)
    for number, minor in ((SECOND, 199_001), (SECOND, 0)):
        with pytest.raises(make_offer.OfferUnfit):
            offer(made, number, minor)
    with pytest.raises(make_offer.RoundOver):
        offer(made, SECOND, 1000, now=made.offers_until)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(o)::text FROM procurement_malloffer o")
        assert not [row for row in cursor.fetchall() if "181000" in row[0] or "179999" in row[0]]
    assert ask_offers.open_rounds(now=made.offers_until - timedelta(seconds=1)) == 0
    assert end_round.offers_of(held=made) == ()
    assert ask_offers.open_rounds(now=made.offers_until) == 1
    assert ask_offers.open_rounds(now=made.offers_until) == 0
    assert [one.minor for one in end_round.offers_of(held=made)] == [179_999, 181_000]
    for changed in ({"minor": 1}, {"sealed": "1"}, {"framework": 999_999}):
        with pytest.raises(DatabaseError), transaction.atomic():
            MallOffer.objects.filter(minor=181_000).update(**changed)


@pytest.mark.django_db
def test_the_order_is_at_the_offered_price_and_keeps_all_offers():
    made = asked()
    dear, low = offer(made, FIRST, 181_000), offer(made, SECOND, 180_000)
    silent = made.offers.get(supplier__number=THIRD)
    with pytest.raises(end_round.RoundNotOpened):
        end_round.order_offer(offer=low, choice=CHOICE, actor=BUYER, now=NOW)
    ask_offers.open_rounds(now=OVER)
    with pytest.raises(end_round.NotOffered):
        end_round.order_offer(offer=silent, choice=CHOICE, actor=BUYER, now=NOW)
    with pytest.raises(place_order.OrderUnfit) as refused:
        end_round.order_offer(offer=dear, choice=CHOICE, actor=BUYER, now=NOW)
    assert [one.place for one in refused.value.faults] == ["reason"]
    with pytest.raises(Forbidden):
        end_round.order_offer(offer=low, choice=CHOICE, actor=acting(FIRST), now=NOW)
    order = end_round.order_offer(offer=low, choice=CHOICE, actor=BUYER, now=NOW)
    assert (order.supplier.number, order.minor, order.contract.minor) == (SECOND, 45_000_000, 45_000_000)
    assert order.lines.get().price == 180_000
    assert [one["minor"] for one in order.compared[0]["offers"]] == [180_000, 181_000, None], (
        "the cheapest by framework prices was asked first"
    )
    with pytest.raises(end_round.RoundNotOpened):
        end_round.order_offer(offer=low, choice=CHOICE, actor=BUYER, now=NOW)
    assert Message.objects.filter(party_key=SECOND, link__contains=made.number).count() == 2
    assert MallRound.objects.get().order == order


@pytest.mark.django_db
def test_a_round_that_brought_nothing_ends_with_a_reason():
    made = asked()
    ask_offers.open_rounds(now=OVER)
    with pytest.raises(place_order.OrderUnfit):
        end_round.end_round(held=made, reason=" ", actor=BUYER, now=NOW)
    end_round.end_round(held=made, reason="제안이 없음", actor=BUYER, now=NOW)
    assert MallRound.objects.get().state == "ended"
    assert Message.objects.filter(party_key=THIRD, body__contains="제안이 없음").exists()


@pytest.mark.django_db
def test_the_pages_from_the_cart_to_the_order(monkeypatch: pytest.MonkeyPatch):
    number, line = enter(), budget_line(minor=100_000_000)
    item = on_sale(number, 200_000)
    buyer = signed_in("buyer", duty=permissions.BUYER)
    shop = signed_in("dohyun", person="person-dohyun", business=number)
    assert buyer.post(reverse("procurement:mall_item", args=[item.pk]), {"quantity": "250"}).status_code == 302
    basket, key = reverse("procurement:cart"), CartLine.objects.get().pk
    assert 'value="ask"' in buyer.get(basket).content.decode()
    assert buyer.post(basket, {"do": "ask", "key": key, "place": ""}).status_code == 422
    assert buyer.post(basket, {"do": "ask", "key": key, "place": "별관"}).status_code == 302
    made = MallRound.objects.get()
    ours, theirs = (reverse(f"procurement:{name}", args=[made.number]) for name in ("mall_round", "my_round"))
    assert made.number in shop.get(reverse("procurement:my_rounds")).content.decode()
    assert made.number in buyer.get(reverse("procurement:mall_rounds")).content.decode()
    assert shop.get(ours).status_code == 403
    assert shop.post(theirs, {"price": "200001"}).status_code == 422
    assert shop.post(theirs, {"price": "190000"}).status_code == 302
    assert "190,000" in shop.get(theirs).content.decode()
    assert "190,000" not in buyer.get(ours).content.decode()
    ask_offers.open_rounds(now=made.offers_until)
    shown = buyer.get(ours).content.decode()
    assert f"업체 {number} · ₩190,000" in shown
    choice = {"do": "order", "offer": MallOffer.objects.get().pk, "line": line.code}
    assert buyer.post(ours, choice | {"offer": "0"}).status_code == 422
    assert buyer.post(ours, choice).status_code == 302
    assert MallRound.objects.get().state == "ordered"
    assert shop.get(theirs).status_code == 200
    assert timezone.localdate(clock.now()) == timezone.localdate(NOW)


def test_what_competes_and_which_offer_is_the_lowest():
    """The amount of art. 3 (1) no. 2; of equal prices the earlier, as the round's page says."""
    law = ComparisonLaw(from_minor=50_000_000, offers=5)
    amounts = {"14111507": 49_999_999, "44121701": 50_000_000}
    assert [competes(by_class=amounts, unspsc=one, law=law) for one in (*amounts, "1")] == [False, True, False]
    later = NOW + timedelta(seconds=1)
    given = [
        Offered(key=1, minor=5, offered_at=NOW),
        Offered(key=2, minor=4, offered_at=later),
        Offered(key=3, minor=4, offered_at=NOW),
    ]
    assert [one.key for one in ranked(offers=given)] == [3, 2, 1]
    assert [needs_reason(offers=given, chosen=one) for one in (1, 2, 3)] == [True, False, False]
    assert [offer_fault(minor=one, framework=5) for one in (0, 5, 6)] == [
        "procurement.mall.no_price",
        "",
        "procurement.mall.above_framework",
    ]
