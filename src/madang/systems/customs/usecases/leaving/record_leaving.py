"""The one place where something happens to leaving goods: decided by the state machine, appended to the log, told to the
exporter, and followed by the containers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.systems.customs.domain.container import follows_out
from madang.systems.customs.domain.departing import LeavingKind, LeavingStep, follow_leaving
from madang.systems.customs.domain.loading import is_fulfilled
from madang.systems.customs.domain.lodging import MOST_FAULTS, Wrong
from madang.systems.customs.domain.movement import IllegalMove
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import (
    ContainerStay,
    CustomsDeclaration,
    DepartureBill,
    DepartureGoods,
    DepartureStep,
    ExportLoading,
)
from madang.systems.customs.usecases.cargo.refusals import faults
from madang.systems.customs.usecases.containers.record_containers import Moved, record_containers
from madang.systems.customs.usecases.declarations.history import happened as tell
from madang.systems.customs.usecases.leaving.find_departure import call_of_departure
from madang.systems.customs.usecases.leaving.loaded import ExportLoaded, loaded_of_each
from madang.systems.customs.usecases.leaving.refusals import LeavingRefused
from madang.systems.customs.usecases.leaving.transship import ship_on

WHERE = ("terminal", "waiting", "loaded", "left", "gone", "state")
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingHappened:
    """A step of one goods line."""

    goods: int
    step: LeavingStep


def record_leaving(*, happened: Sequence[LeavingHappened], actor: Actor, now: datetime) -> None:
    """Decide and append the steps, in the caller's transaction. Raises LeavingRefused with every fault: then nothing is."""
    keys = [one.goods for one in happened]
    # The exports first: a release that is being cancelled is not loaded meanwhile.
    exports = _locked_exports(keys)
    rows = DepartureGoods.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    goods = {one.pk: one for one in rows.select_related("bill__manifest", "bill__master__manifest")}
    wrong = [fault for one in happened for fault in _put(goods[one.goods], one.step, exports)]
    if wrong:
        raise LeavingRefused(faults=faults(found=wrong[:MOST_FAULTS]))
    _append(happened, actor, now)
    DepartureGoods.objects.bulk_update(list(goods.values()), WHERE, batch_size=AT_ONCE)
    _move_boxes(keys, actor, now)
    loaded = [one for one in happened if one.step.kind is LeavingKind.LOADED]
    ship_on(loaded=[(goods[one.goods], one.step.packages) for one in loaded], actor=actor, now=now)
    fresh = {goods[one.goods].declaration_id for one in loaded}
    touched = {
        row.declaration_id: row.bill for row in goods.values() if row.declaration_id and (row.loaded or row.left)
    }
    told = loaded_of_each(declarations=[one for key, one in exports.items() if key in touched])
    for key, loaded_so_far in told.items():
        _tell_export(exports[key], touched[key], loaded_so_far, key in fresh, actor, now)


def _locked_exports(goods: Iterable[int]) -> dict[int, CustomsDeclaration]:
    keys = DepartureGoods.objects.filter(pk__in=goods).exclude(declaration=None).values("declaration")
    rows = CustomsDeclaration.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {one.pk: one for one in rows}


def _put(row: DepartureGoods, step: LeavingStep, exports: Mapping[int, CustomsDeclaration]) -> Iterator[Wrong]:
    """The row after a step, or why it cannot be."""
    export = exports.get(row.declaration_id or 0)
    free = row.declaration_id is None or (export is not None and export.state == DeclarationState.RELEASED.value)
    try:
        if row.withdrawn:
            raise IllegalMove("line_unknown", f"{row.bill.number} {row.line}")
        becomes = follow_leaving(leaving=row.held(), step=step, free=free)
    except IllegalMove as illegal:
        yield Wrong(f"bills[{row.bill.number}].goods[{row.line}]", illegal.code, illegal.value)
        return
    row.terminal, row.waiting, row.loaded = becomes.terminal, becomes.waiting, becomes.loaded
    row.left, row.gone, row.state = becomes.left, becomes.gone, becomes.state


def _append(happened: Sequence[LeavingHappened], actor: Actor, now: datetime) -> None:
    last = dict(
        DepartureStep.objects.filter(goods__in=[one.goods for one in happened])
        .values_list("goods")
        .annotate(last=Max("sequence"))
    )
    rows = []
    for one in happened:
        last[one.goods] = last.get(one.goods, -1) + 1
        rows.append(
            DepartureStep(
                goods_id=one.goods,
                sequence=last[one.goods],
                kind=one.step.kind.value,
                packages=one.step.packages,
                terminal=one.step.terminal,
                happened_at=now,
                recorded_by=officer(actor)[:100],
            )
        )
    DepartureStep.objects.bulk_create(rows, batch_size=AT_ONCE)


def _move_boxes(goods: Iterable[int], actor: Actor, now: datetime) -> None:
    """Containers on their way out are where the goods in them are furthest back."""
    stays = ContainerStay.objects.filter(departure_boxes__goods__in=list(goods), leaving=True, ended=False).distinct()
    moved = []
    for row in stays.order_by("pk").prefetch_related("departure_boxes__goods"):
        contents = tuple(box.goods.held() for box in row.departure_boxes.all() if not box.goods.withdrawn)
        moved.append(Moved(row=row, becomes=follows_out(stay=row.stay(), contents=contents)))
    record_containers(moved=moved, by=officer(actor), now=now)


def _tell_export(
    export: CustomsDeclaration, bill: DepartureBill, told: ExportLoaded, fresh: bool, actor: Actor, now: datetime
) -> None:
    """The exporter sees what was loaded (`fresh`: just now); with the last package the export is fulfilled (in Korea Customs
    Act art. 251 (1))."""
    if told.whole:
        return
    voyage = call_of_departure(bill=bill) or bill.manifest
    link = f"/customs/leaving/exports/{export.number}/"
    detail = {"bill": bill.number, "conveyance": voyage.conveyance_name or voyage.conveyance_number}
    detail |= {"voyage": voyage.voyage, "port": voyage.port}
    if not is_fulfilled(declared=told.declared, loaded=told.loaded, waiting=told.named - told.loaded):
        if not fresh:
            return
        counts = {"loaded": told.loaded, "declared": told.declared or told.named}
        tell(to=export, kind="loaded_part", actor=actor, now=now, detail=detail | counts)
        values = {"number": export.number, **counts}
        notify(party=export.party, template="customs/export_part_loaded", values=values, link=link, now=now)
        return
    ExportLoading.objects.create(
        declaration=export,
        carrier=voyage.lodger,
        reference=voyage.reference,
        conveyance=voyage.conveyance_name or voyage.conveyance_number,
        voyage=voyage.voyage,
        port=voyage.port,
        loaded_on=timezone.localdate(now),
        at=now,
        by=officer(actor),
    )
    tell(to=export, kind="loaded", actor=actor, now=now, detail=detail)
    notify(party=export.party, template="customs/export_loaded", values={"number": export.number}, link=link, now=now)
