"""A procedure, an office, two officials and an applicant."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.values import Party

# A Monday without holidays around it; 10:00 in Seoul.
MONDAY = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
HANA = Party.person("hana")


@pytest.fixture
def done() -> list[tuple[str, str]]:
    """What the procedure did on decisions."""
    return []


@pytest.fixture(autouse=True)
def procedure(done: list[tuple[str, str]]) -> Iterator[Procedure]:
    """Seven working days, sixty days to object."""
    made = Procedure(
        code="test.report",
        title="Move-in report",
        decided_by="test.registrar",
        days=7,
        objection_days=60,
        legal_text="Resident Registration Act art. 16",
        describe=lambda case: [("Street", case.data.get("street", ""))],
        on_decision=lambda *, case, decision, actor, now: done.append((case.number, decision.outcome)),
    )
    before = dict(procedures._procedures)
    procedures.register(made)
    yield made
    procedures._procedures.clear()
    procedures._procedures.update(before)


def official(account: int, name: str, office: str = "jongno") -> Actor:
    """An official with the procedure's duty at an office."""
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id=account,
        name=name,
        duties=(Duty(office, office.title(), "test.registrar"),),
    )


@pytest.fixture
def registrar() -> Actor:
    """The official in charge."""
    return official(101, "Kim Registrar")


@pytest.fixture
def colleague() -> Actor:
    """Another official of the same office."""
    return official(102, "Lee Colleague")


@pytest.fixture
def stranger() -> Actor:
    """An official with the same duty elsewhere."""
    return official(103, "Park Stranger", office="mapo")


@pytest.fixture
def hana() -> Actor:
    """The applicant."""
    return Actor(kind=ActorKind.RESIDENT, account_id=7, name="Hana", person="hana")


@pytest.fixture
def opened() -> Callable[..., Case]:
    """Opens cases of Hana's."""

    def open_one(**values: Any) -> Case:
        given: dict[str, Any] = {
            "procedure": "test.report",
            "applicant": HANA,
            "subject": HANA,
            "office": "jongno",
            "data": {"street": "Sejong-daero 1"},
            "actor": system_actor("test"),
            "now": MONDAY,
        }
        return open_case(**(given | values))

    return open_one
