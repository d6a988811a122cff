"""The bills and containers of a manifest, by COPY, in the caller's transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.container import Move, Stay
from madang.systems.customs.domain.lodging import Lodged, forwarder_of
from madang.systems.customs.domain.manifest import Bill, CargoParty, Container, Manifest, MasterBill, Role
from madang.systems.customs.domain.movement import ABOARD, Kind, Step
from madang.systems.customs.models import (
    CargoAt,
    CargoBill,
    CargoManifest,
    CargoStep,
    ContainerStay,
    InContainer,
)
from madang.systems.customs.usecases.cargo.record_steps import AT_COLUMNS, STEP_COLUMNS, Happened, record_steps
from madang.systems.customs.usecases.containers.record_containers import append_steps

BILL_COLUMNS = (
    *("id", "manifest_id", "number", "kind", "consolidated", "forwarder", "master_number", "loading", "discharge"),
    *("delivery", "consignor_name", "consignee_name", "consignee", "description", "commodity", "packages"),
    *("package_kind", "gross_mass", "goods", "released", "carried_out", "state"),
)
STAY_COLUMNS = (
    *(
        "id",
        "number",
        "size_type",
        "seals",
        "conveyance_number",
        "voyage",
        "port",
        "spot",
        "place",
        "packed",
        "leaving",
    ),
    *("ended", "came_by_id"),
)
STATE = ABOARD.spot.value


@dataclass(frozen=True, kw_only=True)
class Lodging:
    """A manifest as it came: who lodges it as what, by which way, and the digest of the file."""

    manifest: Manifest
    kind: Lodged
    source: str
    digest: str
    lodger: str
    lodger_name: str = ""


def bills_to_write(*, lodging: Lodging) -> Iterator[tuple[Bill, str]]:
    """The bills that are taken, each with its master's number: a forwarder's masters are the carrier's to lodge."""
    for master in lodging.manifest.bills:
        if lodging.kind is Lodged.MASTER:
            yield master, ""
        for house in master.houses:
            yield house, master.number


def write_bills(*, row: CargoManifest, lodging: Lodging, at: datetime) -> None:
    """Bills, their first step and place, containers and what lies in them."""
    bills = list(arriving_columns(lodging=lodging))
    keys = reserve_ids(table=CargoBill, count=len(bills)).to_list()
    by_number = {bill.number: key for key, (bill, _told) in zip(keys, bills, strict=True)}
    copy_in(
        table=CargoBill,
        columns=BILL_COLUMNS,
        rows=(_bill(key, row.pk, told) for key, (_of, told) in zip(keys, bills, strict=True)),
    )
    tracked = [(by_number[bill.number], bill) for bill, told in bills if not told["consolidated"]]
    copy_in(table=CargoStep, columns=STEP_COLUMNS, rows=(_first(key, bill, row) for key, bill in tracked))
    places = ((key, STATE, "", bill.packages(), at, None, None) for key, bill in tracked if bill.packages())
    copy_in(table=CargoAt, columns=AT_COLUMNS, rows=places)
    stays = _write_stays(lodging.manifest, row, at)
    links = (
        (by_number[number], stays[stay], count)
        for (number, stay), count in _stowed(bill for bill, _told in bills).items()
    )
    copy_in(table=InContainer, columns=("bill_id", "container_id", "packages"), rows=links)


def forwarder_for(*, master: MasterBill, lodging: Lodging) -> str:
    """Whose house bills a master takes; empty for a direct bill."""
    if lodging.kind is Lodged.HOUSE:
        return lodging.lodger
    return forwarder_of(bill=master)[:20] or (lodging.lodger if master.houses else "")


def _consolidated(bill: Bill, master: str, forwarders: Mapping[str, str]) -> bool:
    return not master and bool(forwarders[bill.number])


def bill_columns(*, bill: Bill, master: str, forwarders: Mapping[str, str]) -> dict[str, Any]:
    """What rows of arriving and of leaving bills say alike."""
    consignor, consignee = _party(bill, Role.CONSIGNOR), _party(bill, Role.CONSIGNEE)
    return {
        "number": bill.number,
        "kind": "house" if master else "master",
        "consolidated": _consolidated(bill, master, forwarders),
        "forwarder": forwarders[master or bill.number],
        "master_number": master,
        "loading": bill.loading[:5],
        "discharge": bill.discharge[:5],
        "delivery": bill.delivery[:5],
        "consignor_name": consignor.name[:140] if consignor else "",
        "consignee_name": consignee.name[:140] if consignee else "",
        "packages": bill.packages(),
        "package_kind": bill.goods[0].package_kind[:3] if bill.goods else "",
        "gross_mass": bill.gross_mass(),
    }


