"""What a late delivery costs (지체상금): State Contracts Act art. 26, Enforcement Decree art. 74, Enforcement Rule art. 75."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money, Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayLaw:
    """`permille` of the late part's value for each day; at most `cap_percent` of it, where the law has a cap; the result is a
    multiple of `unit` minor units, what is below is dropped.
    """

    permille: Decimal
    cap_percent: Decimal | None
    unit: int = 1


def days_late(*, due_on: date, delivered_on: date) -> int:
    """Calendar days after the day that was due; the time of the inspection does not count (Decree art. 74 (1))."""
    return max((delivered_on - due_on).days, 0)


def delay_penalty(*, value: Money, days: int, law: DelayLaw) -> Money:
    """The penalty for `days` of delay of a part worth `value`; parts that were taken over before do not count
    (Decree art. 74 (2)), and neither does what goes beyond the cap (art. 74 (3))."""
    full = value.times(factor=law.permille * days / 1000, rounding=Rounding.DOWN, unit=law.unit)
    if law.cap_percent is None:
        return full
    most = value.times(factor=law.cap_percent / 100, rounding=Rounding.DOWN, unit=law.unit)
    return min(full, most)
