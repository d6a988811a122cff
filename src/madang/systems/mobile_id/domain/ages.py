"""Ages as facts that a credential states without the birthday: what a country must say of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from madang.framework.law.slots import Slot, slot


class AgeReachedOn(Protocol):
    """The day from which a person born on a day has completed so many years."""

    def __call__(self, *, born_on: date, years: int) -> date:
        """The first day of that age."""


class RestrictedGoodsFrom(Protocol):
    """The day from which a person born on a day may be sold alcohol and tobacco."""

    def __call__(self, *, born_on: date) -> date:
        """The first such day."""


AGE_REACHED_ON: Slot[AgeReachedOn] = slot("mobile_id.age_reached_on", AgeReachedOn)
RESTRICTED_GOODS_FROM: Slot[RestrictedGoodsFrom] = slot("mobile_id.restricted_goods_from", RestrictedGoodsFrom)


def age_facts(*, born_on: date, thresholds: Iterable[int], on: date) -> dict[str, bool]:
    """For each threshold whether it is reached on the day `on`."""
    return {str(years): on >= AGE_REACHED_ON.filled(born_on=born_on, years=years) for years in thresholds}


def next_change(*, born_on: date, thresholds: Iterable[int], after: date) -> date | None:
    """The first day after `after` on which one of the age facts becomes another; None when none ever does."""
    days = [AGE_REACHED_ON.filled(born_on=born_on, years=years) for years in thresholds]
    days.append(RESTRICTED_GOODS_FROM.filled(born_on=born_on))
    return min((day for day in days if day > after), default=None)


def holds(*, facts: Mapping[str, bool], years: int) -> bool:
    """Whether the fact for `years` is stated and true."""
    return facts.get(str(years), False)
