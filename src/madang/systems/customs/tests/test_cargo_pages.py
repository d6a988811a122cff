"""The pages of cargo, as browsers without a window see them, on the demonstration's ships."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.customs.models import CargoAt, CargoBill, CargoManifest, CargoPort, ContainerStay, ManifestAmendment
from madang.systems.customs.tests.cargo_world import (
    CARRIER,
    MACHINE,
    QUAY,
    STRANGER,
    container_number,
    direct,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.usecases.cargo.find_goods import goods_under
from madang.systems.customs.usecases.cargo.handle_goods import carry_out
from madang.systems.customs.usecases.cargo.load_demo import load_cargo_demo
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.cargo.tell_overdue import tell_overdue
from madang.systems.customs.usecases.permissions import CARGO

pytestmark = pytest.mark.django_db


FORM = {
    "kind": "master",
    "reference": "R-1",
    "mode": "sea",
    "carrier": "MDGL",
    "conveyance_number": "9074729",
    "voyage": "001E",
    "port": "KRINC",
    "arrives_at": "2030-01-01T10:00",
}


def officer() -> Client:
    """A cargo officer's browser."""
    account = new_account("cargo")
    give_duty(account, CARGO, office="KCS-020")
    return signed_in(account)


def carrier(scope: tuple[str, ...] = ("customs.cargo:*",)) -> Client:
    """A browser of somebody who acts for a carrier."""
    account = new_account("dohyun", person="person-dohyun")
    return signed_in(account, mandate=company_mandate(CARRIER, person="person-dohyun", scope=scope, now=clock.now()))


def page(client: Client, address: str, **posted: object) -> str:
    """What the page shows, after its redirect."""
    answer = client.post(address, posted, follow=True) if posted else client.get(address)
    assert answer.status_code in {200, 404, 422}, answer.status_code
    return answer.content.decode()


def test_the_demonstration_is_tracked_watched_and_moved() -> None:
    assert load_cargo_demo(now=clock.now()) > 60
    assert load_cargo_demo(now=clock.now()) == 0
    told = goods_under(bill="DEMOB000003")
    assert told is not None
    assert (told.state, told.declarable, told.description[:2]) == ("stored", 10, "커피")
    public = page(Client(headers={"accept-language": "en"}), "/customs/cargo/?number=demob000003")
    assert "In a bonded store" in public
    assert "Shanghai Orchid" not in public
    assert CargoBill.objects.get(number="DEMOB000003").consignee_name not in public
    box = ContainerStay.objects.filter(ended=False).first()
    assert box is not None
    assert "22G1" in page(Client(), f"/customs/cargo/?number={box.number}")
    assert "Nothing is known" in page(Client(headers={"accept-language": "en"}), "/customs/cargo/?number=NOSUCH")
    client = officer()
    for view, says in (
        ("arrivals", "MADANG VOYAGER"),
        ("discrepancies", "DEMOC000001"),
        ("storage", "DEMOC1"),
        ("movements", "DEMOC000011"),
    ):
        assert says in page(client, f"/customs/cargo/desk/{view}/")
    assert "Sealight Bonded Warehouse" in page(client, "/customs/cargo/map/")
    address = "/customs/cargo/bills/DEMOB000003/"
    assert 'value="carry_out"' not in page(client, address)
    release_goods(bill="DEMOB000003", declaration="D1", packages=4, actor=MACHINE, now=clock.now())
    given = {"do": "carry_out", "carry_out-store": told.place, "carry_out-packages": "5"}
    assert "Only 4 packages may leave" in page(client, address, **given)
    page(client, address, **(given | {"carry_out-packages": "4"}))
    assert CargoBill.objects.get(number="DEMOB000003").carried_out == 4
    assert tell_overdue(actor=MACHINE, now=clock.now()) > 0
    assert tell_overdue(actor=MACHINE, now=clock.now()) == 0
    # A part that leaves does not make the rest news.
    late = CargoAt.objects.filter(spot="stored").exclude(told_at=None).select_related("bill").order_by("pk").first()
    assert late is not None
    release_goods(bill=late.bill.number, declaration="D2", packages=1, actor=MACHINE, now=clock.now())
    carry_out(bill=late.bill, store=late.place, packages=1, actor=MACHINE, now=clock.now())
    assert tell_overdue(actor=MACHINE, now=clock.now()) == 0


def test_a_carrier_lodges_a_table_and_amends_a_bill() -> None:
    stores()
    CargoPort.objects.create(code="KRINC", name="인천항", name_en="Port of Incheon", office="KCS-020")
    lodged(manifest(direct("OTHER001"), voyage="9"), lodger=STRANGER)
    client, box = carrier(), container_number(77)
    head = "master,house,loading,discharge,description,packages,package_kind,gross_mass,container,size_type,forwarder\n"

    def table(text: str) -> SimpleUploadedFile:
        return SimpleUploadedFile("bills.csv", (head + text).encode())

    faulty = page(client, "/customs/cargo/mine/upload/", **FORM, file=table("X,,CNSHA,KRINC,Tea,0,BG,x,,,\n"))
    assert "rows[2].gross_mass" in faulty
    sound = f"MINE001,,CNSHA,KRINC,Tea,10,BG,50,{box},22G1,\nMINE002,,CNSHA,KRINC,Tea,10,BG,50,,,1018100002\n"
    shown = page(client, "/customs/cargo/mine/upload/", **FORM, file=table(sound))
    assert "The house bills are missing" in shown
    made = CargoManifest.objects.get(reference="R-1")
    assert made.number in page(client, "/customs/cargo/mine/")
    address = "/customs/cargo/bills/MINE001/"
    amend = {
        "amend-packages": "12",
        "amend-gross_mass": "50",
        "amend-description": "Tea",
        "amend-reason": "Counted wrongly",
    }
    assert "10 → 12" in page(client, address, do="amend", **amend)
    assert ManifestAmendment.objects.get().changes == {"packages": [10, 12]}
    page(client, f"/customs/cargo/manifests/{made.number}/", do="arrive")
    unloading = {"do": "unload", "unload-store": QUAY, "unload-counted": "mine001 11"}
    assert "1 short" in page(client, f"/customs/cargo/manifests/{made.number}/", **unloading)
    assert CargoBill.objects.get(number="MINE001").tallied == 11
    # What is another's is not there; a mandate for something else opens nothing.
    assert client.get("/customs/cargo/bills/OTHER001/").status_code == 404
    assert client.get("/customs/cargo/desk/").status_code == 403


def test_a_mandate_for_taxes_does_not_reach_cargo() -> None:
    assert carrier(("tax.file:*",)).get("/customs/cargo/mine/").status_code == 403


def test_whoever_tries_numbers_in_turn_is_stopped() -> None:
    client = Client()
    answers = {client.get(f"/customs/cargo/?number=B{serial:06d}").status_code for serial in range(40)}
    assert answers == {404, 429}
