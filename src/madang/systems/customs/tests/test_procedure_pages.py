"""The pages of guarantees and procedures, as their readers meet them."""

import pytest
from django.test import Client
from django.urls import reverse

from madang.exchange.models import AccessEntry
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.customs.models import CustomsDeclaration, CustomsGuarantee, SecuredGoods
from madang.systems.customs.tests.declarations_world import MACHINE, OFFICE, SHOP
from madang.systems.customs.tests.test_declaration_pages import ITEM, SHIPMENT, VALUE
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.waiting import secure_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

PAPER = {"party": SHOP.key, "party_name": "도현상회", "kind": "insurance", "issuer": "가온보증", "paper": "P-1"}


def broker():
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    return signed_in(new_account("sora", person="person-sora"), mandate=key)


def officer():
    account = new_account("customsofficer")
    give_duty(account, OFFICER, office=OFFICE)
    return signed_in(account)


def declare(browser):
    """Through the wizard, for temporary admission."""
    item = {f"{name}_1": value for name, value in ITEM.items()}
    for step, told in (("shipment", SHIPMENT | {"procedure": "re_export"}), ("item-1", item), ("value", VALUE)):
        assert browser.post(reverse("customs:lodge_step", args=[step]), told | {"go": "next"}).status_code == 302, step
    return browser.post(reverse("customs:lodge_step", args=["summary"]), {"go": "send"}).url


def test_a_broker_asks_for_temporary_admission_an_officer_takes_the_guarantee_and_the_goods_go_out_again():
    sora, desk = broker(), officer()
    page = declare(sora)
    assert "waiting for a guarantee" in sora.get(page).content.decode()
    today = clock.now().date()
    told = PAPER | {"limit": "1000000", "valid_from": today.isoformat(), "office": OFFICE}
    wrong = desk.post(reverse("customs:accept_guarantee"), told | {"valid_until": "2020-01-01"})
    assert wrong.status_code == 422
    made = desk.post(reverse("customs:accept_guarantee"), told | {"valid_until": f"{today.year + 2}-12-31"})
    held = CustomsGuarantee.objects.get()
    assert made.url == reverse("customs:guarantee", args=[held.number])
    secure_waiting(party=SHOP, actor=MACHINE, now=clock.now())
    goods = SecuredGoods.objects.get()
    here = reverse("customs:secured_goods", args=[goods.declaration.number, 1])
    assert here in sora.get(page).content.decode()
    mine = sora.get(reverse("customs:guarantees")).content.decode()
    # The published example's 72,900 won wait.
    assert "927,100" in mine
    assert goods.title in mine
    assert desk.post(made.url, {"do": "return"}).status_code == 422
    leaving = {"do": "leave", "leave-ending": "re_export", "leave-quantity": "100", "leave-reference": "X-1"}
    assert desk.post(here, leaving).status_code == 200
    sent = sora.post(here, leaving | {"leave-partner": "Harbour", "leave-partner_country": "CN"})
    assert sent.url == reverse("customs:declaration", args=[CustomsDeclaration.objects.get(reference="X-1").number])
    assert SecuredGoods.objects.get().state == "discharged"
    assert sora.post(made.url, {"do": "return"}).status_code == 403
    assert desk.post(made.url, {"do": "return"}).status_code == 302
    assert CustomsGuarantee.objects.get().returned_at is not None
    assert AccessEntry.objects.filter(subject=str(SHOP)).exists()


def test_an_officer_finds_the_lists_confirms_and_extends_and_a_stranger_finds_nothing():
    sora, desk = broker(), officer()
    today = clock.now().date()
    told = PAPER | {"limit": "1000000", "valid_from": today.isoformat(), "office": OFFICE}
    desk.post(reverse("customs:accept_guarantee"), told | {"valid_until": f"{today.year + 4}-12-31"})
    declare(sora)
    goods = SecuredGoods.objects.get()
    here = reverse("customs:secured_goods", args=[goods.declaration.number, 1])
    assert here in desk.get(reverse("customs:procedures_desk")).content.decode()
    assert CustomsGuarantee.objects.get().number in desk.get(reverse("customs:guarantees_desk")).content.decode()
    seen = {"do": "confirm", "confirm-ending": "destroyed", "confirm-quantity": "40", "confirm-text": "화재로 멸실"}
    assert sora.post(here, seen).status_code == 200
    assert desk.post(here, seen | {"confirm-quantity": "101"}).status_code == 422
    assert desk.post(here, seen).status_code == 302
    assert desk.post(here, {"do": "extend", "extend-reason": "행사 연장"}).status_code == 302
    goods = SecuredGoods.objects.get()
    assert (goods.left, goods.extended) == (60, True)
    assert "화재로 멸실" in sora.get(here).content.decode()
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    for address in (here, reverse("customs:guarantee", args=[CustomsGuarantee.objects.get().number])):
        assert stranger.get(address).status_code == 404


def test_an_officer_authorises_a_business_lets_it_pay_later_and_takes_it_back():
    desk, anybody = officer(), Client()
    today = clock.now().date()
    told = {"party": SHOP.key, "party_name": "도현상회", "sector": "importer", "grade": "AA", "office": OFFICE}
    made = desk.post(reverse("customs:authorise_operator"), told)
    assert "도현상회" in anybody.get(reverse("customs:operators")).content.decode()
    assert anybody.post(reverse("customs:authorise_operator"), told).status_code in {302, 401, 403}
    paper = PAPER | {"limit": "1000000", "valid_from": today.isoformat(), "valid_until": f"{today.year + 2}-12-31"}
    held = desk.post(reverse("customs:accept_guarantee"), paper | {"office": OFFICE}).url
    later = {"do": "defer", "defer-limit": "2000000", "defer-until": f"{today.year + 1}-06-30"}
    assert desk.post(held, later).status_code == 422
    assert desk.post(held, later | {"defer-limit": "400000"}).status_code == 302
    mine = broker().get(reverse("customs:guarantees")).content.decode()
    assert "Monthly payment" in mine
    assert "600,000" in mine
    assert desk.post(made.url, {"reason": ""}).status_code == 422
    assert desk.post(made.url, {"reason": "요건 미달"}).status_code == 302
    assert "도현상회" not in anybody.get(reverse("customs:operators")).content.decode()
