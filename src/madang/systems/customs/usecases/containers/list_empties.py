"""Containers that a manifest lists: whether it may, and the way on which it puts them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from madang.systems.customs.domain.container import STANDING, Move, Where
from madang.systems.customs.domain.lodging import MOST_FAULTS, Wrong
from madang.systems.customs.domain.manifest import Container, Manifest
from madang.systems.customs.models import BondedStore, ContainerStay, DepartureManifest
from madang.systems.customs.usecases.containers.record_containers import (
    AT_ONCE,
    Moved,
    admitted_before,
    append_steps,
    record_containers,
)


def wrong_of_arriving(*, manifest: Manifest, voyage: Mapping[str, str]) -> Iterator[Wrong]:
    """A container comes by one voyage only, and all who report it say alike whether it is empty."""
    told = {one.number: one for one in manifest.containers}
    standing = ContainerStay.objects.filter(number__in=told, ended=False).order_by("number")
    here = standing.filter(leaving=False, **voyage)
    for number in standing.exclude(pk__in=here.values("pk")).values_list("number", flat=True)[:MOST_FAULTS]:
        yield Wrong(f"containers[{number}]", "container_elsewhere", number)
    for row in here:
        if (row.came_by_id is None) != told[row.number].full:
            yield Wrong(f"containers[{row.number}]", "empty_told_otherwise", row.number)


def wrong_of_leaving(*, manifest: Manifest, voyage: Mapping[str, str], came: set[str]) -> Iterator[Wrong]:
    """A container is on one way only: out by this voyage; with the goods of a bill (`came`) that are transhipped in it; or it
    stands empty at this port. The rows are locked: no two ships name one at the same moment."""
    told = {one.number: one for one in manifest.containers}
    standing = ContainerStay.objects.filter(number__in=told, ended=False).order_by("number")
    stores = set(BondedStore.objects.filter(port=manifest.departure()).values_list("code", flat=True))
    shipped_on = set(standing.filter(bills__number__in=came, packed=True).values_list("number", flat=True))
    for row in standing.select_for_update(of=("self",)):
        if not told[row.number].full:
            code = _wrong_empty(row, voyage, stores)
        elif row.number in shipped_on or (_goes_by(row, voyage) and row.leaves_by_id is None):
            code = ""
        else:
            code = "" if _is_free(row, stores) else "container_elsewhere"
        if code:
            yield Wrong(f"containers[{row.number}]", code, row.number)


def _wrong_empty(row: ContainerStay, voyage: Mapping[str, str], stores: set[str]) -> str:
    if row.leaving and _goes_by(row, voyage):
        return "empty_told_otherwise"
    if _is_free(row, stores):
        return ""
    return "container_full" if row.packed and row.place in stores else "container_elsewhere"


def _goes_by(row: ContainerStay, voyage: Mapping[str, str]) -> bool:
    return row.leaving and all(getattr(row, name) == value for name, value in voyage.items())


def _is_free(row: ContainerStay, stores: set[str]) -> bool:
    return not row.packed and not row.leaving and row.spot in STANDING and row.place in stores


def put_on_departure(*, manifest: Manifest, row: DepartureManifest, at: datetime) -> dict[str, ContainerStay]:
    """The stays of the report's containers by number: those that stand here and are named now, those on their way out with this
    ship, those of transhipped goods, and new ones that are still to come."""
    told = {one.number: one for one in manifest.containers}
    known = {one.number: one for one in ContainerStay.objects.filter(number__in=told, ended=False)}
    named = [one for one in known.values() if not one.packed and not one.leaving]
    for one in named:
        one.conveyance_number, one.voyage, one.port = row.conveyance_number, row.voyage, row.port
        one.leaves_by = None if told[one.number].full else row
    ContainerStay.objects.bulk_update(named, ["conveyance_number", "voyage", "port", "leaves_by"], batch_size=AT_ONCE)
    record_containers(
        moved=[Moved(row=one, becomes=replace(one.stay(), leaving=True), kind=Move.LISTED) for one in named],
        by=row.lodged_by,
        now=at,
    )
    admitted = admitted_before(numbers=told)
    fresh = [_expected(one, row) for one in told.values() if one.number not in known]
    for one in fresh:
        one.admitted_on = admitted.get(one.number)
    made = ContainerStay.objects.bulk_create(fresh, batch_size=AT_ONCE)
    append_steps(rows=((one.pk, 0, Move.LISTED, one.stay()) for one in made), by=row.lodged_by, now=at)
    return known | {one.number: one for one in made}


def _expected(told: Container, row: DepartureManifest) -> ContainerStay:
    return ContainerStay(
        number=told.number,
        size_type=told.size_type[:4],
        seals=" ".join(seal.number for seal in told.seals)[:200],
        conveyance_number=row.conveyance_number,
        voyage=row.voyage,
        port=row.port,
        spot=Where.EXPECTED.value,
        packed=told.full,
        leaving=True,
        leaves_by=None if told.full else row,
    )
