"""Every endpoint of the URL table keeps its own OpenAPI word, whatever is sent to it and whoever sends it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core import NOT_SET
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import APIOperation

from madang.framework.identity.access import is_endpoint
from madang.framework.ops.tests.once_a_file import undone
from tests.endpoints.conftest import Known, addresses, may, template

pytestmark = pytest.mark.django_db
# Who may not enter is turned away before anything is read: few examples show it.
EXAMPLES = {True: 8, False: 3}
ACTORS = ("nobody", "resident", "official")
# No check asks for what only the use case can know: 422 may refuse what fits the schema. Who may enter is asked here itself.
HOSTILE = ("\x00", "a\x00b", "x" * 3000, "' OR 1=1 --", "１２３", "\u202e", "%00", "🏛" * 60)
LEFT_OUT = [schemathesis.checks.positive_data_acceptance, schemathesis.checks.ignored_auth]


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


def lets_in(operation: APIOperation, who: str) -> bool:
    view = next(pattern.callback for place, pattern in addresses() if template(place) == operation.path)
    return may(view=view, who=who, method=operation.method.upper())


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
    allowed = lets_in(operation, who)

    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))
    @settings(max_examples=EXAMPLES[allowed], deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def hostile(case: Case) -> None:
        response = ask(case, known.cookies[who])
        # What nobody could read (a NUL in the address) is refused before it is asked who sent it.
        unread = response.status_code == 400 and response.json()["code"] == "http.bad_request"
        if not allowed:
            assert unread or response.status_code in {401, 403}

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
        case = operation.Case(
            path_parameters=known.path.get(name, {}),
            query=known.query.get(name, {}),
            body=known.body.get(name, NOT_SET),
        )
        assert ask(case, known.acting.get(name, known.cookies[who])).status_code == 200


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
    who = next(one for one in ACTORS if lets_in(operation, one))
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
