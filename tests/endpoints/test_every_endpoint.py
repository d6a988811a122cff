"""Every endpoint of the URL table keeps its own OpenAPI word, whatever is sent to it and whoever sends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core import NOT_SET
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import APIOperation

from madang.framework.documents.models import Document
from madang.framework.identity.access import Circle, access_of, duties, is_endpoint
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.law import pack
from madang.framework.values import clock

pytestmark = pytest.mark.django_db
EXAMPLES = 10
ACTORS = ("nobody", "resident", "official")
# No check asks for what only the use case can know: 422 may refuse what fits the schema. Who may enter is asked here itself.
HOSTILE = ("\x00", "a\x00b", "x" * 3000, "' OR 1=1 --", "１２３", "\u202e", "%00", "🏛" * 60)
LEFT_OUT = [schemathesis.checks.positive_data_acceptance, schemathesis.checks.ignored_auth]
APPLICATION = {"service": "population.abstract", "answers": {}, "key": "every-endpoint"}


@dataclass
class Known:
    """What is there to be found: by operation, what to put in the path and in the body."""

    path: dict[str, dict[str, str]] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)


def addresses(patterns: list[Any] | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URL table."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, place)
        else:
            yield place, pattern


def operations() -> Iterator[APIOperation]:
    """Every operation of every OpenAPI description that the URL table serves."""
    application = get_wsgi_application()
    for place, pattern in addresses():
        if pattern.name == "openapi-json":
            description = Client().get(place).json()
            for operation in (one for path in description["paths"].values() for one in path.values()):
                # Who asks is chosen here, not by schemathesis.
                operation.pop("security", None)
            schema = schemathesis.openapi.from_dict(description)
            schema.app = application
            yield from (found.ok() for found in schema.get_all_operations())


OPERATIONS = list(operations())


def name_of(operation: APIOperation) -> str:
    return str(operation.definition.raw["operationId"])


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that does not count as one and leaves nothing, as those of Django's test cases."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: Any) -> Iterator[Known]:
    """A small republic with people, a business, an application and its document, and three who ask."""
    signals = (request_started, request_finished)
    with django_db_blocker.unblock(), undone():
        found = found_in_the_republic()
        for signal in signals:
            # The server's own end of a request would close the connection that the transaction lives on.
            signal.disconnect(close_old_connections)
        yield found
    for signal in signals:
        signal.connect(close_old_connections)


def found_in_the_republic() -> Known:
    now = clock.now()
    for row in pack().data("offices"):
        Office.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "agency": row["agency"]})
    for system in ("population", "businesses"):
        # By name, as the site loads it.
        import_module(f"madang.systems.{system}.demo").load_demo(
            country=pack().code, population=12, now=now, progress=lambda *_told: None
        )
    import_module("madang.systems.civil.usecases.refresh_catalogue").refresh_catalogue(now=now)
    person = next(row["person"] for row in pack().data("demo")["residents"] if row["login"] == "hana")
    resident, official = account(login="hana", person=person), account(login="official")
    for one in duties():
        DutyAssignment.objects.create(
            account=official, office_id="3000000", duty=one.code, assigned_from=(now - timedelta(days=9)).date()
        )
    made = Known(cookies={"nobody": {}, "resident": signed_in(resident), "official": signed_in(official)})
    client = Client()
    client.cookies.load(made.cookies["resident"])
    answer = client.post("/api/civil/applications", APPLICATION, content_type="application/json").json()
    business = import_module("madang.systems.businesses.models").Business.objects.first()
    document = Document.objects.get(number=answer["documents"][0])
    keeping = import_module("madang.framework.documents.keeping")
    made.path = {
        "civil_service": {"code": "population.abstract"},
        "civil_application": {"number": answer["number"]},
        "population_person": {"key": person},
        "businesses_status": {"number": business.number},
        "businesses_entry": {"number": business.number},
        "verify_number": {"number": document.number},
    }
    made.body = {
        "civil_apply": APPLICATION | {"key": "another-key"},
        "population_search": {"name": "김하나"},
        "verify_file": {"file": keeping.read(sha256=document.sha256), "number": document.number},
    }
    return made


def account(*, login: str, person: str | None = None) -> Account:
    return Account.objects.create(login=login, name=login, person=person, created_at=clock.now(), language="en")


def signed_in(account: Account) -> dict[str, str]:
    """The cookies of a browser in which `account` is signed in."""
    client = Client()
    visitor = Visitor(address="127.0.0.1", label="test")
    opened = open_session(account=account, visitor=visitor, method="password", assurance=1, now=clock.now())
    store = client.session
    store[SESSION] = opened.session.pk
    store.save()
    return {
        django_settings.SESSION_COOKIE_NAME: str(store.session_key),
        django_settings.CSRF_COOKIE_NAME: _get_new_csrf_string(),
    }


def may(operation: APIOperation, who: str) -> bool:
    """What the endpoint declares, written down here a second time."""
    view = next(pattern.callback for place, pattern in addresses() if template(place) == operation.path)
    circles = {access.circle for access in access_of(view, method=operation.method.upper()) or ()}
    open_to = {"nobody": {Circle.ANYONE}, "resident": {Circle.ANYONE, Circle.RESIDENTS, Circle.SIGNED_IN}}
    open_to["official"] = {Circle.ANYONE, Circle.OFFICIALS, Circle.SIGNED_IN}
    return bool(circles & open_to[who])


def template(place: str) -> str:
    """A Django route as an OpenAPI path."""
    return place.replace("<str:", "{").replace("<int:", "{").replace("<", "{").replace(">", "}")


def ask(case: Case, cookies: dict[str, str]) -> Any:
    """The answer, and nothing else left of it; it keeps the word of its description."""
    token = {"X-CSRFToken": cookies[django_settings.CSRF_COOKIE_NAME]} if cookies else {}
    with undone():
        response = case.call(cookies=cookies, headers=token)
    assert response.status_code < 500, response.text
    # In a form a number and its text are the same.
    form = [] if case.media_type in {None, "application/json"} else [schemathesis.checks.negative_data_rejection]
    case.validate_response(response, excluded_checks=LEFT_OUT + form)
    return response


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_it_answers_as_it_declares(operation: APIOperation, who: str, known: Known) -> None:
    modes = [GenerationMode.POSITIVE]
    if operation.body or operation.query:
        modes.append(GenerationMode.NEGATIVE)
    allowed = may(operation, who)

    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def hostile(case: Case) -> None:
        response = ask(case, known.cookies[who])
        if not allowed:
            assert response.status_code in {401, 403}

    hostile()
    if operation.path_parameters:
        for value in HOSTILE:
            answered = {each.name: value for each in operation.path_parameters}
            ask(
                operation.Case(path_parameters=answered, body=known.body.get(name_of(operation), NOT_SET)),
                known.cookies[who],
            )
    name = name_of(operation)
    if allowed and (name in known.path or name in known.body):
        case = operation.Case(path_parameters=known.path.get(name, {}), body=known.body.get(name, NOT_SET))
        assert ask(case, known.cookies[who]).status_code == 200


BODIES = (
    "",
    "{",
    "[" * 100_000,
    '{"service": "\\u0000"}',
    '{"name": "\\u0000"}',
    "null",
    '"\\ud800"',
    "1" * 5000,
    "\x00",
)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.body], ids=name_of)
def test_a_body_that_cannot_be_read_is_a_problem_document(operation: APIOperation, known: Known) -> None:
    who = next(one for one in ACTORS if may(operation, one))
    for body in BODIES:
        case = operation.Case(path_parameters=known.path.get(name_of(operation), {}))
        token = {"X-CSRFToken": known.cookies[who].get(django_settings.CSRF_COOKIE_NAME, "")}
        with undone():
            response = case.call(
                cookies=known.cookies[who], headers={**token, "Content-Type": "application/json"}, data=body.encode()
            )
        assert response.status_code in {400, 422}, (body[:20], response.text)
        assert response.headers["content-type"] == ["application/problem+json"]


def test_no_endpoint_escapes(known: Known) -> None:
    """Whatever the URL table serves to programs stands in a description, with each of its methods."""
    described = {(operation.path, operation.method.upper()) for operation in OPERATIONS}
    served = set()
    for place, pattern in addresses():
        if is_endpoint(pattern.callback):
            methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
            served |= {(template(place), method) for method in methods if _answers(pattern.callback, method)}
        elif place.startswith("/api/") and pattern.name not in {"openapi-json", "api-root"}:
            served.add((template(place), "ANY"))
    assert served - described == set()
    assert len(described) > 10
    assert set(known.path) | set(known.body) <= {name_of(operation) for operation in OPERATIONS}


def _answers(view: Callable[..., Any], method: str) -> bool:
    cells = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=False))
    return any(method in operation.methods for operation in cells["self"].cell_contents.operations)
