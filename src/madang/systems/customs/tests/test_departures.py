"""Leaving goods with their bills (Customs Act arts. 136 (2), 248 (3), 251): lodged whole, loaded after release, fulfilled in
parts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.notify.models import Message
from madang.systems.customs.domain.container import Stay, Where, follows_out
from madang.systems.customs.domain.departing import Leaving, LeavingKind, LeavingStep, follow_leaving
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.movement import IllegalMove
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.models import ContainerStay, DepartureGoods, DepartureStep, ExportLoading
from madang.systems.customs.tests.cargo_world import (
    CARRIER,
    FORWARDER,
    KEEPER,
    MACHINE,
    NOW,
    QUAY,
    STORE,
    acting,
    container_number,
    direct,
    line,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.tests.departures_world import (
    departure,
    exported,
    goods,
    leaving_bill,
    lodge_leaving,
)
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.handle_goods import report_arrival, unload
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, MoveRefused, NoSuchBill, NotToWithdraw
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.leaving import handle_departure as handle
from madang.systems.customs.usecases.leaving.confirm_loading import Leaving as Told
from madang.systems.customs.usecases.leaving.confirm_loading import confirm_loading
from madang.systems.customs.usecases.leaving.find_departure import standing_departure_bill, visible_departure_bill
from madang.systems.customs.usecases.leaving.loaded import loaded_of, loaded_whole
from madang.systems.customs.usecases.leaving.record_leaving import LeavingHappened, record_leaving
from madang.systems.customs.usecases.leaving.refusals import LeavingRefused, LoadingRefused
from madang.systems.customs.usecases.leaving.watch_exports import waiting_exports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
STEPS = st.builds(LeavingStep, st.sampled_from(list(LeavingKind)), st.integers(-1, 12), st.sampled_from(("", "Q", "R")))


@given(steps=st.lists(st.tuples(STEPS, st.booleans()), max_size=30))
def test_no_sequence_puts_packages_at_two_places_or_aboard_before_release(steps: list[tuple[LeavingStep, bool]]):
    leaving = Leaving(packages=10)
    for step, free in steps:
        before = leaving
        try:
            leaving = follow_leaving(leaving=leaving, step=step, free=free)
        except IllegalMove:
            continue
        assert min(leaving.waiting, leaving.loaded, leaving.left, leaving.expected) >= 0
        assert leaving.waiting + leaving.loaded + leaving.left + leaving.expected <= 10
        assert leaving.loaded + leaving.left <= before.loaded + before.left or free
        assert not before.gone or leaving.left == before.left


def test_a_container_of_which_the_ship_took_nothing_has_not_left():
    left, here = Leaving(packages=4, left=4, gone=True), Leaving(packages=4, waiting=4, terminal="Q", gone=True)
    back = follow_leaving(leaving=here, step=LeavingStep(LeavingKind.TAKEN_BACK, 4), free=True)
    stay = Stay(where=Where.TERMINAL, place="Q", leaving=True)
    found = [follows_out(stay=stay, contents=contents) for contents in ((left, back), (left, here), (back,))]
    assert [(one.where, one.place) for one in found] == [
        *((Where.LEFT, ""), (Where.TERMINAL, "Q"), (Where.NOT_LOADED, ""))
    ]


def came_in(number: str) -> None:
    handle.carry_in_leaving(bill=standing_departure_bill(number=number), terminal=QUAY, actor=acting(KEEPER), now=NOW)


def test_a_departure_comes_back_from_cuscar_and_is_told_from_an_arrival():
    sent = departure(leaving_bill("LV1", goods(4, export="X1"), goods(3, line=2, arrived_under="B1")))
    data = cuscar.write(manifest=sent, sender="MDGL", recipient="KCS", reference="1", at=sent.reported_at)
    assert all(one in data for one in (b"BGM+833+D1+9'", b"DOC+830+X1'", b"DOC+705+B1'"))
    assert cuscar.read(data=data) == sent
    # Code list 1001: 933 is the cargo declaration of an arrival.
    with pytest.raises(cuscar.MessageRefused):
        cuscar.read(data=data.replace(b"BGM+833", b"BGM+933"))


def test_a_manifest_is_refused_whole_with_every_fault():
    one = exported(packages=10)
    lodge_leaving(departure(leaving_bill("LV1", goods(6, export=one.number))))
    wrong = departure(
        leaving_bill("LV1", goods(5, export=one.number)),
        leaving_bill("LV2", goods(1, export="none"), goods(2, line=2), discharge="KRPUS"),
        reference="D2",
        voyage="014W",
    )
    with pytest.raises(ManifestRefused) as refused:
        lodge_leaving(wrong)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("bills[LV2].discharge", "discharge_here"),
        ("bills[LV2].goods[2].export", "no_export"),
    ]
    with pytest.raises(ManifestRefused) as refused:
        lodge_leaving(departure(wrong.bills[0], leaving_bill("LV2", goods(1, export="none")), reference="D2"))
    assert {(fault.place, fault.code) for fault in refused.value.faults} == {
        ("voyage", "departure_lodged"),
        ("bills[LV1]", "lodged_before"),
        ("bills[LV2].goods[1].export", "export_unknown"),
        ("bills[LV1].goods[1].packages", "more_than_exported"),
    }
    assert DepartureGoods.objects.count() == 1


def test_an_export_on_two_ships_is_fulfilled_in_parts_and_told():
    stores()
    one, other = exported(packages=10), exported("X-2", 5)
    box = container_number(1)
    first = lodge_leaving(
        departure(
            leaving_bill("LV1", goods(6, export=one.number, box=box), goods(5, line=2, export=other.number)),
            boxes=(box,),
        )
    )
    stay = ContainerStay.objects.get(number=box)
    assert (stay.spot, stay.leaving) == ("expected", True)
    came_in("LV1")
    stay.refresh_from_db()
    assert (stay.spot, stay.place) == ("terminal", QUAY)
    assert handle.load_all(call=first, but={}, actor=acting(CARRIER), now=NOW) == 11
    told = loaded_of(declaration=one)
    assert (told.declared, told.named, told.loaded, told.whole) == (10, 6, 6, False)
    assert set(loaded_whole(numbers=[one.number, other.number])) == {other.number}
    assert handle.report_departure(call=first, actor=acting(CARRIER), now=NOW) == 11
    stay.refresh_from_db()
    assert (stay.spot, stay.ended) == ("left", True)
    second = lodge_leaving(departure(leaving_bill("LV2", goods(4, export=one.number)), reference="D2", voyage="014W"))
    came_in("LV2")
    handle.load_all(call=second, but={}, actor=acting(CARRIER), now=NOW + timedelta(days=3))
    assert ExportLoading.objects.get(declaration=one).voyage == "014W"
    kinds = [*one.events.order_by("pk").values_list("kind", flat=True)]
    assert kinds[-2:] == ["loaded_part", "loaded"]
    assert not waiting_exports().exists()
    templates = Message.objects.filter(template__startswith="customs/export").values_list("template", flat=True)
    assert sorted(templates) == ["customs/export_loaded"] * 2 + ["customs/export_part_loaded"]


def test_nothing_is_loaded_before_release_neither_by_its_use_case_nor_by_the_database():
    stores()
    one = exported(packages=10)
    call = lodge_leaving(departure(leaving_bill("LV1", goods(10, export=one.number))))
    came_in("LV1")
    # As where an officer cancelled the release meanwhile.
    type(one).objects.filter(pk=one.pk).update(state="cancelled", released_at=None)
    with pytest.raises(LeavingRefused) as refused:
        handle.load_all(call=call, but={}, actor=acting(CARRIER), now=NOW)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("bills[LV1].goods[1]", "export_not_released")
    ]
    row = DepartureGoods.objects.get()
    made = {"goods": row, "sequence": 9, "packages": 1, "happened_at": NOW, "recorded_by": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        DepartureStep.objects.create(kind="loaded", **made)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM customs_departure_step")
    assert handle.report_departure(call=call, actor=acting(CARRIER), now=NOW) == 0


def test_what_the_ship_did_not_take_may_leave_by_another():
    stores()
    one = exported(packages=10)
    call = lodge_leaving(departure(leaving_bill("LV1", goods(10, export=one.number))))
    came_in("LV1")
    carrier, first = acting(CARRIER), handle.Line(bill="LV1")
    assert handle.load_all(call=call, but={first: 8}, actor=carrier, now=NOW) == 8
    assert handle.shut_out(call=call, lines={first: 3}, actor=carrier, now=NOW) == 3
    assert handle.report_departure(call=call, actor=carrier, now=NOW) == 5
    row = DepartureGoods.objects.get()
    assert (row.waiting, row.left, row.state) == (5, 5, "part_left")
    with pytest.raises(MoveRefused):
        handle.load_all(call=call, but={}, actor=carrier, now=NOW)
    handle.take_back(bill=row.bill, line=1, packages=5, actor=acting(KEEPER), now=NOW)
    more = departure(leaving_bill("LV2", goods(6, export=one.number)), reference="D2", voyage="014W")
    with pytest.raises(ManifestRefused) as refused:
        lodge_leaving(more)
    assert [(fault.code, "5" in str(fault.says)) for fault in refused.value.faults] == [("more_than_exported", True)]
    lodge_leaving(departure(leaving_bill("LV2", goods(5, export=one.number)), reference="D2", voyage="014W"))
    told = Told(
        reference="M", conveyance="S", voyage="1", port="KRINC", loaded_on=NOW.date(), declarations=(one.number,)
    )
    with pytest.raises(LoadingRefused) as by_bill:
        confirm_loading(leaving=told, actor=carrier, now=NOW)
    assert [fault.code for fault in by_bill.value.faults] == ["customs.leaving.by_bill"]


def test_house_bills_join_the_carriers_and_only_who_has_to_do_with_them_sees_them():
    stores()
    one = exported(packages=10)
    master = leaving_bill("LVM", goods(10), forwarder=FORWARDER)
    house = leaving_bill("LVH", goods(10, export=one.number))
    below = leaving_bill("LVM", houses=(house,))
    lodge_leaving(departure(below, reference="H1"), kind=Lodged.HOUSE, lodger=FORWARDER)
    call = lodge_leaving(departure(master))
    came_in("LVH")
    assert handle.load_all(call=call, but={}, actor=MACHINE, now=NOW) == 10
    assert visible_departure_bill(number="LVH", actor=acting(KEEPER)).master.number == "LVM"
    with pytest.raises(NoSuchBill):
        visible_departure_bill(number="LVH", actor=acting("1018100009"))
    with pytest.raises(MoveRefused):
        handle.carry_in_leaving(bill=standing_departure_bill(number="LVH"), terminal=STORE, actor=MACHINE, now=NOW)


def test_a_manifest_is_withdrawn_before_its_goods_come_and_what_it_named_is_free_again():
    stores()
    one, box = exported(packages=10), container_number(1)
    first = lodge_leaving(departure(leaving_bill("LV1", goods(10, export=one.number, box=box)), boxes=(box,)))
    line = DepartureGoods.objects.get()
    handle.withdraw_departure(manifest=first, actor=acting(CARRIER), now=NOW)
    assert ContainerStay.objects.get(number=box).ended
    step = LeavingStep(LeavingKind.CARRIED_IN, 1, QUAY)
    # As where it is withdrawn while the terminal reports the goods.
    with pytest.raises(LeavingRefused):
        record_leaving(happened=[LeavingHappened(goods=line.pk, step=step)], actor=MACHINE, now=NOW)
    again = lodge_leaving(departure(leaving_bill("LV1", goods(10, export=one.number, box=box)), boxes=(box,)))
    came_in("LV1")
    with pytest.raises(NotToWithdraw):
        handle.withdraw_departure(manifest=again, actor=acting(CARRIER), now=NOW)


def test_two_lines_of_transhipped_goods_wait_with_no_more_than_came_and_go_on_at_once():
    stores()
    came = lodged(manifest(direct("ARR1", line(10))))
    report_arrival(call=came, actor=MACHINE, now=NOW)
    unload(call=came, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    lines = goods(7, arrived_under="ARR1"), goods(7, line=2, arrived_under="ARR1")
    call = lodge_leaving(departure(leaving_bill("LVT", *lines)))
    came_in("LVT")
    assert [*DepartureGoods.objects.order_by("line").values_list("waiting", flat=True)] == [7, 3]
    assert handle.load_all(call=call, but={}, actor=acting(CARRIER), now=NOW) == 10
    assert standing_bill(number="ARR1").state == "shipped"


def test_transhipped_goods_leave_the_log_of_the_bill_under_which_they_came():
    stores()
    box = container_number(7)
    came = lodged(manifest(direct("ARR1", line(10, container=box)), containers=(box,)))
    report_arrival(call=came, actor=MACHINE, now=NOW)
    unload(call=came, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    call = lodge_leaving(departure(leaving_bill("LVT", goods(10, arrived_under="ARR1", box=box)), boxes=(box,)))
    came_in("LVT")
    assert handle.load_all(call=call, but={}, actor=acting(CARRIER), now=NOW) == 10
    bill = standing_bill(number="ARR1")
    assert (bill.state, bill.released, bill.carried_out) == ("shipped", 0, 0)
    stay = ContainerStay.objects.get(number=box)
    assert (stay.spot, stay.ended, stay.leaving) == ("shipped", True, False)
    # What was shipped on cannot be declared for import any more.
    with pytest.raises(MoveRefused):
        release_goods(bill="ARR1", declaration="D1", actor=MACHINE, now=NOW)


def test_goods_that_were_released_for_import_are_not_transhipped():
    stores()
    came = lodged(manifest(direct("ARR1")))
    report_arrival(call=came, actor=MACHINE, now=NOW)
    unload(call=came, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    release_goods(bill="ARR1", declaration="D1", packages=4, actor=MACHINE, now=NOW)
    call = lodge_leaving(departure(leaving_bill("LVT", goods(10, arrived_under="ARR1"))))
    came_in("LVT")
    with pytest.raises(MoveRefused, match="6"):
        handle.load_all(call=call, but={}, actor=acting(CARRIER), now=NOW)
    assert DepartureGoods.objects.get().loaded == 0
    assert handle.load_all(call=call, but={handle.Line(bill="LVT"): 6}, actor=acting(CARRIER), now=NOW) == 6
