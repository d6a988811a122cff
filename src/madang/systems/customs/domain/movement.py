"""Where the goods of a bill are, from ship to gate: one state machine over the log of what happened (Customs Act
arts. 140, 157, 160, 213 to 217, 248).

A holding says how many packages lie where. Every step takes packages from one place and puts them at another, so that none
is ever at two; none goes out of the gate but those that were released (art. 248 (3)).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_PACKAGES = 99_999_999


class Spot(StrEnum):
    """What sort of place."""

    ABOARD = "aboard"
    LANDED = "landed"
    STORED = "stored"
    MOVING = "moving"
    OUT = "out"
    DESTROYED = "destroyed"
    SHIPPED = "shipped"
    """Gone on by another ship, never imported."""


class Kind(StrEnum):
    """What happened to goods."""

    MANIFESTED = "manifested"
    ARRIVED = "arrived"
    UNLOADED = "unloaded"
    CARRIED_IN = "carried_in"
    SENT = "sent"
    RECEIVED = "received"
    RELEASED = "released"
    CARRIED_OUT = "carried_out"
    DESTROYED = "destroyed"
    TRANSHIPPED = "transhipped"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place: the code of a quay or store, or the number of a movement under way; nothing aboard and outside."""

    spot: Spot
    code: str = ""


ABOARD, OUT, DESTROYED = Place(Spot.ABOARD), Place(Spot.OUT), Place(Spot.DESTROYED)
GONE = frozenset({Spot.OUT, Spot.DESTROYED, Spot.SHIPPED})


@dataclass(frozen=True, slots=True)
class Step:
    """What happened: so many packages from `origin` to `to`; a release names its declaration, a movement its number
    as place."""

    kind: Kind
    packages: int
    origin: Place = ABOARD
    to: Place = ABOARD
    declaration: str = ""


