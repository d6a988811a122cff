"""Declarations for the programs of traders and brokers: lodge one, list them, read one."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.values import Money, clock
from madang.systems.customs.api.one_api import NOES, acting, api
from madang.systems.customs.domain.declaration import Charge, Declaration, Document, Incoterm, Item, Quantity, Statement
from madang.systems.customs.domain.words import Adjustment, Direction
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.continuity.note_answer import answer_timed
from madang.systems.customs.usecases.declarations.find_declaration import declarations_of, own_declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration

MOST = 200
COUNTRY = r"^([A-Z]{2})?$"
LARGEST = 2**53


class Amount(Schema):
    """Smallest units of a currency."""

    minor: int = Field(ge=0, le=LARGEST)
    currency: str = Field(pattern=r"^[A-Z]{3}$")


class Paper(Schema):
    """A document: UN/EDIFACT 1001 code and number."""

    type: str = Field(min_length=1, max_length=10)
    number: str = Field("", max_length=35)


class Measured(Schema):
    """A quantity and its unit (UN/ECE Recommendation 20)."""

    value: Decimal = Field(ge=0, max_digits=16, decimal_places=6)
    unit: str = Field(pattern=r"^[A-Z0-9]{2,3}$")


class Told(Schema):
    """Something said in a code and words. Type LPC is for other agencies; which codes they ask, the page of permits lists."""

    type: str = Field("", max_length=3)
    code: str = Field(min_length=1, max_length=17)
    text: str = Field("", max_length=512)


class Goods(Schema):
    """One item."""

    commodity: str = Field(pattern=r"^[0-9]{6,10}$")
    description: str = Field(max_length=200)
    origin: str = Field("", max_length=2, pattern=COUNTRY)
    preference: str = Field("", max_length=8)
    proofs: list[Paper] = Field([], max_length=9)
    net_mass: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=3)
    quantities: list[Measured] = Field([], max_length=3)
    price: Amount
    documents: list[Paper] = Field([], max_length=99)
    statements: list[Told] = Field([], max_length=99)


class Cost(Schema):
    """An amount added to the price or taken from it."""

    kind: Adjustment
    amount: Amount


class Lodging(Schema):
    """A declaration. `reference` is your own: the same one with the same content again gives the declaration that stands."""

    direction: Direction
    reference: str = Field(min_length=1, max_length=35)
    office: str = Field("", max_length=20)
    bill: str = Field("", max_length=35)
    export_country: str = Field("", max_length=2, pattern=COUNTRY)
    destination_country: str = Field("", max_length=2, pattern=COUNTRY)
    incoterm: str = Field("", pattern=r"^([A-Z]{3})?$")
    charges: list[Cost] = Field([], max_length=20)
    items: list[Goods] = Field(min_length=1, max_length=999)


class Row(Schema):
    """Where a declaration stands."""

    number: str
    reference: str
    direction: Direction
    state: str
    version: int
    lodged_at: datetime
    released_at: datetime | None
    value_minor: int
    payable_minor: int
    currency: str
    certificate: str


class Whole(Row):
    """With each step of the assessment, and the charges to pay."""

    assessed: dict[str, Any] | None
    charges: list[str]


@api.post(
    "/declarations",
    response={200: Whole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_lodge_declaration",
)
def lodge(request: HttpRequest, given: Lodging) -> dict[str, Any]:
    """Lodge one: taken whole, or refused with every fault."""
    actor, now = acting(request), clock.now()
    with answer_timed(channel="api", now=now):
        made = lodge_declaration(declaration=told_as(given=given), channel="api", actor=actor, now=now)
    return _whole(made)


@api.get(
    "/declarations",
    response={200: list[Row], **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_declarations",
)
def listed(request: HttpRequest) -> list[CustomsDeclaration]:
    """The latest two hundred of the party for whom the session acts."""
    return list(declarations_of(actor=acting(request))[:MOST])


@api.get(
    "/declarations/{number}",
    response={200: Whole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_declaration",
)
def one(request: HttpRequest, number: str) -> dict[str, Any]:
    """One of them."""
    return _whole(own_declaration(number=number, actor=acting(request)))


def told_as(*, given: Lodging) -> Declaration:
    """The declaration that a program sent."""
    charges = tuple(Charge(kind=one.kind, amount=_money(one.amount)) for one in given.charges)
    items = tuple(_item(place, one) for place, one in enumerate(given.items, 1))
    return Declaration(
        direction=given.direction,
        reference=given.reference,
        office=given.office,
        bill=given.bill,
        export_country=given.export_country,
        destination_country=given.destination_country,
        incoterm=Incoterm(code=given.incoterm) if given.incoterm else None,
        charges=charges,
        items=items,
    )


def _item(place: int, one: Goods) -> Item:
    return Item(
        sequence=place,
        commodity=one.commodity,
        description=one.description,
        origin=one.origin,
        preference=one.preference,
        proofs=tuple(Document(type=paper.type, number=paper.number) for paper in one.proofs),
        net_mass=one.net_mass,
        quantities=tuple(Quantity(value=measured.value, unit=measured.unit) for measured in one.quantities),
        price=_money(one.price),
        documents=tuple(Document(type=paper.type, number=paper.number) for paper in one.documents),
        statements=tuple(Statement(type=told.type, code=told.code, text=told.text) for told in one.statements),
    )


def _money(amount: Amount) -> Money:
    return Money(amount.minor, amount.currency)


def _whole(found: CustomsDeclaration) -> dict[str, Any]:
    names = (
        *("number", "reference", "direction", "state", "version", "lodged_at", "released_at", "value_minor"),
        *("payable_minor", "currency", "certificate", "assessed"),
    )
    told = {name: getattr(found, name) for name in names}
    return told | {"charges": list(found.levies.order_by("pk").values_list("charge", flat=True))}
