"""The machine of containers: what no sequence of reports can bring about, and the codes of ISO 6346."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.customs.domain.container import Move, Stay, Where, follows, follows_out, move, reexport_by
from madang.systems.customs.domain.departing import Leaving
from madang.systems.customs.domain.manifest import SIZE_TYPE
from madang.systems.customs.domain.movement import DESTROYED, Holding, IllegalMove, Place, Spot

QUAY = Stay(where=Where.LANDED, place="Q", packed=False)
STORE = Stay(where=Where.STORED, place="S", packed=False)
STAYS = st.builds(
    Stay,
    where=st.sampled_from(Where),
    place=st.sampled_from(("", "Q", "S")),
    packed=st.booleans(),
    leaving=st.booleans(),
).map(lambda stay: replace(stay, place=(stay.place or "Q") if stay.stands else ""))
REPORTS = sorted(set(Move) - {Move.LISTED, Move.GOODS})
STEPS = st.lists(st.tuples(st.sampled_from(REPORTS), st.sampled_from((None, QUAY, STORE))), max_size=12)


@settings(max_examples=60)
@given(start=STAYS, steps=STEPS)
def test_no_reports_move_a_full_container_or_one_that_is_gone_or_put_one_at_two_places(
    start: Stay, steps: list[tuple[Move, Stay | None]]
) -> None:
    stay = start
    for kind, to in steps:
        before = stay
        try:
            stay = move(stay=before, kind=kind, to=to)
        except IllegalMove:
            continue
        assert bool(stay.place) == stay.stands
        assert not before.ended
        if before.packed:
            assert kind in {Move.STRIPPED, Move.WITHDRAWN}
        if kind is Move.STRIPPED:
            assert (stay.where, stay.place, stay.packed) == (before.where, before.place, False)
        if stay.where is Where.LOADED:
            assert before.leaving


def test_an_empty_container_goes_from_ship_to_gate_and_back_onto_a_ship() -> None:
    stay = Stay(packed=False)
    with pytest.raises(IllegalMove, match="not_standing"):
        move(stay=stay, kind=Move.GATE_OUT)
    stay = move(stay=stay, kind=Move.DISCHARGED, to=QUAY)
    stay = move(stay=stay, kind=Move.SHIFTED, to=STORE)
    assert stay == STORE
    assert move(stay=stay, kind=Move.GATE_OUT).ended
    with pytest.raises(IllegalMove, match="no_ship"):
        move(stay=stay, kind=Move.LOADED)
    aboard = move(stay=replace(stay, leaving=True), kind=Move.LOADED)
    assert move(stay=aboard, kind=Move.SAILED).where is Where.LEFT
    # The ship left without it: it stands here, for another.
    assert move(stay=replace(stay, leaving=True), kind=Move.SAILED) == stay


def test_a_container_is_stuffed_when_all_its_goods_wait_and_not_before() -> None:
    stay = replace(STORE, leaving=True)
    expected, there = Leaving(packages=4), Leaving(packages=4, waiting=4, terminal="Q")
    assert follows_out(stay=stay, contents=(there, expected)) == stay
    full = follows_out(stay=stay, contents=(there, replace(there, packages=2, waiting=2)))
    assert (full.where, full.place, full.packed) == (Where.TERMINAL, "Q", True)
    with pytest.raises(IllegalMove, match="not_empty"):
        move(stay=full, kind=Move.LOADED)
    # None of its goods came, and the ship has gone.
    assert follows_out(stay=stay, contents=(replace(expected, gone=True),)) == STORE


def test_a_container_is_empty_where_its_goods_part_or_are_destroyed_and_missing_where_none_came() -> None:
    full = Stay(where=Where.STORED, place="S")

    def held(*places: tuple[Place, int]) -> Holding:
        return Holding(manifested=4, where=places)

    stored, quay = Place(Spot.STORED, "S"), Place(Spot.LANDED, "Q")
    assert follows(stay=full, contents=[held((stored, 2), (DESTROYED, 2))]) == full
    assert follows(stay=full, contents=[held((DESTROYED, 4))]) == STORE
    assert follows(stay=full, contents=[held((stored, 2)), held((quay, 2))]) == STORE
    # On the road under bond: it stands where the first part came to.
    moving = Stay(where=Where.MOVING, place="B1")
    assert follows(stay=moving, contents=[held((Place(Spot.MOVING, "B1"), 1), (stored, 3))]) == STORE
    assert follows(stay=Stay(), contents=[held()]).where is Where.MISSING


def test_three_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month() -> None:
    # Customs Convention on Containers, 1972, art. 4 (1): three months from the day of importation.
    assert reexport_by(admitted_on=date(2026, 11, 30), months=3) == date(2027, 2, 28)


def test_sizes_and_types_are_those_of_iso_6346() -> None:
    # Codes named in the standard's tables: a 20-foot general purpose, a 40-foot high cube, a 20-foot tank, a 45-foot reefer.
    assert all(SIZE_TYPE.fullmatch(one) for one in ("22G1", "45G1", "22T6", "L5R1"))
    assert not any(SIZE_TYPE.fullmatch(one) for one in ("", "22", "22Z1", "I2G1", "22g1", "22G11"))
