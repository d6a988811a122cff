"""Amounts in messages."""

import pytest

from madang.framework.law import use_country
from madang.framework.notify.amounts import written
from madang.framework.values import Money


# ISO 4217 gives the won no decimals and the lira two; Hanbit's pack gives its own currency two.
@pytest.mark.parametrize(
    ("country", "amount", "says"),
    [
        ("kr", Money(1400, "KRW"), "₩1,400"),
        ("kr", Money(1250, "TRY"), "TRY12.50"),
        ("xx", Money(1250, "HBT"), "HBT12.50"),
        ("xx", Money(5, "KRW"), "₩5"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(country: str, amount: Money, says: str) -> None:
    with use_country(country):
        assert written(amount, language="en").replace("\xa0", "") == says
