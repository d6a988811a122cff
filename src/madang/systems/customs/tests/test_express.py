"""A courier's list from the door to the consignee: whole or every fault, released, held, declared; each sees their own."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from madang.exchange.models import AccessEntry
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.values import Party, clock
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.formats import parcel_csv
from madang.systems.customs.models import CustomsDeclaration, ExpressList, Parcel, PersonalCode, Selected
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, acting, approved_rule
from madang.systems.customs.usecases.express import refusals
from madang.systems.customs.usecases.express.declare_parcels import declare_parcels
from madang.systems.customs.usecases.express.lodge_list import SentList, lodge_list
from madang.systems.customs.usecases.express.personal_code import issue_code
from madang.systems.customs.usecases.permissions import OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

HANA = Actor(kind=ActorKind.RESIDENT, person="person-hana", name="김하나", name_latin="Kim Hana")


def row(waybill: str, code: str, **other: str) -> dict[str, str]:
    told = {"waybill": waybill, "code": code, "name": "김하나", "phone": "010", "address": "서울"}
    told |= {"seller": f"Shop {waybill}", "ordered_on": "2026-03-02", "commodity": "6109101000"}
    told |= {"description": "T-shirt", "quantity": "2", "price": "100", "currency": "USD"}
    return told | {"net_mass": "0.4", "sent_from": "CN", "own_use": "yes"} | other


def sent(*rows: dict[str, str], reference: str = "L-1") -> ExpressList:
    made = SentList(reference=reference, office=OFFICE, rows=list(rows), channel="page")
    return lodge_list(sent=made, actor=acting(), now=NOW)


def states() -> dict[str, str]:
    return dict(Parcel.objects.values_list("waybill", "state"))


def test_a_code_is_sealed_masked_and_changed_and_the_former_one_names_nobody():
    first = issue_code(actor=HANA, now=NOW).code
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, names FROM customs_personalcode")
        assert all(first.encode() not in bytes(one) and "김".encode() not in bytes(one) for one in cursor.fetchone())
    second = issue_code(actor=HANA, now=NOW).code
    with pytest.raises(refusals.ListRefused) as refused:
        sent(row("W001", first))
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("parcels[1].code", "customs.express.code")
    ]
    assert sent(row("W001", second)).count == 1
    for _change in range(4):
        issue_code(actor=HANA, now=NOW)
    with pytest.raises(refusals.CodeChangedTooOften):
        issue_code(actor=HANA, now=NOW)
    assert PersonalCode.objects.filter(ended_at=None).count() == 1
    with pytest.raises(refusals.CodeForPeople):
        issue_code(actor=acting(), now=NOW)


def test_a_list_is_released_declared_with_relief_and_declared_to_be_paid():
    code = issue_code(actor=HANA, now=NOW).code
    made = sent(
        row("W001", code),
        # Biscuits: never by the list alone, and relieved up to 150 dollars.
        row("W002", code, commodity="1905310000"),
        row("W003", code, price="160"),
        row("W004", code, price="160", commodity="9999990000"),
    )
    assert states() == {"W001": "released", "W002": "to_declare", "W003": "to_declare", "W004": "to_declare"}
    assert declare_parcels(number=made.number, now=NOW) == 2
    assert declare_parcels(number=made.number, now=NOW) == 0
    assert states() == {"W001": "released", "W002": "declared", "W003": "declared", "W004": "faulty"}
    declared = {one.reference: one for one in CustomsDeclaration.objects.all()}
    assert {one.party for one in declared.values()} == {Party.person("person-hana")}
    assert (declared["W002"].payable_minor, declared["W003"].state) == (0, "awaiting_payment")
    assert declared["W003"].payable_minor > 0


def test_a_list_with_one_wrong_row_is_refused_whole_with_every_fault():
    code = issue_code(actor=HANA, now=NOW).code
    rows = [row("W001", code), row("W001", code, name="남의이름", price="-1", ordered_on="2027-01-01", currency="ZZZ")]
    with pytest.raises(refusals.ListRefused) as refused:
        sent(*rows)
    places = sorted(fault.place.removeprefix("parcels[2].") for fault in refused.value.faults)
    assert places == ["code", "currency", "ordered_on", "waybill"]
    assert not Parcel.objects.exists()


def test_the_same_list_again_stands_and_another_under_its_reference_is_refused():
    code = issue_code(actor=HANA, now=NOW).code
    assert sent(row("W001", code)).pk == sent(row("W001", code)).pk
    with pytest.raises(refusals.ListReferenceUsed):
        sent(row("W002", code))
    with pytest.raises(refusals.ListRefused):
        sent(row("W001", code), reference="L-2")


def test_an_order_that_came_in_two_lists_counts_together():
    code = issue_code(actor=HANA, now=NOW).code
    sent(row("W001", code, seller="One shop"))
    sent(row("W002", code, seller="one SHOP"), reference="L-2")
    assert states() == {"W001": "released", "W002": "to_declare"}
    assert Parcel.objects.get(waybill="W002").whys == ["together"]


def test_a_selected_parcel_waits_for_an_officer_whose_look_the_consignee_sees():
    approved_rule(lane=Lane.RED, condition="commodity starts 6109")
    now = clock.now()
    issued = issue_code(actor=HANA, now=now)
    key = company_mandate("1018100001", person="person-sora", scope=("customs.declare:*",), now=now)
    courier = signed_in(new_account("sora", person="person-sora"), mandate=key)
    table = [",".join(parcel_csv.COLUMNS)]
    table.append(",".join(row("W001", issued.code)[name] for name in parcel_csv.COLUMNS))
    file = SimpleUploadedFile("list.csv", "\n".join(table).encode())
    told: dict[str, Any] = {"reference": "L-1", "office": OFFICE}
    assert (
        courier.post(reverse("customs:express_lists"), told | {"file": SimpleUploadedFile("x", b"a,b")}).status_code
        == 422
    )
    page = courier.post(reverse("customs:express_lists"), told | {"file": file})
    assert page.status_code == 302, page.content.decode()
    assert "being looked at" in courier.get(page.url, {"lang": "en"}).content.decode()

    account = new_account("officer")
    give_duty(account, OFFICER, office=OFFICE)
    desk = signed_in(account)
    assert "W001" in desk.get(reverse("customs:parcel_desk")).content.decode()
    shown = desk.get(reverse("customs:parcel", args=["W001"])).content.decode()
    assert "김하나" not in shown
    assert AccessEntry.objects.filter(subject=str(Party.person("person-hana"))).exists()
    assert desk.post(reverse("customs:parcel", args=["W001"]), {"release": "1", "finding": ""}).status_code == 422
    assert desk.post(reverse("customs:parcel", args=["W001"]), {"release": "1", "finding": "맞음"}).status_code == 302
    assert Selected.objects.get(number="E-W001").found is False

    hana = signed_in(new_account("hana", person="person-hana"))
    assert "W001" in hana.get(reverse("customs:parcels")).content.decode()
    hidden = hana.get(reverse("customs:personal_code")).content.decode()
    shown = hana.post(reverse("customs:personal_code"), {"do": "show"}).content.decode()
    assert (issued.code in hidden, issued.code in shown) == (False, True)
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert "W001" not in stranger.get(reverse("customs:parcels")).content.decode()
    assert stranger.get(page.url).status_code == 404
