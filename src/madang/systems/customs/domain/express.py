"""How parcels of a courier's list are cleared: by the list alone, by a declaration with relief, or by one that is paid for.

Customs Act of Korea art. 254-2 (list of express cargo), the notice on express cargo art. 8 (by list up to 150 dollars, from the
United States 200: KORUS art. 4.7; beyond by declaration), art. 94 subpara. 4 with Rules art. 45 (small goods for own use). What
one person ordered of one seller on one day counts together (the notice on import clearance, on taxing together).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.framework.values.months import add_months

Order = tuple[str, str, date]
"""What counts together: the person, the seller as it is compared, the day."""


class Carried(StrEnum):
    """By whom parcels come: a courier's express cargo, or the post (in Korea Customs Act arts. 254-2 and 256-2)."""

    EXPRESS = "express"
    POST = "post"


class Route(StrEnum):
    """The way of a parcel."""

    LIST = "list"
    DECLARED = "declared"  # a declaration in the consignee's name, made from the list


class Why(StrEnum):
    """Why the list alone is not enough."""

    OVER_LIMIT = "over_limit"
    TOGETHER = "together"
    EXCLUDED = "excluded"
    NOT_OWN_USE = "not_own_use"


def order_of(*, owner: str, seller: str, ordered_on: date) -> Order:
    """What one person ordered of one seller on one day, however the seller is spaced and capitalised."""
    return owner, "".join(seller.split()).casefold(), ordered_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """What decides, with the value in minor units of the law's currency."""

    owner: str
    seller: str
    ordered_on: date
    commodity: str
    sent_from: str
    value: int
    own_use: bool
    carried: Carried = Carried.EXPRESS

    @property
    def order(self) -> Order:
        """What counts together."""
        return order_of(owner=self.owner, seller=self.seller, ordered_on=self.ordered_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressLaw:
    """Limits in minor units of `currency`; headings whose goods the list alone never clears."""

    currency: str
    limit: int
    limits_from: Mapping[str, int]
    relief: int
    excluded: tuple[str, ...]

    def limit_from(self, *, country: str, carried: Carried = Carried.EXPRESS) -> int:
        """Up to where the list is enough for goods that were sent from there. The higher limits of agreements are for express
        cargo alone (KORUS art. 4.7)."""
        return self.limits_from.get(country, self.limit) if carried is Carried.EXPRESS else self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """The way, why it is not the list alone, and whether relief for small goods is claimed."""

    route: Route
    whys: tuple[Why, ...] = ()
    relief: bool = False


def clear(*, consignments: Sequence[Consignment], before: Mapping[Order, int], law: ExpressLaw) -> list[Cleared]:
    """The way of each, in their order. `before` is what earlier lists brought of the same orders."""
    together: dict[Order, int] = defaultdict(int, before)
    for one in consignments:
        together[one.order] += one.value
    return [_cleared(one, together[one.order], law) for one in consignments]


def _cleared(one: Consignment, together: int, law: ExpressLaw) -> Cleared:
    whys = []
    limit = law.limit_from(country=one.sent_from, carried=one.carried)
    if one.value > limit:
        whys.append(Why.OVER_LIMIT)
    elif together > limit:
        whys.append(Why.TOGETHER)
    if one.commodity.startswith(law.excluded):
        whys.append(Why.EXCLUDED)
    if not one.own_use:
        whys.append(Why.NOT_OWN_USE)
    if not whys:
        return Cleared(route=Route.LIST)
    return Cleared(route=Route.DECLARED, whys=tuple(whys), relief=one.own_use and together <= law.relief)


def overtaken(*, together: int, sent_from: str, carried: Carried, law: ExpressLaw) -> bool:
    """Whether a parcel that the list cleared would not have been, had all of its order been known: what came later of the same
    order makes it too large, and all of it is taxed (the notice on import clearance, on taxing together)."""
    return together > law.limit_from(country=sent_from, carried=carried)


def last_day_to_return(*, released_on: date, months: int) -> date:
    """By when goods for one's own use must be sent back in the state in which they came, for their duty to be given back (in
    Korea six months from release, Customs Act art. 106-2 (1))."""
    return add_months(day=released_on, months=months)
