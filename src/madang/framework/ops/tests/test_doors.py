"""Health, metrics, request ids, logs."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from madang.framework.ops.logs import hide_secrets

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    """What the log of requests is told."""
    heard: list[Any] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.msg)

    listener, logger = Listener(), logging.getLogger("madang.requests")
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(listener)
    yield heard
    logger.removeHandler(listener)
    logger.setLevel(before)


def test_a_living_process_says_so_without_asking_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/health/live").json() == {"alive": True}


def test_a_process_is_ready_when_database_and_tables_are() -> None:
    answer = Client().get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True


def test_a_process_whose_tables_are_behind_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ops'")
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False


def test_the_state_page_tells_people_without_reasons() -> None:
    page = Client().get("/health/", headers={"Accept-Language": "en"}).content.decode()
    assert "State of the service" in page
    assert "DATABASE_URL" not in page


def test_metrics_are_open_to_a_scraper_on_this_machine() -> None:
    Client().get("/health/live")
    text = Client().get("/metrics").content.decode()
    assert 'madang_requests_total{method="GET",status="200",view="ops:live"}' in text
    assert "madang_database_up 1.0" in text


@pytest.mark.parametrize(
    "extra", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": ""}]
)
def test_metrics_are_refused_to_others(extra: dict[str, str]) -> None:
    assert Client(**extra).get("/metrics").status_code == 403  # type: ignore[arg-type]


def test_metrics_are_open_to_the_bearer_of_the_token(settings: LazySettings) -> None:
    settings.MADANG_METRICS_TOKEN = "a-long-token"
    outside = Client(REMOTE_ADDR="192.0.2.7")
    assert outside.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).status_code == 200
    assert outside.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 403


def test_no_token_set_lets_no_empty_bearer_in(settings: LazySettings) -> None:
    settings.MADANG_METRICS_TOKEN = ""
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


def test_a_request_keeps_the_plain_id_it_came_with() -> None:
    assert (
        Client().get("/health/live", headers={"X-Request-ID": "trace-0123456789"})["X-Request-ID"] == "trace-0123456789"
    )


@pytest.mark.parametrize("sent", ["short", "x" * 65, "with space in", "line\\nbreak", "<script>alert</script>"])
def test_an_id_that_could_forge_a_log_line_is_replaced(sent: str) -> None:
    given = Client().get("/health/live", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert given != sent
    assert len(given) == 32


def test_each_request_leaves_a_line_with_its_id_and_without_its_query(lines: list[Any]) -> None:
    given = Client().get("/no/such/place/?q=900101-1234567")["X-Request-ID"]
    (line,) = lines
    assert (line["request_id"], line["status"], line["view"]) == (given, 404, "unmatched")
    assert "900101" not in json.dumps(line, default=str)


def test_watchers_leave_no_lines(lines: list[Any]) -> None:
    Client().get("/health/live")
    assert lines == []


def test_secrets_do_not_reach_a_log() -> None:
    told = hide_secrets(None, "info", {"event": "x", "password": "p", "resident_number": "n", "case": "c"})
    assert told == {"event": "x", "password": "hidden", "resident_number": "hidden", "case": "c"}


def test_a_program_that_asks_for_nothing_there_gets_a_problem_document() -> None:
    answer = Client().get("/no/such/place/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404
