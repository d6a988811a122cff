"""Corrections as their readers meet them: the declarant in the wizard, the officer, the stranger."""

import pytest
from django.urls import reverse

from madang.exchange.refunds import pay_out
from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Money, clock
from madang.systems.customs.models import Correction, CustomsDeclaration, CustomsRefund
from madang.systems.customs.tests.conftest import nobody_drawn
from madang.systems.customs.tests.declarations_world import OFFICE, SHOP
from madang.systems.customs.tests.test_declaration_pages import ITEM, SHIPMENT, VALUE
from madang.systems.customs.usecases.permissions import OFFICER, REVIEWER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]


def declare(browser):
    item = {f"{name}_1": value for name, value in ITEM.items()}
    for step, told in (("shipment", SHIPMENT), ("item-1", item), ("value", VALUE)):
        browser.post(reverse("customs:lodge_step", args=[step]), told | {"go": "next"})
    browser.post(reverse("customs:lodge_step", args=["summary"]), {"go": "send"})
    for row in CustomsDeclaration.objects.get().levies.all():
        amount = Money(row.minor, row.currency)
        take_transfer(number=row.charge, amount=amount, reference=row.charge, in_suspense=False, now=clock.now())


@once_a_file
def paid():
    """Goods that a broker declared on pages and paid: the keys of the broker's account and mandate."""
    account = new_account("sora", person="person-sora")
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    with nobody_drawn():
        declare(signed_in(account, mandate=key))
    return account.pk, key


@pytest.fixture
def sora(paid):
    """The broker's browser."""
    return signed_in(Account.objects.get(pk=paid[0]), mandate=paid[1])


def correct(browser, address, number, price, reason):
    item = {f"{name}_1": value for name, value in ITEM.items()} | {"price_1": price}
    browser.get(reverse(address.replace("step", "declaration"), args=[number]))
    for step, told in (("item-1", item), ("value", VALUE), ("reason", reason)):
        assert browser.post(reverse(address, args=[number, step]), told | {"go": "next"}).status_code == 302, step
    summary = reverse(address, args=[number, "summary"])
    return browser.get(summary).content.decode(), browser.post(summary, {"go": "send"})


def test_a_broker_sees_what_a_correction_costs_before_it_is_sent_and_pays_it_afterwards(sora):
    one = CustomsDeclaration.objects.get()
    page = sora.get(reverse("customs:declaration", args=[one.number])).content.decode()
    assert "Correct it after release" in page
    summary, sent = correct(sora, "customs:correct_step", one.number, "600000", {"reason": "Invoice"})
    # As much again: 39,000 and 33,900 won; nothing on top before the due day.
    assert "72,900" in summary
    assert sent.status_code == 302
    told = sora.get(sent.url).content.decode()
    assert "Supplementary payment" in told
    assert "/pay/" in told
    made = Correction.objects.get()
    assert made.number in sora.get(reverse("customs:declaration", args=[one.number])).content.decode()
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.get(sent.url).status_code == 404
    assert stranger.get(reverse("customs:correct_declaration", args=[one.number])).status_code == 404
    assert stranger.get(reverse("customs:assess_declaration", args=[one.number])).status_code == 403


def test_an_officer_assesses_anew_and_the_trader_names_the_account(sora):
    one = CustomsDeclaration.objects.get()
    officer = new_account("customsofficer")
    give_duty(officer, OFFICER, office=OFFICE)
    desk = signed_in(officer)
    assert "Assess it anew" in desk.get(reverse("customs:declaration", args=[one.number])).content.decode()
    _summary, sent = correct(desk, "customs:assess_step", one.number, "200000", {"reason": "Audit"})
    assert "Assessment by customs" in desk.get(sent.url).content.decode()
    for row in CustomsRefund.objects.all():
        pay_out(system="customs", number=row.number, now=clock.now())
    assert "Name an account" not in desk.get(sent.url).content.decode()
    assert "Name an account" in sora.get(sent.url).content.decode()
    assert sora.post(sent.url, {"account": "x", "holder": "y"}).status_code == 422
    assert sora.post(sent.url, {"account": "088-12345678901", "holder": "Sora"}).status_code == 302
    assert set(CustomsRefund.objects.values_list("state", flat=True)) == {"owed"}


def test_a_trader_who_is_told_before_asks_for_a_review_and_a_reviewer_reads_it(sora):
    one = CustomsDeclaration.objects.get()
    officer = new_account("customsofficer")
    give_duty(officer, OFFICER, office=OFFICE)
    _summary, sent = correct(signed_in(officer), "customs:assess_step", one.number, "900000", {"reason": "Audit"})
    told = sora.get(sent.url).content.decode()
    assert "Nothing is charged yet" in told
    assert "assess it at once" in told
    place = reverse("customs:appeal_correction", args=[Correction.objects.get().number, "review"])
    assert place in told
    reviewer = new_account("customsreviewer")
    give_duty(reviewer, REVIEWER, office=OFFICE)
    desk = signed_in(reviewer)
    assert desk.get(sent.url).status_code == 404
    assert sora.get(place).status_code == 200
    assert sora.post(place, {"reasons": " "}).status_code == 422
    assert sora.post(place, {"reasons": "The invoice is right."}).status_code == 302
    assert "Review before an assessment" in desk.get(sent.url).content.decode()
    assert "assess it at once" not in sora.get(sent.url).content.decode()
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.get(place).status_code == 404
