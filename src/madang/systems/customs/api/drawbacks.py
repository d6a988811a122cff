"""Drawbacks of duty for the programs of exporters and brokers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.values import Party, clock
from madang.systems.customs.api.corrections import Back
from madang.systems.customs.api.one_api import NOES, acting, api
from madang.systems.customs.domain.drawback import DrawbackMethod
from madang.systems.customs.domain.material_certificate import CertificateKind
from madang.systems.customs.models import CustomsRefund, Drawback, MaterialCertificate
from madang.systems.customs.usecases.declarations.find_declaration import own_declaration
from madang.systems.customs.usecases.drawback.file_certificate import Sold, file_certificate
from madang.systems.customs.usecases.drawback.file_drawback import file_drawback
from madang.systems.customs.usecases.drawback.find_drawback import find_certificate, find_drawback
from madang.systems.customs.usecases.drawback.materials import Material


class Used(Schema):
    """One line of the bill of materials: an item of your own import, or (item 0) a certificate issued to you, how much of it
    goes into one unit of the exported item `made` with normal loss, and how much was used for all that was exported."""

    declaration: str = Field(min_length=1, max_length=40)
    item: int = Field(ge=0, le=999)
    made: int = Field(1, ge=1, le=999)
    per_unit: Decimal = Field(gt=0, max_digits=16, decimal_places=6)
    quantity: Decimal = Field(gt=0, max_digits=16, decimal_places=6)


class Claiming(Schema):
    """A claim for one export: by what was paid for `materials`, or the fixed amounts of the table for a `small_maker`."""

    method: DrawbackMethod
    materials: list[Used] = Field([], max_length=99)
    small_maker: bool = False
    account: str = Field(min_length=1, max_length=34)
    holder: str = Field(min_length=1, max_length=140)


class Certifying(Schema):
    """Materials that you sold to a business: as they came in, or worked up; an officer decides. `buyer` is its number."""

    kind: Literal["processed", "as_imported"]
    buyer: str = Field(min_length=1, max_length=20, pattern="^[0-9]+$")
    buyer_name: str = Field(min_length=1, max_length=200)
    sold_on: date
    commodity: str = Field(min_length=6, max_length=12, pattern="^[0-9]+$")
    description: str = Field(min_length=1, max_length=200)
    quantity: Decimal = Field(gt=0, max_digits=16, decimal_places=6)
    unit: str = Field(min_length=1, max_length=3)
    materials: list[Used] = Field(min_length=1, max_length=99)


class Certified(Schema):
    """Where a certificate stands: `amounts` by levy in minor units; `document` is the sealed one."""

    number: str
    kind: CertificateKind
    state: str
    buyer_name: str
    commodity: str
    quantity: Decimal
    unit: str
    amounts: dict[str, int]
    currency: str
    counts_from: date
    document: str
    says: str


class Claimed(Schema):
    """Where a drawback stands: `amounts` by levy in minor units, what of it was paid out."""

    number: str
    declaration: str
    method: DrawbackMethod
    state: str
    amounts: dict[str, int]
    minor: int
    currency: str
    says: str
    filed_at: datetime
    refunds: list[Back]


@api.post(
    "/declarations/{number}/drawback",
    response={200: Claimed, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_claim_drawback",
)
def claim(request: HttpRequest, number: str, given: Claiming) -> dict[str, Any]:
    """Claim the duty of what went into a released export; an official decides."""
    actor = acting(request)
    found = own_declaration(number=number, actor=actor)
    made = file_drawback(
        number=found.number,
        method=given.method,
        materials=[Material(**one.dict()) for one in given.materials],
        small_maker=given.small_maker,
        account=given.account,
        holder=given.holder,
        actor=actor,
        now=clock.now(),
    )
    return _whole(made)


@api.get(
    "/drawbacks/{number}",
    response={200: Claimed, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_drawback",
)
def one(request: HttpRequest, number: str) -> dict[str, Any]:
    """One of them."""
    return _whole(find_drawback(number=number, actor=acting(request), now=clock.now()))


@api.post(
    "/material-certificates",
    response={200: Certified, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_ask_certificate",
)
def ask_certificate(request: HttpRequest, given: Certifying) -> MaterialCertificate:
    """Ask for a certificate of what was paid for materials that you sold; what it certifies is used up."""
    told = given.dict(exclude={"materials", "buyer", "kind"})
    return file_certificate(
        sold=Sold(kind=CertificateKind(given.kind), buyer=Party.business(given.buyer), **told),
        materials=[Material(**one.dict()) for one in given.materials],
        actor=acting(request),
        now=clock.now(),
    )


@api.get(
    "/material-certificates/{number}",
    response={200: Certified, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_material_certificate",
)
def certificate(request: HttpRequest, number: str) -> MaterialCertificate:
    """One that you asked for, or that was issued to you."""
    return find_certificate(number=number, actor=acting(request))


def _whole(made: Drawback) -> dict[str, Any]:
    names = ("number", "method", "state", "amounts", "minor", "currency", "says", "filed_at")
    refunds = list(CustomsRefund.objects.filter(source=made.number).order_by("pk"))
    return {name: getattr(made, name) for name in names} | {
        "declaration": made.declaration.number,
        "refunds": refunds,
    }
