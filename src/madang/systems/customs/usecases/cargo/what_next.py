"""What somebody may report of a bill's goods next; whether it is taken is decided when it is reported."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.domain.movement import Holding, Spot
from madang.systems.customs.models import BondedMovement, BondedStore, CargoAt, CargoBill, Destruction, SaleNotice
from madang.systems.customs.usecases.areas.standing import taking_in
from madang.systems.customs.usecases.cargo.record_steps import holdings_of
from madang.systems.customs.usecases.cargo.who import may_report


@dataclass(frozen=True, kw_only=True)
class Next:
    """The codes of bonded areas at which each step may be reported, and what may arrive."""

    amend: bool
    carry_in: frozenset[str] = frozenset()
    """Into which."""
    carry_out: frozenset[str] = frozenset()
    """From which, by the gate."""
    send: frozenset[str] = frozenset()
    """From which, under bond."""
    arriving: tuple[BondedMovement, ...] = ()
    destroy: frozenset[str] = frozenset()
    """In which destruction may be asked for."""
    approved: tuple[Destruction, ...] = ()
    """Destructions that may be reported."""
    overdue: frozenset[str] = frozenset()
    """At which customs may give notice of a sale."""
    notices: tuple[SaleNotice, ...] = ()
    """Notices of a sale that wait for a decision."""


def what_next(*, bill: CargoBill, actor: Actor, on: date) -> Next:
    """What this actor may report that day."""
    amend = may_report(actor=actor, business=bill.manifest.lodger)
    if bill.consolidated:
        return Next(amend=amend)
    stores = {store.code: store for store in BondedStore.objects.all()}
    keepers = {store.keeper for store in stores.values()}
    mine = {keeper for keeper in keepers if may_report(actor=actor, business=keeper)}
    kept = frozenset(code for code, store in stores.items() if store.keeper in mine)
    holding = holdings_of(bills=[bill.pk])[bill.pk]
    here = frozenset(place.code for place in holding.places if place.spot in {Spot.LANDED, Spot.STORED})
    # From port to port goods go under bond (Customs Act art. 213).
    ports = {stores[place.code].port for place in holding.places if place.spot is Spot.LANDED}
    inland = frozenset(code for code, store in stores.items() if store.kind != StoreKind.QUAY and store.port in ports)
    stored = frozenset(place.code for place in holding.places if place.spot is Spot.STORED)
    approved = Destruction.objects.filter(bill=bill, state="approved", store__in=kept).order_by("pk")
    open_ones = BondedMovement.objects.filter(bill=bill, ended_at=None, to__in=kept).order_by("pk")
    return Next(
        amend=amend,
        carry_in=inland & kept & taking_in(on=on),
        carry_out=here & kept if holding.may_leave else frozenset(),
        send=here if holding.bound else frozenset(),
        arriving=tuple(open_ones),
        destroy=stored if holding.bound and actor.party is not None else frozenset(),
        approved=tuple(approved),
        **_sales(bill, holding, actor, on),
    )


def _sales(bill: CargoBill, holding: Holding, actor: Actor, on: date) -> dict[str, Any]:
    """Cargo officers give notice where a term is over, and decide when its month is."""
    if not may(actor, "customs.watch_cargo"):
        return {}
    notices = tuple(SaleNotice.objects.filter(bill=bill, decided_at=None).order_by("pk"))
    told = {one.store for one in notices}
    late = CargoAt.objects.filter(bill=bill, spot__in=("landed", "stored"), due_on__lt=on)
    # What is released is no longer sold.
    overdue = frozenset(late.values_list("place", flat=True)) - told if holding.bound > 0 else frozenset()
    return {"overdue": overdue, "notices": tuple(one for one in notices if one.respond_by < on)}
