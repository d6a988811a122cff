"""Destroyed with approval (Customs Act art. 160 (1)), and sold after a notice (arts. 208, 209)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.tests.browsers import company_mandate, new_account, signed_in
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.customs.models import Destruction
from madang.systems.customs.tests.cargo_world import (
    FORWARDER,
    KEEPER,
    MACHINE,
    NOW,
    OFFICER,
    QUAY,
    STORE,
    acting,
    direct,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.usecases.cargo.destroy_goods import Asked, ask_destruction, destroy_goods
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, report_arrival, unload
from madang.systems.customs.usecases.cargo.refusals import MoveRefused, NoSuchBill
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.cargo.sell_overdue import decide_sale, give_notice

pytestmark = pytest.mark.django_db


def stored():
    stores()
    came = lodged(manifest(direct("DES1")))
    report_arrival(call=came, actor=MACHINE, now=NOW)
    unload(call=came, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    carry_in(bill=standing_bill(number="DES1"), store=STORE, actor=MACHINE, now=NOW)
    return standing_bill(number="DES1")


def asked(bill, packages: int, who: str = FORWARDER) -> Destruction:
    told = Asked(bill=bill, store=STORE, packages=packages, reason="부패")
    return ask_destruction(asked=told, actor=acting(who), now=NOW)


def test_only_what_is_approved_is_destroyed_and_only_what_is_under_bond_is_asked_for():
    bill = stored()
    release_goods(bill="DES1", declaration="D1", packages=4, actor=MACHINE, now=NOW)
    with pytest.raises(NoSuchBill):
        asked(bill, 1, "1018100009")
    first = asked(bill, 5)
    # Four are released and five asked for: one is left.
    with pytest.raises(MoveRefused, match="1"):
        asked(bill, 2)
    with pytest.raises(MoveRefused):
        destroy_goods(destruction=first, actor=acting(KEEPER), now=NOW)
    decide(case=Case.objects.get(number=first.case), outcome="granted", reasons="부패", actor=OFFICER, now=NOW)
    destroy_goods(destruction=first, actor=acting(KEEPER), now=NOW)
    with pytest.raises(MoveRefused):
        destroy_goods(destruction=first, actor=acting(KEEPER), now=NOW)
    steps = bill.steps.filter(kind="destroyed").values_list("packages", "note")
    assert list(steps) == [(5, first.case)]


def test_it_is_asked_for_and_reported_on_the_bill():
    bill = stored()
    now, address = clock.now(), reverse("customs:cargo_bill", args=["DES1"])

    def business(number: str, login: str):
        key = company_mandate(number, person=f"person-{login}", scope=("*",), now=now)
        return signed_in(new_account(login, person=f"person-{login}"), mandate=key)

    owner, keeper = business(FORWARDER, "owner"), business(KEEPER, "keeper")
    given = {"do": "destroy", "destroy-store": STORE, "destroy-packages": 3, "destroy-reason": "부패"}
    assert owner.post(address, given | {"destroy-packages": 30}).status_code == 422
    assert owner.post(address, given).status_code == 302
    made = Destruction.objects.get()
    report = {"do": f"destroyed-{made.pk}"}
    keeper.post(address, report)
    assert not bill.steps.filter(kind="destroyed").exists()
    decide(case=Case.objects.get(number=made.case), outcome="granted", reasons="부패", actor=OFFICER, now=now)
    assert keeper.post(address, report).status_code == 302
    assert bill.steps.get(kind="destroyed").packages == 3


def test_goods_over_their_term_are_sold_after_a_month_by_another_officer_and_not_what_was_released():
    bill, other = stored(), replace(OFFICER, name="다른 이")
    with pytest.raises(MoveRefused):
        give_notice(bill=bill, store=STORE, actor=OFFICER, now=NOW + timedelta(days=100))
    # Six months in a designated store (art. 170): carried in on 9 March, over on 10 September.
    late = NOW.replace(month=9, day=10)
    notice = give_notice(bill=bill, store=STORE, actor=OFFICER, now=late)
    # A month to declare or send back (art. 209 (1)).
    assert (notice.packages, notice.respond_by) == (10, date(2026, 10, 10))
    told = Message.objects.filter(template="customs/sale_notice")
    assert {one.party_key for one in told} == {FORWARDER, KEEPER}
    after = NOW.replace(month=10, day=11)
    for actor, now in ((other, late), (OFFICER, after)):
        with pytest.raises(MoveRefused):
            decide_sale(notice=notice, sell=True, reasons="체화", actor=actor, now=now)
    release_goods(bill="DES1", declaration="D1", actor=MACHINE, now=after)
    with pytest.raises(MoveRefused):
        decide_sale(notice=notice, sell=True, reasons="체화", actor=other, now=after)
    assert decide_sale(notice=notice, sell=False, reasons="수입신고됨", actor=other, now=after).sell is False
