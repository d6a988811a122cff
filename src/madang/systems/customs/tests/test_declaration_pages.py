"""The pages and endpoints of declarations, as their readers meet them."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from madang.exchange.models import AccessEntry
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.ui.wizard import answers_typed
from madang.framework.values import Party, clock
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.models import CustomsDeclaration, TariffQuota
from madang.systems.customs.tests.declarations_world import OFFICE, SHOP, declaration
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.web.declarations.lodge import declared, steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

AT = datetime(2026, 3, 9, 10, 0)  # noqa: DTZ001 - an interchange's own clock
SHIPMENT = {"direction": "import", "reference": "P-1", "office": OFFICE, "bill": "", "mode": "1"}
SHIPMENT |= {"partner": "Harbour Trading", "partner_country": "CN"}
ITEM = {"commodity": "6109.10-1000", "description": "T-shirts", "origin": "cn", "preference": "", "proof": ""}
ITEM |= {"net_mass": "20", "quantity": "100", "unit": "H87", "price": "300000", "permit": ""}
VALUE = {"invoice": "I-1", "currency": "KRW", "incoterm": "CIF", "freight": "", "insurance": ""}


def broker():
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    return signed_in(new_account("sora", person="person-sora"), mandate=key)


def test_a_broker_declares_on_pages_an_officer_looks_and_a_stranger_finds_nothing():
    sora = broker()
    assert "No declaration yet" in sora.get(reverse("customs:declarations")).content.decode()
    item = {f"{name}_1": value for name, value in ITEM.items()}
    for step, told in (("shipment", SHIPMENT), ("item-1", item), ("value", VALUE)):
        assert sora.post(reverse("customs:lodge_step", args=[step]), told | {"go": "next"}).status_code == 302, step
    sent = sora.post(reverse("customs:lodge_step", args=["summary"]), {"go": "send"})
    one = CustomsDeclaration.objects.get()
    assert sent.url == reverse("customs:declaration", args=[one.number])
    page = sora.get(sent.url).content.decode()
    assert (one.party, one.payable_minor) == (SHOP, 72_900)
    assert "/pay/" in page
    assert "Selected for a lane" not in page

    officer = new_account("customsofficer")
    give_duty(officer, OFFICER, office=OFFICE)
    desk = signed_in(officer)
    assert one.number in desk.get(reverse("customs:declarations_desk")).content.decode()
    assert "Selected for a lane" in desk.get(sent.url).content.decode()
    assert AccessEntry.objects.filter(subject=str(SHOP)).exists()

    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.get(sent.url).status_code == 404
    gone = reverse("customs:withdraw_declaration", args=[one.number])
    assert stranger.post(gone, {"reason": "x", "version": 1}).status_code == 404
    assert sora.post(gone, {"reason": "", "version": 1}).status_code == 422
    assert sora.post(gone, {"reason": "sent back", "version": 1}).status_code == 302
    assert CustomsDeclaration.objects.get().state == "cancelled"


def test_a_declaration_is_amended_in_the_wizard_and_declared_again_as_last_time():
    sora = broker()
    item = {f"{name}_1": value for name, value in ITEM.items()}
    for step, told in (("shipment", SHIPMENT), ("item-1", item), ("value", VALUE)):
        sora.post(reverse("customs:lodge_step", args=[step]), told | {"go": "next"})
    sora.post(reverse("customs:lodge_step", args=["summary"]), {"go": "send"})
    one = CustomsDeclaration.objects.get()
    assert "Amend it" in sora.get(reverse("customs:declaration", args=[one.number])).content.decode()

    sora.get(reverse("customs:amend_declaration", args=[one.number]))
    first = sora.get(reverse("customs:amend_step", args=[one.number, "item-1"])).content.decode()
    assert "6109101000" in first
    changed = item | {"price_1": "400000"}
    for step, told in (("item-1", changed), ("value", VALUE), ("reason", {"reason": "the price was wrong"})):
        address = reverse("customs:amend_step", args=[one.number, step])
        assert sora.post(address, told | {"go": "next"}).status_code == 302, step
    sora.post(reverse("customs:amend_step", args=[one.number, "summary"]), {"go": "send"})
    one.refresh_from_db()
    # 13 % of 400,000 are 52,000, and 10 % of 452,000 are 45,200.
    assert (one.version, one.reference, one.payable_minor) == (2, "P-1", 97_200)

    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.post(reverse("customs:declare_again", args=[one.number])).status_code == 404
    assert stranger.get(reverse("customs:amend_declaration", args=[one.number])).status_code == 404
    sora.post(reverse("customs:declare_again", args=[one.number]))
    shipment = sora.get(reverse("customs:lodge_step", args=["shipment"])).content.decode()
    assert "Harbour Trading" in shipment
    assert "P-1" not in shipment
    for step, told in (("shipment", SHIPMENT | {"reference": "P-2"}), ("value", VALUE | {"invoice": "I-2"})):
        sora.post(reverse("customs:lodge_step", args=[step]), told | {"go": "next"})
    sora.post(reverse("customs:lodge_step", args=["summary"]), {"go": "send"})
    assert CustomsDeclaration.objects.get(reference="P-2").payable_minor == 97_200


def test_a_trader_sends_a_file_and_reads_its_answers():
    sora = broker()
    lot = [declaration("F-1"), declaration("F-2", office="XYZ")]
    data = cusdec.write(declarations=lot, sender="S", recipient="K", reference="F", at=AT)
    sent = sora.post(reverse("customs:batches"), {"file": SimpleUploadedFile("f.edi", data)})
    assert sent.status_code == 302
    page = sora.get(sent.url).content.decode()
    assert CustomsDeclaration.objects.get().number in page
    assert "There is no customs office XYZ." in page
    assert b"UCI+F" in sora.get(f"{sent.url}control/").content
    assert b"CUSRES" in sora.get(f"{sent.url}responses/").content
    assert "f.edi" in sora.get(reverse("customs:batches")).content.decode()
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.get(sent.url).status_code == 404


def test_what_is_wrong_is_told_in_the_reader_s_words_and_by_its_item():
    sora = broker()
    item = {f"{name}_1": value for name, value in (ITEM | {"commodity": "9999.99-9999", "origin": "zz"}).items()}
    for step, told in (("shipment", SHIPMENT), ("item-1", item), ("value", VALUE)):
        sora.post(reverse("customs:lodge_step", args=[step]), told | {"go": "next"})
    told = sora.post(reverse("customs:lodge_step", args=["summary"]), {"go": "send"})
    assert told.status_code == 422
    page = told.content.decode()
    assert "Item 1: This number is no line of the tariff." in page
    assert "Item 1: This is no country" in page
    assert not CustomsDeclaration.objects.exists()


def test_a_program_lodges_once_and_reads_every_fault():
    hana = signed_in(new_account("hana", person="person-hana"))
    goods = {"commodity": "6109101000", "description": "T", "origin": "CN", "net_mass": "20"}
    goods |= {"price": {"minor": 300_000, "currency": "KRW"}, "quantities": [{"value": "100", "unit": "H87"}]}
    told = {"direction": "import", "reference": "R-1", "incoterm": "CIF", "items": [goods]}
    address = "/api/customs/declarations"
    first = hana.post(address, told, content_type="application/json")
    again = hana.post(address, told, content_type="application/json")
    assert (first.status_code, first.json()["number"]) == (200, again.json()["number"])
    assert CustomsDeclaration.objects.get().party == Party.person("person-hana")
    wrong = told | {"reference": "R-2", "office": "XYZ", "items": [goods | {"commodity": "9999999999"}]}
    refused = hana.post(address, wrong, content_type="application/json")
    assert refused.status_code == 422
    assert {one["place"] for one in refused.json()["errors"]} >= {"office", "items[0].commodity"}
    assert len(hana.get(address).json()) == 1


def test_the_wizard_tells_what_is_left_of_a_quota_and_asks_for_the_recommendation():
    today = timezone.localdate()
    TariffQuota.objects.create(
        order="PORK",
        title={"en": "Pork"},
        unit="KGM",
        total=1000,
        used=400,
        valid_from=today,
        valid_until=today,
        cite="x",
    )
    sora = broker()
    item = {f"{name}_1": value for name, value in ITEM.items()} | {"quota_1": "PORK", "recommendation_1": ""}
    sora.post(reverse("customs:lodge_step", args=["shipment"]), SHIPMENT | {"go": "next"})
    address = reverse("customs:lodge_step", args=["item-1"])
    assert "PORK (Pork): 600" in sora.get(address).content.decode()
    refused = sora.post(address, item | {"go": "next"})
    assert refused.status_code == 422
    assert "state the number" in refused.content.decode()
    assert sora.post(address, item | {"recommendation_1": "AT-2026-7", "go": "next"}).status_code == 302
    told = answers_typed(
        steps=steps(known={}),
        typed={
            "shipment": {name: [text] for name, text in SHIPMENT.items()},
            "item-1": {name: [text] for name, text in (item | {"recommendation_1": "AT-2026-7"}).items()},
            "value": {name: [text] for name, text in VALUE.items()},
        },
    )
    assert told is not None
    made = declared(answers=told).items[0]
    assert made.quota_order == "PORK"
    assert [(paper.type, paper.number) for paper in made.documents] == [("966", "AT-2026-7")]
