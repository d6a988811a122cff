"""Assessment: totals are their parts, faults are told at once, a country with cents and free-on-board values."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.law import use_country
from madang.framework.values import Money
from madang.systems.customs.domain.assess import DeclarationFaulty, assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import (
    Charge,
    Declaration,
    Document,
    Incoterm,
    Item,
    Quantity,
)
from madang.systems.customs.domain.duty import write_duty
from madang.systems.customs.domain.inland import inland_levies
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.words import Adjustment, Direction, Levy, ValuationMethod

ON = date(2026, 3, 4)
KR_LINES = ("0202300000", "0904210000", "2204211000", "4202221090", "6109101000", "8703239010")


def item(*, commodity: str = "6109101000", price: int = 1_000_000, sequence: int = 1, **more: object) -> Item:
    values = {"origin": "CN", "net_mass": Decimal(10), "quantities": (Quantity(value=Decimal(1), unit="LTR"),)} | more
    return Item(sequence=sequence, commodity=commodity, price=Money(price, "KRW"), **values)  # type: ignore[arg-type]


def declared(*items: Item, **more: object) -> Declaration:
    return Declaration(direction=Direction.IMPORT, reference="R-1", items=items, **more)  # type: ignore[arg-type]


def steps_of(made: Assessed) -> dict[Levy, int]:
    return {step.levy: step.amount for step in made.items[0].steps}


def test_freight_is_shared_by_price_and_belongs_to_the_value_in_korea():
    goods = (item(price=100), item(sequence=2, price=200), item(sequence=3, price=1))
    free_on_board = declared(
        *goods, incoterm=Incoterm(code="FOB"), charges=(Charge(kind=Adjustment.FREIGHT, amount=Money(100, "KRW")),)
    )
    with use_country("kr"):
        assert [one.customs_value for one in assess(declaration=free_on_board, on=ON).items] == [133, 267, 1]
        held = replace(free_on_board, incoterm=Incoterm(code="CIF"))
        assert [one.customs_value for one in assess(declaration=held, on=ON).items] == [100, 200, 1]


def test_a_preference_needs_its_proof_and_may_not_be_better():
    beef = item(commodity="0202100000", origin="US", preference="US", price=10_000_000)  # above the waiver
    with use_country("kr"):
        with pytest.raises(DeclarationFaulty) as unproven:
            assess(declaration=declared(beef), on=ON)
        assert [fault.code for fault in unproven.value.faults] == ["customs.preference.unproven"]
        proven = replace(beef, proofs=(Document(type="861", number="C-1"),))
        assert steps_of(assess(declaration=declared(proven), on=ON))[Levy.DUTY] == 0
        assert steps_of(assess(declaration=declared(replace(beef, preference="100")), on=ON))[Levy.DUTY] == 4_000_000


def test_every_fault_is_told_at_once():
    bad = item(
        commodity="6109109999",
        origin="XY",
        preference="MOON",
        gross_mass=Decimal(1),
        sequence=2,
        price=10,
        quota_order="Q",
    )
    wrong = declared(
        replace(bad, price=Money(10, "ZWG")),
        replace(bad, price=None),
        total_items=3,
        total_gross_mass=Decimal(5),
        incoterm=Incoterm(code="ABC"),
    )
    with use_country("kr"), pytest.raises(DeclarationFaulty) as refused:
        assess(declaration=wrong, on=ON)
    places = {(fault.place, fault.code) for fault in refused.value.faults}
    assert places == {
        ("total_items", "customs.total.items"),
        ("total_gross_mass", "customs.total.mass"),
        ("incoterm.code", "customs.incoterm.unknown"),
        ("items[1].sequence", "customs.sequence.twice"),
        ("items[0].price", "customs.currency.rate"),
        ("items[1].price", "customs.price.missing"),
        *(
            (f"items[{place}].{name}", code)
            for place in (0, 1)
            for name, code in (
                ("commodity", "customs.commodity.unknown"),
                ("origin", "customs.origin.unknown"),
                ("preference", "customs.preference.unknown"),
                ("net_mass", "customs.mass.net"),
            )
        ),
    }


def test_a_bag_bears_consumption_tax_above_two_million_won_each():
    bags = item(commodity="4202221090", price=10_000_000, quantities=(Quantity(value=Decimal(2), unit="H87"),))
    with use_country("kr"):
        steps = assess(declaration=declared(bags), on=ON).items[0].steps
    # 8 % of 10 million; 20 % of 10.8 million less twice 2 million; 30 % of that; 10 % of all (art. 8 of the tax's act).
    assert [step.amount for step in steps] == [800_000, 1_360_000, 408_000, 1_256_800]


def test_small_consignments_and_small_sums():
    small = item(price=200_000, additional_procedures=("A94",))
    with use_country("kr"):
        assert assess(declaration=declared(small), on=ON).payable.minor == 0
        large = assess(declaration=declared(replace(small, price=Money(300_000, "KRW"))), on=ON)
        assert large.payable.minor == 72_900
        assert large.notes
        wine = replace(small, commodity="2204211000", price=Money(100_000, "KRW"))
        assert [levy for levy, _ in assess(declaration=declared(wine), on=ON).totals] == [Levy.LIQUOR, Levy.EDUCATION]
        assert (
            assess(declaration=declared(item(price=40_000)), on=ON).payable.minor == 0
        )  # 9,720 won: below ten thousand


def test_exports_bear_nothing_and_other_methods_take_the_value_found():
    with use_country("kr"):
        sent = replace(declared(item(commodity="610910")), direction=Direction.EXPORT)
        assert assess(declaration=sent, on=ON).payable.minor == 0
        found = item(valuation=ValuationMethod.COMPUTED, customs_value=Money(500_000, "KRW"))
        assert steps_of(assess(declaration=declared(found), on=ON))[Levy.DUTY] == 65_000


def test_hanbit_takes_transport_out_of_the_value_and_adds_trade_remedies():
    steel = Item(
        sequence=1, commodity="72085100", origin="RU", price=Money(1_000_00, "HBT"), net_mass=Decimal("2000.5")
    )
    shipped = declared(
        steel,
        incoterm=Incoterm(code="CIF"),
        charges=(Charge(kind=Adjustment.FREIGHT, amount=Money(100_00, "HBT")),),
    )
    with use_country("xx"):
        made = assess(declaration=shipped, on=ON)
        assert made.customs_value == Money(900_00, "HBT")
        # 15 % of 900.00, 0.08 for each of 2,000.5 kg, 20 % of 900.00 + 135.00 + 160.04.
        assert dict(made.totals) == {Levy.ANTI_DUMPING: 135_00, Levy.SAFEGUARD: 160_04, Levy.VAT: 239_00}
        bases = [(step.base, step.rate) for step in made.items[0].steps]
        assert bases[1:3] == [("HBT 900", "15%"), ("2,000.5 KGM", "0.08/KGM")]
        beef = Item(sequence=1, commodity="02023000", origin="KR", price=Money(100_00, "HBT"), quota_order="BEEF")
        assert assess(declaration=declared(beef), on=ON).total(levy=Levy.DUTY).minor == 40_00
        within = assess(declaration=declared(beef), on=ON, quotas=frozenset({"BEEF"}))
        assert within.total(levy=Levy.DUTY).minor == 10_00


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KR_LINES), st.integers(0, 10**10)), min_size=1, max_size=5),
    st.integers(0, 10**8),
)
def test_totals_are_their_parts_and_never_negative(goods: list[tuple[str, int]], freight: int):
    items = tuple(
        item(commodity=code, price=price, sequence=place) for place, (code, price) in enumerate(goods, start=1)
    )
    shipped = declared(
        *items, incoterm=Incoterm(code="FOB"), charges=(Charge(kind=Adjustment.FREIGHT, amount=Money(freight, "KRW")),)
    )
    with use_country("kr"):
        made = assess(declaration=shipped, on=ON)
        assert sum(one.customs_value for one in made.items) == sum(price for _, price in goods) + freight
    assert all(step.amount >= 0 for one in made.items for step in one.steps)
    for levy, total in made.totals:
        whole = sum(step.amount for one in made.items for step in one.steps if step.levy is levy)
        assert total == whole // 10 * 10


def test_every_rate_of_korea_names_where_it_was_read():
    with use_country("kr") as pack:
        known = pack.data("sources")
        rates = [rate for line in tariff().lines.values() for rate in line.rates]
    assert rates
    assert {rate.source for rate in rates} <= set(known)


def excise_of(value: int, on: date) -> int:
    car = item(commodity="8703239010", price=value, origin="US", quantities=(Quantity(value=Decimal(1), unit="H87"),))
    return steps_of(assess(declaration=declared(car), on=on))[Levy.EXCISE]


def test_the_cut_of_the_consumption_tax_on_cars_holds_for_its_time_and_up_to_its_limit():
    # Five percent of the value with its duty of eight percent; three and a half in the half-years of the cut, and from
    # 2021 on at most a million won less: 1.5 percent of 66,666,667 won.
    with use_country("kr"):
        assert excise_of(50_000_000, date(2024, 3, 4)) == 2_700_000
        assert excise_of(50_000_000, date(2025, 3, 4)) == 1_890_000
        assert excise_of(100_000_000, date(2025, 3, 4)) == 5_400_000 - 1_000_000
        assert excise_of(100_000_000, date(2019, 3, 4)) == 3_780_000
        assert excise_of(50_000_000, date(2026, 7, 1)) == 2_700_000


def test_furs_bear_the_rural_tax_on_their_consumption_tax_before_value_added_tax():
    # Special Rural Development Tax Act art. 5 (1): ten percent of the consumption tax; Value-Added Tax Act art. 29 (2).
    with use_country("kr"):
        levies = {one.levy: one for one in inland_levies(commodity="4303100000", on=ON)}
    assert list(levies) == [Levy.EXCISE, Levy.RURAL, Levy.EDUCATION, Levy.VAT]
    assert (write_duty(duty=levies[Levy.RURAL].duty), levies[Levy.RURAL].includes) == ("10%", {Levy.EXCISE})
    assert not levies[Levy.RURAL].of_value
    assert {Levy.EXCISE, Levy.RURAL, Levy.EDUCATION} <= levies[Levy.VAT].includes
