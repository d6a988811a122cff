"""Framework agreements: what a call-off costs, and which limit it would pass by how much.

Korea: State Contracts Act art. 22 (contracts on unit prices, within the year's budget); its Enforcement Decree art. 7 no. 2
(the estimated price of a contract on unit prices is the unit price times the quantity that will be needed), and, of several
suppliers, Government Procurement Act Enforcement Decree art. 13 (1) (two at least) and (3) (from an amount on, members compete
again).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Way(StrEnum):
    """How orders are placed; the notice says it."""

    DIRECT = "direct"
    """With the first member, or with another for a reason."""
    COMPETITION = "competition"
    """By a mini-competition among the members, where there are several."""
    EITHER = "either"


class Limit(StrEnum):
    """What a call-off would pass."""

    BEFORE_PERIOD = "before_period"
    AFTER_PERIOD = "after_period"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A limit that would be passed: by so many days, or by so much money in smallest units."""

    limit: Limit
    by: int


def price_of(*, minor: int, whole: Decimal, quantity: Decimal) -> int:
    """What a quantity costs where `whole` was offered for `minor`: in proportion, rounded down, so that no order costs more
    than was agreed."""
    exact = Fraction(minor) * Fraction(quantity) / Fraction(whole)
    return exact.numerator // exact.denominator


def unit_price(*, minor: int, whole: Decimal) -> int:
    """What one costs, in the same proportion."""
    return price_of(minor=minor, whole=whole, quantity=Decimal(1))


def limits_passed(*, minor: int, used: int, ceiling: int, on: date, starts_on: date, ends_on: date) -> list[Passed]:
    """Every limit that an order of `minor` on this day would pass; the last day counts as within the period."""
    found = []
    if on < starts_on:
        found.append(Passed(limit=Limit.BEFORE_PERIOD, by=(starts_on - on).days))
    if on > ends_on:
        found.append(Passed(limit=Limit.AFTER_PERIOD, by=(on - ends_on).days))
    if used + minor > ceiling:
        found.append(Passed(limit=Limit.CEILING, by=used + minor - ceiling))
    return found


def must_compete(*, way: Way, members: int, minor: int, competition_from: int | None) -> bool:
    """Whether an order needs a mini-competition: never with one member; with several as the notice says, and from the amount on
    that the law names."""
    if members < 2:
        return False
    return way is Way.COMPETITION or (competition_from is not None and minor >= competition_from)


def may_compete(*, way: Way, members: int, minor: int, competition_from: int | None) -> bool:
    """Whether a mini-competition is a way here."""
    return must_compete(way=way, members=members, minor=minor, competition_from=competition_from) or (
        members > 1 and way is Way.EITHER
    )


def terms_faults(
    *, members_most: int, members_least: int, starts_on: date, ends_on: date, within_year: bool
) -> list[str]:
    """What is wrong with the announced terms, as permanent words."""
    found = []
    if members_most < max(members_least, 1):
        found.append("framework_members_few")
    if ends_on < starts_on:
        found.append("framework_period")
    elif within_year and starts_on.year != ends_on.year:
        # The act allows contracts on unit prices within the budget of one year, which is the calendar's in Korea.
        found.append("framework_beyond_year")
    return found
