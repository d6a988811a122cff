"""Empty containers from manifest to gate and back onto a ship, those that were emptied here with them."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from madang.systems.customs.api.manifests import EmptyGiven, VoyageGiven
from madang.systems.customs.domain.changing import Standing, faults_of_change
from madang.systems.customs.domain.lodging import Lodged, faults_of
from madang.systems.customs.domain.manifest import Container, Function, Mode
from madang.systems.customs.formats import manifest_csv
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.models import CargoPort, ContainerStay
from madang.systems.customs.tests.cargo_world import (
    CARRIER,
    KEEPER,
    MACHINE,
    NOW,
    QUAY,
    STORE,
    STRANGER,
    acting,
    container_number,
    direct,
    line,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.tests.departures_world import departure, exported, goods, leaving_bill, lodge_leaving
from madang.systems.customs.tests.test_departure_pages import business
from madang.systems.customs.usecases.cargo.amend_bill import withdraw_manifest
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, report_arrival, unload
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, MoveRefused, NoSuchContainer
from madang.systems.customs.usecases.containers import handle_containers as boxes
from madang.systems.customs.usecases.containers.find_containers import leave_by, visible_container
from madang.systems.customs.usecases.leaving import handle_departure as handle
from madang.systems.customs.usecases.leaving.find_departure import standing_departure_bill
from madang.systems.customs.usecases.leaving.refusals import LeavingRefused

ONE, TWO, THREE = (container_number(serial) for serial in (11, 12, 13))


def empty(number: str, size_type: str = "22G1") -> Container:
    return Container(number=number, size_type=size_type, full=False)


def spots(number: str) -> list[tuple[str, str, str]]:
    stay = ContainerStay.objects.filter(number=number).order_by("-pk")[0]
    return [*stay.steps.order_by("sequence").values_list("kind", "spot", "place")]


def test_empty_containers_are_written_and_read_and_their_faults_told():
    given = manifest(containers=(empty(ONE), Container(number=TWO, size_type="22G1")))
    # Element 8169 of EQD: 4 is empty, 5 full; no consignment needs to stand in the message (its group is conditional).
    said = cuscar.write(manifest=given, sender="A", recipient="B", at=given.reported_at, reference="1").decode()
    assert f"EQD+CN+{ONE}+22G1+++4'" in said.replace("\n", "")
    assert cuscar.read(data=said.encode()) == given
    table = f"{','.join(manifest_csv.COLUMNS)}\n{',' * 10}{ONE},22G1,S1,,,,,\n".encode()
    voyage = manifest_csv.Voyage(
        **dict.fromkeys(("reference", "carrier", "conveyance_number", "conveyance_name", "voyage", "port"), "X"),
        mode=Mode.SEA,
        reported_at=given.reported_at,
    )
    assert [(one.number, one.full) for one in manifest_csv.read(data=table, voyage=voyage).containers] == [(ONE, False)]
    row = VoyageGiven.rows_with(
        SimpleNamespace(empties=[EmptyGiven(container=ONE, size_type="22G1")]), rows=[], columns=manifest_csv.COLUMNS
    )
    assert manifest_csv.from_rows(rows=list(enumerate(row)), voyage=voyage).empties() == (empty(ONE),)

    def told(given, kind=Lodged.MASTER):
        return [one.code for one in faults_of(manifest=given, kind=kind, country="KR", modes={Mode.SEA})]

    assert told(manifest(containers=(empty(ONE),))) == []
    assert told(manifest()) == ["no_bill"]
    assert told(manifest(containers=(empty(ONE), empty(ONE)))) == ["container_twice"]
    assert told(manifest(containers=(empty(ONE[:10] + str((int(ONE[10]) + 1) % 10)),))) == ["check_digit"]
    assert told(manifest(containers=(empty(ONE, "BOX"),))) == ["size_type"]
    assert told(manifest(direct("B001", line(container=ONE)), containers=(empty(ONE),))) == ["empty_with_goods"]
    assert "empty_of_carrier" in told(manifest(containers=(empty(ONE),)), Lodged.HOUSE)


@pytest.mark.django_db
def test_an_empty_container_comes_goes_out_is_given_back_and_leaves_by_a_ship():
    stores()
    came = lodged(manifest(containers=(empty(ONE), empty(TWO), empty(THREE))))
    with pytest.raises(ManifestRefused) as twice:
        lodged(manifest(reference="R2", voyage="99E", containers=(empty(ONE),)))
    assert [one.code for one in twice.value.faults] == ["container_elsewhere"]
    with pytest.raises(MoveRefused):
        unload(call=came, quay=QUAY, counted={}, actor=acting(CARRIER), now=NOW)
    report_arrival(call=came, actor=acting(CARRIER), now=NOW)
    assert unload(call=came, quay=QUAY, counted={THREE: 0}, actor=acting(CARRIER), now=NOW).empties == 2
    assert spots(THREE)[-1] == ("missing", "missing", "")
    boxes.shift(number=ONE, store=STORE, actor=acting(KEEPER), now=NOW)
    boxes.gate_out(number=ONE, actor=acting(KEEPER), now=NOW)
    with pytest.raises(MoveRefused):
        boxes.gate_out(number=ONE, actor=acting(KEEPER), now=NOW)
    later = NOW + timedelta(days=20)
    back = boxes.gate_in(number=ONE, store=STORE, size_type="", actor=acting(KEEPER), now=later)
    # Three months from the day on which it came by ship, not from the gate (Convention of 1972, art. 4 (1)).
    assert (back.size_type, leave_by(row=back)) == ("22G1", date(2026, 6, 9))
    assert visible_container(number=ONE, actor=acting(KEEPER)) == back
    with pytest.raises(NoSuchContainer):
        visible_container(number=ONE, actor=acting(STRANGER))
    ship = lodge_leaving(departure(boxes=(empty(ONE), empty(TWO), empty(THREE))))
    with pytest.raises(ManifestRefused):
        lodge_leaving(departure(reference="D2", voyage="99W", boxes=(empty(ONE),)))
    with pytest.raises(LeavingRefused):
        handle.load_lines(call=ship, lines={}, empties=[container_number(77)], actor=acting(CARRIER), now=later)
    assert handle.load_all(call=ship, but={}, ashore=[TWO], actor=acting(CARRIER), now=later) == 0
    handle.report_departure(call=ship, actor=acting(CARRIER), now=later)
    assert spots(ONE) == [
        *(("gate_in", "stored", STORE), ("listed", "stored", STORE), ("loaded", "loaded", ""), ("sailed", "left", ""))
    ]
    two, three = (ContainerStay.objects.filter(number=one).latest("pk") for one in (TWO, THREE))
    assert (two.spot, two.leaving, two.leaves_by, two.ended) == ("landed", False, None, False)
    assert (three.spot, three.ended) == ("not_loaded", True)


@pytest.mark.django_db
def test_a_container_that_came_full_is_emptied_stuffed_with_an_export_and_leaves():
    stores()
    call = lodged(manifest(direct("B001", line(container=ONE)), containers=(ONE,)))
    report_arrival(call=call, actor=MACHINE, now=NOW)
    unload(call=call, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    with pytest.raises(ManifestRefused) as no:
        lodge_leaving(departure(boxes=(empty(ONE),)))
    assert [one.code for one in no.value.faults] == ["container_full"]
    carry_in(bill=standing_bill(number="B001"), store=STORE, actor=MACHINE, now=NOW)
    with pytest.raises(MoveRefused):
        boxes.gate_out(number=ONE, actor=acting(KEEPER), now=NOW)
    boxes.strip(number=ONE, actor=acting(KEEPER), now=NOW)
    one = exported(packages=4)
    ship = lodge_leaving(departure(leaving_bill("LV1", goods(4, export=one.number, box=ONE)), boxes=(ONE,)))
    boxes.gate_out(number=ONE, actor=acting(KEEPER), now=NOW)
    assert ContainerStay.objects.get().spot == "expected"
    handle.carry_in_leaving(bill=standing_departure_bill(number="LV1"), terminal=QUAY, actor=MACHINE, now=NOW)
    # What came in it is no concern of it any more.
    assert standing_bill(number="B001").state == "stored"
    handle.load_all(call=ship, but={}, actor=MACHINE, now=NOW)
    handle.report_departure(call=ship, actor=MACHINE, now=NOW)
    assert spots(ONE) == [
        *(("listed", "aboard", ""), ("goods", "landed", QUAY), ("goods", "stored", STORE)),
        *(("stripped", "stored", STORE), ("listed", "stored", STORE), ("gate_out", "expected", "")),
        *(("goods", "terminal", QUAY), ("goods", "loaded", ""), ("goods", "left", "")),
    ]
    stay = ContainerStay.objects.get()
    assert (stay.packed, stay.ended, stay.admitted_on, leave_by(row=stay)) == (True, True, date(2026, 3, 9), None)


@pytest.mark.django_db
def test_a_manifest_that_is_withdrawn_leaves_empty_containers_where_they_stand():
    stores()
    came = lodged(manifest(containers=(empty(ONE),)))
    withdraw_manifest(manifest=came, actor=acting(CARRIER), now=NOW)
    assert spots(ONE)[-1] == ("withdrawn", "withdrawn", "")
    boxes.gate_in(number=ONE, store=QUAY, size_type="22G1", actor=acting(KEEPER), now=NOW)
    ship = lodge_leaving(departure(boxes=(empty(ONE), empty(TWO))))
    handle.withdraw_departure(manifest=ship, actor=acting(CARRIER), now=NOW)
    assert [*ContainerStay.objects.filter(number__in=(ONE, TWO), ended=False).values_list("number", "leaving")] == [
        (ONE, False)
    ]


@pytest.mark.django_db
def test_a_keeper_reports_on_pages_and_anybody_sees_where_an_empty_container_is():
    stores()
    CargoPort.objects.create(code="KRINC", name="인천항", name_en="Incheon", office="KCS-020")
    keeper, stranger = business(KEEPER, "keeper"), business(STRANGER, "other")
    listed = reverse("customs:containers")
    wrong = keeper.post(listed, {"store": STORE, "number": ONE[:10] + str((int(ONE[10]) + 1) % 10)})
    assert (wrong.status_code, "check digit" in wrong.content.decode()) == (422, True)
    assert stranger.post(listed, {"store": STORE, "number": ONE}).status_code == 422
    sent = keeper.post(listed, {"store": STORE, "number": ONE.lower(), "size_type": "22G1"})
    assert sent.url == reverse("customs:container", args=[ONE])
    assert stranger.get(sent.url).status_code == 404
    assert ONE in keeper.get(listed).content.decode()
    assert "Empty" in stranger.get(reverse("customs:cargo"), {"number": ONE}).content.decode()
    assert keeper.post(sent.url, {"do": "shift", "shift-store": QUAY}).status_code == 302
    assert keeper.post(sent.url, {"do": "gate_out"}).status_code == 302
    assert ContainerStay.objects.get().spot == "out"


def test_only_a_message_that_replaces_the_manifest_says_empty_containers_anew():
    given = departure(boxes=(empty(ONE),), function=Function.CHANGE, reason="one fewer")
    standing = Standing(
        kind="master", mode="sea", carrier="MDGL", conveyance="9074729", voyage=given.voyage, calls="KRINC"
    )

    def told(function):
        said = replace(given, function=function)
        return [
            one.code for one in faults_of_change(manifest=said, kind=Lodged.MASTER, port="KRINC", standing=standing)
        ]

    assert (told(Function.CHANGE), told(Function.CANCEL), told(Function.REPLACE)) == (
        *(["empties_replaced"], ["empties_replaced"], []),
    )
