"""The one place where something happens to goods: each step is decided by the state machine and appended to the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from madang.framework.bulk.copying import copy_in
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.customs.domain import container, movement
from madang.systems.customs.domain.movement import Holding, IllegalMove, Kind, Place, Spot, Step
from madang.systems.customs.models import CargoAt, CargoBill, CargoStep, ContainerStay, InContainer
from madang.systems.customs.usecases.areas.standing import require_open
from madang.systems.customs.usecases.cargo.refusals import refused
from madang.systems.customs.usecases.containers.record_containers import Moved, record_containers

STEP_COLUMNS = (
    *("bill_id", "sequence", "kind", "packages", "origin_spot", "origin", "to_spot", "to"),
    *("declaration", "note", "happened_at", "recorded_by"),
)
# Goods that came in a container and lie in it: not in one that was emptied, stuffed again and is to leave.
STILL_IN = Q(container__packed=True, container__leaving=False, container__ended=False)
AT_COLUMNS = ("bill_id", "spot", "place", "packages", "since", "due_on", "told_at")


@dataclass(frozen=True, kw_only=True)
class Happened:
    """A step of one bill, and until when goods may stay where it brings them."""

    bill: int
    step: Step
    due_on: date | None = None
    note: str = ""


@dataclass
class _Known:
    """A bill's holding and the number of its last step."""

    holding: Holding
    last: int = -1


def lock_bills(*, bills: Iterable[int]) -> list[int]:
    """Lock the bills, and all that share packed containers with them, until the transaction ends; the keys of all.

    In the order of keys and all at once, so that no two lock each other out.
    """
    wanted = set(bills)
    fresh = set(wanted)
    while fresh:
        shared = InContainer.objects.filter(STILL_IN, bill__in=fresh)
        together = InContainer.objects.filter(container__in=shared.values("container")).values_list("bill", flat=True)
        fresh = set(together) - wanted
        wanted |= fresh
    rows = CargoBill.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def holdings_of(*, bills: Iterable[int]) -> dict[int, Holding]:
    """What the log says of each bill."""
    return {key: known.holding for key, known in _known(list(bills)).items()}


def record_steps(*, happened: Sequence[Happened], actor: Actor, now: datetime) -> dict[int, Holding]:
    """Decide and append the steps, in the caller's transaction; the holdings afterwards. Raises MoveRefused, AreaClosed: then
    nothing is."""
    # What was sent on its way before is received all the same: it has nowhere else to go.
    coming = {one.step.to.code for one in happened if one.step.kind in {Kind.UNLOADED, Kind.CARRIED_IN}}
    require_open(areas=coming, on=timezone.localdate(now))
    locked = lock_bills(bills=(one.bill for one in happened))
    known, by = _known(locked), officer(actor)
    rows: list[tuple[object, ...]] = []
    due: dict[tuple[int, Place], date | None] = {}
    for one in happened:
        bill = known[one.bill]
        try:
            bill.holding = movement.follow(holding=bill.holding, step=one.step)
        except IllegalMove as illegal:
            raise refused(move=illegal) from None
        bill.last += 1
        rows.append(_row(one, bill.last, by, now))
        due[one.bill, one.step.to] = one.due_on
    copy_in(table=CargoStep, columns=STEP_COLUMNS, rows=rows)
    touched = {one.bill: known[one.bill].holding for one in happened}
    _write_places(touched, due, now)
    _write_bills(touched)
    _move_containers(touched, known, by, now)
    return touched


def _known(bills: list[int]) -> dict[int, _Known]:
    found = {
        key: _Known(holding=movement.begin(manifested=packages))
        for key, packages in CargoBill.objects.filter(pk__in=bills).values_list("pk", "packages")
    }
    steps = CargoStep.objects.filter(bill__in=bills).order_by("bill_id", "sequence")
    for row in steps.values_list(
        *("bill_id", "sequence", "kind", "packages", "origin_spot", "origin", "to_spot", "to", "declaration")
    ).iterator(chunk_size=10_000):
        bill = found[row[0]]
        bill.last = row[1]
        bill.holding = movement.follow(holding=bill.holding, step=step_of(row=row[2:]))
    return found


