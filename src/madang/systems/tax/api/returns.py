"""Returns for programs."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import Problem, endpoint_open_to
from madang.framework.identity.may import may
from madang.framework.protect import limit
from madang.framework.values import clock
from madang.systems.tax.api.one_api import api
from madang.systems.tax.domain.words import ReturnKind, Tax
from madang.systems.tax.models import Return
from madang.systems.tax.usecases.permissions import of
from madang.systems.tax.usecases.returns.file_return import file_return
from madang.systems.tax.usecases.returns.read_return import NoSuchReturn
from madang.systems.tax.usecases.returns.taxpayers import taxpayer_of

MOST = 200


class Filing(Schema):
    """A return: the tax, the period (`2025`, `2026-H1`) and amounts by fact. What is not named is nothing."""

    tax: Tax
    period: str = Field(max_length=16, pattern=r"^[0-9HQ-]+$")
    facts: dict[str, int] = Field(max_length=200)


class StepShown(Schema):
    """One figure of the computation with its law."""

    code: str
    minor: int
    cite: str


class Filed(Schema):
    """A return as it was filed. `payable_minor` is less than nothing where something is to be refunded."""

    number: str
    tax: str
    period: str
    kind: ReturnKind
    tax_minor: int
    prepaid_minor: int
    payable_minor: int
    currency: str
    filed_at: datetime
    receipt: str
    case: str


class FiledWhole(Filed):
    """With its facts, where each came from, and the steps."""

    facts: dict[str, int]
    sources: dict[str, list[str]]
    steps: list[StepShown]


NOES = {403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@api.post(
    "/returns",
    response={200: FiledWhole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="tax_file_return",
)
def file(request: HttpRequest, filing: Filing) -> Return:
    """File the first return of a period for whom the session acts. The same return again gives the one that stands."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    _limit(request)
    payer = taxpayer_of(party=actor.party, actor=actor, now=now)
    return file_return(
        taxpayer=payer, tax=filing.tax, period=filing.period, facts=filing.facts, sources={}, actor=actor, now=now
    )


@api.get("/returns", response={200: list[Filed], **NOES}, auth=endpoint_open_to(RESIDENTS), operation_id="tax_returns")
def returns(request: HttpRequest) -> list[Return]:
    """The latest two hundred returns of the party for whom the session acts, newest first."""
    _limit(request)
    party = request.actor.party  # type: ignore[attr-defined]
    rows = Return.objects.filter(taxpayer__party_kind=party.kind.value, taxpayer__party_key=party.key)
    allowed = may(request.actor, "tax.file", of(party))  # type: ignore[attr-defined]
    return list(rows.order_by("-filed_at", "-pk")[:MOST]) if allowed else []


@api.get(
    "/returns/{number}",
    response={200: FiledWhole, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="tax_return",
)
def one(request: HttpRequest, number: str) -> Return:
    """One return of the party for whom the session acts."""
    _limit(request)
    found = None
    if "\x00" not in number:
        found = Return.objects.select_related("taxpayer").filter(number=number).first()
    if found is None or not may(request.actor, "tax.file", of(found.taxpayer.party)):  # type: ignore[attr-defined]
        raise NoSuchReturn
    return found


def _limit(request: HttpRequest) -> None:
    limit(f"tax.api:{request.actor.account_id}", times=300, per_seconds=60)  # type: ignore[attr-defined]
