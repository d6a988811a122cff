"""Goods that came and leave without having been imported (in Korea Customs Act art. 141): from the log of the bill under which
they came to the ship that takes them on."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.movement import IllegalMove, Kind, Place, Spot, Step
from madang.systems.customs.models import CargoAt, DepartureGoods
from madang.systems.customs.usecases.cargo.record_steps import Happened, record_steps
from madang.systems.customs.usecases.cargo.refusals import refused

HERE = ("landed", "stored")


def free_to_ship_on(*, arrivals: Collection[int], terminal: str) -> Counter[int]:
    """Of each bill under which goods came, the packages at that terminal with which no line of leaving goods waits."""
    free: Counter[int] = Counter()
    there = CargoAt.objects.filter(bill__in=arrivals, place=terminal, spot__in=HERE)
    for bill, packages in there.values_list("bill", "packages"):
        free[bill] += packages
    lines = DepartureGoods.objects.filter(arrival__in=arrivals, terminal=terminal, gone=False, withdrawn=False)
    for bill, waiting in lines.values_list("arrival", "waiting"):
        free[bill or 0] -= waiting
    return free


def ship_on(*, loaded: Iterable[tuple[DepartureGoods, int]], actor: Actor, now: datetime) -> None:
    """So many packages of each line leave the place at which they lie, under the number of the bill that takes them on; what
    an export names does not concern it. In the caller's transaction. Raises MoveRefused."""
    lines = [(one.arrival_id, one, packages) for one, packages in loaded if one.arrival_id is not None]
    if not lines:
        return
    there = CargoAt.objects.filter(bill__in=[bill for bill, _goods, _packages in lines], spot__in=HERE)
    spots = {(bill, place): spot for bill, place, spot in there.values_list("bill", "place", "spot")}
    happened = []
    for bill, goods, packages in lines:
        spot = spots.get((bill, goods.terminal))
        if spot is None:
            raise refused(move=IllegalMove("more_than_there", "0"))
        number = goods.bill.number
        step = Step(
            kind=Kind.TRANSHIPPED,
            packages=packages,
            origin=Place(Spot(spot), goods.terminal),
            to=Place(Spot.SHIPPED, number[:20]),
        )
        happened.append(Happened(bill=bill, step=step, note=number))
    # All at once: no two that load the same goods lock each other out.
    record_steps(happened=happened, actor=actor, now=now)
