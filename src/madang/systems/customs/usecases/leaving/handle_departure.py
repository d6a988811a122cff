"""What happens to goods on their way out, as the keeper of a terminal, the carrier or an officer reports it: carry-in, loading,
taking off again, taking back, departure (in Korea Customs Act arts. 136, 140 (4), 157, 248 (3), 251)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.domain.container import Move, Where
from madang.systems.customs.domain.departing import LeavingKind, LeavingStep
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.domain.movement import IllegalMove
from madang.systems.customs.models import (
    ContainerStay,
    DepartureBill,
    DepartureBox,
    DepartureGoods,
    DepartureManifest,
    ExportLoading,
)
from madang.systems.customs.usecases.areas.standing import require_open
from madang.systems.customs.usecases.cargo.handle_goods import store_named
from madang.systems.customs.usecases.cargo.refusals import NotToWithdraw, faults, refused
from madang.systems.customs.usecases.cargo.who import require_reporter
from madang.systems.customs.usecases.containers.handle_containers import load_empties, sail_without, standing_of
from madang.systems.customs.usecases.containers.record_containers import record_moves
from madang.systems.customs.usecases.leaving.find_departure import call_of_departure, leaving_goods
from madang.systems.customs.usecases.leaving.record_leaving import LeavingHappened, record_leaving
from madang.systems.customs.usecases.leaving.refusals import LeavingRefused
from madang.systems.customs.usecases.leaving.transship import free_to_ship_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A goods line of a bill."""

    bill: str
    line: int = 1


def carry_in_leaving(*, bill: DepartureBill, terminal: str, actor: Actor, now: datetime) -> int:
    """Goods come through the gate of a terminal: all that a bill still expects; of transhipped ones, those that lie there. How
    many. Told by the terminal's keeper or an officer. Raises Forbidden, MoveRefused, LeavingRefused, AreaClosed."""
    store = store_named(code=terminal, kinds=StoreKind)
    require_reporter(actor=actor, business=store.keeper)
    call = call_of_departure(bill=bill) or bill.manifest
    if store.port != call.port:
        raise refused(move=IllegalMove("other_port", store.code), place="terminal")
    with transaction.atomic():
        rows = list(bill.goods.filter(withdrawn=False).order_by("line"))
        if any(row.arrival_id is None for row in rows):
            require_open(areas=[store.code], on=timezone.localdate(now), place="terminal")
        arrivals = {row.arrival_id for row in rows if row.arrival_id is not None}
        free = free_to_ship_on(arrivals=arrivals, terminal=store.code)
        happened = []
        for row in rows:
            count = row.held().expected
            if row.arrival_id is not None:
                # What is transhipped came by its own bill; it waits where that bill says it lies.
                count = min(count, max(free[row.arrival_id], 0))
                free[row.arrival_id] -= count
            if count:
                step = LeavingStep(LeavingKind.CARRIED_IN, count, store.code)
                happened.append(LeavingHappened(goods=row.pk, step=step))
        if not happened:
            raise refused(move=IllegalMove("more_than_expected", "0"), place="terminal")
        record_leaving(happened=happened, actor=actor, now=now)
        detail = {"terminal": store.code, "packages": sum(one.step.packages for one in happened)}
        _audit(actor, "carry_in_leaving", f"departure-bill:{bill.number}", detail, now)
    return sum(one.step.packages for one in happened)


def load_all(
    *, call: DepartureManifest, but: Mapping[Line, int], ashore: Collection[str] = (), actor: Actor, now: datetime
) -> int:
    """The carrier says what is aboard: all that waits at the terminals for this voyage, but of the lines named only so many
    packages, and the empty containers that stand here but for those `ashore`. How many packages. Raises Forbidden,
    LeavingRefused with every fault: then nothing is aboard by it."""
    require_reporter(actor=actor, business=call.lodger)
    with transaction.atomic():
        row, goods = _with_lines(call, but)
        counts = {one.pk: but.get(line, one.waiting) for line, one in goods.items()}
        _require_listed(row, ashore)
        boxes = standing_of(call=row).exclude(number__in=ashore)
        return _load(row, {key: count for key, count in counts.items() if count}, boxes, actor, now)


