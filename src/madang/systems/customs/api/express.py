"""Lists of parcels for the programs of couriers: lodge one, see what became of its parcels."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.values import clock
from madang.systems.customs.api.one_api import NOES, acting, api
from madang.systems.customs.domain.express import Carried
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.express.find_parcels import find_list
from madang.systems.customs.usecases.express.lodge_list import MOST, SentList, lodge_list

PAGE = 1_000
Short = Annotated[str, Field(max_length=35)]


class GivenParcel(Schema):
    """A parcel. `code` is the consignee's personal code, `price` what was paid to the seller, in main units of `currency`;
    `regular_rate` where the consignee does not want the simplified rate."""

    waybill: Short
    code: Short
    name: str = Field(max_length=100)
    phone: Short = ""
    address: str = Field(max_length=300)
    seller: str = Field(max_length=100)
    ordered_on: date
    commodity: str = Field(pattern=r"^[0-9]{6,10}$")
    description: str = Field(max_length=200)
    quantity: int = Field(ge=1, le=10**6)
    price: Decimal = Field(gt=0, max_digits=14, decimal_places=2)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    net_mass: Decimal = Field(gt=0, max_digits=9, decimal_places=3)
    sent_from: str = Field(pattern=r"^[A-Z]{2}$")
    own_use: bool = True
    regular_rate: bool = False


class GivenList(Schema):
    """A list. `reference` is your own: the same one with the same content again gives the list that stands. `carried` is `post`
    where the post lodges it."""

    reference: str = Field(min_length=1, max_length=35)
    office: Short = ""
    carried: Carried = Carried.EXPRESS
    parcels: list[GivenParcel] = Field(min_length=1, max_length=MOST)


class ShownList(Schema):
    """A list that was taken."""

    number: str
    reference: str
    count: int
    lodged_at: datetime


class ShownParcel(Schema):
    """What became of a parcel: released, held, refused, to_declare, declared (under a number), faulty."""

    place: int
    waybill: str
    state: str
    whys: list[str]
    declaration: str
    released_at: datetime | None


@api.post(
    "/express-lists",
    response={200: ShownList, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_lodge_express_list",
)
def lodge(request: HttpRequest, given: GivenList) -> ExpressList:
    """Lodge one: taken whole, or refused with every fault and its place."""
    rows = []
    for one in given.parcels:
        told = one.model_dump()
        chosen = {name: "yes" if told[name] else "no" for name in ("own_use", "regular_rate")}
        rows.append({name: str(value) for name, value in told.items()} | chosen)
    sent = SentList(reference=given.reference, office=given.office, rows=rows, channel="api", carried=given.carried)
    return lodge_list(sent=sent, actor=acting(request), now=clock.now())


@api.get(
    "/express-lists/{number}",
    response={200: list[ShownParcel], **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_express_list",
)
def one(request: HttpRequest, number: str, after: int = 0) -> list[Parcel]:
    """A thousand of its parcels beyond the place `after`."""
    found = find_list(number=number, actor=acting(request))
    return list(found.parcels.filter(place__gt=min(max(after, 0), 2**31 - 1)).order_by("place")[:PAGE])
