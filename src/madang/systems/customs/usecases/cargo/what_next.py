"""What somebody may report of a bill's goods next; whether it is taken is decided when it is reported."""

from dataclasses import dataclass

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.domain.movement import Spot
from madang.systems.customs.models import BondedMovement, BondedStore, CargoBill
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


def what_next(*, bill: CargoBill, actor: Actor) -> Next:
    """What this actor may report now."""
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
    open_ones = BondedMovement.objects.filter(bill=bill, ended_at=None, to__in=kept).order_by("pk")
    return Next(
        amend=amend,
        carry_in=inland & kept,
        carry_out=here & kept if holding.may_leave else frozenset(),
        send=here if holding.bound else frozenset(),
        arriving=tuple(open_ones),
    )