def load_lines(
    *, call: DepartureManifest, lines: Mapping[Line, int], empties: Collection[str] = (), actor: Actor, now: datetime
) -> int:
    """So many packages of each line named are aboard, and the empty containers named. How many packages together. Raises
    Forbidden, LeavingRefused, MoveRefused."""
    require_reporter(actor=actor, business=call.lodger)
    with transaction.atomic():
        row, goods = _with_lines(call, lines)
        _require_listed(row, empties)
        boxes = ContainerStay.objects.filter(leaves_by=row, number__in=empties)
        return _load(row, {goods[line].pk: count for line, count in lines.items()}, boxes, actor, now)


def _require_listed(call: DepartureManifest, numbers: Collection[str]) -> None:
    listed = set(ContainerStay.objects.filter(leaves_by=call, number__in=numbers).values_list("number", flat=True))
    strange = [Wrong(f"containers[{one[:11]}]", "no_ship", one[:11]) for one in numbers if one not in listed]
    if strange:
        raise LeavingRefused(faults=faults(found=strange))


def _load(
    call: DepartureManifest, counts: Mapping[int, int], boxes: QuerySet[ContainerStay], actor: Actor, now: datetime
) -> int:
    empties = load_empties(rows=boxes, actor=actor, now=now)
    if not counts and not empties:
        raise LeavingRefused(faults=faults(found=[Wrong("loaded", "nothing_waits")]))
    happened = [
        LeavingHappened(goods=key, step=LeavingStep(LeavingKind.LOADED, count)) for key, count in sorted(counts.items())
    ]
    record_leaving(happened=happened, actor=actor, now=now)
    total = sum(counts.values())
    detail = {"lines": len(counts), "packages": total, "empties": empties}
    _audit(actor, "confirm_loading", f"departure:{call.number}", detail, now)
    return total


def shut_out(*, call: DepartureManifest, lines: Mapping[Line, int], actor: Actor, now: datetime) -> int:
    """So many packages of these lines were taken off the ship again before it left. Raises Forbidden, LeavingRefused; what
    fulfilled an export, or was transhipped, stays aboard."""
    require_reporter(actor=actor, business=call.lodger)
    with transaction.atomic():
        row, goods = _with_lines(call, lines)
        whole = ExportLoading.objects.filter(declaration__departure_goods__in=[goods[line] for line in lines])
        fulfilled = {None, *whole.values_list("declaration", flat=True)}
        fixed = [line for line in lines if goods[line].declaration_id in fulfilled]
        if fixed:
            told = [Wrong(f"bills[{one.bill}].goods[{one.line}]", "fulfilled_before") for one in fixed]
            raise LeavingRefused(faults=faults(found=told))
        happened = [
            LeavingHappened(goods=goods[line].pk, step=LeavingStep(LeavingKind.SHUT_OUT, count))
            for line, count in lines.items()
        ]
        record_leaving(happened=happened, actor=actor, now=now)
        _audit(actor, "shut_out", f"departure:{row.number}", {"lines": len(lines)}, now)
    return sum(lines.values())


def take_back(*, bill: DepartureBill, line: int, packages: int, actor: Actor, now: datetime) -> None:
    """Packages that wait at a terminal go out of its gate again. Told by its keeper or an officer. Raises Forbidden,
    LeavingRefused."""
    with transaction.atomic():
        row = bill.goods.filter(line=line, withdrawn=False).exclude(terminal="").first()
        if row is None:
            raise LeavingRefused(faults=faults(found=[Wrong("line", "line_unknown", str(line))]))
        store = store_named(code=row.terminal, kinds=StoreKind)
        require_reporter(actor=actor, business=store.keeper)
        step = LeavingStep(LeavingKind.TAKEN_BACK, packages, store.code)
        record_leaving(happened=[LeavingHappened(goods=row.pk, step=step)], actor=actor, now=now)
        detail = {"line": line, "packages": packages}
        _audit(actor, "take_back_leaving", f"departure-bill:{bill.number}", detail, now)


