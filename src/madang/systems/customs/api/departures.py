"""Manifests of leaving goods by a program: lodged as rows or CUSCAR, listed, looked at; what was loaded, and that it left."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.ui.paging import page_of
from madang.framework.values import clock
from madang.systems.customs.api.manifests import (
    FAULTY,
    NOES,
    PAGE,
    CuscarGiven,
    EmptyShown,
    LodgedShown,
    RowGiven,
    Short,
    VoyageGiven,
    actor_of,
    empties_shown,
)
from madang.systems.customs.api.one_api import api
from madang.systems.customs.domain.lodging import MOST_BILLS
from madang.systems.customs.domain.manifest import Direction
from madang.systems.customs.domain.movement import MOST_PACKAGES
from madang.systems.customs.formats.manifest_csv import LEAVING_COLUMNS
from madang.systems.customs.models import DepartureGoods, DepartureManifest
from madang.systems.customs.usecases.cargo.find_bill import business_of
from madang.systems.customs.usecases.cargo.sent_manifest import cuscar_sent, rows_sent
from madang.systems.customs.usecases.leaving.find_departure import (
    departures_of,
    leaving_goods,
    lodged_goods,
    visible_departure,
)
from madang.systems.customs.usecases.leaving.handle_departure import Line, load_lines, report_departure
from madang.systems.customs.usecases.leaving.take_leaving import take_leaving

ContainerNumber = Annotated[str, Field(max_length=11)]


class LeavingRowGiven(RowGiven):
    """A line of goods under a bill, with the export by which they leave, or the bill under which they came."""

    export: Short = ""
    arrived_under: Short = ""


class DepartureGiven(VoyageGiven):
    """A voyage that leaves, with its bills. Times are local to the port of departure."""

    next_port: str = Field("", max_length=5)
    departs_at: datetime | None = None
    rows: list[LeavingRowGiven] = Field(max_length=MOST_BILLS)


class DepartureShown(LodgedShown):
    """A lodged manifest of leaving goods."""

    departed_at: datetime | None


class DeparturesShown(Schema):
    """A page of manifests; `next` is nothing on the last."""

    manifests: list[DepartureShown]
    next: int


class LeavingGoodsShown(Schema):
    """A goods line of a bill and where its packages are."""

    bill: str
    line: int
    export: str
    arrived_under: str
    packages: int
    terminal: str
    waiting: int
    loaded: int
    left: int
    state: str


class DepartureWhole(DepartureShown):
    """A manifest with a page of its goods; `next` is nothing on the last."""

    goods: list[LeavingGoodsShown]
    empties: list[EmptyShown]
    next: int


class LoadedGiven(Schema):
    """So many packages of a line are aboard."""

    bill: Short
    line: int = Field(1, ge=1, le=99_999)
    packages: int = Field(ge=1, le=MOST_PACKAGES)


class LoadingGiven(Schema):
    """What was loaded now."""

    loaded: list[LoadedGiven] = Field(max_length=MOST_BILLS)
    empties: list[ContainerNumber] = Field([], max_length=MOST_BILLS)


class PackagesShown(Schema):
    """How many packages it was."""

    packages: int


@api.post(
    "/departures",
    response={200: DepartureShown, **FAULTY},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_lodge_departure",
)
def lodge(request: HttpRequest, given: DepartureGiven) -> dict[str, Any]:
    """Lodge a manifest of leaving goods for the business acted for, or replace, change or withdraw one: whole, or refused with
    every fault."""
    now = clock.now()
    said = {"next_port": given.next_port, "departs_at": given.departs_at}
    voyage = given.voyage_with(direction=Direction.EXPORT, now=now, **said)
    rows = given.rows_with(rows=given.rows, columns=LEAVING_COLUMNS)
    lodging = rows_sent(rows=rows, voyage=voyage, kind=given.kind, actor=actor_of(request))
    return _row(take_leaving(lodging=lodging, actor=actor_of(request), now=now))


@api.post(
    "/departures/cuscar",
    response={200: DepartureShown, **FAULTY},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_lodge_departure_cuscar",
)
def lodge_cuscar(request: HttpRequest, given: CuscarGiven) -> dict[str, Any]:
    """Do what the one report of a CUSCAR interchange of a departure asks (1225: 9 lodge, 5 replace, 4 change, 1 withdraw):
    whole, or refused with every fault."""
    data = given.interchange.encode("utf-8", errors="replace")
    lodging = cuscar_sent(data=data, kind=given.kind, actor=actor_of(request))
    return _row(take_leaving(lodging=lodging, actor=actor_of(request), now=clock.now()))


@api.get(
    "/departures",
    response={200: DeparturesShown, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_departures",
)
def listed(request: HttpRequest, page: int = 1) -> dict[str, Any]:
    """What the business lodged, newest first, a hundred a page."""
    found, after = page_of(rows=departures_of(actor=actor_of(request)), page=page, size=PAGE)
    return {"manifests": [_row(one) for one in found], "next": after}


@api.get(
    "/departures/{number}",
    response={200: DepartureWhole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_departure",
)
def one(request: HttpRequest, number: str, page: int = 1) -> dict[str, Any]:
    """One manifest of the business with the goods that leave by it, a hundred a page."""
    manifest = _mine(request, number)
    rows = lodged_goods(manifest=manifest)
    if manifest.kind == "master":
        rows = leaving_goods(call=manifest)
    found, after = page_of(rows=rows.select_related("bill", "declaration", "arrival"), page=page, size=PAGE)
    empties = empties_shown(manifest.empties.order_by("number"))
    return _row(manifest) | {"goods": [_goods(row) for row in found], "empties": empties, "next": after}


@api.post(
    "/departures/{number}/loaded",
    response={200: PackagesShown, **FAULTY},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_confirm_loaded",
)
def loaded(request: HttpRequest, number: str, given: LoadingGiven) -> dict[str, int]:
    """The carrier says what was loaded: whole, or refused with every fault. Nothing is loaded before its export is released."""
    lines: dict[Line, int] = {}
    for row in given.loaded:
        line = Line(bill=row.bill.strip().upper(), line=row.line)
        lines[line] = lines.get(line, 0) + row.packages
    manifest = _mine(request, number)
    empties = [one.upper() for one in given.empties]
    actor, now = actor_of(request), clock.now()
    return {"packages": load_lines(call=manifest, lines=lines, empties=empties, actor=actor, now=now)}


@api.post(
    "/departures/{number}/left",
    response={200: PackagesShown, **FAULTY},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_report_departure",
)
def left(request: HttpRequest, number: str) -> dict[str, int]:
    """The carrier says that the ship has left, with how many packages."""
    return {"packages": report_departure(call=_mine(request, number), actor=actor_of(request), now=clock.now())}


def _mine(request: HttpRequest, number: str) -> DepartureManifest:
    business_of(actor=actor_of(request))
    return visible_departure(number=number, actor=actor_of(request))


def _row(manifest: DepartureManifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in DepartureShown.model_fields}


def _goods(row: DepartureGoods) -> dict[str, Any]:
    same = ("line", "packages", "terminal", "waiting", "loaded", "left", "state")
    return {name: getattr(row, name) for name in same} | {
        "bill": row.bill.number,
        "export": row.declaration.number if row.declaration else "",
        "arrived_under": row.arrival.number if row.arrival else "",
    }
