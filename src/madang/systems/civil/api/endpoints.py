"""The catalogue for everyone; applications for those who are signed in."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from madang.contracts.services_v1 import ServiceDeclaration
from madang.framework.identity.access import ANYONE, RESIDENTS
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import limit
from madang.framework.values import Money, Refusal, clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply import apply
from madang.systems.civil.usecases.eligibility import subject_of
from madang.systems.civil.usecases.issue_instant import issue_instant
from madang.systems.civil.usecases.load_application import load_application
from madang.systems.civil.usecases.prefill import prefill
from madang.systems.civil.usecases.withdraw import withdraw

api = ProblemAPI(
    title="Civil services",
    version="1",
    urls_namespace="civil_api",
    description="What people can get from the state, and what became of what they asked for.",
)
EVERYONE = endpoint_open_to(ANYONE)
PEOPLE = endpoint_open_to(RESIDENTS)
_PAGE = 100


class AmountOut(Schema):
    """An amount in the currency's smallest unit."""

    minor: int
    currency: str


class ServiceOut(Schema):
    """A service; texts by language code. No fee means free, no days means that the law sets none."""

    code: str
    kind: str
    owner: str
    category: str
    title: dict[str, str]
    summary: dict[str, str]
    agency: dict[str, str]
    statute: dict[str, str]
    who_may_apply: dict[str, str]
    fee_online: AmountOut | None
    fee_counter: AmountOut | None
    waivers: list[dict[str, str]]
    working_days: int | None
    channels: list[str]
    by_proxy: bool
    life_events: list[str]


class FieldOut(Schema):
    """One question of a service's form."""

    name: str
    kind: str
    step: str
    required: bool
    label: dict[str, str]
    choices: list[str]
    shown_when: str


class OneServiceOut(ServiceOut):
    """A service with its form and what it needs."""

    data_needed: list[dict[str, str]]
    fields: list[FieldOut]


class NewApplication(Schema):
    """Answers by the names of the service's fields; `key` makes a repetition the same application."""

    service: str = Field(..., max_length=100)
    answers: dict[str, str] = Field(default_factory=dict, max_length=100)
    key: str = Field(..., min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")


class ApplicationOut(Schema):
    """How an application stands. `charge` is what is to be paid, `case` the agency's number."""

    number: str
    service: str
    state: str
    channel: str
    filed_at: datetime
    due_on: date | None
    fee: AmountOut | None
    charge: str
    case: str
    documents: list[str]
    note: str


def _amount(money: Money | None) -> dict[str, Any] | None:
    return {"minor": money.minor, "currency": money.currency} if money else None


def _service(declared: ServiceDeclaration) -> dict[str, Any]:
    return {
        "code": declared.code,
        "kind": declared.kind.value,
        "owner": declared.owner,
        "category": declared.category,
        "title": declared.title,
        "summary": declared.summary,
        "agency": declared.agency,
        "statute": declared.statute,
        "who_may_apply": declared.who_may_apply,
        "fee_online": _amount(declared.fee.online),
        "fee_counter": _amount(declared.fee.counter),
        "waivers": list(declared.fee.waivers),
        "working_days": declared.working_days,
        "channels": list(declared.channels),
        "by_proxy": declared.by_proxy,
        "life_events": list(declared.life_events),
    }


def _application(found: Application) -> dict[str, Any]:
    return {
        "number": found.number,
        "service": found.service,
        "state": found.state,
        "channel": found.channel,
        "filed_at": found.filed_at,
        "due_on": found.due_on,
        "fee": _amount(found.fee),
        "charge": found.charge,
        "case": found.case,
        "documents": found.documents,
        "note": found.note,
    }


@api.get(
    "/services",
    auth=EVERYONE,
    response={200: list[ServiceOut], 429: Problem},
    summary="Services, all or found",
    operation_id="civil_services",
)
def services(request: ActorRequest, q: str = "", category: str = "") -> list[dict[str, Any]]:
    """With `q` the services found, best first; else all in their order; `category` narrows either."""
    limit(f"civil.services:{request.META.get('REMOTE_ADDR', '')}", times=300, per_seconds=60)
    here = catalogue.current()
    found = here.search(query=q[:200]) if q.strip() else tuple(here.services.values())
    return [_service(each) for each in found if not category or each.category == category]


@api.get(
    "/services/{code}",
    auth=EVERYONE,
    response={200: OneServiceOut, 404: Problem},
    summary="One service with its form",
    operation_id="civil_service",
)
def service(request: ActorRequest, code: str) -> dict[str, Any]:
    """The service with this code."""
    declared = catalogue.service(code=code)
    fields = [
        {
            "name": each.name,
            "kind": each.kind.value,
            "step": each.step,
            "required": each.required,
            "label": each.label,
            "choices": [choice.value for choice in each.choices],
            "shown_when": each.shown_when,
        }
        for each in declared.fields
    ]
    return {**_service(declared), "data_needed": list(declared.data_needed), "fields": fields}


@api.get(
    "/applications",
    auth=PEOPLE,
    response={200: list[ApplicationOut]},
    summary="My applications",
    operation_id="civil_applications",
)
def applications(request: ActorRequest) -> list[dict[str, Any]]:
    """The applications of the party that is signed in (or acted for), newest first; a hundred at most."""
    party = request.actor.party
    if party is None:
        return []
    rows = Application.objects.filter(subject_kind=party.kind.value, subject_key=party.key)[:_PAGE]
    return [_application(each) for each in rows]


@api.get(
    "/applications/{number}",
    auth=PEOPLE,
    response={200: ApplicationOut, 404: Problem},
    summary="One application",
    operation_id="civil_application",
)
def application(request: ActorRequest, number: str) -> dict[str, Any]:
    """How an application stands."""
    return _application(load_application(number=number, actor=request.actor))


@api.post(
    "/applications",
    auth=PEOPLE,
    response={200: ApplicationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Apply",
    operation_id="civil_apply",
)
def new_application(request: ActorRequest, new: NewApplication) -> dict[str, Any]:
    """Apply; a certificate that costs nothing is issued in the same request where its register answers."""
    declared = catalogue.service(code=new.service)
    subject = subject_of(declared=declared, actor=request.actor)
    known = prefill(service=declared, subject=subject, actor=request.actor, application="")
    made = apply(
        service=new.service,
        answers=new.answers,
        known=known,
        key=f"api/{new.key}",
        actor=request.actor,
        now=clock.now(),
    )
    if made.state == State.WAITING:
        try:
            made = issue_instant(number=made.number, now=clock.now(), actor=request.actor)
        except Refusal:
            # It waits and is tried again; its state says so.
            made.refresh_from_db()
    return _application(made)


@api.post(
    "/applications/{number}/withdrawal",
    auth=PEOPLE,
    response={200: ApplicationOut, 404: Problem, 409: Problem},
    summary="Take an application back",
    operation_id="civil_withdraw",
)
def withdrawal(request: ActorRequest, number: str) -> dict[str, Any]:
    """Take it back; what is with its agency is ended by the agency."""
    return _application(withdraw(number=number, actor=request.actor, now=clock.now()))