def report_departure(*, call: DepartureManifest, actor: Actor, now: datetime) -> int:
    """The ship has left with what is aboard (art. 136); what is not stays, and may be named by another manifest. How many
    packages left. Raises Forbidden, LeavingRefused."""
    require_reporter(actor=actor, business=call.lodger)
    with transaction.atomic():
        row = _open_call(call)
        goods = list(leaving_goods(call=row))
        happened = [LeavingHappened(goods=one.pk, step=LeavingStep(LeavingKind.DEPARTED, one.loaded)) for one in goods]
        record_leaving(happened=happened, actor=actor, now=now)
        sail_without(call=row, actor=actor, now=now)
        row.departed_at = now
        row.save(update_fields=["departed_at"])
        left = sum(one.loaded for one in goods)
        _audit(actor, "report_departure", f"departure:{row.number}", {"packages": left}, now)
    return left


def withdraw_departure(*, manifest: DepartureManifest, actor: Actor, now: datetime) -> None:
    """Take back a manifest of goods that have not come to a terminal. Raises Forbidden, NotToWithdraw."""
    require_reporter(actor=actor, business=manifest.lodger)
    with transaction.atomic():
        row = DepartureManifest.objects.select_for_update().get(pk=manifest.pk)
        own = DepartureGoods.objects.select_for_update().filter(bill__manifest=row, withdrawn=False).order_by("pk")
        below = DepartureBill.objects.filter(master__manifest=row, withdrawn_at=None).exclude(manifest=row)
        aboard = row.empties.filter(spot=Where.LOADED.value).exists()
        if (
            row.withdrawn_at
            or row.departed_at
            or below.exists()
            or any(one.state != "expected" for one in own)
            or aboard
        ):
            raise NotToWithdraw
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        take_back_bills(bills=row.lodged_bills.filter(withdrawn_at=None), actor=actor, now=now)
        record_moves(rows=row.empties.filter(ended=False), kind=Move.WITHDRAWN, by=officer(actor), now=now)
        _audit(actor, "withdraw_departure", f"departure:{row.number}", {}, now)


def take_back_bills(*, bills: QuerySet[DepartureBill], actor: Actor, now: datetime) -> None:
    """Bills of goods that have not come stand no more, nor what only they stowed. In the caller's transaction."""
    keys = list(bills.values_list("pk", flat=True))
    DepartureBill.objects.filter(pk__in=keys).update(withdrawn_at=now)
    DepartureGoods.objects.filter(bill__in=keys).update(withdrawn=True)
    mine = ContainerStay.objects.filter(departure_boxes__goods__bill__in=keys, leaving=True, ended=False)
    shared = DepartureBox.objects.filter(container__in=mine, goods__withdrawn=False).values("container")
    alone = ContainerStay.objects.filter(pk__in=mine.exclude(pk__in=shared).values("pk"))
    record_moves(rows=alone, kind=Move.WITHDRAWN, by=officer(actor), now=now)


def _open_call(call: DepartureManifest) -> DepartureManifest:
    row = DepartureManifest.objects.select_for_update().get(pk=call.pk)
    if row.kind != "master" or row.withdrawn_at:
        raise refused(move=IllegalMove("no_call"), place="manifest")
    if row.departed_at:
        raise refused(move=IllegalMove("ship_gone"), place="manifest")
    return row


def _with_lines(
    call: DepartureManifest, told: Mapping[Line, int]
) -> tuple[DepartureManifest, dict[Line, DepartureGoods]]:
    """The call, open and locked, and its goods by their lines. Raises LeavingRefused where a line told is none of them."""
    row = _open_call(call)
    goods = {Line(bill=one.bill.number, line=one.line): one for one in leaving_goods(call=row).select_related("bill")}
    strange = [
        Wrong(f"bills[{one.bill[:35]}].goods[{one.line}]", "line_unknown", f"{one.bill[:35]} {one.line}")
        for one in told
        if one not in goods
    ]
    if strange:
        raise LeavingRefused(faults=faults(found=strange))
    return row, goods


def _audit(actor: Actor, action: str, target: str, detail: Mapping[str, object], now: datetime) -> None:
    audit.record(actor=actor, action=f"customs.{action}", target=target, detail=detail, now=now)
