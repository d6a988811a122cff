"""The simplified rate by the table of the Korea Customs Service in English (pop_simTax.html): 30, 25, 32 and 20 percent."""

from datetime import date
from decimal import Decimal

import pytest

from madang.framework.law import use_country
from madang.systems.customs.domain.duty import Basis, Duty, read_duty
from madang.systems.customs.domain.simplified import NotSimplified, SimplifiedRate, simplified_law, simplified_rate
from madang.systems.customs.domain.words import Levy

ON = date(2022, 5, 2)
BASIS = Basis(value=100_000, on=ON, quantities={"KGM": Decimal(1)}, digits=0)


def rated(commodity: str, duty: str, *inside: Levy) -> SimplifiedRate | NotSimplified:
    with use_country("kr"):
        law = simplified_law(on=ON)
        assert law is not None
        read: Duty = read_duty(text=duty)
        return simplified_rate(
            commodity=commodity, duties=[read], basic=read, inside=[*inside, Levy.VAT], basis=BASIS, law=law
        )


@pytest.mark.parametrize(
    ("commodity", "basic", "percent"),
    [
        ("4303100000", "16%", 30),  # fur clothing
        ("6109101000", "13%", 25),  # apparel of textile
        ("6403990000", "13%", 25),  # footwear
        ("0507902000", "20%", 32),  # deer antlers
        ("6109101000", "8%", 20),  # a basic rate below ten percent
        ("8516710000", "8%", 20),  # what no other group names
    ],
)
def test_each_group_of_the_published_table_has_its_rate(commodity: str, basic: str, percent: int) -> None:
    found = rated(commodity, basic)
    assert isinstance(found, SimplifiedRate)
    assert found.percent == percent


def test_goods_that_the_law_leaves_out_bear_the_regular_rates() -> None:
    # Decree art. 96 (2) nos. 1 and 4, annex 2 no. 4 proviso (liquor).
    assert rated("8516710000", "free") is NotSimplified.FREE
    assert rated("0904210000", "max(270%, 6210/KGM)") is NotSimplified.SPECIFIC
    assert rated("2204211000", "15%", Levy.LIQUOR) is NotSimplified.LEFT_OUT
    assert rated("7113191000", "8%", Levy.EXCISE) is NotSimplified.TAXED_INSIDE


def test_a_country_without_the_table_has_no_simplified_rate() -> None:
    with use_country("xx"):
        assert simplified_law(on=ON) is None
