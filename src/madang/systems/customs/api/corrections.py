"""Corrections of released declarations for the programs of traders and brokers."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.values import clock
from madang.systems.customs.api.declarations import Lodging, told_as
from madang.systems.customs.api.one_api import NOES, acting, api
from madang.systems.customs.domain.appeal import AppealKind
from madang.systems.customs.models import Correction, CustomsRefund
from madang.systems.customs.usecases.corrections.charge_levied import charged_of
from madang.systems.customs.usecases.corrections.file_appeal import file_appeal
from madang.systems.customs.usecases.corrections.file_correction import file_correction
from madang.systems.customs.usecases.corrections.find_correction import find_correction
from madang.systems.customs.usecases.declarations.find_declaration import own_declaration


class Correcting(Schema):
    """A correction: the whole `declaration` as it should have been, and of which `version`. Its `reference`, direction, bill
    and office stay what they were. The account is asked where money comes back."""

    version: int = Field(ge=1, le=10_000)
    reason: str = Field(min_length=1, max_length=1000)
    declaration: Lodging
    account: str = Field("", max_length=34)
    holder: str = Field("", max_length=140)


class Step(Schema):
    """One step of what comes on top."""

    code: str
    minor: int
    cite: str


class Back(Schema):
    """What goes back of one levy."""

    levy: str
    minor: int
    interest_minor: int
    state: str


class Appealing(Schema):
    """A review of a notice, an objection to an assessment or a refused claim, or its examination by the head of customs."""

    kind: AppealKind
    reasons: str = Field(min_length=1, max_length=4000)


class Appealed(Schema):
    """An appeal, its case and its decision."""

    number: str
    kind: AppealKind
    state: str
    case: str
    says: str
    filed_at: datetime


class Corrected(Schema):
    """Where a correction stands: `changes` by levy in minor units, the charges to pay, what goes back, what is held against it.
    What customs told before it assesses is `told`; until `ask_until` a review may be asked."""

    number: str
    declaration: str
    kind: str
    state: str
    changes: dict[str, int]
    additions: list[Step]
    addition_minor: int
    currency: str
    says: str
    filed_at: datetime
    ask_until: date | None
    charges: list[str]
    refunds: list[Back]
    appeals: list[Appealed]


@api.post(
    "/declarations/{number}/corrections",
    response={200: Corrected, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_correct_declaration",
)
def correct(request: HttpRequest, number: str, given: Correcting) -> dict[str, Any]:
    """Correct a released import: what costs more takes effect at once, what brings money back is decided by an official."""
    actor = acting(request)
    found = own_declaration(number=number, actor=actor)
    made = file_correction(
        number=found.number,
        version=given.version,
        declaration=told_as(given=given.declaration),
        reason=given.reason,
        account=given.account,
        holder=given.holder,
        actor=actor,
        now=clock.now(),
    )
    return _whole(made)


@api.get(
    "/corrections/{number}",
    response={200: Corrected, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_correction",
)
def one(request: HttpRequest, number: str) -> dict[str, Any]:
    """One of them."""
    return _whole(find_correction(number=number, actor=acting(request), now=clock.now()))


@api.post(
    "/corrections/{number}/appeals",
    response={200: Corrected, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_appeal_correction",
)
def appeal(request: HttpRequest, number: str, given: Appealing) -> dict[str, Any]:
    """File it; another official than who assessed decides. What is to be paid stays payable meanwhile."""
    actor, now = acting(request), clock.now()
    found = find_correction(number=number, actor=actor, now=now)
    file_appeal(number=found.number, kind=given.kind, reasons=given.reasons, actor=actor, now=now)
    return _whole(found)


def _whole(made: Correction) -> dict[str, Any]:
    names = (
        "number",
        "kind",
        "state",
        "changes",
        "additions",
        "addition_minor",
        "currency",
        "says",
        "filed_at",
        "ask_until",
    )
    levies = charged_of(made=made) if made.state == "done" else None
    return {name: getattr(made, name) for name in names} | {
        "declaration": made.declaration.number,
        "charges": list(levies.values_list("charge", flat=True)) if levies is not None else [],
        "refunds": list(CustomsRefund.objects.filter(source=made.number).order_by("pk")),
        "appeals": list(made.appeals.order_by("pk")),
    }
