"""Manifests replaced, changed and withdrawn by CUSCAR (UN/EDIFACT D.95B, data element 1225: 1 cancellation, 4 change,
5 replace, 9 original), with the rules of their pages."""

from dataclasses import replace
from typing import Any

import pytest

from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import CargoParty, Function, Manifest, Role
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.formats.manifest_csv import Voyage
from madang.systems.customs.models import (
    CargoAt,
    CargoBill,
    CargoManifest,
    ContainerStay,
    DepartureGoods,
    DepartureManifest,
    ManifestAmendment,
    ManifestMessage,
)
from madang.systems.customs.tests.cargo_world import (
    CARRIER,
    FORWARDER,
    KEEPER,
    MACHINE,
    NOW,
    QUAY,
    STRANGER,
    acting,
    container_number,
    direct,
    house,
    line,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.tests.departures_world import departure, exported, goods, leaving_bill, lodge_leaving
from madang.systems.customs.usecases.cargo.handle_goods import report_arrival
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, NotToWithdraw
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.cargo.sent_manifest import cuscar_sent, rows_sent
from madang.systems.customs.usecases.cargo.take_message import take_arriving
from madang.systems.customs.usecases.leaving.find_departure import standing_departure_bill
from madang.systems.customs.usecases.leaving.handle_departure import carry_in_leaving
from madang.systems.customs.usecases.leaving.take_leaving import take_leaving

REASON = "The shipper counted again"


def told(given: Manifest, function: Function, **other: Any) -> Manifest:
    return replace(given, **({"function": function, "reason": REASON} | other))


def message(said: Manifest) -> bytes:
    return cuscar.write(manifest=said, sender="MDGL", recipient="KCS", reference="1", at=said.reported_at)


def sent(said: Manifest, *, lodger: str = CARRIER, kind: Lodged = Lodged.MASTER) -> Any:
    actor = acting(lodger)
    take = take_arriving if said.arrival() else take_leaving
    return take(lodging=cuscar_sent(data=message(said), kind=kind, actor=actor), actor=actor, now=NOW)


def refused(said: Manifest, **how: Any) -> set[tuple[str, str]]:
    with pytest.raises(ManifestRefused) as no:
        sent(said, **how)
    return {(fault.place, fault.code) for fault in no.value.faults}


@pytest.mark.parametrize(("function", "code"), [("original", 9), ("replace", 5), ("change", 4), ("cancel", 1)])
def test_a_report_says_what_it_does_to_an_earlier_one_and_why(function: str, code: int) -> None:
    said = told(manifest(direct("B001")), Function(function), bills=() if function == "cancel" else (direct("B001"),))
    data = message(said)
    assert f"BGM+85+R1+{code}'".encode() in data
    assert f"FTX+AAI+++{REASON}'".encode() in data
    assert cuscar.read(data=data) == said


@pytest.mark.django_db
def test_a_manifest_is_withdrawn_whole_and_once() -> None:
    given = manifest(direct("B001"), direct("B002"))
    made = sent(given)
    assert sent(given) == made
    assert refused(told(given, Function.CANCEL, reason="", voyage="9", number="R1")) == {
        ("reason", "reason"),
        ("voyage", "stands_otherwise"),
        ("bills", "bills_withdrawn"),
    }
    gone = told(given, Function.CANCEL, bills=())
    assert refused(gone, lodger=STRANGER) == {("number", "report_unknown")}
    for _time in range(2):
        answered = sent(gone)
        assert (answered.number, answered.withdrawn_at) == (made.number, NOW)
    assert not CargoBill.objects.filter(withdrawn_at=None).exists()
    one = ManifestMessage.objects.get()
    assert (one.function, one.manifest, one.replaced, one.reason) == ("cancel", made.number, "", REASON)


@pytest.mark.django_db
def test_a_manifest_is_replaced_and_what_it_was_is_kept() -> None:
    box = container_number(1)
    given = manifest(direct("B001", line(container=box)), direct("B002"), containers=(box,))
    made = lodged(given)
    other = told(given, Function.REPLACE, bills=(given.bills[0], direct("B003")), voyage="013E")
    wrong = replace(other, reason="", bills=(direct("B001", loading="?"), given.bills[0], direct("B004", line(0))))
    assert refused(replace(wrong, bills=wrong.bills[::2])) == {
        ("reason", "reason"),
        ("bills[B001].loading", "place"),
        ("bills[B004].goods[1].packages", "packages"),
    }
    assert CargoManifest.objects.get(withdrawn_at=None) == made
    after = sent(other)
    assert sent(other) == after
    assert (after.reference, after.voyage, after.withdrawn_at) == ("R1", "013E", None)
    kept = CargoManifest.objects.exclude(withdrawn_at=None).get()
    assert kept == made
    assert set(kept.lodged_bills.values_list("number", flat=True)) == {"B001", "B002"}
    assert set(CargoBill.objects.filter(withdrawn_at=None).values_list("number", flat=True)) == {"B001", "B003"}
    assert ContainerStay.objects.get(ended=False).voyage == "013E"
    assert ManifestMessage.objects.get().replaced == made.number
    report_arrival(call=after, actor=acting(CARRIER), now=NOW)
    for function, bills in ((Function.REPLACE, other.bills), (Function.CANCEL, ())):
        with pytest.raises(NotToWithdraw):
            sent(told(other, function, reason="Too late", bills=bills))


@pytest.mark.django_db
def test_bills_are_changed_as_their_page_amends_them() -> None:
    given = manifest(direct("B001"), direct("B002"), direct("B003"))
    made = lodged(given)
    release_goods(bill="B001", declaration="D1", packages=4, actor=MACHINE, now=NOW)
    parties = (given.bills[0].parties[0], CargoParty(role=Role.CONSIGNEE, name="금강상사", number=FORWARDER))
    becomes = replace(given.bills[0], goods=(line(8, mass="80", description="공책"),), parties=parties)
    changed = told(given, Function.CHANGE, bills=(becomes, given.bills[1]))
    for _time in range(2):
        assert sent(changed).number == made.number
    row = CargoBill.objects.get(number="B001")
    assert (row.packages, row.gross_mass, row.description, row.consignee_name) == (8, 80, "공책", "금강상사")
    assert row.goods[0]["packages"] == 8
    # Four of them are released.
    assert CargoAt.objects.get(bill=row).packages == 8
    kept = ManifestAmendment.objects.get()
    assert (kept.bill, kept.reason, kept.changes["packages"]) == ("B001", REASON, [10, 8])
    assert kept.changes["goods"][0][0]["description"] == "복사용지"
    assert CargoBill.objects.get(number="B002").packages == 10


@pytest.mark.django_db
def test_a_change_that_is_not_sound_changes_nothing_and_is_told_every_fault() -> None:
    given = manifest(direct("B001"), direct("B002"), direct("B003"))
    lodged(given)
    release_goods(bill="B001", declaration="D1", packages=4, actor=MACHINE, now=NOW)
    wrong = told(
        given,
        Function.CHANGE,
        carrier="OTHR",
        bills=(
            direct("B001", line(3)),
            direct("B002", replace(line(), commodity="482010"), loading="CNTAO"),
            direct("B003", line(12)),
            direct("B009"),
        ),
    )
    assert refused(wrong) == {
        ("carrier", "stands_otherwise"),
        ("bills[B001].packages", "too_few_packages"),
        ("bills[B002].loading", "not_amendable"),
        ("bills[B002].commodity", "not_amendable"),
        ("bills[B002].goods", "not_amendable"),
        ("bills[B009]", "bill_not_there"),
    }
    assert refused(told(given, Function.CHANGE)) == {("bills", "nothing_changed")}
    assert not ManifestAmendment.objects.exists()
    assert set(CargoBill.objects.values_list("packages", flat=True)) == {10}


@pytest.mark.django_db
def test_a_forwarder_changes_its_house_bills() -> None:
    lodged(manifest(direct("B001", forwarder=FORWARDER)))
    below = manifest(direct("B001", forwarder=FORWARDER), reference="F1")
    below = replace(below, bills=(replace(below.bills[0], houses=(house("H001", line(6)), house("H002", line(4)))),))
    lodged(below, kind=Lodged.HOUSE, lodger=FORWARDER)
    master = replace(below.bills[0], houses=(house("H002", line(5)),))
    sent(told(below, Function.CHANGE, bills=(master,)), lodger=FORWARDER, kind=Lodged.HOUSE)
    assert list(CargoBill.objects.order_by("number").values_list("packages", flat=True)) == [10, 6, 5]
    with pytest.raises(NotToWithdraw):
        sent(told(manifest(), Function.CANCEL))


@pytest.mark.django_db
def test_rows_of_a_program_do_the_same() -> None:
    made = lodged(manifest(direct("B001")))
    voyage = Voyage(
        reference="R1",
        mode=manifest().mode,
        carrier="MDGL",
        conveyance_number="9074729",
        conveyance_name="",
        voyage="012E",
        port="KRINC",
        reported_at=NOW,
        function=Function.CANCEL,
        reason=REASON,
    )
    for _time in range(2):
        lodging = rows_sent(rows=[], voyage=voyage, kind=Lodged.MASTER, actor=acting(CARRIER))
        assert take_arriving(lodging=lodging, actor=acting(CARRIER), now=NOW).number == made.number
    assert ManifestMessage.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("no_chance")
def test_a_manifest_of_leaving_goods_is_replaced_and_withdrawn() -> None:
    export = exported(packages=10)
    given = departure(leaving_bill("LV1", goods(6, export=export.number)))
    made = lodge_leaving(given)
    # The six packages of the export are free again for the one that replaces it.
    other = told(given, Function.REPLACE, bills=(leaving_bill("LV1", goods(9, export=export.number)),))
    assert refused(replace(other, bills=(leaving_bill("LV1", goods(11, export=export.number)),))) == {
        ("bills[LV1].goods[1].packages", "more_than_exported")
    }
    after = sent(other)
    assert sent(other) == after != made
    assert DepartureGoods.objects.get(withdrawn=False).packages == 9
    gone = told(given, Function.CANCEL, bills=())
    for _time in range(2):
        assert sent(gone).withdrawn_at == NOW
    assert not DepartureManifest.objects.filter(withdrawn_at=None).exists()
    assert list(ManifestMessage.objects.order_by("pk").values_list("function", "manifest", "replaced")) == [
        ("replace", after.number, made.number),
        ("cancel", after.number, ""),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("no_chance")
def test_bills_of_leaving_goods_are_said_anew_until_their_goods_come() -> None:
    stores()
    export, box = exported(packages=10), container_number(2)
    given = departure(
        leaving_bill("LV1", goods(6, export=export.number, box=box)),
        leaving_bill("LV2", goods(2, export=export.number)),
        boxes=(box,),
    )
    made = lodge_leaving(given)
    carry_in_leaving(bill=standing_departure_bill(number="LV2"), terminal=QUAY, actor=acting(KEEPER), now=NOW)
    assert refused(
        told(
            given,
            Function.CHANGE,
            containers=(),
            bills=(
                leaving_bill("LV1", goods(6, export=export.number), discharge="KRPUS"),
                leaving_bill("LV2", goods(3, export=export.number)),
                leaving_bill("LV9", goods(1, export=export.number)),
            ),
        )
    ) == {
        ("bills[LV1].discharge", "discharge_here"),
        ("bills[LV2]", "bill_under_way"),
        ("bills[LV9]", "bill_not_there"),
    }
    changed = told(given, Function.CHANGE, containers=(), bills=(leaving_bill("LV1", goods(9, export=export.number)),))
    assert refused(changed) == {("bills[LV1].goods[1].packages", "more_than_exported")}
    changed = replace(changed, bills=(leaving_bill("LV1", goods(8, export=export.number), discharge="JPTYO"),))
    for _time in range(2):
        assert sent(changed) == made
    standing = DepartureGoods.objects.filter(withdrawn=False, bill__manifest=made)
    assert dict(standing.values_list("bill__number", "packages")) == {"LV1": 8, "LV2": 2}
    kept = made.lodged_bills.exclude(withdrawn_at=None).get()
    assert (kept.number, kept.packages, kept.discharge) == ("LV1", 6, "USLGB")
    assert not ContainerStay.objects.filter(number=box, ended=False).exists()
    with pytest.raises(NotToWithdraw):
        sent(told(given, Function.CANCEL, bills=()))
