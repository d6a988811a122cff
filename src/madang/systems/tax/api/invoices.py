"""Tax invoices for the programs of businesses: issue one, list them, read one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.actor import Actor
from madang.framework.identity.endpoints import Problem, endpoint_open_to
from madang.framework.ui.paging import page_of
from madang.framework.values import clock
from madang.systems.tax.api.one_api import api
from madang.systems.tax.domain.einvoicing import BuyerKind, Draft, DraftLine
from madang.systems.tax.domain.invoice import VatCategory
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases.invoices.facts import as_json, from_json
from madang.systems.tax.usecases.invoices.find_invoice import find_invoice, invoices_of
from madang.systems.tax.usecases.invoices.find_party import bare, business_of
from madang.systems.tax.usecases.invoices.issue_invoice import issue_invoice

PAGE = 100
LONGEST_KEY = 50


class NewLine(Schema):
    """One line. `price` is for one unit, without tax, in units of the currency."""

    name: str = Field(max_length=200)
    quantity: Decimal = Field(max_digits=30)
    price: Decimal = Field(max_digits=30)
    description: str = Field("", max_length=200)
    supplied_on: date | None = None


class NewInvoice(Schema):
    """What was supplied to whom. `key` is your own number: said twice, it is refused. `net` and `tax` are your own sums,
    which are compared with the computed ones."""

    key: str = Field(min_length=1, max_length=LONGEST_KEY)
    buyer: str = Field(max_length=40)
    buyer_kind: Literal["business", "person", "foreigner"] = "business"
    buyer_name: str = Field("", max_length=100)
    written_on: date
    category: Literal["S", "Z", "E"] = "S"
    lines: list[NewLine] = Field(max_length=200)
    note: str = Field("", max_length=300)
    settled: bool = False
    net: int | None = Field(None, ge=-(2**53), le=2**53)
    tax: int | None = Field(None, ge=-(2**53), le=2**53)


class Row(Schema):
    """An invoice in a list."""

    number: str
    key: str
    seller: str
    seller_name: str
    buyer: str
    buyer_kind: str
    buyer_name: str
    written_on: date
    issued_at: datetime
    category: str
    must_be_electronic: bool | None
    net: int
    tax: int
    currency: str
    late_rate: int
    original: str
    reason: str
    part: str
    sent_on: date | None


class Whole(Row):
    """One invoice with its canonical facts, in the terms of EN 16931, and what amended it."""

    facts: dict[str, object]
    amendments: list[str]


class Rows(Schema):
    """A page of a list; `next` is the page's successor, 0 at the end."""

    invoices: list[Row]
    next: int


NOES = {403: Problem, 404: Problem, 409: Problem, 422: Problem}


@api.post(
    "/invoices", response={200: Whole, **NOES}, auth=endpoint_open_to(RESIDENTS), operation_id="tax_issue_invoice"
)
def issue(request: HttpRequest, given: NewInvoice) -> dict[str, object]:
    """Issue one. The parties come from the business register, the sums are computed; nothing is issued where anything is
    wrong."""
    actor = _actor(request)
    draft = Draft(
        written_on=given.written_on,
        buyer=bare(number=given.buyer),
        buyer_kind=BuyerKind(given.buyer_kind),
        buyer_name=given.buyer_name,
        category=VatCategory(given.category),
        lines=tuple(DraftLine(**line.dict()) for line in given.lines),
        note=given.note,
        settled=given.settled,
        net=given.net,
        tax=given.tax,
    )
    seller = business_of(actor=actor)
    made = issue_invoice(seller=seller, draft=draft, key=f"ref:{given.key}", actor=actor, now=clock.now())
    return _whole(made, seller)


@api.get("/invoices", response={200: Rows, **NOES}, auth=endpoint_open_to(RESIDENTS), operation_id="tax_invoices")
def listed(
    request: HttpRequest,
    side: Literal["issued", "received"] = "issued",
    written_from: date | None = None,
    written_until: date | None = None,
    page: int = 1,
) -> dict[str, object]:
    """What the business issued or received, the newest first, a hundred a page."""
    actor = _actor(request)
    rows = invoices_of(actor=actor, side="seller" if side == "issued" else "buyer")
    if written_from:
        rows = rows.filter(written_on__gte=written_from)
    if written_until:
        rows = rows.filter(written_on__lt=written_until)
    found, following = page_of(rows=rows, page=page, size=PAGE)
    own = business_of(actor=actor)
    return {"invoices": [_row(one, own) for one in found], "next": following}


@api.get(
    "/invoices/{number}",
    response={200: Whole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="tax_invoice",
)
def one(request: HttpRequest, number: str) -> dict[str, object]:
    """One invoice that the business issued or received."""
    actor = _actor(request)
    return _whole(find_invoice(number=number, actor=actor), business_of(actor=actor))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _row(invoice: TaxInvoice, own: str) -> dict[str, object]:
    sent = getattr(invoice, "transmission", None)
    return {
        # The issuer's own number is the issuer's business.
        "key": invoice.key.removeprefix("ref:") if invoice.seller == own else "",
        # A person is named by no number here.
        "buyer": invoice.buyer if invoice.buyer_kind == BuyerKind.BUSINESS else "",
        "buyer_kind": invoice.buyer_kind,
        "must_be_electronic": invoice.must_be_electronic,
        "net": invoice.net_minor,
        "tax": invoice.tax_minor,
        "original": invoice.original.number if invoice.original else "",
        "sent_on": sent.sent_on if sent else None,
        **{
            name: getattr(invoice, name)
            for name in (
                *("number", "seller", "seller_name", "buyer_name", "written_on", "issued_at", "category"),
                *("currency", "late_rate", "reason", "part"),
            )
        },
    }


def _whole(invoice: TaxInvoice, own: str) -> dict[str, object]:
    return _row(invoice, own) | {
        "facts": as_json(invoice=from_json(facts=invoice.facts)),
        "amendments": list(invoice.amendments.order_by("pk").values_list("number", flat=True)),
    }
