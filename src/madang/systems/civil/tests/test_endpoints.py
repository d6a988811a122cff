"""Every endpoint keeps its own OpenAPI word, whatever is sent to it."""

from collections.abc import Callable, Iterator, Mapping

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis import Case

from madang.framework.identity.actor import Actor
from madang.systems.civil.models import Application

schema = schemathesis.openapi.from_wsgi("/api/civil/openapi.json", get_wsgi_application())


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """The server's own end of a request would close the connection that the test's transaction lives on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@schema.include(method="GET").parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_asked_is_answered_as_declared(case: Case) -> None:
    response = case.call()
    assert response.status_code < 500, response.text
    case.validate_response(response, excluded_checks=[schemathesis.checks.ignored_auth])


BODIES = (
    {},
    [],
    {"service": "population.abstract"},
    {"service": "population.abstract", "answers": {"about": "nobody"}, "key": "12345678"},
    {"service": "no.such", "answers": {}, "key": "12345678"},
    {"service": "population.death", "answers": {"died_on": "yesterday"}, "key": "12345678"},
    {"service": "population.abstract", "answers": {"about": "\u0000" * 9}, "key": "12345678"},
    {"service": "population.abstract", "answers": [], "key": "short"},
)


@pytest.mark.parametrize("body", BODIES)
def test_a_refused_application_changes_nothing(
    browser: Callable[..., Client], hana: Actor, people: Mapping[str, str], body: object
) -> None:
    answer = browser(hana).post("/api/civil/applications", body, content_type="application/json")
    assert answer.status_code in {400, 404, 422}
    assert not Application.objects.exists()


def test_an_application_by_program_is_done_once(browser: Callable[..., Client], hana: Actor) -> None:
    client = browser(hana)
    body = {"service": "population.abstract", "answers": {}, "key": "once-and-once"}
    first, second = (
        client.post("/api/civil/applications", body, content_type="application/json").json() for _time in "ab"
    )
    assert first["number"] == second["number"]
    assert first["state"] == "issued"
    taken = client.post(f"/api/civil/applications/{first['number']}/withdrawal")
    assert taken.status_code == 409
