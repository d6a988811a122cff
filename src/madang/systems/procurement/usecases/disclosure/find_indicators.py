"""Look for patterns of collusion in opened bids."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from madang.framework.law import parameter
from madang.systems.procurement.domain import collusion
from madang.systems.procurement.domain.collusion import Bidding, Finding, Limits, Round, Screen
from madang.systems.procurement.domain.words import AwardState
from madang.systems.procurement.models import Award, Indicator, IndicatorParty, Lot, Offer, Supplier

Rows = dict[int, list[Bidding]]


def find_indicators(*, now: datetime) -> int:
    """Screen every opened lot, and every group that met more than once; how many patterns are new. Running again finds no
    pattern twice.
    """
    limits = limits_on(now=now)
    bids, buyers = _opened()
    winners = dict(
        Award.objects.filter(lot__in=bids, state=AwardState.ACTIVE.value).values_list("lot_id", "supplier__number")
    )
    found = [(lot, one) for lot, listed in bids.items() for one in collusion.screen_lot(bids=listed, limits=limits)]
    found += _rotations(bids, buyers, winners, limits)
    return _keep(found, now)


def limits_on(*, now: datetime) -> Limits:
    """From where on the screens ask, on a day."""

    def of(name: str) -> float:
        return float(parameter(f"procurement.disclosure.{name}", on=now.date()))

    return Limits(
        variation_percent=of("variation_percent"),
        relative_distance=of("relative_distance"),
        rotation_chance_percent=of("rotation_chance_percent"),
        least_bids=int(of("least_bids")),
    )


def _opened() -> tuple[Rows, dict[int, str]]:
    """The opened bids by lot in the order of the openings, and the lots' buyers."""
    # Technical envelopes say no price.
    rows = Offer.objects.filter(minor__gt=0).order_by("bid__tender__opens_at", "bid__lot_id", "bid__supplier__number")
    bids: Rows = defaultdict(list)
    buyers: dict[int, str] = {}
    for lot, buyer, supplier, minor, device in rows.values_list(
        "bid__lot_id", "bid__tender__buyer", "bid__supplier__number", "minor", "device"
    ):
        bids[lot].append(Bidding(supplier=supplier, minor=minor, device=device))
        buyers[lot] = buyer
    return bids, buyers


def _rotations(
    bids: Rows, buyers: dict[int, str], winners: dict[int, str], limits: Limits
) -> Iterable[tuple[int, Finding]]:
    groups: dict[tuple[str, tuple[str, ...]], list[Round]] = defaultdict(list)
    for lot, listed in bids.items():
        if lot in winners:
            who = tuple(sorted({one.supplier for one in listed}))
            groups[buyers[lot], who].append(Round(lot=lot, winner=winners[lot]))
    for (_buyer, who), rounds in groups.items():
        for one in collusion.bid_rotation(rounds=rounds, group=who, limits=limits):
            yield rounds[-1].lot, one


def _keep(found: Iterable[tuple[int, Finding]], now: datetime) -> int:
    numbers = Lot.objects.in_bulk([lot for lot, _one in found])
    by_key = {_key(lot, one): (lot, one) for lot, one in found if lot in numbers}
    known = set(Indicator.objects.filter(key__in=by_key).values_list("key", flat=True))
    fresh = {key: pair for key, pair in by_key.items() if key not in known}
    with transaction.atomic():
        made = Indicator.objects.bulk_create(
            Indicator(key=key, screen=one.screen, lot_id=lot, value=one.value, threshold=one.threshold, found_at=now)
            for key, (lot, one) in fresh.items()
        )
        suppliers = Supplier.objects.filter(number__in={who for _lot, one in fresh.values() for who in one.suppliers})
        ids = dict(suppliers.values_list("number", "pk"))
        IndicatorParty.objects.bulk_create(
            IndicatorParty(indicator=indicator, supplier_id=ids[who])
            for indicator in made
            for who in fresh[indicator.key][1].suppliers
        )
    return len(made)


def _key(lot: int, one: Finding) -> str:
    """A rotation grows with each lot but stays one pattern: its key is the group's."""
    if one.screen is Screen.ROTATION:
        return f"{one.screen}:{','.join(one.suppliers)}"[:100]
    first = one.suppliers[0] if one.screen in (Screen.IDENTICAL, Screen.DEVICE) else ""
    return f"{one.screen}:{lot}:{first}"
