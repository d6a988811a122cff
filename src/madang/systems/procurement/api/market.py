"""Tenders for programs."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from madang.framework.identity.access import ANYONE
from madang.framework.identity.endpoints import Problem, endpoint_open_to
from madang.framework.protect import limit
from madang.framework.values import Refusal
from madang.systems.procurement.api.one_api import api
from madang.systems.procurement.domain.words import AwardBy, Kind, Method, TenderState
from madang.systems.procurement.models import Tender

PAGE = 50
NOES = {404: Problem, 422: Problem, 429: Problem}


class NoSuchTender(Refusal):
    """No published tender has this number."""

    code = "procurement.no_such_tender"
    says = _("No published tender has this number. Look it up in the list of tenders.")
    status = 404


class Wanted(Schema):
    """What to look for; `page` counts from 1, fifty tenders a page, the newest first."""

    q: str = Field("", max_length=80, pattern="^[^\x00]*$")
    state: TenderState | None = None
    kind: Kind | None = None
    method: Method | None = None
    buyer: str = Field("", max_length=32, pattern="^[^\x00]*$")
    page: int = Field(1, ge=1, le=10_000)


class Brief(Schema):
    """A tender in a list."""

    number: str
    ocid: str
    buyer: str
    title: str
    kind: Kind
    method: Method
    award_by: AwardBy
    state: TenderState
    estimated: int
    currency: str
    published_at: datetime
    closes_at: datetime


class Found(Schema):
    """A page of tenders, and how many there are."""

    total: int
    page: int
    tenders: list[Brief]


class ItemShown(Schema):
    """One thing of a lot: UNSPSC, and a unit of UN/ECE Recommendation 20."""

    position: int
    title: str
    unspsc: str
    quantity: Decimal
    unit: str


class LotShown(Schema):
    """A part that is bid for by itself."""

    position: int
    title: str
    estimated: int
    base_price: int | None
    items: list[ItemShown]


class CriterionShown(Schema):
    """By what bids are judged."""

    code: str
    title: str
    points: int
    by_formula: bool


class QuestionShown(Schema):
    """A question with its answer."""

    text: str
    answer: str
    answered_at: datetime


class CorrectionShown(Schema):
    """What a correction changed."""

    at: datetime
    reason: str
    changes: list[dict[str, str]]
    closes_from: datetime
    closes_to: datetime


class ExtensionShown(Schema):
    """A closing that moved; `down_from` and `down_until` where an outage is the reason."""

    at: datetime
    reason: str
    closes_from: datetime
    closes_to: datetime
    down_from: datetime | None
    down_until: datetime | None


class Whole(Brief):
    """A tender with everything that was published of it."""

    description: str
    basis: str
    category: str
    questions_until: datetime | None
    opens_at: datetime
    reason: str
    lots: list[LotShown]
    criteria: list[CriterionShown]
    questions: list[QuestionShown]
    corrections: list[CorrectionShown]
    extensions: list[ExtensionShown]


@api.get(
    "/tenders",
    response={200: Found, 422: Problem, 429: Problem},
    auth=endpoint_open_to(ANYONE),
    operation_id="procurement_tenders",
)
def tenders(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, object]:
    """The published tenders."""
    _limit(request)
    rows = Tender.objects.filter(published_at__isnull=False).exclude(state=TenderState.DRAFT.value)
    exact = {"state": wanted.state, "kind": wanted.kind, "method": wanted.method, "buyer": wanted.buyer}
    rows = rows.filter(**{name: str(value) for name, value in exact.items() if value})
    if wanted.q:
        rows = rows.filter(Q(title__icontains=wanted.q) | Q(number__startswith=wanted.q.upper()))
    first = (wanted.page - 1) * PAGE
    shown = rows.order_by("-published_at", "-pk")[first : first + PAGE]
    return {"total": rows.count(), "page": wanted.page, "tenders": list(shown)}


@api.get(
    "/tenders/{number}",
    response={200: Whole, **NOES},
    auth=endpoint_open_to(ANYONE),
    operation_id="procurement_tender",
)
def tender(request: HttpRequest, number: str) -> dict[str, object]:
    """One published tender with its lots, questions, corrections and extensions."""
    _limit(request)
    rows = Tender.objects.filter(published_at__isnull=False).exclude(state=TenderState.DRAFT.value)
    held = rows.filter(number=number).first() if "\x00" not in number else None
    if held is None:
        raise NoSuchTender()
    lots = held.lots.order_by("position").prefetch_related("items")
    shown = {name: getattr(held, name) for name in Whole.model_fields if name not in PARTS}
    return shown | {
        "lots": [
            {
                "position": lot.position,
                "title": lot.title,
                "estimated": lot.estimated,
                "base_price": lot.base_price,
                "items": sorted(lot.items.all(), key=lambda one: one.position),
            }
            for lot in lots
        ],
        "criteria": list(held.criteria.order_by("pk")),
        "questions": list(held.questions.exclude(answered_at=None).order_by("answered_at", "pk")),
        "corrections": list(held.corrections.order_by("at", "pk")),
        "extensions": list(held.extensions.order_by("at", "pk")),
    }


PARTS = ("lots", "criteria", "questions", "corrections", "extensions")


def _limit(request: HttpRequest) -> None:
    limit(f"procurement.api:{request.META.get('REMOTE_ADDR', '')}", times=300, per_seconds=60)
