"""What the same things cost before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from madang.framework.law import pack
from madang.systems.procurement.domain.prices import PaidBefore, PriceHint, estimate, hint, unit_price
from madang.systems.procurement.domain.words import AwardState
from madang.systems.procurement.models import Award, Item, Tender

# Older prices tell little of today's.
YEARS = 3
MOST = 200


def past_prices(*, unspsc: str, unit: str, now: datetime) -> PriceHint | None:
    """The median unit price of awards of the last three years in the same UNSPSC class and unit; of lots whose items are all of
    that class and unit, for only there the price of one is known. None where nothing was bought.
    """
    stem = unspsc[:6]
    if len(stem) < 6:
        return None
    awards = (
        Award.objects.filter(
            state__in=(AwardState.ACTIVE.value, AwardState.PENDING.value),
            currency=pack().currency,
            decided_at__gte=now - timedelta(days=366 * YEARS),
            lot__items__unspsc__startswith=stem,
            lot__items__unit=unit,
        )
        .select_related("tender", "lot")
        .prefetch_related("lot__items")
        .distinct()
        .order_by("-decided_at")[:MOST]
    )
    paid = []
    for one in awards:
        items = list(one.lot.items.all())
        alike = all(item.unspsc.startswith(stem) and item.unit == unit for item in items)
        price = unit_price(minor=one.minor, quantities=(item.quantity for item in items)) if alike else None
        if price is not None:
            day = timezone.localdate(one.decided_at)
            paid.append(
                PaidBefore(award=one.number, tender=one.tender.number, title=one.lot.title, on=day, unit_price=price)
            )
    return hint(paid=paid)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEstimate:
    """What an item of a tender would cost at the median, in smallest units; None where nobody bought its like."""

    lot: int
    item: Item
    hint: PriceHint | None

    @property
    def minor(self) -> int | None:
        """The item's quantity at the median."""
        return estimate(found=self.hint, quantity=self.item.quantity) if self.hint else None


def item_estimates(*, tender: Tender, now: datetime) -> list[ItemEstimate]:
    """Every item of the tender with what its like cost before, by lot and position."""
    items = Item.objects.filter(lot__tender=tender).select_related("lot").order_by("lot__position", "position")
    return [
        ItemEstimate(lot=one.lot.position, item=one, hint=past_prices(unspsc=one.unspsc, unit=one.unit, now=now))
        for one in items
    ]


def lot_estimates(*, estimates: list[ItemEstimate]) -> dict[int, int]:
    """By lot: what all its items would cost; only lots of which every item was bought before."""
    sums: dict[int, int] = {}
    unknown = {one.lot for one in estimates if one.minor is None}
    for one in estimates:
        if one.lot not in unknown and one.minor is not None:
            sums[one.lot] = sums.get(one.lot, 0) + one.minor
    return {lot: minor for lot, minor in sums.items() if minor > 0}
