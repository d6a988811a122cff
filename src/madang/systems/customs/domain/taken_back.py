"""What is taken back of a drawback, and what comes on top.

Korea: 환급특례법 art. 21, its Decree arts. 30, 31. Amounts in minor units.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.framework.values.months import add_months
from madang.systems.customs.domain.correction import A_YEAR, HUNDRED_THOUSAND, Dated, over_days


class TakenBack(StrEnum):
    """Why (art. 21 (1))."""

    TOO_MUCH = "too_much"  # no. 1
    CERTIFICATE = "certificate"  # no. 2: a certificate said too much and is used
    NOT_LOADED = "not_loaded"  # no. 3
    TABLE = "table"  # no. 4: the table was not for these goods


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBackLaw:
    """Parts of 100,000 a day where customs takes it back (`a_day`) and where its party says so first (`own_a_day`); within
    `deposit_months` of the payment the deposit rate instead, in thousandths a year."""

    a_day: tuple[Dated, ...]
    own_a_day: tuple[Dated, ...]
    deposit_months: int
    deposit: tuple[Dated, ...]


def on_top(*, minor: int, paid_on: date, on: date, own: bool, law: TakenBackLaw) -> int:
    """For each day after the payment, up to the decision or the report (Decree art. 30)."""
    if own and on <= add_months(day=paid_on, months=law.deposit_months):
        return over_days(amount=minor, after=paid_on, until=on, rates=law.deposit) // A_YEAR
    rates = law.own_a_day if own else law.a_day
    return over_days(amount=minor, after=paid_on, until=on, rates=rates) // HUNDRED_THOUSAND


def left_of(*, granted: Mapping[str, int], before: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """What of a drawback was not taken back yet, by levy."""
    left = dict(granted)
    for amounts in before:
        for levy, minor in amounts.items():
            left[levy] = left.get(levy, 0) - minor
    return {levy: minor for levy, minor in left.items() if minor > 0}
