"""Corrections of released declarations for the programs of traders and brokers."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.values import clock
from madang.systems.customs.api.declarations import NOES, Lodging, acting, told_as
from madang.systems.customs.api.one_api import api
from madang.systems.customs.models import Correction, CustomsRefund
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


class Corrected(Schema):
    """Where a correction stands: `changes` by levy in minor units, the charges to pay, what goes back."""

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
    charges: list[str]
    refunds: list[Back]


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


def _whole(made: Correction) -> dict[str, Any]:
    names = ("number", "kind", "state", "changes", "additions", "addition_minor", "currency", "says", "filed_at")
    levies = made.declaration.levies.filter(source=f"v{made.version + 1}") if made.state == "done" else None
    return {name: getattr(made, name) for name in names} | {
        "declaration": made.declaration.number,
        "charges": list(levies.order_by("pk").values_list("charge", flat=True)) if levies is not None else [],
        "refunds": list(CustomsRefund.objects.filter(source=made.number).order_by("pk")),
    }
