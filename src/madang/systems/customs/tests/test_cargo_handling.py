"""From ship to gate, with the real database."""

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.identity.may import Forbidden
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.models import BondedMovement, CargoAt, CargoBill, CargoManifest, CargoStep, ContainerStay
from madang.systems.customs.tests.cargo_world import (
    CARRIER,
    FORWARDER,
    KEEPER,
    MACHINE,
    NOW,
    OFFICER,
    QUAY,
    STORE,
    STRANGER,
    WAREHOUSE,
    acting,
    container_number,
    direct,
    house,
    line,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.usecases.cargo.amend_bill import withdraw_manifest
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.find_goods import goods_under
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, carry_out, report_arrival, unload
from madang.systems.customs.usecases.cargo.lodge_manifest import lodge_manifest
from madang.systems.customs.usecases.cargo.move_under_bond import Sending, receive_under_bond, send_under_bond
from madang.systems.customs.usecases.cargo.refusals import ManifestLodgedBefore, ManifestRefused, MoveRefused
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.cargo.sent_manifest import cuscar_sent
from madang.systems.customs.usecases.cargo.what_next import Next, what_next

pytestmark = pytest.mark.django_db


def landed(*bills: str, containers: tuple[str, ...] = ()) -> CargoManifest:
    """A ship with direct bills of ten packages each, unloaded at the quay."""
    stores()
    given = manifest(
        *(direct(one, line(container=containers[0] if containers else "")) for one in bills), containers=containers
    )
    call = lodged(given)
    report_arrival(call=call, actor=acting(CARRIER), now=NOW)
    unload(call=call, quay=QUAY, counted={}, actor=OFFICER, now=NOW)
    return call


def sent(data: bytes) -> CargoManifest:
    lodging = cuscar_sent(data=data, kind=Lodged.MASTER, actor=acting(CARRIER))
    return lodge_manifest(lodging=lodging, actor=acting(CARRIER), now=NOW)


def codes(refusal: pytest.ExceptionInfo[MoveRefused | ManifestRefused]) -> list[str]:
    return [fault.code for fault in refusal.value.faults]


def test_goods_go_from_ship_to_gate_only_with_a_release() -> None:
    box = container_number(1)
    landed("B001", containers=(box,))
    bill = standing_bill(number="b001")
    # The keeper's store at this port, not the one at another.
    assert what_next(bill=bill, actor=acting(KEEPER), on=NOW.date()) == Next(
        amend=False, carry_in=frozenset({STORE}), send=frozenset({QUAY})
    )
    carry_in(bill=bill, store=STORE, actor=acting(KEEPER), now=NOW)
    assert ContainerStay.objects.get().place == STORE
    with pytest.raises(MoveRefused) as no:
        carry_out(bill=bill, store=STORE, packages=1, actor=acting(KEEPER), now=NOW)
    assert codes(no) == ["not_released"]
    assert not release_goods(bill="B001", declaration="D1", packages=4, actor=MACHINE, now=NOW).again
    assert release_goods(bill="B001", declaration="D1", packages=4, actor=MACHINE, now=NOW).again
    assert what_next(bill=bill, actor=acting(KEEPER), on=NOW.date()).carry_out == {STORE}
    assert what_next(bill=bill, actor=acting(CARRIER), on=NOW.date()) == Next(
        amend=True, send=frozenset({STORE}), destroy=frozenset({STORE})
    )
    assert carry_out(bill=bill, store=STORE, packages=4, actor=acting(KEEPER), now=NOW) == 6
    with pytest.raises(MoveRefused):
        carry_out(bill=bill, store=STORE, packages=1, actor=acting(KEEPER), now=NOW)
    told = goods_under(bill="B001")
    assert told is not None
    assert (told.declarable, told.released, told.state, told.place) == (6, 4, "stored", STORE)
    assert told.containers == (box,)
    assert release_goods(bill="B001", declaration="D2", actor=MACHINE, now=NOW).packages == 6
    carry_out(bill=bill, store=STORE, packages=6, actor=OFFICER, now=NOW)
    bill.refresh_from_db()
    assert (bill.state, bill.carried_out) == ("out", 10)
    assert [step.kind for step in bill.steps.order_by("sequence")] == [
        *("manifested", "arrived", "unloaded", "carried_in", "released", "carried_out", "released", "carried_out")
    ]


def test_a_container_stays_packed_until_its_goods_part() -> None:
    box = container_number(2)
    landed("B001", "B002", containers=(box,))
    first = standing_bill(number="B001")
    release_goods(bill="B001", declaration="D1", actor=MACHINE, now=NOW)
    with pytest.raises(MoveRefused) as no:
        carry_out(bill=first, store=QUAY, packages=10, actor=OFFICER, now=NOW)
    assert codes(no) == ["shared_container"]
    # Whoever carries one in carries in the other.
    assert carry_in(bill=first, store=STORE, actor=OFFICER, now=NOW) == 20
    assert standing_bill(number="B002").state == "stored"
    carry_out(bill=first, store=STORE, packages=10, actor=OFFICER, now=NOW)
    stay = ContainerStay.objects.get()
    assert (stay.place, stay.packed, stay.ended) == (STORE, False, False)
    assert list(stay.steps.order_by("sequence").values_list("spot", "packed")) == [
        *(("aboard", True), ("landed", True), ("stored", True), ("stored", False))
    ]


def test_a_movement_under_bond_holds_its_guarantee_until_all_has_arrived() -> None:
    landed("B001", "B002")
    bill, other = standing_bill(number="B001"), standing_bill(number="B002")
    with pytest.raises(MoveRefused) as elsewhere:
        carry_in(bill=bill, store=WAREHOUSE, actor=acting(KEEPER), now=NOW)
    assert codes(elsewhere) == ["other_port"]
    carry_in(bill=bill, store=STORE, actor=OFFICER, now=NOW)

    def sending(one: CargoBill, amount: int, **given: object) -> Sending:
        values = {"packages": 10, "origin": STORE, "to": WAREHOUSE, "guarantee": "G1"} | given
        return Sending(bill=one, secured_minor=amount, **values)  # type: ignore[arg-type]

    with pytest.raises(Forbidden):
        send_under_bond(sending=sending(bill, 600_000), actor=acting(STRANGER), now=NOW)
    under_way = send_under_bond(sending=sending(bill, 600_000), actor=acting(FORWARDER), now=NOW)
    # By sea ten days (Notice on transport under bond), counted from the day itself.
    assert (under_way.due_on.isoformat(), standing_bill(number="B001").state) == ("2026-03-19", "moving")
    with pytest.raises(MoveRefused) as released:
        release_goods(bill="B001", declaration="D1", packages=1, actor=MACHINE, now=NOW)
    assert codes(released) == ["more_than_bound"]
    with pytest.raises(MoveRefused) as used:
        send_under_bond(sending=sending(other, 500_000, origin=QUAY), actor=acting(FORWARDER), now=NOW)
    assert codes(used) == ["guarantee_used"]
    receive_under_bond(movement=under_way, packages=9, actor=acting(KEEPER), now=NOW)
    assert BondedMovement.objects.get().ended_at is None
    receive_under_bond(movement=under_way, packages=1, actor=acting(KEEPER), now=NOW)
    assert BondedMovement.objects.get().ended_at == NOW
    assert CargoAt.objects.get(bill=bill).place == WAREHOUSE
    send_under_bond(sending=sending(other, 500_000, origin=QUAY), actor=acting(FORWARDER), now=NOW)


def test_what_comes_short_or_over_is_counted_and_told() -> None:
    stores()
    call = lodged(manifest(direct("B001"), direct("B002"), direct("B003")))
    with pytest.raises(MoveRefused) as early:
        unload(call=call, quay=QUAY, counted={}, actor=OFFICER, now=NOW)
    assert codes(early) == ["not_arrived"]
    report_arrival(call=call, actor=acting(CARRIER), now=NOW)
    with pytest.raises(MoveRefused):
        report_arrival(call=call, actor=acting(CARRIER), now=NOW)
    told = unload(call=call, quay=QUAY, counted={"B001": 8, "B002": 12}, actor=acting(CARRIER), now=NOW)
    assert (told.bills, told.short, told.over) == (3, 1, 1)
    assert sorted(CargoAt.objects.values_list("packages", flat=True)) == [8, 10, 12]
    release = release_goods(bill="B002", declaration="D1", actor=MACHINE, now=NOW)
    assert release.packages == 12


def test_houses_join_their_master_whichever_comes_first() -> None:
    stores()
    master = manifest(direct("M001", line(20, mass="200"), forwarder=FORWARDER))
    houses = manifest(direct("M001", houses=(house("H001"), house("H002"))), reference="F1")
    lodged(houses, kind=Lodged.HOUSE, lodger=FORWARDER, actor=acting(FORWARDER))
    assert goods_under(bill="H001") is not None
    call = lodged(master)
    assert set(CargoBill.objects.filter(kind="house").values_list("master__number", flat=True)) == {"M001"}
    assert goods_under(bill="M001") is None
    report_arrival(call=call, actor=OFFICER, now=NOW)
    assert standing_bill(number="H002").state == "arrived"
    with pytest.raises(MoveRefused):
        release_goods(bill="M001", declaration="D1", actor=MACHINE, now=NOW)
    # Another forwarder cannot hang house bills below a master that names this one.
    foreign = manifest(direct("M001", houses=(house("H009"),)), reference="F9")
    with pytest.raises(ManifestRefused) as no:
        lodged(foreign, kind=Lodged.HOUSE, lodger=STRANGER, actor=acting(STRANGER))
    assert codes(no) == ["not_your_master"]


def test_a_withdrawn_manifest_leaves_the_containers_of_others_packed() -> None:
    stores()
    box = container_number(6)
    call = lodged(manifest(direct("M001", line(container=box), forwarder=FORWARDER), containers=(box,)))

    def houses(reference: str) -> CargoManifest:
        given = manifest(
            direct("M001", houses=(house("H001", line(container=box)),)), containers=(box,), reference=reference
        )
        return lodged(given, kind=Lodged.HOUSE, lodger=FORWARDER, actor=acting(FORWARDER))

    withdraw_manifest(manifest=houses("F1"), actor=acting(FORWARDER), now=NOW)
    houses("F2")
    report_arrival(call=call, actor=OFFICER, now=NOW)
    unload(call=call, quay=QUAY, counted={}, actor=OFFICER, now=NOW)
    stay = ContainerStay.objects.get()
    assert (stay.spot, stay.place, stay.packed) == ("landed", QUAY, True)


def test_a_manifest_is_refused_whole_with_every_fault() -> None:
    box = container_number(3)
    wrong = box[:-1] + str((int(box[-1]) + 1) % 10)
    given = manifest(
        direct("B001", line(0)),
        direct("b 2"),
        direct("B003", line(mass="0"), discharge="JPTYO"),
        direct("B001"),
        containers=(wrong, box),
        voyage=" ",
    )
    with pytest.raises(ManifestRefused) as no:
        lodged(given)
    assert {"bill_twice", "check_digit", "packages", "bill_number", "mass", "discharge_abroad", "text"} <= set(
        codes(no)
    )
    assert not CargoManifest.objects.exists()
    assert not CargoStep.objects.exists()
    sound = manifest(direct("B001", line(container=box)), containers=(box,))
    lodged(sound)
    with pytest.raises(ManifestLodgedBefore):
        lodged(sound)
    again = manifest(direct("B001"), reference="R2", voyage="013E", containers=(box,))
    with pytest.raises(ManifestRefused) as twice:
        lodged(again)
    assert codes(twice) == ["lodged_before", "container_elsewhere"]
    with pytest.raises(Forbidden):
        lodged(manifest(direct("B009"), reference="R3", voyage="014E"), lodger=CARRIER, actor=acting(STRANGER))


@pytest.mark.parametrize("table", ["customs_cargo_step", "customs_container_step"])
def test_the_log_is_appended_only(table: str) -> None:
    lodged(manifest(direct("B001", line(container=container_number(4))), containers=(container_number(4),)))
    for change in (f"UPDATE {table} SET sequence = 7", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_cuscar_interchange_is_lodged_whole_or_refused_with_its_faults() -> None:
    box = container_number(5)
    given = manifest(direct("B001", line(container=box)), containers=(box,))
    data = cuscar.write(manifest=given, sender="MDGL", recipient="KCS", reference="1", at=given.reported_at)
    made = sent(data)
    assert (made.source, made.lodger, made.bills) == ("cuscar", CARRIER, 1)
    told = goods_under(bill="B001")
    assert told is not None
    assert (told.packages, told.containers, told.loading) == (10, (box,), "CNSHA")
    for wrong in (b"", b"UNB", data.replace(box.encode(), box[:-1].encode() + b"X")):
        with pytest.raises(ManifestRefused) as no:
            sent(wrong)
        assert no.value.faults
    assert CargoManifest.objects.count() == 1
