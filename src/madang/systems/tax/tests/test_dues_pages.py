"""The pages of dues and taxpayers, as their readers meet them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from madang.exchange.models import AccessEntry
from madang.framework.identity.models import Office
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.tax.models import Assessment, Demand, Due, Refund, Return, Seizure
from madang.systems.tax.tests.dues_world import HANA, OFFICE, due, filed, taxpayer
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.load_demo import load_dues_demo
from madang.systems.tax.usecases.registration.load_demo import load_registration_demo

pytestmark = pytest.mark.django_db


def demo_person(login):
    return next(row["person"] for row in pack().data("demo")["residents"] if row["login"] == login)


def official(login, duty):
    account = new_account(login)
    give_duty(account, duty, office=OFFICE)
    return signed_in(account)


def test_a_taxpayer_pays_later_claims_back_and_disputes_and_nobody_else_sees_it():
    today = timezone.localdate(clock.now())
    late, large = due(300_000, today - timedelta(days=3)), due(25_000_000, today + timedelta(days=9))
    back = filed(-90_000)
    hana = signed_in(new_account("hana", person=HANA.key))
    page = hana.get(reverse("tax:dues")).content.decode()
    assert "Something is overdue" in page
    assert "3 days late" in page
    assert f"/pay/{late.charge}/" in page
    told = {"filed": back.number, "account": "", "holder": ""}
    assert hana.post(reverse("tax:dues"), told).status_code == 422
    told |= {"account": "088-110123456789", "holder": "김하나"}
    assert hana.post(reverse("tax:dues"), told).status_code == 302
    assert Refund.objects.get().minor == 90_000
    one = reverse("tax:due", args=[large.number])
    assert hana.post(one, {"do": "later", "until": str(today), "ground": "x"}).status_code == 422
    assert "Pay in two parts" in hana.get(one).content.decode()
    assert hana.post(one, {"do": "split"}).status_code == 302
    assert Due.objects.filter(source__startswith=large.number).count() == 2
    assert hana.post(one, {"do": "split"}).status_code == 422
    minsu = signed_in(new_account("minsu", person="person-minsu"))
    for address in (one, reverse("tax:due", args=[late.number])):
        assert minsu.get(address).status_code == 404
    assert "You owe nothing" in minsu.get(reverse("tax:dues")).content.decode()


def test_officers_assess_by_two_demand_seize_and_decide_refunds():
    Office.objects.get_or_create(code=OFFICE, defaults={"name": "종로세무서", "name_en": "Jongno"})
    today = timezone.localdate(clock.now())
    who, late = taxpayer(), due(300_000, today - timedelta(days=40))
    officer, reviewer = official("officer", permissions.OFFICER), official("reviewer", permissions.REVIEWER)
    found = {"number": HANA.key, "tax": "income", "period": "2024", "minor": "500000", "facts": "f", "reasons": "r"}
    assert officer.post(reverse("tax:desk_assessments"), found | {"law": "", "period": "24"}).status_code == 422
    assert officer.post(reverse("tax:desk_assessments"), found | {"law": "x", "number": "?"}).status_code == 422
    assert officer.post(reverse("tax:desk_assessments"), found | {"law": "art. 80"}).status_code == 302
    made = Assessment.objects.get()
    desk = reverse("tax:desk_assessment", args=[made.number])
    assert "a colleague reviews it" in officer.get(desk).content.decode()
    hana = signed_in(new_account("hana", person=HANA.key))
    assert hana.get(reverse("tax:assessment", args=[made.number])).status_code == 404
    assert reviewer.post(desk, {"do": "send_back", "reasons": ""}).status_code == 422
    assert reviewer.post(desk, {"do": "approve"}).status_code == 302
    mine = reverse("tax:assessment", args=[made.number])
    assert "Appeal to the tax tribunal" in hana.get(mine).content.decode()
    told = {"kind": "objection", "asked_minor": "600000", "ground": "no"}
    assert hana.post(mine, told).status_code == 422
    assert hana.post(mine, told | {"asked_minor": "0"}).status_code == 302
    collector = official("collector", permissions.COLLECTOR)
    assert late.number in collector.get(reverse("tax:arrears")).content.decode()
    arrear = reverse("tax:arrear", args=[late.number])
    assert collector.post(arrear, {"do": "demand"}).status_code == 302
    seize = {"do": "seize", "kind": "account", "what": "088-1"}
    assert collector.post(arrear, seize).status_code in {409, 422}
    Demand.objects.update(pay_by=today - timedelta(days=1))
    assert collector.post(arrear, seize).status_code == 302
    assert "088-1" in collector.get(reverse("tax:seizures")).content.decode()
    release = {"number": Seizure.objects.get().number, "reasons": "paid"}
    assert collector.post(reverse("tax:seizures"), release).status_code == 302
    looked = officer.get(reverse("tax:taxpayers"))
    assert who.name in looked.content.decode()


def test_a_look_at_a_taxpayer_has_a_reason_and_is_seen_by_the_taxpayer():
    officer, who = official("officer", permissions.OFFICER), taxpayer()
    page = reverse("tax:taxpayer", args=[who.pk])
    assert not AccessEntry.objects.filter(subject=str(HANA)).exists()
    assert "Reason for the look" in officer.get(page).content.decode()
    officer.post(page, {"why": "case A2026-1"})
    assert who.name in officer.get(page).content.decode()
    assert AccessEntry.objects.filter(subject=str(HANA)).exists()


def test_the_demonstration_has_one_of_each_and_its_desks_open():
    now = clock.now()
    load_registration_demo(now=now)
    count = load_dues_demo(now=now)
    assert load_dues_demo(now=now) == count
    assert {one.state for one in Due.objects.all()} == {"open", "paid", "cancelled"}
    people = [demo_person(login) for login in ("hana", "dohyun", "sora")]
    # What they owe rests on what they returned, to the won, or on what the office found. A part's source names its place.
    owed = [one for one in Due.objects.filter(taxpayer__party_key__in=people, reason="return") if "/" not in one.source]
    returned = Return.objects.in_bulk([one.source for one in owed], field_name="number")
    for one in owed:
        filed_one = returned[one.source]
        assert one.minor == filed_one.payable_minor - filed_one.corrects.payable_minor
    assert {one.taxpayer.party_key for one in owed} == set(people)
    assert Due.objects.filter(taxpayer__party_key=people[1], reason="return", state="open").count() == 2
    hana = Due.objects.filter(taxpayer__party_key=people[0])
    assert {one.state for one in hana} == {"open", "paid"}
    assert Assessment.objects.filter(due__in=hana.filter(reason="assessment")).count() == 1
    assert {one.state for one in Refund.objects.all()} == {"claimed", "owed"}
    reviewer, collector = official("rev", permissions.REVIEWER), official("col", permissions.COLLECTOR)
    for browser, name in (
        (reviewer, "desk_assessments"),
        (collector, "arrears"),
        (collector, "desk_refunds"),
        (collector, "seizures"),
    ):
        assert browser.get(reverse(f"tax:{name}")).status_code == 200
    waiting = Refund.objects.get(state="claimed")
    assert collector.get(reverse("tax:desk_refund", args=[waiting.number])).status_code == 200
    assert collector.post(reverse("tax:desk_refund", args=[waiting.number]), {"do": "grant"}).status_code == 302
    assert reviewer.get(reverse("tax:front")).status_code == 200
