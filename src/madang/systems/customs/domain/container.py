"""Where a container is, full or empty, from ship to gate and from gate to ship: one state machine.

A full one goes where the goods in it go (`follows`, `follows_out`). An empty one moves by itself (`move`): nothing else says
where it is. One becomes the other where it stands: stripped when its goods part, stuffed when leaving goods lie in it at the
terminal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from madang.framework.values.months import add_months
from madang.systems.customs.domain.departing import Leaving
from madang.systems.customs.domain.movement import Holding, IllegalMove, Place, Spot


class Where(StrEnum):
    """What sort of place."""

    ABOARD = "aboard"
    LANDED = "landed"
    STORED = "stored"
    MOVING = "moving"
    OUT = "out"
    SHIPPED = "shipped"
    EXPECTED = "expected"
    TERMINAL = "terminal"
    LOADED = "loaded"
    LEFT = "left"
    NOT_LOADED = "not_loaded"
    MISSING = "missing"
    """Did not come, though its manifest says so."""
    WITHDRAWN = "withdrawn"
    """The manifest that said that it would come was withdrawn."""


class Move(StrEnum):
    """What happened to a container; `GOODS`: what happened to the goods in it."""

    LISTED = "listed"
    GOODS = "goods"
    DISCHARGED = "discharged"
    MISSING = "missing"
    STRIPPED = "stripped"
    SHIFTED = "shifted"
    GATE_OUT = "gate_out"
    GATE_IN = "gate_in"
    LOADED = "loaded"
    SAILED = "sailed"
    WITHDRAWN = "withdrawn"


STANDING = frozenset({Where.LANDED, Where.STORED, Where.TERMINAL})
ENDS = frozenset({Where.OUT, Where.SHIPPED, Where.LEFT, Where.NOT_LOADED, Where.MISSING, Where.WITHDRAWN})
_INSIDE = frozenset({Spot.ABOARD, Spot.LANDED, Spot.STORED, Spot.MOVING})


@dataclass(frozen=True, slots=True)
class Stay:
    """A container on its way: where it is, at which quay or store, whether goods lie in it, and whether a manifest of a ship
    that leaves names it."""

    where: Where = Where.ABOARD
    place: str = ""
    packed: bool = True
    leaving: bool = False

    @property
    def ended(self) -> bool:
        """Outside or gone: its number may come again."""
        return self.where in ENDS

    @property
    def stands(self) -> bool:
        """Whether it stands at a quay or store of this country."""
        return self.where in STANDING


def follows(*, stay: Stay, contents: Iterable[Holding]) -> Stay:
    """Where a container is after the goods with which it came moved: with them while all are in one place; empty once they
    part.

    Goods that are outside or destroyed leave no trace in it; a container whose goods are all outside went with them.
    """
    if not stay.packed:
        return stay
    held = [(place, count) for holding in contents for place, count in holding.where]
    inside = sorted({place for place, _count in held if place.spot in _INSIDE})
    outside = any(place.spot is Spot.OUT for place, _count in held)
    if len(inside) == 1 and not outside:
        return _at(stay, inside[0])
    if inside:
        return _parted(stay, inside)
    if outside:
        return replace(stay, where=Where.OUT, place="")
    shipped = next((place for place, _count in held if place.spot is Spot.SHIPPED), None)
    if shipped is not None:
        return _at(stay, shipped)
    # Destroyed where it stands, or not one of its packages came.
    return replace(stay, packed=False) if stay.stands else replace(stay, where=Where.MISSING, packed=False)


def _at(stay: Stay, place: Place) -> Stay:
    return replace(stay, where=Where(place.spot.value), place=place.code)


def _parted(stay: Stay, inside: list[Place]) -> Stay:
    """Empty where it stands; on the ship or the road it stands where some of its goods came to."""
    ashore = next((place for place in inside if place.spot in {Spot.LANDED, Spot.STORED}), None)
    return replace(stay if stay.stands or ashore is None else _at(stay, ashore), packed=False)


def follows_out(*, stay: Stay, contents: tuple[Leaving, ...]) -> Stay:
    """Where a container is whose leaving goods moved: as far back as they are; once the ship has gone, whether it took any of
    them.

    An empty one that is to be stuffed stays where it is until all of them wait at the terminal.
    """
    if any(one.expected for one in contents):
        return replace(stay, where=Where.EXPECTED, place="") if stay.packed else stay
    waiting = next((one.terminal for one in contents if one.waiting), "")
    if waiting:
        return replace(stay, where=Where.TERMINAL, place=waiting, packed=True)
    if not all(one.gone for one in contents):
        return replace(stay, where=Where.LOADED, place="", packed=True)
    if any(one.left for one in contents):
        return replace(stay, where=Where.LEFT, place="", packed=True)
    return _without_ship(stay)


def _without_ship(stay: Stay) -> Stay:
    """The ship has gone without it: an empty one stays where it stands, another stays outside."""
    if stay.stands and not stay.packed:
        return replace(stay, leaving=False)
    return replace(stay, where=Where.NOT_LOADED, place="")


def move(*, stay: Stay, kind: Move, to: Stay | None = None) -> Stay:
    """A container after something happened to it alone; `to` says the quay or store, where it came to one. Raises IllegalMove:
    a full one moves only with its goods."""
    if kind is Move.STRIPPED:
        return _stripped(stay)
    if kind is Move.WITHDRAWN:
        return _withdrawn(stay)
    if stay.packed:
        raise IllegalMove("not_empty")
    _require(stay, *_FROM[kind])
    if kind in {Move.DISCHARGED, Move.GATE_IN, Move.SHIFTED}:
        return _brought(stay, to)
    if kind is Move.MISSING:
        return replace(stay, where=Where.MISSING)
    if kind is Move.GATE_OUT:
        # One that a ship is to take is stuffed outside, and comes back.
        return replace(stay, where=Where.EXPECTED if stay.leaving else Where.OUT, place="")
    if not stay.leaving:
        raise IllegalMove("no_ship")
    if kind is Move.LOADED:
        return replace(stay, where=Where.LOADED, place="")
    return replace(stay, where=Where.LEFT) if stay.where is Where.LOADED else _without_ship(stay)


_FROM = {
    Move.DISCHARGED: {Where.ABOARD},
    Move.MISSING: {Where.ABOARD},
    Move.GATE_IN: {Where.EXPECTED},
    Move.SHIFTED: STANDING,
    Move.GATE_OUT: STANDING,
    Move.LOADED: STANDING,
    Move.SAILED: STANDING | {Where.LOADED, Where.EXPECTED},
}


def _stripped(stay: Stay) -> Stay:
    """Its goods were taken out of it, at a quay or in a store, and lie there by themselves."""
    if not stay.packed:
        raise IllegalMove("stripped_before")
    if stay.where not in {Where.LANDED, Where.STORED}:
        raise IllegalMove("not_standing", stay.where.value)
    return replace(stay, packed=False)


def _brought(stay: Stay, to: Stay | None) -> Stay:
    if to is None or not to.stands or not to.place:
        raise IllegalMove("no_place")
    if to.place == stay.place:
        raise IllegalMove("same_store", stay.place)
    return replace(stay, where=to.where, place=to.place)


def _withdrawn(stay: Stay) -> Stay:
    """The manifest that named it was withdrawn: what stands here stands here still."""
    if stay.where in {Where.ABOARD, Where.EXPECTED}:
        return replace(stay, where=Where.WITHDRAWN, leaving=False)
    _require(stay, *STANDING)
    return replace(stay, leaving=False)


def _require(stay: Stay, *wheres: Where) -> None:
    if stay.where not in wheres:
        raise IllegalMove("not_standing", stay.where.value)


def reexport_by(*, admitted_on: date, months: int) -> date:
    """The last day for a container that was admitted for a time to leave again: months after it came (Customs Convention on
    Containers, 1972, art. 4 (1)); customs may extend it."""
    return add_months(day=admitted_on, months=months)
