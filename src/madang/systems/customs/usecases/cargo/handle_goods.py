"""What happens to goods between ship and gate, as the carrier, the keeper of a store or an officer reports it:
arrival, unloading, carry-in, movement under bond, carry-out (Customs Act arts. 135, 140, 157, 213 to 218, 248)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.cargo_terms import INLAND, StoreKind, storage_ends_on
from madang.systems.customs.domain.movement import ABOARD, OUT, IllegalMove, Kind, Place, Spot, Step
from madang.systems.customs.models import BondedStore, CargoAt, CargoBill, CargoManifest, InContainer
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.usecases.cargo.find_bill import goods_bills
from madang.systems.customs.usecases.cargo.record_steps import STILL_IN, Happened, lock_bills, record_steps
from madang.systems.customs.usecases.cargo.refusals import refused
from madang.systems.customs.usecases.cargo.who import require_reporter
from madang.systems.customs.usecases.containers.handle_containers import aboard_of, discharge_empties


@dataclass(frozen=True, kw_only=True)
class Unloaded:
    """What an unloading came to."""

    bills: int
    short: int
    """Bills of which fewer packages came than the manifest says."""
    over: int
    empties: int = 0
    """Empty containers that came ashore."""


def report_arrival(*, call: CargoManifest, actor: Actor, now: datetime) -> int:
    """The ship or aircraft is here (art. 135 (1)): reported by its carrier or an officer; how many bills came.
    Raises MoveRefused."""
    require_reporter(actor=actor, business=call.lodger)
    with transaction.atomic():
        row = CargoManifest.objects.select_for_update().get(pk=call.pk)
        if row.kind != "master" or row.withdrawn_at:
            raise refused(move=IllegalMove("not_arrived"), place="manifest")
        if row.arrived_at:
            raise refused(move=IllegalMove("arrived_before"), place="manifest")
        keys = list(goods_bills(call=row).values_list("pk", flat=True))
        step = Step(kind=Kind.ARRIVED, packages=0)
        record_steps(happened=[Happened(bill=key, step=step) for key in keys], actor=actor, now=now)
        row.arrived_at = now
        row.save(update_fields=["arrived_at"])
        _audit(actor, "report_arrival", f"manifest:{row.number}", {"bills": len(keys)}, now)
    return len(keys)


def unload(*, call: CargoManifest, quay: str, counted: Mapping[str, int], actor: Actor, now: datetime) -> Unloaded:
    """The goods of a call are ashore and counted (art. 140): as the manifest says, but for the bills `counted` otherwise. So
    are its empty containers, but for those of which nothing was counted.

    What was unloaded before stays as it is. Raises Forbidden, MoveRefused.
    """
    require_reporter(actor=actor, business=call.lodger)
    store, terms = store_named(code=quay, kinds={StoreKind.QUAY}), law.terms(on=timezone.localdate(now))
    due = storage_ends_on(kind=StoreKind.QUAY, carried_in_on=timezone.localdate(now), terms=terms)
    if store.port != call.port:
        raise refused(move=IllegalMove("other_port", store.code), place="store")
    with transaction.atomic():
        row = CargoManifest.objects.select_for_update().get(pk=call.pk)
        if row.arrived_at is None:
            raise refused(move=IllegalMove("not_arrived"), place="manifest")
        bills = list(goods_bills(call=row).filter(tallied=None))
        boxes = set(aboard_of(call=row).values_list("number", flat=True))
        strange = sorted(set(counted) - {bill.number for bill in bills} - boxes)
        if strange:
            raise refused(move=IllegalMove("unloaded_before", strange[0]), place=strange[0])
        happened = [
            Happened(bill=bill.pk, step=_unloading(counted.get(bill.number, bill.packages), store), due_on=due)
            for bill in bills
        ]
        record_steps(happened=happened, actor=actor, now=now)
        missing = {number for number in boxes if counted.get(number) == 0}
        empties = discharge_empties(call=row, quay=store, missing=missing, actor=actor, now=now)
        row.unloaded_at = now
        row.save(update_fields=["unloaded_at"])
        lines = [(counted.get(bill.number, bill.packages), bill.packages) for bill in bills]
        told = Unloaded(
            bills=len(lines),
            short=sum(count < said for count, said in lines),
            over=sum(count > said for count, said in lines),
            empties=empties,
        )
        detail = {"quay": quay, "bills": told.bills, "short": told.short, "over": told.over, "empties": told.empties}
        _audit(actor, "unload", f"manifest:{row.number}", detail, now)
    return told


def _unloading(count: int, store: BondedStore) -> Step:
    return Step(kind=Kind.UNLOADED, packages=count, origin=ABOARD, to=Place(Spot.LANDED, store.code))


def carry_in(*, bill: CargoBill, store: str, actor: Actor, now: datetime) -> int:
    """All of the bill's packages at the quay come into a store (art. 157 (1)), with those that share a packed
    container with it; how many. Raises Forbidden, MoveRefused."""
    to = store_named(code=store, kinds=INLAND)
    require_reporter(actor=actor, business=to.keeper)
    due = storage_term(store=to, now=now)
    with transaction.atomic():
        together = _together(lock_bills(bills=[bill.pk]))
        landed = list(CargoAt.objects.filter(bill__in=together, spot=Spot.LANDED).order_by("bill_id"))
        if BondedStore.objects.filter(code__in={row.place for row in landed}).exclude(port=to.port).exists():
            # From port to port goods go under bond (art. 213).
            raise refused(move=IllegalMove("other_port", to.code), place="store")
        happened = [
            Happened(bill=row.bill_id, step=_carrying(row.packages, row.place, to), due_on=due) for row in landed
        ]
        if bill.pk not in {one.bill for one in happened}:
            raise refused(move=IllegalMove("more_than_there", "0"))
        record_steps(happened=happened, actor=actor, now=now)
        _audit(actor, "carry_in", f"bill:{bill.number}", {"store": to.code, "bills": len(happened)}, now)
    return sum(one.step.packages for one in happened)


def _together(locked: list[int]) -> list[int]:
    return list(CargoBill.objects.filter(pk__in=locked, consolidated=False).values_list("pk", flat=True))


def _carrying(packages: int, quay: str, to: BondedStore) -> Step:
    return Step(
        kind=Kind.CARRIED_IN, packages=packages, origin=Place(Spot.LANDED, quay), to=Place(Spot.STORED, to.code)
    )


def carry_out(*, bill: CargoBill, store: str, packages: int, actor: Actor, now: datetime) -> int:
    """Released packages leave by the gate (arts. 157 (1), 248 (3)); how many are left in the store. Raises
    Forbidden, MoveRefused."""
    at = store_named(code=store, kinds=StoreKind)
    require_reporter(actor=actor, business=at.keeper)
    with transaction.atomic():
        origin = origin_at(bill=bill, store=at)
        step = Step(kind=Kind.CARRIED_OUT, packages=packages, origin=origin, to=OUT)
        holdings = record_steps(happened=[Happened(bill=bill.pk, step=step)], actor=actor, now=now)
        _audit(actor, "carry_out", f"bill:{bill.number}", {"store": at.code, "packages": packages}, now)
    return holdings[bill.pk].at(origin)


def origin_at(*, bill: CargoBill, store: BondedStore) -> Place:
    """The bill's place in a store or at a quay. Raises MoveRefused where its goods are in a container that they
    share at a quay."""
    if StoreKind(store.kind) is not StoreKind.QUAY:
        return Place(Spot.STORED, store.code)
    mine = InContainer.objects.filter(STILL_IN, bill=bill)
    shared = InContainer.objects.filter(container__in=mine.values("container"), bill__consolidated=False)
    other = shared.exclude(bill=bill).values_list("container__number", flat=True).first()
    if other:
        raise refused(move=IllegalMove("shared_container", other))
    return Place(Spot.LANDED, store.code)


def store_named(*, code: str, kinds: Iterable[StoreKind]) -> BondedStore:
    """The bonded area with that code. Raises MoveRefused."""
    found = BondedStore.objects.filter(code=code[:8], kind__in=[kind.value for kind in kinds]).first()
    if found is None:
        raise refused(move=IllegalMove("no_store", code[:8]), place="store")
    return found


def storage_term(*, store: BondedStore, now: datetime) -> date | None:
    """The last day of storage for what comes in now; none in a free zone."""
    today = timezone.localdate(now)
    return storage_ends_on(kind=StoreKind(store.kind), carried_in_on=today, terms=law.terms(on=today))


def _audit(actor: Actor, action: str, target: str, detail: dict[str, object], now: datetime) -> None:
    audit.record(actor=actor, action=f"customs.{action}", target=target, detail=detail, now=now)
