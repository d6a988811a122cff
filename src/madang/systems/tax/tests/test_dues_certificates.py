"""Certificates of the tax office, offered to the one counter; and the register that makes taxpayers."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone

from madang.contracts.businesses_v1 import BusinessForm
from madang.contracts.services_v1 import ServiceKind
from madang.exchange.delivery import deliver_pending
from madang.exchange.services import declarations
from madang.framework.documents.usecases.verify_number import verify_number
from madang.framework.identity.models import Office
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money, Party, clock
from madang.systems.tax.domain.words import Role, Tax
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.tests.dues_world import HANA, MACHINE, OFFICE, SHOP, due, filed, taxpayer
from madang.systems.tax.usecases.dues import certify
from madang.systems.tax.usecases.dues.certify import NothingToCertify, Wanted, issue_certificate
from madang.systems.tax.usecases.registration.follow_register import follow_register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db):
    Office.objects.create(code=OFFICE, name="종로세무서", name_en="Jongno Tax Office", agency="국세청")


def issued(kind, party=HANA, *, year="", now=None):
    now = now or clock.now()
    wanted = Wanted(kind=kind, party=party, language="ko", year=year, idempotency_key=f"{kind}{party}{year}")
    return issue_certificate(wanted=wanted, actor=MACHINE, now=now)


def test_four_certificates_are_offered_and_described():
    found = {one.code: one for one in declarations(now=clock.now()) if one.owner == "tax"}
    assert set(found) == set(certify.TITLES)
    assert {one.kind for one in found.values()} == {ServiceKind.CERTIFICATE}


def test_a_clearance_is_certified_only_while_nothing_is_overdue_and_anyone_can_verify_it():
    now = clock.now()
    today = timezone.localdate(now)
    owed = due(5_000, today - timedelta(days=1), now=now)
    assert certify.prefill(kind=certify.CLEARANCE, party=HANA, now=now).refused_because
    with pytest.raises(NothingToCertify):
        issued(certify.CLEARANCE)
    assert take_transfer(number=owed.charge, amount=Money(5_000, "KRW"), reference="T", in_suspense=False, now=now)
    assert certify.prefill(kind=certify.CLEARANCE, party=HANA, now=now).refused_because is None
    paper = issued(certify.CLEARANCE)
    assert paper.valid_until == today + timedelta(days=30)
    assert verify_number(number=paper.number, now=now, source="test").outcome == "genuine"
    assert issued(certify.PAYMENTS, year=str(today.year)).title == "납부내역증명"


def test_income_and_the_base_of_vat_rest_on_the_last_return_of_each_period():
    with pytest.raises(NothingToCertify):
        issued(certify.INCOME, year="2025")
    filed(0)
    assert issued(certify.INCOME, year="2025").title == "소득금액증명"
    filed(-1, number="V-1", tax=Tax.VAT, who=taxpayer(SHOP, Role.VAT_GENERAL))
    assert issued(certify.VAT_BASE, SHOP, year="2025").title == "부가가치세 과세표준증명"
    with pytest.raises(NothingToCertify):
        issued(certify.VAT_BASE, SHOP, year="")


def test_a_business_that_is_registered_becomes_a_taxpayer_and_follows_its_register():
    rules = import_module("madang.systems.businesses.domain.registration")
    register = import_module("madang.systems.businesses.usecases.register_business").register_business
    now = clock.now()
    facts = rules.Registration(
        name="가람유통",
        form=BusinessForm.CORPORATION,
        corporate_number="1301110006246",
        sector="47",
        opened_on=timezone.localdate(now),
        place=rules.Place(division="1144000000", text="서울특별시 마포구 양화로 1"),
        representatives=("person-dohyun",),
    )
    made = register(facts=facts, office=OFFICE, actor=MACHINE, now=now)
    deliver_pending(now=clock.now())
    follow_register(number=made.number, now=clock.now())
    party = Party.business(made.number)
    held = Taxpayer.objects.get(party_kind=party.kind.value, party_key=party.key)
    assert (held.name, held.sector, held.office_code) == ("가람유통", "47", "NTS-105")
    assert set(held.roles) == {Role.VAT_GENERAL, Role.CORPORATE}
