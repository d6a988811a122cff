"""Manifests for programs: lodge, replace, change or withdraw one by rows or by CUSCAR, list them, read one with its bills."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.actor import Actor
from madang.framework.identity.endpoints import Problem, endpoint_open_to
from madang.framework.ui.paging import page_of
from madang.framework.values import clock
from madang.systems.customs.api.one_api import api
from madang.systems.customs.domain.changing import MOST_REASON
from madang.systems.customs.domain.lodging import MOST_BILLS, Lodged
from madang.systems.customs.domain.manifest import Direction, Function, Mode
from madang.systems.customs.formats.manifest_csv import COLUMNS, Voyage
from madang.systems.customs.models import CargoBill, CargoManifest, ContainerStay
from madang.systems.customs.usecases.cargo.find_bill import business_of, manifests_of, visible_manifest
from madang.systems.customs.usecases.cargo.sent_manifest import cuscar_sent, rows_sent
from madang.systems.customs.usecases.cargo.take_message import take_arriving
from madang.systems.customs.usecases.containers.find_containers import leave_by

PAGE = 100
NOES = {401: Problem, 403: Problem, 404: Problem}
FAULTY = {**NOES, 409: Problem, 422: Problem}
Short = Annotated[str, Field(max_length=40)]


class RowGiven(Schema):
    """A line of goods under a bill; rows with the same master and house number are one bill."""

    master: Short
    house: Short = ""
    loading: Short
    discharge: Short
    delivery: Short = ""
    description: str = Field(max_length=400)
    commodity: Short = ""
    packages: int = Field(ge=0, le=10**9)
    package_kind: Short
    gross_mass: Decimal = Field(ge=0, max_digits=16, decimal_places=3)
    container: Short = ""
    size_type: Short = ""
    seal: str = Field("", max_length=200)
    consignor: str = Field("", max_length=140)
    consignee: str = Field("", max_length=140)
    consignee_number: Short = ""
    forwarder: Short = ""
    marks: str = Field("", max_length=400)


class EmptyGiven(Schema):
    """A container that is carried empty."""

    container: str = Field(max_length=11)
    size_type: str = Field(max_length=4)
    seal: Short = ""


class VoyageGiven(Schema):
    """What a manifest says of its voyage, whether goods arrive by it or leave."""

    kind: Lodged
    reference: str = Field(max_length=35)
    mode: Literal["sea", "air", "rail", "road"]
    carrier: str = Field(max_length=17)
    conveyance_number: str = Field(max_length=35)
    conveyance_name: str = Field("", max_length=70)
    voyage: str = Field(max_length=17)
    port: str = Field(max_length=5)
    function: Function = Function.ORIGINAL
    """What it does to the manifest that you lodged under this reference: `change` names only the bills that change, each whole;
    `cancel` names none."""
    reason: str = Field("", max_length=MOST_REASON)
    """Why, where it is no `original`. The same rows with the same reason are the same message, and are taken once."""
    empties: list[EmptyGiven] = Field([], max_length=MOST_BILLS)

    def rows_with(self, *, rows: Sequence[RowGiven], columns: Sequence[str]) -> list[dict[str, str]]:
        """Goods and empty containers as the rows of a table."""
        blank = dict.fromkeys(columns, "")
        goods = [{name: text_of(getattr(row, name)) for name in columns} for row in rows]
        return goods + [blank | one.model_dump() for one in self.empties]

    def voyage_with(self, *, direction: Direction, now: datetime, **times: Any) -> Voyage:
        """As the rows are read with it; `times` are the places and times of that direction."""
        same = ("reference", "carrier", "conveyance_number", "conveyance_name", "voyage", "port", "function", "reason")
        return Voyage(
            **{name: getattr(self, name) for name in same},
            **times,
            mode=Mode(self.mode),
            direction=direction,
            reported_at=timezone.localtime(now),
        )


class ManifestGiven(VoyageGiven):
    """A voyage with its bills. Times are local to the port of arrival."""

    last_port: str = Field("", max_length=5)
    arrives_at: datetime | None = None
    rows: list[RowGiven] = Field(max_length=MOST_BILLS)


class CuscarGiven(Schema):
    """A CUSCAR interchange (D.95B) with one report."""

    kind: Lodged
    interchange: str = Field(max_length=20_000_000)


class LodgedShown(Schema):
    """What is shown of any lodged manifest."""

    number: str
    reference: str
    kind: Lodged
    mode: str
    voyage: str
    port: str
    bills: int
    lodged_at: datetime
    withdrawn_at: datetime | None


class ManifestShown(LodgedShown):
    """A lodged manifest."""

    arrived_at: datetime | None
    unloaded_at: datetime | None


class ManifestsShown(Schema):
    """A page of manifests; `next` is nothing on the last."""

    manifests: list[ManifestShown]
    next: int


class BillShown(Schema):
    """A bill and how its goods stand."""

    number: str
    kind: str
    master: str
    packages: int
    tallied: int | None
    released: int
    carried_out: int
    state: str


BILL = tuple(BillShown.model_fields.keys() - {"master"})


class EmptyShown(Schema):
    """An empty container of a manifest, and where it is."""

    container: str
    size_type: str
    state: str
    place: str
    reexport_by: date | None
    """The last day for it to leave the country again."""


class ManifestWhole(ManifestShown):
    """A manifest with a page of its bills; `next` is nothing on the last."""

    lodged_bills: list[BillShown]
    empties: list[EmptyShown]
    next: int


@api.post(
    "/manifests",
    response={200: ManifestShown, **FAULTY},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_lodge",
)
def lodge(request: HttpRequest, given: ManifestGiven) -> dict[str, Any]:
    """Lodge a manifest for the business acted for, or replace, change or withdraw one: whole, or refused with every fault."""
    now = clock.now()
    said = {"last_port": given.last_port, "arrives_at": given.arrives_at}
    voyage = given.voyage_with(direction=Direction.IMPORT, now=now, **said)
    rows = given.rows_with(rows=given.rows, columns=COLUMNS)
    lodging = rows_sent(rows=rows, voyage=voyage, kind=given.kind, actor=actor_of(request))
    return _row(take_arriving(lodging=lodging, actor=actor_of(request), now=now))


@api.post(
    "/manifests/cuscar",
    response={200: ManifestShown, **FAULTY},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_lodge_cuscar",
)
def lodge_cuscar(request: HttpRequest, given: CuscarGiven) -> dict[str, Any]:
    """Do what the one report of a CUSCAR interchange asks (1225: 9 lodge, 5 replace, 4 change, 1 withdraw): whole, or refused
    with every fault."""
    data = given.interchange.encode("utf-8", errors="replace")
    lodging = cuscar_sent(data=data, kind=given.kind, actor=actor_of(request))
    return _row(take_arriving(lodging=lodging, actor=actor_of(request), now=clock.now()))


@api.get(
    "/manifests",
    response={200: ManifestsShown, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_manifests",
)
def listed(request: HttpRequest, page: int = 1) -> dict[str, Any]:
    """What the business lodged, newest first, a hundred a page."""
    found, after = page_of(rows=manifests_of(actor=actor_of(request)), page=page, size=PAGE)
    return {"manifests": [_row(one) for one in found], "next": after}


@api.get(
    "/manifests/{number}",
    response={200: ManifestWhole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_manifest",
)
def one(request: HttpRequest, number: str, page: int = 1) -> dict[str, Any]:
    """One manifest of the business with its bills, a hundred a page."""
    actor = actor_of(request)
    business_of(actor=actor)
    manifest = visible_manifest(number=number, actor=actor)
    found, after = page_of(rows=CargoBill.objects.filter(manifest=manifest).order_by("number"), page=page, size=PAGE)
    told = [{name: getattr(bill, name) for name in BILL} | {"master": bill.master_number} for bill in found]
    boxes = empties_shown(manifest.empties.order_by("number"))
    return _row(manifest) | {"lodged_bills": told, "empties": boxes, "next": after}


def empties_shown(rows: Iterable[ContainerStay], /) -> list[dict[str, Any]]:
    """Empty containers as a program sees them."""
    return [
        {
            "container": one.number,
            "size_type": one.size_type,
            "state": one.spot,
            "place": one.place,
            "reexport_by": leave_by(row=one),
        }
        for one in rows
    ]


def text_of(value: object, /) -> str:
    """A value as a table would say it."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def actor_of(request: HttpRequest, /) -> Actor:
    """Who sends it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _row(manifest: CargoManifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in ManifestShown.model_fields}
