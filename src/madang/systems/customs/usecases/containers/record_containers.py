"""The one place where it is written where containers are, full or empty: each change is appended to the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from madang.framework.bulk.copying import copy_in
from madang.systems.customs.domain.container import Move, Stay, Where, move
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.domain.movement import IllegalMove
from madang.systems.customs.models import ContainerStay, ContainerStep
from madang.systems.customs.usecases.cargo.refusals import MoveRefused, faults

STEP_COLUMNS = ("container_id", "sequence", "kind", "spot", "place", "packed", "happened_at", "recorded_by")
CHANGED = ("spot", "place", "packed", "leaving", "ended", "leaves_by", "admitted_on")
AT_ONCE = 2_000
IN_COUNTRY = ("out", "not_loaded")


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A container, and where it is from now on."""

    row: ContainerStay
    becomes: Stay
    kind: Move = Move.GOODS


def record_containers(*, moved: Sequence[Moved], by: str, now: datetime) -> None:
    """Write and append them, in the caller's transaction; what did not change is left out."""
    changed = [one for one in moved if one.becomes != one.row.stay()]
    if not changed:
        return
    for one in changed:
        _put(one.row, one.becomes, timezone.localdate(now))
    ContainerStay.objects.bulk_update([one.row for one in changed], CHANGED, batch_size=AT_ONCE)
    rows = ContainerStep.objects.filter(container__in=[one.row for one in changed])
    last = dict(rows.order_by().values_list("container").annotate(last=Max("sequence")))
    append_steps(
        rows=((one.row.pk, last.get(one.row.pk, -1) + 1, one.kind, one.becomes) for one in changed),
        by=by,
        now=now,
    )


def append_steps(*, rows: Iterable[tuple[int, int, Move, Stay]], by: str, now: datetime) -> None:
    """The log, by COPY: the container's key, the number of the step, what happened, where it is."""
    copy_in(
        table=ContainerStep,
        columns=STEP_COLUMNS,
        rows=(
            (key, sequence, kind.value, stay.where.value, stay.place, stay.packed, now, by[:100])
            for key, sequence, kind, stay in rows
        ),
    )


def _put(row: ContainerStay, becomes: Stay, today: date) -> None:
    if row.spot == Where.ABOARD and becomes.stands:
        row.admitted_on = today
    row.spot, row.place, row.packed = becomes.where.value, becomes.place, becomes.packed
    row.leaving, row.ended = becomes.leaving, becomes.ended
    if not becomes.leaving:
        row.leaves_by = None


def record_moves(*, rows: Iterable[ContainerStay], kind: Move, to: Stay | None = None, by: str, now: datetime) -> int:
    """The same thing happened to each of these containers by itself; how many. The rows are locked. Raises MoveRefused with
    every fault."""
    moved, wrong = [], []
    for row in rows:
        try:
            moved.append(Moved(row=row, becomes=move(stay=row.stay(), kind=kind, to=to), kind=kind))
        except IllegalMove as illegal:
            wrong.append(Wrong(f"containers[{row.number}]", illegal.code, illegal.value))
    if wrong:
        told = faults(found=wrong)
        raise MoveRefused(why=f"{told[0].place}: {told[0].says}", faults=told)
    record_containers(moved=moved, by=by, now=now)
    return len(moved)


def admitted_before(*, numbers: Iterable[str]) -> dict[str, date]:
    """Of containers that went out of a gate and have not left the country since: when they came to it."""
    rows = ContainerStay.objects.filter(number__in=list(numbers)).exclude(spot=Where.WITHDRAWN)
    told = rows.order_by("number", "-pk").distinct("number").values_list("number", "spot", "admitted_on")
    return {number: day for number, spot, day in told if spot in IN_COUNTRY and day is not None}
