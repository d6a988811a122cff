"""Goods that came and leave without having been imported (in Korea Customs Act art. 141): from the log of the bill under which
they came to the ship that takes them on."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.movement import IllegalMove, Kind, Place, Spot, Step
from madang.systems.customs.models import CargoAt, DepartureGoods
from madang.systems.customs.usecases.cargo.record_steps import Happened, record_steps
from madang.systems.customs.usecases.cargo.refusals import refused


def waiting_to_ship_on(*, goods: DepartureGoods, terminal: str) -> int:
    """How many of its packages lie at that terminal under the bill by which they came."""
    there = CargoAt.objects.filter(bill=goods.arrival_id, place=terminal, spot__in=("landed", "stored"))
    return sum(there.values_list("packages", flat=True))


def ship_on(*, goods: DepartureGoods, packages: int, actor: Actor, now: datetime) -> None:
    """So many packages leave the place at which they lie, under the number of the bill that takes them on. In the caller's
    transaction. Raises MoveRefused."""
    there = CargoAt.objects.filter(bill=goods.arrival_id, place=goods.terminal, spot__in=("landed", "stored")).first()
    if there is None or goods.arrival_id is None:
        raise refused(move=IllegalMove("more_than_there", "0"))
    step = Step(
        kind=Kind.TRANSHIPPED,
        packages=packages,
        origin=Place(Spot(there.spot), there.place),
        to=Place(Spot.SHIPPED, goods.bill.number[:20]),
    )
    note = goods.bill.number
    record_steps(happened=[Happened(bill=goods.arrival_id, step=step, note=note)], actor=actor, now=now)
