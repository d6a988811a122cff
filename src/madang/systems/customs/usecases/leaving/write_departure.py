"""The bills, goods lines and containers of a manifest of leaving goods, in the caller's transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from madang.systems.customs.domain.departing import LeavingKind
from madang.systems.customs.domain.leaving_lodging import is_tracked
from madang.systems.customs.domain.manifest import Bill, CargoLine
from madang.systems.customs.models import (
    CargoBill,
    CustomsDeclaration,
    DepartureBill,
    DepartureBox,
    DepartureGoods,
    DepartureManifest,
    DepartureStep,
)
from madang.systems.customs.usecases.cargo.write_bills import Lodging, bill_columns, bills_to_write, forwarder_for
from madang.systems.customs.usecases.containers.list_empties import put_on_departure

AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class Named:
    """What the goods lines name: export declarations, and bills under which goods came, by number."""

    exports: Mapping[str, CustomsDeclaration]
    arrivals: Mapping[str, CargoBill]


def tracked_lines(*, lodging: Lodging) -> Iterator[tuple[Bill, CargoLine]]:
    """The lines under which goods leave, each with its bill: of direct masters and of houses."""
    for bill, _master in bills_to_write(lodging=lodging):
        if is_tracked(bill=bill):
            for line in bill.goods:
                yield bill, line


def write_departure(*, row: DepartureManifest, lodging: Lodging, named: Named, at: datetime) -> None:
    """Bills, lines with their first step, containers and what lies in them."""
    forwarders = {master.number: forwarder_for(master=master, lodging=lodging) for master in lodging.manifest.bills}
    made = DepartureBill.objects.bulk_create(
        [
            DepartureBill(manifest=row, **bill_columns(bill=bill, master=master, forwarders=forwarders))
            for bill, master in bills_to_write(lodging=lodging)
        ],
        batch_size=AT_ONCE,
    )
    bills = {one.number: one for one in made}
    lines = list(tracked_lines(lodging=lodging))
    goods = DepartureGoods.objects.bulk_create(
        [_goods(bills[bill.number], line, named) for bill, line in lines], batch_size=AT_ONCE
    )
    DepartureStep.objects.bulk_create(
        [
            DepartureStep(
                goods=one,
                sequence=0,
                kind=LeavingKind.LODGED.value,
                packages=one.packages,
                happened_at=at,
                recorded_by=row.lodged_by,
            )
            for one in goods
        ],
        batch_size=AT_ONCE,
    )
    stays = put_on_departure(manifest=lodging.manifest, row=row, at=at)
    boxes = [
        DepartureBox(goods=one, container=stays[stowed.container], packages=stowed.packages)
        for one, (_of, line) in zip(goods, lines, strict=True)
        for stowed in line.stowed
    ]
    DepartureBox.objects.bulk_create(boxes, batch_size=AT_ONCE)


def _goods(bill: DepartureBill, line: CargoLine, named: Named) -> DepartureGoods:
    return DepartureGoods(
        bill=bill,
        line=line.line,
        description=line.description[:400],
        commodity=line.commodity[:12],
        packages=line.packages,
        package_kind=line.package_kind[:3],
        gross_mass=line.gross_mass,
        declaration=named.exports.get(line.export),
        arrival=named.arrivals.get(line.arrived_under),
    )


_LINK = """
UPDATE customs_departure_bill AS house SET master_id = master.id
FROM customs_departure_bill AS master, customs_departure AS call, customs_departure AS own
WHERE house.kind = 'house' AND house.master_id IS NULL AND house.withdrawn_at IS NULL
  AND master.kind = 'master' AND master.consolidated AND master.withdrawn_at IS NULL
  AND master.number = house.master_number AND master.forwarder = house.forwarder
  AND call.id = master.manifest_id AND own.id = house.manifest_id AND call.departed_at IS NULL
  AND (call.conveyance_number, call.voyage, call.port) = (own.conveyance_number, own.voyage, own.port)
  AND %(manifest)s IN (house.manifest_id, master.manifest_id)
"""


def join_houses(*, manifest: DepartureManifest) -> None:
    """Join house bills to their masters of the same voyage, whichever came first."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK, {"manifest": manifest.pk})