class IllegalMove(Exception):
    """The step cannot follow; `code` says why, `value` what there is instead."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value
        super().__init__(f"{code}: {value}" if value else code)


@dataclass(frozen=True)
class Holding:
    """The goods of one bill: what the manifest says, what was counted at unloading, where they are, what was released."""

    manifested: int
    arrived: bool = False
    tallied: int | None = None
    where: tuple[tuple[Place, int], ...] = ()
    releases: tuple[tuple[str, int], ...] = ()

    def at(self, place: Place) -> int:
        """Packages at a place."""
        return dict(self.where).get(place, 0)

    def on(self, *spots: Spot) -> int:
        """Packages at all places of these sorts."""
        return sum(count for place, count in self.where if place.spot in spots)

    @property
    def released(self) -> int:
        """Packages released by all declarations."""
        return sum(count for _declaration, count in self.releases)

    @property
    def may_leave(self) -> int:
        """Released packages that are still inside."""
        return self.released - self.on(Spot.OUT)

    @property
    def bound(self) -> int:
        """Packages that may still be declared or moved under bond: here, not under way, not released (arts. 213, 241)."""
        return self.on(Spot.ABOARD, Spot.LANDED, Spot.STORED) - self.may_leave

    @property
    def places(self) -> tuple[Place, ...]:
        """Where packages are now; those outside, shipped on and destroyed do not count."""
        return tuple(place for place, _count in self.where if place.spot not in GONE)


def begin(*, manifested: int) -> Holding:
    """Everything is aboard, as the manifest says (art. 135 (2))."""
    return Holding(manifested=manifested, where=((ABOARD, manifested),) if manifested else ())


def replay(*, manifested: int, steps: Iterable[Step]) -> Holding:
    """The holding after all steps. Raises IllegalMove."""
    holding = begin(manifested=manifested)
    for step in steps:
        holding = follow(holding=holding, step=step)
    return holding


def follow(*, holding: Holding, step: Step) -> Holding:
    """The holding after one step. Raises IllegalMove with the reason."""
    return _FOLLOWS[step.kind](holding, step)


def _manifested(holding: Holding, step: Step) -> Holding:
    return holding


def _arrived(holding: Holding, step: Step) -> Holding:
    """Once (art. 135 (1))."""
    if holding.arrived:
        raise IllegalMove("arrived_before")
    return replace(holding, arrived=True)


def _unloaded(holding: Holding, step: Step) -> Holding:
    """Once, after arrival (art. 140); what was counted is there from now on, whatever the manifest said."""
    if not holding.arrived:
        raise IllegalMove("not_arrived")
    if holding.tallied is not None:
        raise IllegalMove("unloaded_before", str(holding.tallied))
    if step.to.spot is not Spot.LANDED or not step.to.code or not 0 <= step.packages <= MOST_PACKAGES:
        raise IllegalMove("no_place")
    if step.packages < holding.released:
        # A declaration before arrival was for more than came: it is corrected before goods are (art. 38-3).
        raise IllegalMove("released_more", str(holding.released))
    return replace(holding, tallied=step.packages, where=((step.to, step.packages),) if step.packages else ())


def _carried_in(holding: Holding, step: Step) -> Holding:
    """From the quay into a bonded store (art. 157 (1))."""
    return _carry(holding, step, origin={Spot.LANDED}, to=Spot.STORED)


def _sent(holding: Holding, step: Step) -> Holding:
    """Under bond (art. 213); what was released is foreign goods no longer and goes out of the gate instead."""
    if step.packages > holding.bound >= 0 and step.packages <= holding.at(step.origin):
        raise IllegalMove("released_goods", str(holding.bound))
    if holding.at(step.to):
        raise IllegalMove("movement_known", step.to.code)
    return _carry(holding, step, origin={Spot.LANDED, Spot.STORED}, to=Spot.MOVING)


def _received(holding: Holding, step: Step) -> Holding:
    """At the end of a movement under bond (art. 215)."""
    return _carry(holding, step, origin={Spot.MOVING}, to=Spot.STORED)


def _released(holding: Holding, step: Step) -> Holding:
    """By an accepted declaration (art. 248 (1)): once each, for no more than is here and not under way."""
    if not step.declaration:
        raise IllegalMove("no_declaration")
    known = dict(holding.releases)
    if step.declaration in known:
        raise IllegalMove("released_before", str(known[step.declaration]))
    if step.packages < 1:
        raise IllegalMove("nothing")
    if step.packages > holding.bound:
        raise IllegalMove("more_than_bound", str(holding.bound))
    return replace(holding, releases=(*holding.releases, (step.declaration, step.packages)))


def _carried_out(holding: Holding, step: Step) -> Holding:
    """Out of the gate (arts. 157 (1), 248 (3)): only what was released."""
    if step.packages > holding.may_leave:
        raise IllegalMove("not_released", str(holding.may_leave))
    return _carry(holding, step, origin={Spot.LANDED, Spot.STORED}, to=Spot.OUT)


def _destroyed(holding: Holding, step: Step) -> Holding:
    """In a store, with approval (art. 160 (1)): not what was released already."""
    if step.packages > holding.bound:
        raise IllegalMove("released_goods", str(holding.bound))
    return _carry(holding, step, origin={Spot.STORED}, to=Spot.DESTROYED)


def _transhipped(holding: Holding, step: Step) -> Holding:
    """Onto another ship (art. 141): only what nobody released here."""
    if step.packages > holding.bound:
        raise IllegalMove("released_goods", str(holding.bound))
    return _carry(holding, step, origin={Spot.LANDED, Spot.STORED}, to=Spot.SHIPPED)


def _carry(holding: Holding, step: Step, *, origin: set[Spot], to: Spot) -> Holding:
    if step.origin.spot not in origin:
        raise IllegalMove("wrong_origin", step.origin.spot.value)
    if step.to.spot is not to or bool(step.to.code) == (to in {Spot.OUT, Spot.DESTROYED}):
        raise IllegalMove("no_place")
    if step.packages < 1:
        raise IllegalMove("nothing")
    if step.packages > holding.at(step.origin):
        raise IllegalMove("more_than_there", str(holding.at(step.origin)))
    where = dict(holding.where)
    where[step.origin] -= step.packages
    where[step.to] = where.get(step.to, 0) + step.packages
    return replace(holding, where=tuple(sorted((place, count) for place, count in where.items() if count)))


_FOLLOWS = {
    Kind.MANIFESTED: _manifested,
    Kind.ARRIVED: _arrived,
    Kind.UNLOADED: _unloaded,
    Kind.CARRIED_IN: _carried_in,
    Kind.SENT: _sent,
    Kind.RECEIVED: _received,
    Kind.RELEASED: _released,
    Kind.CARRIED_OUT: _carried_out,
    Kind.DESTROYED: _destroyed,
    Kind.TRANSHIPPED: _transhipped,
}
