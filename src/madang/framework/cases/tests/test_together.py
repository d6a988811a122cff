"""Several at once: real connections and commits."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from madang.framework.cases.models import Case, Decision
from madang.framework.cases.tests.conftest import MONDAY
from madang.framework.cases.usecases import decide
from madang.framework.cases.usecases.decide import AlreadyDecided
from madang.framework.identity.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[..., Case]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment; their results or exceptions."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = acts[place]()
        except Exception as problem:
            results[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_of_two_decisions_at_one_moment_one_stands_and_one_is_told(
    opened: Opened, registrar: Actor, colleague: Actor, done: list[tuple[str, str]]
) -> None:
    case = opened()

    def one(actor: Actor, outcome: str) -> Callable[[], Decision]:
        seen = Case.objects.get(pk=case.pk)
        return lambda: decide(case=seen, outcome=outcome, reasons="So.", actor=actor, now=MONDAY)

    results = together(one(registrar, "granted"), one(colleague, "refused"))
    assert sum(isinstance(result, AlreadyDecided) for result in results) == 1
    assert Decision.objects.count() == 1
    assert len(done) == 1


def test_the_first_cases_of_a_year_get_different_numbers(opened: Opened) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE IF EXISTS cases_serial_2031")
    in_2031 = MONDAY + timedelta(days=5 * 365)
    cases = together(*[lambda: opened(now=in_2031)] * 4)
    assert len({case.number for case in cases}) == 4
    assert all("-2031-" in case.number for case in cases)


def test_an_application_announced_twice_at_once_opens_one_case(opened: Opened) -> None:
    cases = together(*[lambda: opened(application="civil-7")] * 3)
    assert len({case.pk for case in cases}) == 1
    assert Case.objects.count() == 1
