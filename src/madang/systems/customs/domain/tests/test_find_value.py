"""Values found by methods 1 to 6: the figures of the WTO Agreement's interpretative notes, and what the articles say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from madang.framework.law import use_country
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge
from madang.systems.customs.domain.find_value import ValueFacts, Worked, find_value
from madang.systems.customs.domain.value_by_reason import FORBIDDEN, Basis, Reasonable
from madang.systems.customs.domain.value_found import FindingLaw, Goods, Level, ValuationTerms, Why
from madang.systems.customs.domain.value_of_others import Comparable
from madang.systems.customs.domain.value_of_production import Production
from madang.systems.customs.domain.value_of_resale import Resale, Resold, greatest_aggregate
from madang.systems.customs.domain.value_of_sale import Sale, near_test_value, share_of_assist
from madang.systems.customs.domain.words import Adjustment, ValuationMethod

ON = date(2026, 3, 9)
TERMS = ValuationTerms(
    near_days=60,
    season_days=30,
    resale_days=90,
    late_resale_days=180,
    test_percent=10,
    cites={f"method_{one}": f"art. {one}" for one in range(1, 7)},
)
GOODS = Goods(quantity=Decimal(100), unit="H87", shipped_on=date(2026, 2, 20), origin="CN", producer="Northmill")
OTHER = Comparable(
    reference="D-1",
    value=Money(1_000_000, "KRW"),
    quantity=Decimal(100),
    shipped_on=date(2026, 2, 1),
    origin="CN",
    producer="Northmill",
)
KRW = "KRW"


@pytest.fixture(autouse=True)
def korea() -> Iterator[None]:
    with use_country("kr"):
        yield


def won(minor: int) -> Money:
    return Money(minor, KRW)


def law(currency: str = KRW) -> FindingLaw:
    return FindingLaw(on=ON, currency=currency, terms=TERMS)


def worked(**facts: Any) -> Worked:
    return find_value(facts=ValueFacts(**{"goods": GOODS} | facts), under=law())


def value(**facts: Any) -> tuple[str, int] | None:
    found = worked(**facts).found
    return None if found is None else (found.method.value, found.value)


def whys(told: Worked, method: ValuationMethod) -> list[Why]:
    return [reason.why for one in told.failed if one.method is method for reason in one.reasons]


def sold(*rows: tuple[int, int]) -> tuple[Resold, ...]:
    return tuple(Resold(quantity=Decimal(count), unit_price=won(price), sold_on=ON) for count, price in rows)


@pytest.mark.parametrize(
    ("sales", "price", "units"),
    [
        # WTO Valuation Agreement, interpretative note to art. 5, para. 1: a price list with quantity discounts.
        (sold(*[(5, 100)] * 10, *[(3, 100)] * 5, *[(11, 95)] * 5, (30, 90), (50, 90)), 90, 80),
        # The same, second example: two sales, 500 units at 95 and 400 units at 90.
        (sold((500, 95), (400, 90)), 95, 500),
        # The same, third example: 65 units at 90, 50 at 95, 60 at 100, 25 at 105.
        (sold((40, 100), (30, 90), (15, 100), (50, 95), (25, 105), (35, 90), (5, 100)), 90, 65),
    ],
)
def test_the_greatest_aggregate_quantity_is_that_of_the_notes_examples(sales, price, units):
    assert greatest_aggregate(sales=sales) == (won(price), units)
    found = worked(resale=Resale(sales=sales)).found
    assert found is not None
    assert (found.method, found.value) == (ValuationMethod.DEDUCTIVE, price * 100)


def test_watermelons_on_consignment_are_worth_what_the_broker_examination_says():
    # United States customs broker licence examination of October 1999, question 5: 15.00 less 1.50, 1.00, 0.85, 1.14 is
    # 10.51 a carton. A country of free-on-board values, so the carriage to the border is taken off, too.
    melons = Resale(
        sales=(Resold(quantity=Decimal(300), unit_price=Money(15_00, "HBT"), sold_on=ON),),
        commission=Money(1_50, "HBT"),
        transport=Money(85, "HBT"),
        carriage=Money(1_00, "HBT"),
        taxes=Money(1_14, "HBT"),
    )
    goods = replace(GOODS, quantity=Decimal(1))
    with use_country("xx"):
        told = find_value(facts=ValueFacts(goods=goods, resale=melons), under=law("HBT"))
    assert told.found is not None
    assert told.found.value == 10_51
    assert sum(step.amount for step in told.found.steps) == 10_51


def test_only_sales_to_strangers_in_time_count_and_a_duty_on_the_value_is_taken_out_of_the_price():
    late = Resold(quantity=Decimal(900), unit_price=won(500), sold_on=ON + timedelta(days=91))
    kin = Resold(quantity=Decimal(900), unit_price=won(500), sold_on=ON, related=True)
    helped = Resold(quantity=Decimal(900), unit_price=won(500), sold_on=ON, assisted=True)
    resale = Resale(sales=(late, kin, helped, *sold((10, 1350))), margin_percent=Decimal(20), duty_percent=Decimal(8))
    # 1,350 less 20 % is 1,080: a value of 1,000 and its duty of 80.
    assert value(resale=resale) == ("4", 100_000)
    told = worked(resale=Resale(sales=(late, kin)))
    assert whys(told, ValuationMethod.DEDUCTIVE) == [Why.NO_RESALE]
    # Method 6 may look at what was sold up to 180 days later (Decree art. 29 (1)).
    later = {"resale": Resale(sales=(late,)), "reasonable": Reasonable(basis=Basis.LATER_RESALE)}
    assert value(**later) == ("6", 50_000)


def test_what_is_worked_up_after_importation_needs_what_that_added():
    resale = Resale(sales=sold((10, 1000)), processed=True)
    assert whys(worked(resale=resale), ValuationMethod.DEDUCTIVE) == [Why.PROCESSING_UNKNOWN]
    assert value(resale=replace(resale, processing=won(400))) == ("4", 60_000)


def test_the_price_takes_every_addition_and_loses_every_deduction_of_article_8_and_the_note_to_article_1():
    charges = [
        (Adjustment.COMMISSION, 1),
        (Adjustment.CONTAINERS, 2),
        (Adjustment.PACKING, 4),
        (Adjustment.ASSISTS, 8),
        (Adjustment.ROYALTIES, 16),
        (Adjustment.PROCEEDS, 32),
        (Adjustment.FREIGHT, 64),
        (Adjustment.INSURANCE, 128),
        (Adjustment.POST_IMPORT_WORK, 256),
        (Adjustment.DUTIES_AND_TAXES, 512),
    ]
    told = tuple(Charge(kind=kind, amount=won(minor)) for kind, minor in charges)
    sale = Sale(price=won(10_000), incoterm="FOB", charges=told)
    assert value(sale=sale) == ("1", 10_000 + 255 - 768)
    assert value(sale=replace(sale, incoterm="CIF")) == ("1", 10_000 + 63 - 768)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"sold": False}, Why.NO_SALE),
        ({"restricted": True}, Why.RESTRICTED),
        ({"conditional": True}, Why.CONDITIONAL),
        ({"proceeds_unknown": True}, Why.PROCEEDS_UNKNOWN),
        ({"unquantified": True}, Why.UNQUANTIFIED),
        ({"doubted": True}, Why.DOUBTED),
        ({"related": True}, Why.RELATED),
        ({"related": True, "test_values": (won(90_000), won(112_000))}, Why.RELATED),
        ({"related": True, "test_values": (won(90_000), won(110_000))}, None),
        ({"related": True, "uninfluenced": True}, None),
    ],
)
def test_a_transaction_that_article_1_does_not_admit_gives_way_to_the_next_method(told, why):
    # Related parties: one test value within ten percent is enough (art. 1.2 (b); Customs Act Decree art. 23 (2)).
    found = worked(sale=Sale(price=won(100_000), **told), identical=(OTHER,))
    assert whys(found, ValuationMethod.TRANSACTION) == ([why] if why else [])
    assert found.found is not None
    assert found.found.method.value == ("2" if why else "1")


def test_a_test_value_is_near_up_to_a_tenth_of_it():
    assert near_test_value(value=110, test=100, percent=10)
    assert near_test_value(value=90, test=100, percent=10)
    assert not near_test_value(value=111, test=100, percent=10)


def test_an_assist_is_spread_as_the_note_to_article_8_lets_the_importer_choose():
    # Note to art. 8.1 (b) (ii), para. 4: a mould for 10,000 units, 4,000 made, a first shipment of 1,000.
    shares = [share_of_assist(value=won(10_000), shipped=Decimal(1000), over=Decimal(n)) for n in (1000, 4000, 10_000)]
    assert [one.minor for one in shares] == [10_000, 2_500, 1_000]
    with pytest.raises(ValueError, match="at least as many"):
        share_of_assist(value=won(1), shipped=Decimal(2), over=Decimal(1))


def test_identical_goods_of_another_quantity_need_what_shows_the_difference():
    # Note to art. 2, para. 4: 10 units are valued, and of identical goods only a sale of 500 is known.
    goods = replace(GOODS, quantity=Decimal(10))
    of_500 = replace(OTHER, quantity=Decimal(500), value=won(500_000))
    assert whys(worked(goods=goods, identical=(of_500,)), ValuationMethod.IDENTICAL_GOODS) == [Why.NONE_COMPARABLE]
    by_list = replace(of_500, quantity_percent=Decimal(15))
    assert value(goods=goods, identical=(by_list,)) == ("2", 11_500)
    # Half a percent less of 10,000 is 50 less, and the step says so.
    by_half = worked(goods=goods, identical=(replace(of_500, quantity_percent=Decimal("-0.5")),)).found
    assert by_half is not None
    assert [(one.amount, one.detail) for one in by_half.steps] == [(10_000, "D-1: 10 / 500"), (-50, "-0.5 %")]


@pytest.mark.parametrize(
    ("change", "usable"),
    [
        ({}, True),
        ({"shipped_on": GOODS.shipped_on - timedelta(days=60)}, True),
        ({"shipped_on": GOODS.shipped_on - timedelta(days=61)}, False),
        ({"origin": "VN"}, False),
        ({"accepted": False}, False),
        ({"doubted": True}, False),
        ({"level": Level.RETAIL}, False),
        ({"level": Level.RETAIL, "level_percent": Decimal(0)}, True),
    ],
)
def test_what_makes_another_value_comparable(change, usable):
    # Customs Act arts. 31 (1), (2); Decree art. 25 (4): sixty days before and after.
    assert (value(identical=(replace(OTHER, **change),)) is not None) is usable


def test_the_lowest_of_the_most_alike_is_taken_and_transport_is_that_of_the_goods():
    # Customs Act art. 31 (3); WTO arts. 2.2, 2.3.
    other_maker = replace(OTHER, producer="Elsewhere", value=won(500_000))
    dear, cheap = replace(OTHER, value=won(1_200_000)), replace(OTHER, value=won(1_100_000))
    assert value(identical=(dear, other_maker, cheap)) == ("2", 1_100_000)
    carried = replace(OTHER, transport=won(100_000))
    assert value(goods=replace(GOODS, transport=won(30_000)), similar=(carried,)) == ("3", 930_000)
    seasonal = replace(GOODS, seasonal=True, shipped_on=OTHER.shipped_on + timedelta(days=31))
    assert value(goods=seasonal, similar=(OTHER,)) is None


def test_a_computed_value_adds_up_and_may_stand_before_the_deductive_one():
    cost = Production(materials=won(500), work=won(300), packing=won(20), assists=won(30), profit_and_expenses=won(150))
    resale = Resale(sales=sold((10, 50)))
    goods = replace(GOODS, transport=won(40))
    assert value(goods=goods, production=cost) == ("5", 1_040)
    # Note 5 to art. 6: profit and general expenses are taken as a whole; where unusual, the usual ones.
    assert value(production=replace(cost, usual=won(250))) == ("5", 1_100)
    assert value(production=cost, resale=resale) == ("4", 5_000)
    assert value(production=cost, resale=resale, computed_first=True) == ("5", 1_000)
    unknown = worked(production=replace(cost, documented=False), resale=resale, computed_first=True)
    assert whys(unknown, ValuationMethod.COMPUTED) == [Why.NO_ACCOUNTS]
    assert unknown.found is not None
    assert unknown.found.method is ValuationMethod.DEDUCTIVE


def test_reasonable_means_are_flexible_and_never_what_article_7_forbids():
    old = replace(OTHER, shipped_on=GOODS.shipped_on - timedelta(days=200), origin="VN")
    assert value(identical=(old,), reasonable=Reasonable(basis=Basis.WIDER_IDENTICAL)) == ("6", 1_000_000)
    assert len(FORBIDDEN) == 7
    for basis in FORBIDDEN:
        told = worked(reasonable=Reasonable(basis=basis, amount=won(1), words="x"))
        assert whys(told, ValuationMethod.FALL_BACK) == [Why.FORBIDDEN]
    assert value(reasonable=Reasonable(basis=Basis.OTHER, amount=won(7), words="expertise")) == ("6", 7)
    assert value(reasonable=Reasonable(basis=Basis.OTHER, amount=won(7))) is None


def test_without_any_facts_every_method_says_so_and_nothing_is_guessed():
    told = worked()
    assert told.found is None
    assert [one.method.value for one in told.failed] == ["1", "2", "3", "4", "5", "6"]
