"""The sectors of those whose value-added tax is reckoned in the simplified way."""

from collections.abc import Callable
from datetime import date
from typing import cast

from madang.framework.law import Slot, slot

SIMPLIFIED_RATE: Slot[Callable[[str, date], int]] = slot("tax.simplified_rate", Callable[[str, date], int])


def simplified_rate(*, sector: str, on: date) -> int:
    """The share of a sector's turnover that counts as value added, in percent: the fact `simplified_rate`. `sector` is a
    code of the country's classification of businesses, however deep. Raises SlotUnfilled, SlotNotApplicable,
    ParameterNotYetInForce."""
    return cast("int", SIMPLIFIED_RATE(sector, on))
