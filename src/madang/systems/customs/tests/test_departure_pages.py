"""Leaving goods on pages and by a program: the carrier, the terminal, the exporter, officers, the public."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.customs.models import CargoPort, CustomsDeclaration, DepartureGoods, ReleaseCancelling
from madang.systems.customs.tests.cargo_world import CARRIER, KEEPER, NOW, QUAY, STRANGER, stores
from madang.systems.customs.tests.declarations_world import OFFICE, acting
from madang.systems.customs.tests.departures_world import departure, exported, goods, leaving_bill, lodge_leaving
from madang.systems.customs.usecases.leaving import refusals
from madang.systems.customs.usecases.leaving.cancel_release import (
    answer_cancelling,
    ask_cancelling,
    begin_cancelling,
)
from madang.systems.customs.usecases.permissions import CARGO, OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
FIRST, SECOND = (
    Actor(kind=ActorKind.OFFICIAL, account_id=place, name=name, duties=(Duty(OFFICE, OFFICE, OFFICER),))
    for place, name in ((1, "가"), (2, "나"))
)


def business(number: str, login: str):
    key = company_mandate(number, person=f"person-{login}", scope=("*",), now=clock.now())
    return signed_in(new_account(login, person=f"person-{login}"), mandate=key)


def test_a_carrier_lodges_loads_and_leaves_and_the_public_sees_the_way_without_names():
    stores()
    CargoPort.objects.create(code="KRINC", name="인천항", name_en="Incheon", office="KCS-020")
    one = exported(packages=4)
    carrier, keeper, stranger = business(CARRIER, "carrier"), business(KEEPER, "keeper"), business(STRANGER, "other")
    table = (
        "master,loading,discharge,description,packages,package_kind,gross_mass,consignor,export\n"
        f"LVP1,KRINC,USLGB,Shirts,4,CT,20,Secret Exporter,{one.number}\n"
    )
    told = {"kind": "master", "reference": "P1", "mode": "sea", "carrier": "MDGL", "conveyance_number": "9074729"}
    told |= {"voyage": "13W", "port": "KRINC", "departs_at": "2026-03-10T08:00"}
    faulty = SimpleUploadedFile("m.csv", table.replace("USLGB", "KRPUS").encode())
    page = carrier.post(reverse("customs:leaving_upload"), told | {"file": faulty})
    assert (page.status_code, "bills[LVP1].discharge" in page.content.decode()) == (422, True)
    sent = carrier.post(reverse("customs:leaving_upload"), told | {"file": SimpleUploadedFile("m.csv", table.encode())})
    assert sent.status_code == 302, sent.content.decode()
    bill = reverse("customs:departure_bill", args=["LVP1"])
    assert stranger.get(bill).status_code == 404
    assert keeper.get(reverse("customs:departure", args=["none"])).status_code == 404
    # The keeper of the terminal finds it by its number, through an officer: so the officer reports the carry-in here.
    account = new_account("cargo")
    give_duty(account, CARGO, office=OFFICE)
    desk = signed_in(account)
    assert (
        sent.url.rsplit("/", 2)[-2]
        in desk.get(reverse("customs:cargo_desk_view", args=["departures"])).content.decode()
    )
    assert desk.post(bill, {"do": "carry_in", "carry_in-terminal": QUAY}).status_code == 302
    assert keeper.get(bill).status_code == 200
    assert "4" in desk.get(reverse("customs:cargo_map")).content.decode()
    assert carrier.post(sent.url, {"do": "load", "load-but": "LVP1 1 x"}).status_code == 422
    assert carrier.post(sent.url, {"do": "load", "load-but": ""}).status_code == 302
    # All of the export is aboard: nothing of it is taken off again.
    page = carrier.post(sent.url, {"do": "shut_out", "shut_out-off": "LVP1 1 1"})
    assert (page.status_code, "bills[LVP1].goods[1]" in page.content.decode()) == (422, True)
    assert carrier.post(sent.url, {"do": "leave"}).status_code == 302
    assert DepartureGoods.objects.get().left == 4
    public = desk.get(reverse("customs:cargo"), {"number": "lvp1"}).content.decode()
    assert ("USLGB" in public, "Secret" in public, one.number in public) == (True, False, False)


def test_a_program_lodges_a_departure_and_says_what_was_loaded():
    stores()
    one = exported(packages=4)
    carrier = business(CARRIER, "carrier")
    row = {"master": "LVA1", "loading": "KRINC", "discharge": "USLGB", "description": "Shirts", "packages": 4}
    row |= {"package_kind": "CT", "gross_mass": "20", "export": one.number}
    voyage = {"kind": "master", "reference": "A1", "mode": "sea", "carrier": "MDGL", "conveyance_number": "9"}
    given = voyage | {"voyage": "2", "port": "KRINC", "rows": [row]}
    lodged = carrier.post("/api/customs/departures", given, content_type="application/json").json()
    address = f"/api/customs/departures/{lodged['number']}"
    early = {"loaded": [{"bill": "LVA1", "packages": 4}, {"bill": "NONE", "packages": 1}]}
    refused = carrier.post(f"{address}/loaded", early, content_type="application/json")
    assert (refused.status_code, len(refused.json()["errors"])) == (422, 1)
    DepartureGoods.objects.update(waiting=4, terminal=QUAY)
    loaded = carrier.post(
        f"{address}/loaded", {"loaded": [{"bill": "lva1", "packages": 4}]}, content_type="application/json"
    )
    assert loaded.json() == {"packages": 4}
    assert carrier.post(f"{address}/left").json() == {"packages": 4}
    assert [one["state"] for one in carrier.get(address).json()["goods"]] == ["left"]
    assert [one["number"] for one in carrier.get("/api/customs/departures").json()["manifests"]] == [lodged["number"]]


def decided(case: str, actor: Actor, now, outcome: str = "granted") -> None:
    decide(case=Case.objects.get(number=case), outcome=outcome, reasons="적재하지 않음", actor=actor, now=now)


def test_a_release_is_cancelled_by_another_officer_after_the_exporter_was_heard():
    one, late = exported(), NOW + timedelta(days=31)
    with pytest.raises(refusals.NotToCancel):
        begin_cancelling(number=one.number, reason="x", actor=FIRST, now=NOW + timedelta(days=30))
    begun = begin_cancelling(number=one.number, reason="미적재", actor=FIRST, now=late)
    # Administrative Procedures Act art. 21 (3): ten days at least to answer.
    assert (begun.answer_by - late.date()).days == 10
    with pytest.raises(refusals.NotHeardYet):
        decided(begun.case, SECOND, late)
    answer_cancelling(number=one.number, answer="다음 주 선적", actor=acting(), now=late)
    with pytest.raises(refusals.AnotherOfficer):
        decided(begun.case, FIRST, late)
    decided(begun.case, SECOND, late)
    one.refresh_from_db()
    assert (one.state, one.released_at) == ("cancelled", None)
    assert one.events.filter(kind="release_cancelled").exists()


def test_an_exporter_asks_to_cancel_what_was_not_loaded_and_an_officer_may_refuse():
    stores()
    one, other = exported(packages=4), exported("X-2", 4)
    asked = ask_cancelling(number=one.number, reason="주문 취소", actor=acting(), now=NOW)
    with pytest.raises(refusals.NotToCancel):
        ask_cancelling(number=one.number, reason="주문 취소", actor=acting(), now=NOW)
    decided(asked.case, FIRST, NOW, "refused")
    assert ReleaseCancelling.objects.get().cancelled is False
    assert CustomsDeclaration.objects.get(pk=one.pk).state == "released"
    lodge_leaving(departure(leaving_bill("LV1", goods(4, export=other.number))))
    DepartureGoods.objects.update(loaded=4)
    with pytest.raises(refusals.NotToCancel):
        ask_cancelling(number=other.number, reason="주문 취소", actor=acting(), now=NOW)
    exporter = business("1018100001", "exporter")
    page = exporter.get(reverse("customs:export_leaving", args=[other.number])).content.decode()
    assert ("LV1" in page, 'name="reason"' in page) == (True, False)
    address = reverse("customs:export_leaving", args=[one.number])
    assert exporter.post(address, {"reason": " "}).status_code == 422
    assert exporter.post(address, {"reason": "주문 취소"}).status_code == 302
