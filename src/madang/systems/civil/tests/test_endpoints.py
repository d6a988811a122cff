"""What programs apply for: refused whole where it does not fit, done once where it does. What every endpoint has to keep
whatever is sent to it stands in tests/endpoints."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from madang.framework.identity.actor import Actor
from madang.systems.civil.models import Application

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
