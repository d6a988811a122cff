"""Another country's procedures, security and penalty: nothing silently means Korea."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from madang.framework.law import use_country
from madang.framework.values import Money
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.declaration import Declaration, Incoterm, Item, Quantity
from madang.systems.customs.domain.procedures import Ending, Procedure, procedures
from madang.systems.customs.domain.securing import penalty, share_due, still_secured, to_secure
from madang.systems.customs.domain.words import Direction, TransportMode

ON = date(2026, 3, 9)


def called(country: str, code: str) -> Procedure:
    with use_country(country):
        return next(one for one in procedures(on=ON) if one.code == code)


def test_hanbit_lets_duties_wait_by_its_own_data():
    with use_country("xx"):
        item = Item(
            sequence=1,
            commodity="09012100",
            origin="CN",
            procedure="53",
            net_mass=Decimal(100),
            quantities=(Quantity(value=Decimal(100), unit="KGM"),),
            price=Money(100_000, "HBT"),
        )
        told = Declaration(direction=Direction.IMPORT, reference="1", items=(item,), incoterm=Incoterm(code="FOB"))
        waits = assess(declaration=told, on=ON)
        paid = assess(declaration=replace(told, items=(replace(item, procedure="40"),)), on=ON)
    assert waits.procedure == "temporary"
    assert waits.payable.minor == 0
    # What waits is what free circulation would have cost.
    assert waits.suspended.minor == sum(one.total for one in paid.items) > 0


def test_terms_securities_and_ways_out_are_the_countrys():
    abroad, here = called("xx", "temporary"), called("kr", "re_export")
    assert abroad.ends_on(began_on=ON) == date(2026, 9, 9)
    assert here.ends_on(began_on=ON) == date(2027, 3, 9)
    # Rounded up: what is secured is never less than the law asks.
    assert to_secure(suspended=101, procedure=abroad) == 112
    assert to_secure(suspended=101, procedure=here) == 101
    assert Ending.HOME_USE in abroad.endings
    assert Ending.HOME_USE not in here.endings
    by_air = called("kr", "transit").ends_on(began_on=ON, mode=TransportMode.AIR)
    # The notice on transport under bond: five days by air.
    assert by_air == date(2026, 3, 14)


# Customs Act of Korea art. 97 (4): 20 hundredths of the duty on the goods, at most 5,000,000 won; by art. 98 (2) also where
# the duty was only reduced, of which 85 hundredths waited.
@pytest.mark.parametrize(
    ("code", "waited", "added"),
    [("re_export", 39_000, 7_800), ("re_export", 100_000_000, 5_000_000), ("reduced_6", 33_150, 7_800)],
)
def test_what_is_added_to_a_missed_term_is_a_fifth_of_the_whole_duty_and_has_a_ceiling(code, waited, added):
    assert penalty(duty=waited, procedure=called("kr", code)) == added


def test_what_stays_secured_and_what_is_due_divide_the_whole_without_a_gap():
    for gone in range(8):
        told = {"quantity": Decimal(7), "discharged": Decimal(gone)}
        stays, due = still_secured(secured=100, **told), share_due(minor=100, **told)
        assert due <= stays <= due + 1
    assert still_secured(secured=100, quantity=Decimal(7), discharged=Decimal(7)) == 0