def step_of(*, row: tuple[str, int, str, str, str, str, str]) -> Step:
    """A step as the log keeps it."""
    kind, packages, origin_spot, origin, to_spot, to, declaration = row
    return Step(
        kind=Kind(kind),
        packages=packages,
        origin=Place(Spot(origin_spot), origin),
        to=Place(Spot(to_spot), to),
        declaration=declaration,
    )


def _row(one: Happened, sequence: int, by: str, at: datetime) -> tuple[object, ...]:
    step = one.step
    return (
        *(one.bill, sequence, step.kind.value, step.packages, step.origin.spot.value, step.origin.code),
        *(step.to.spot.value, step.to.code, step.declaration, one.note[:400], at, by[:100]),
    )


def _write_places(touched: Mapping[int, Holding], due: Mapping[tuple[int, Place], date | None], at: datetime) -> None:
    """Where goods came today counts from now; where they stayed, from when they came."""
    before = {
        (row.bill_id, Place(Spot(row.spot), row.place)): row for row in CargoAt.objects.filter(bill__in=list(touched))
    }
    rows: list[tuple[object, ...]] = []
    gone, same = [], set()
    for key, row in before.items():
        if touched[key[0]].at(key[1]) == row.packages:
            same.add(key)
        else:
            gone.append(row.pk)
    CargoAt.objects.filter(pk__in=gone).delete()
    for bill, holding in touched.items():
        for place, packages in holding.where:
            if (bill, place) in same:
                continue
            was = before.get((bill, place))
            kept = (was.since, was.due_on, was.told_at) if was else (at, due.get((bill, place)), None)
            rows.append((bill, place.spot.value, place.code, packages, *kept))
    copy_in(table=CargoAt, columns=AT_COLUMNS, rows=rows)


_PROJECT = """
UPDATE customs_bill SET tallied = told.tallied, released = told.released, carried_out = told.carried_out, state = told.state
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::text[]) AS told (bill, tallied, released, carried_out, state)
WHERE customs_bill.id = told.bill
"""


def _write_bills(touched: Mapping[int, Holding]) -> None:
    holdings = list(touched.values())
    values = (
        list(touched),
        [one.tallied for one in holdings],
        [one.released for one in holdings],
        [one.on(Spot.OUT) for one in holdings],
        [state_of(holding=one) for one in holdings],
    )
    with connection.cursor() as cursor:
        cursor.execute(_PROJECT, values)


def state_of(*, holding: Holding) -> str:
    """One word for a list: the place that is furthest back among those where packages are; `missing` where nothing came."""
    order = (Spot.MOVING, Spot.ABOARD, Spot.LANDED, Spot.STORED, Spot.OUT, Spot.SHIPPED, Spot.DESTROYED)
    state = next((spot.value for spot in order if holding.on(spot)), "missing")
    return "arrived" if state == Spot.ABOARD and holding.arrived else state


def _move_containers(touched: Mapping[int, Holding], known: Mapping[int, _Known], by: str, at: datetime) -> None:
    stays = ContainerStay.objects.filter(
        pk__in=InContainer.objects.filter(bill__in=list(touched)).values("container"),
        packed=True,
        leaving=False,
        ended=False,
    )
    by_key = {stay.pk: stay for stay in stays.order_by("pk")}
    contents: dict[int, list[Holding]] = {}
    # A master bill whose goods stand in houses holds nothing itself.
    inside = InContainer.objects.filter(container__in=by_key, bill__consolidated=False)
    for within, bill in inside.values_list("container", "bill"):
        contents.setdefault(within, []).append(known[bill].holding)
    moved = [
        Moved(row=row, becomes=container.follows(stay=row.stay(), contents=contents.get(key, ())))
        for key, row in by_key.items()
    ]
    record_containers(moved=moved, by=by, now=at)
