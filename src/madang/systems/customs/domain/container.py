"""Where a container is, which follows from the goods in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from madang.systems.customs.domain.movement import ABOARD, OUT, Holding, Place, Spot

_INSIDE = frozenset({Spot.ABOARD, Spot.LANDED, Spot.STORED, Spot.MOVING})


@dataclass(frozen=True, slots=True)
class Stay:
    """A container on its way: where it is, and whether it is still packed."""

    place: Place = ABOARD
    packed: bool = True


def follows(*, stay: Stay, contents: Iterable[Holding]) -> Stay:
    """Where a container is after its goods moved: with them while all are in one place; unpacked once they part.

    Goods that are outside or destroyed leave no trace in it; a container whose goods are all outside went with them.
    """
    if not stay.packed:
        return stay
    held = [(place, count) for holding in contents for place, count in holding.where]
    inside = {place for place, _count in held if place.spot in _INSIDE}
    outside = any(place.spot is Spot.OUT for place, _count in held)
    if len(inside) == 1 and not outside:
        return Stay(place=inside.pop())
    shipped = next((place for place, _count in held if place.spot is Spot.SHIPPED), None)
    if not inside and shipped is not None and not outside:
        return Stay(place=shipped)
    if not inside:
        return Stay(place=OUT) if outside else Stay(place=stay.place, packed=False)
    return Stay(place=stay.place, packed=False)
