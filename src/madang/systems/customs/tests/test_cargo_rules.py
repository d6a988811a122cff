"""The rules of cargo without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.customs.domain.cargo_terms import CargoTerms, StoreKind, movement_ends_on, storage_ends_on
from madang.systems.customs.domain.container import Stay, Where, follows
from madang.systems.customs.domain.lodging import Lodged, Wrong, faults_of
from madang.systems.customs.domain.manifest import Function, Mode, container_check_digit
from madang.systems.customs.domain.matching import Mismatch, Sums, match
from madang.systems.customs.domain.movement import (
    ABOARD,
    DESTROYED,
    OUT,
    IllegalMove,
    Kind,
    Place,
    Spot,
    Step,
    begin,
    follow,
)
from madang.systems.customs.formats.manifest_csv import COLUMNS, TableFaulty, Voyage, read
from madang.systems.customs.tests.cargo_world import direct, manifest

QUAY, STORES = Place(Spot.LANDED, "Q"), (Place(Spot.STORED, "A"), Place(Spot.STORED, "B"))
ROADS = (Place(Spot.MOVING, "T1"), Place(Spot.MOVING, "T2"))
STEPS = st.builds(
    Step,
    kind=st.sampled_from(list(Kind)),
    packages=st.integers(0, 12),
    origin=st.sampled_from((ABOARD, QUAY, *STORES, *ROADS, OUT)),
    to=st.sampled_from((ABOARD, QUAY, *STORES, *ROADS, OUT, DESTROYED)),
    declaration=st.sampled_from(("", "D1", "D2", "D3")),
)
# Sequences that get somewhere: ashore first, then whatever hypothesis thinks of.
ASHORE = (Step(Kind.ARRIVED, 0), Step(Kind.UNLOADED, 10, ABOARD, QUAY))


@given(landed=st.booleans(), steps=st.lists(STEPS, max_size=40))
def test_no_sequence_leaves_goods_at_two_places_or_out_without_release(landed: bool, steps: list[Step]) -> None:
    holding = begin(manifested=10)
    for step in (*(ASHORE if landed else ()), *steps):
        before = holding
        try:
            holding = follow(holding=holding, step=step)
        except IllegalMove:
            continue
        there = holding.manifested if holding.tallied is None else holding.tallied
        assert sum(count for _place, count in holding.where) == there
        assert all(count > 0 for _place, count in holding.where)
        assert len({place for place, _count in holding.where}) == len(holding.where)
        assert holding.on(Spot.OUT) <= holding.released
        assert holding.bound >= 0
        assert before.on(Spot.OUT) <= holding.on(Spot.OUT)
        assert set(before.releases) <= set(holding.releases)


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step(Kind.UNLOADED, 10, ABOARD, QUAY), "unloaded_before"),
        (Step(Kind.ARRIVED, 0), "arrived_before"),
        (Step(Kind.CARRIED_IN, 11, QUAY, STORES[0]), "more_than_there"),
        (Step(Kind.CARRIED_IN, 1, STORES[0], STORES[1]), "wrong_origin"),
        (Step(Kind.CARRIED_OUT, 1, QUAY, OUT), "not_released"),
        (Step(Kind.RECEIVED, 1, ROADS[0], STORES[0]), "more_than_there"),
        (Step(Kind.RELEASED, 11, declaration="D1"), "more_than_bound"),
        (Step(Kind.RELEASED, 1), "no_declaration"),
        (Step(Kind.SENT, 0, QUAY, ROADS[0]), "nothing"),
        (Step(Kind.DESTROYED, 1, QUAY, DESTROYED), "wrong_origin"),
    ],
)
def test_illegal_moves_say_why(step: Step, code: str) -> None:
    holding = begin(manifested=10)
    for one in ASHORE:
        holding = follow(holding=holding, step=one)
    with pytest.raises(IllegalMove) as no:
        follow(holding=holding, step=step)
    assert no.value.code == code


def test_released_goods_go_out_and_not_on_the_road() -> None:
    holding = begin(manifested=10)
    for step in (*ASHORE, Step(Kind.RELEASED, 7, declaration="D1")):
        holding = follow(holding=holding, step=step)
    with pytest.raises(IllegalMove) as no:
        follow(holding=holding, step=Step(Kind.SENT, 4, QUAY, ROADS[0]))
    assert (no.value.code, no.value.value) == ("released_goods", "3")
    moved = follow(holding=holding, step=Step(Kind.SENT, 3, QUAY, ROADS[0]))
    assert (moved.bound, moved.may_leave) == (0, 7)


def test_container_numbers_have_the_check_digit_of_iso_6346() -> None:
    # CSQU3054383 is the worked example of the article on ISO 6346 that most implementations test with.
    assert container_check_digit(number="CSQU3054383") == 3

    def told(*containers: str) -> list[str]:
        given = manifest(direct("B001"), containers=containers)
        found = faults_of(manifest=given, kind=Lodged.MASTER, country="KR", modes={Mode.SEA})
        return [wrong.code for wrong in found]

    assert told("CSQU3054383") == []
    assert told("CSQU3054384", "CSQ3054383", "CSQU305438٣") == ["check_digit", "container_number", "container_number"]


@pytest.mark.parametrize("function", [Function.REPLACE, Function.CANCEL])
def test_a_message_replaces_and_cancels_nothing(function: Function) -> None:
    given = manifest(direct("B001"), function=function)
    assert faults_of(manifest=given, kind=Lodged.MASTER, country="KR", modes={Mode.SEA}) == (
        Wrong("function", "function", function.value),
    )


def test_a_container_goes_with_its_goods_until_they_part() -> None:
    one, other = begin(manifested=2), begin(manifested=3)
    for step in (Step(Kind.ARRIVED, 0), Step(Kind.UNLOADED, 2, ABOARD, QUAY)):
        one = follow(holding=one, step=step)
    there = Stay(where=Where.LANDED, place=QUAY.code)
    assert follows(stay=Stay(), contents=[one]) == there
    # The other lies aboard still: the container stands empty where the first lies.
    assert follows(stay=Stay(), contents=[one, other]) == replace(there, packed=False)
    empty = replace(one, where=((OUT, 2),))
    assert follows(stay=there, contents=[empty]) == Stay(where=Where.OUT)


def test_masters_and_houses_are_compared() -> None:
    master = Sums(bills=1, packages=20, gross_mass=Decimal(1000))

    def told(houses: Sums | None, *, of: Sums | None = master) -> list[Mismatch]:
        return [one.kind for one in match(number="M", master=of, houses=houses, tolerance=Decimal(5))]

    assert told(Sums(2, 20, Decimal(1050))) == []
    assert told(Sums(2, 19, Decimal(1051))) == [Mismatch.PACKAGES, Mismatch.MASS]
    assert told(None) == [Mismatch.NO_HOUSES]
    assert told(Sums(2, 20, Decimal(1000)), of=None) == [Mismatch.NO_MASTER]


def test_terms_run_as_the_act_and_its_notices_say() -> None:
    terms = CargoTerms(
        designated_months=6,
        warehouse_months=12,
        landed_days=3,
        movement_days_sea=10,
        movement_days_air=5,
        lodge_hours_air=4,
        mass_tolerance=Decimal(5),
    )
    # Customs Act arts. 170 (six months), 177 (1) item 1 (a) (a year).
    day = date(2026, 8, 31)
    assert storage_ends_on(kind=StoreKind.DESIGNATED, carried_in_on=day, terms=terms) == date(2027, 2, 28)
    assert storage_ends_on(kind=StoreKind.WAREHOUSE, carried_in_on=day, terms=terms) == date(2027, 8, 31)
    assert movement_ends_on(mode=Mode.AIR, started_on=day, terms=terms) == date(2026, 9, 5)


VOYAGE = Voyage(
    reference="R1", mode=Mode.SEA, carrier="MDGL", conveyance_number="9074729", conveyance_name="", voyage="1", last_port="",
    port="KRINC", arrives_at=None, reported_at=manifest().reported_at,
)  # fmt: skip


def test_a_table_is_read_into_masters_with_their_houses() -> None:
    head = "master,house,loading,discharge,description,packages,package_kind,gross_mass,container,seal,forwarder\n"
    table = (
        head
        + "M1,H1,CNSHA,KRINC,Paper,10,CT,100.5,MDGU0000011,S1,\nM1,H1,CNSHA,KRINC,Pens,1,CT,2,,,\n"
        + "M2,,CNSHA,KRINC,Tea,3,BG,9,,,101\n"
    )
    found = read(data=table.encode(), voyage=VOYAGE)
    assert [(one.number, [house.packages() for house in one.houses]) for one in found.bills] == [
        ("M1", [11]),
        ("M2", []),
    ]
    assert found.bills[0].houses[0].gross_mass() == Decimal("102.5")
    assert found.containers[0].seals[0].number == "S1"
    faulty = head + "M1,H1,CNSHA,KRINC,Paper,ten,CT,1e99,,,\nM1,H1,CNTAO,KRINC,Paper,1.5,CT,1,,,\n"
    with pytest.raises(TableFaulty) as no:
        read(data=faulty.encode(), voyage=VOYAGE)
    assert set(no.value.faults) == {
        Wrong("rows[2].packages", "number", "ten"),
        Wrong("rows[2].gross_mass", "number", "1e99"),
        Wrong("rows[3].loading", "mixed"),
        Wrong("rows[3].packages", "packages", "1.5"),
    }


@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: (",".join(COLUMNS) + "\n" + text).encode())
    )
)
def test_any_file_is_read_or_refused_with_faults(data: bytes) -> None:
    try:
        found = read(data=data, voyage=VOYAGE).bills
    except TableFaulty as no:
        found = no.faults
    assert found