def arriving_columns(*, lodging: Lodging) -> Iterator[tuple[Bill, dict[str, Any]]]:
    """The bills that are taken, each with what its row says of it."""
    forwarders = {master.number: forwarder_for(master=master, lodging=lodging) for master in lodging.manifest.bills}
    for bill, master in bills_to_write(lodging=lodging):
        consignee = _party(bill, Role.CONSIGNEE)
        yield (
            bill,
            bill_columns(bill=bill, master=master, forwarders=forwarders)
            | {
                "consignee": consignee.number[:20] if consignee else "",
                "description": " / ".join(line.description for line in bill.goods)[:400],
                "commodity": bill.goods[0].commodity[:12] if bill.goods else "",
                "goods": goods_of(bill=bill),
            },
        )


def _bill(key: int, manifest: int, told: dict[str, Any]) -> tuple[object, ...]:
    row = told | {
        "id": key,
        "manifest_id": manifest,
        "goods": json.dumps(told["goods"], ensure_ascii=False),
        "released": 0,
        "carried_out": 0,
        "state": STATE,
    }
    return tuple(row[name] for name in BILL_COLUMNS)


def goods_of(*, bill: Bill) -> list[dict[str, Any]]:
    """The lines as they are kept."""
    return [
        {
            "description": line.description[:400],
            "commodity": line.commodity[:12],
            "packages": line.packages,
            "package_kind": line.package_kind[:3],
            "gross_mass": f"{line.gross_mass:f}",
            "marks": " ".join(line.marks)[:400],
            "dangerous": line.dangerous[:8],
        }
        for line in bill.goods
    ]


def _party(bill: Bill, role: Role) -> CargoParty | None:
    return next((party for party in bill.parties if party.role is role), None)


def _first(key: int, bill: Bill, row: CargoManifest) -> tuple[object, ...]:
    step = Step(kind=Kind.MANIFESTED, packages=bill.packages())
    return (key, 0, step.kind.value, step.packages, STATE, "", STATE, "", "", "", row.lodged_at, row.lodged_by)


def _stowed(bills: Iterable[Bill]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for bill in bills:
        for line in bill.goods:
            for stowed in line.stowed:
                key = bill.number, stowed.container
                found[key] = found.get(key, 0) + stowed.packages
    return found


def _write_stays(manifest: Manifest, row: CargoManifest, at: datetime) -> dict[str, int]:
    """The stays of the report's containers, by number; those that the carrier or another forwarder reported are shared."""
    numbers = [container.number for container in manifest.containers]
    known = dict(ContainerStay.objects.filter(number__in=numbers, ended=False).values_list("number", "pk"))
    fresh = [container for container in manifest.containers if container.number not in known]
    keys = reserve_ids(table=ContainerStay, count=len(fresh)).to_list()
    made = list(zip(keys, fresh, strict=True))
    copy_in(table=ContainerStay, columns=STAY_COLUMNS, rows=(_stay(key, one, manifest, row) for key, one in made))
    append_steps(rows=((key, 0, Move.LISTED, Stay(packed=one.full)) for key, one in made), by=row.lodged_by, now=at)
    return known | {one.number: key for key, one in made}


def _stay(key: int, one: Container, manifest: Manifest, row: CargoManifest) -> tuple[object, ...]:
    return (
        *(key, one.number, one.size_type[:4], " ".join(seal.number for seal in one.seals)[:200]),
        *(manifest.conveyance.number, manifest.voyage, manifest.arrival(), STATE, "", one.full, False, False),
        None if one.full else row.pk,
    )


_LINK = """
UPDATE customs_bill AS house SET master_id = master.id
FROM customs_bill AS master, customs_manifest AS call, customs_manifest AS own
WHERE house.kind = 'house' AND house.master_id IS NULL AND house.withdrawn_at IS NULL
  AND master.kind = 'master' AND master.consolidated AND master.withdrawn_at IS NULL
  AND master.number = house.master_number AND master.forwarder = house.forwarder
  AND call.id = master.manifest_id AND own.id = house.manifest_id
  AND (call.conveyance_number, call.voyage, call.port) = (own.conveyance_number, own.voyage, own.port)
  AND %(manifest)s IN (house.manifest_id, master.manifest_id)
RETURNING house.id, call.arrived_at IS NOT NULL
"""


def link_houses(*, manifest: CargoManifest, actor: Actor, now: datetime) -> None:
    """Join house bills to their masters of the same voyage, whichever came first. Houses of a ship that is here arrive."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK, {"manifest": manifest.pk})
        arrived = [key for key, here in cursor.fetchall() if here]
    step = Step(kind=Kind.ARRIVED, packages=0)
    record_steps(happened=[Happened(bill=key, step=step) for key in sorted(arrived)], actor=actor, now=now)
