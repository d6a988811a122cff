"""What happens to containers by themselves, as the carrier or the keeper of a quay or store reports it: discharge, moves
between bonded areas, the gate, stripping, loading (in Korea Customs Act arts. 140, 157, as of goods)."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.domain.container import STANDING, Move, Stay, Where
from madang.systems.customs.domain.manifest import CONTAINER, container_check_digit
from madang.systems.customs.domain.movement import IllegalMove
from madang.systems.customs.models import BondedStore, CargoManifest, ContainerStay, DepartureManifest
from madang.systems.customs.usecases.areas.standing import require_open
from madang.systems.customs.usecases.cargo.refusals import refused
from madang.systems.customs.usecases.cargo.who import require_reporter
from madang.systems.customs.usecases.containers.record_containers import admitted_before, append_steps, record_moves


def discharge_empties(
    *, call: CargoManifest, quay: BondedStore, missing: Collection[str], actor: Actor, now: datetime
) -> int:
    """The empty containers of a call are at the quay, but for the `missing`; how many. In the caller's transaction."""
    aboard = list(aboard_of(call=call).select_for_update(of=("self",)).order_by("pk"))
    came = [one for one in aboard if one.number not in missing]
    if came:
        require_open(areas=[quay.code], on=timezone.localdate(now))
    by = officer(actor)
    record_moves(rows=came, kind=Move.DISCHARGED, to=standing_at(store=quay), by=by, now=now)
    record_moves(rows=[one for one in aboard if one.number in missing], kind=Move.MISSING, by=by, now=now)
    return len(came)


def aboard_of(*, call: CargoManifest) -> QuerySet[ContainerStay]:
    """The empty containers of a call that have not been discharged."""
    return ContainerStay.objects.filter(came_by=call, spot=Where.ABOARD.value, ended=False)


def standing_of(*, call: DepartureManifest) -> QuerySet[ContainerStay]:
    """The empty containers that a ship is to take and that stand here."""
    return ContainerStay.objects.filter(leaves_by=call, spot__in=[one.value for one in STANDING], ended=False)


def load_empties(*, rows: QuerySet[ContainerStay], actor: Actor, now: datetime) -> int:
    """These empty containers are aboard; how many. In the caller's transaction. Raises MoveRefused."""
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    return record_moves(rows=locked, kind=Move.LOADED, by=officer(actor), now=now)


def sail_without(*, call: DepartureManifest, actor: Actor, now: datetime) -> None:
    """The ship has left, with the empty containers that are aboard. In the caller's transaction."""
    rows = ContainerStay.objects.select_for_update(of=("self",)).filter(leaves_by=call, ended=False)
    record_moves(rows=rows.order_by("pk"), kind=Move.SAILED, by=officer(actor), now=now)


def strip(*, number: str, actor: Actor, now: datetime) -> None:
    """The goods were taken out of the container where it stands. Told by the keeper or an officer. Raises Forbidden,
    MoveRefused."""
    _move(number, Move.STRIPPED, None, actor, now)


def shift(*, number: str, store: str, actor: Actor, now: datetime) -> None:
    """An empty container came to another quay or store of the same port. Told by its keeper or an officer. Raises Forbidden,
    MoveRefused, AreaClosed."""
    to = _store(store, now)
    require_reporter(actor=actor, business=to.keeper)
    _move(number, Move.SHIFTED, to, actor, now)


def gate_out(*, number: str, actor: Actor, now: datetime) -> None:
    """An empty container left by the gate. Told by the keeper or an officer. Raises Forbidden, MoveRefused."""
    _move(number, Move.GATE_OUT, None, actor, now)


def gate_in(*, number: str, store: str, size_type: str, actor: Actor, now: datetime) -> ContainerStay:
    """An empty container came by the gate: one that a ship is to take, or one that is given back. Told by the keeper or an
    officer. Raises Forbidden, MoveRefused, AreaClosed."""
    to = _store(store, now)
    require_reporter(actor=actor, business=to.keeper)
    with transaction.atomic():
        row = _open(number)
        if row is None:
            row = _returned(number, size_type, to, officer(actor), now)
        elif row.spot != Where.EXPECTED:
            raise refused(move=IllegalMove("container_elsewhere", number), place="number")
        else:
            if row.port != to.port:
                raise refused(move=IllegalMove("other_port", to.code), place="store")
            record_moves(rows=[row], kind=Move.GATE_IN, to=standing_at(store=to), by=officer(actor), now=now)
        _audit(actor, Move.GATE_IN, row.number, {"store": to.code}, now)
    return row


def standing_at(*, store: BondedStore) -> Stay:
    """Where a container is that stands there."""
    quay = StoreKind(store.kind) is StoreKind.QUAY
    return Stay(where=Where.LANDED if quay else Where.STORED, place=store.code)


def _returned(number: str, size_type: str, to: BondedStore, by: str, now: datetime) -> ContainerStay:
    if not CONTAINER.fullmatch(number):
        raise refused(move=IllegalMove("container_number", number[:20]), place="number")
    if container_check_digit(number=number) != int(number[10]):
        raise refused(move=IllegalMove("check_digit"), place="number")
    before = ContainerStay.objects.filter(number=number).order_by("-pk").first()
    stands = standing_at(store=to)
    row = ContainerStay(
        number=number,
        size_type=size_type or (before.size_type if before else ""),
        port=to.port,
        spot=stands.where.value,
        place=stands.place,
        packed=False,
        admitted_on=admitted_before(numbers=[number]).get(number),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Another gate was a moment faster.
        raise refused(move=IllegalMove("container_elsewhere", number), place="number") from None
    append_steps(rows=[(row.pk, 0, Move.GATE_IN, row.stay())], by=by, now=now)
    return row


def _move(number: str, kind: Move, to: BondedStore | None, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        row = _open(number)
        at = BondedStore.objects.filter(code=row.place).first() if row is not None and row.stay().stands else None
        if row is None or at is None:
            raise refused(move=IllegalMove("container_not_here", number[:11]), place="number")
        if to is None:
            require_reporter(actor=actor, business=at.keeper)
        elif to.port != at.port:
            raise refused(move=IllegalMove("other_port", to.code), place="store")
        stands = standing_at(store=to) if to else None
        record_moves(rows=[row], kind=kind, to=stands, by=officer(actor), now=now)
        _audit(actor, kind, number, {"store": (to or at).code}, now)


def _open(number: str) -> ContainerStay | None:
    return ContainerStay.objects.select_for_update(of=("self",)).filter(number=number[:11], ended=False).first()


def _store(code: str, now: datetime) -> BondedStore:
    """The quay or store, where it takes in what comes from abroad."""
    found = BondedStore.objects.filter(code=code[:8]).first()
    if found is None:
        raise refused(move=IllegalMove("no_store", code[:8]), place="store")
    require_open(areas=[found.code], on=timezone.localdate(now))
    return found


def _audit(actor: Actor, kind: Move, number: str, detail: dict[str, object], now: datetime) -> None:
    audit.record(
        actor=actor, action=f"customs.container_{kind.value}", target=f"container:{number}", detail=detail, now=now
    )
