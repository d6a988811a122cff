"""People, offices and browsers of identity's tests."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from madang.framework.identity import security_events
from madang.framework.identity.access import duty
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.models import Account, Mandate, Office
from madang.framework.identity.security_events import SecurityEvent, on_security_event
from madang.framework.identity.usecases.answer_mandate import accept_mandate
from madang.framework.identity.usecases.assign_duty import assign_duty, open_office
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.usecases.open_session import Visitor
from madang.framework.identity.who import actor_of, local_day
from madang.framework.values import Party, clock

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MACHINE = system_actor("test")
SECRET = "courtyard-at-noon-7"
HOME = Visitor(address="203.0.113.5", label="Chrome · Windows")


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    """Argon2 still, with little memory."""
    settings.PASSWORD_HASHERS = ["madang.framework.identity.tests.conftest.QuickHasher"]


from madang.framework.identity.passwords import PasswordHasher


class QuickHasher(PasswordHasher):
    """The same algorithm at the lowest cost."""

    time_cost = 1
    memory_cost = 8


@pytest.fixture
def people(db: None) -> Callable[..., Account]:
    """Makes accounts."""

    def make(login: str, *, person: str | None = None, now: datetime = NOW) -> Account:
        return create_account(login=login, name=login.title(), password=SECRET, person=person, actor=MACHINE, now=now)

    return make


@pytest.fixture
def hana(people: Callable[..., Account]) -> Account:
    """A resident."""
    return people("hana", person="person-hana")


@pytest.fixture
def sora(people: Callable[..., Account]) -> Account:
    """Another resident, who acts for others."""
    return people("sora", person="person-sora")


@pytest.fixture
def office(db: None) -> Office:
    """An office."""
    return open_office(code="3000000", name="종로구청", name_en="Jongno-gu Office", actor=MACHINE, now=NOW)


@pytest.fixture
def official(people: Callable[..., Account], office: Office) -> Account:
    """An official with a duty."""
    duty("test.registrar", title="Registrar")
    account = people("registrar")
    assign_duty(
        account=account, office=office, duty="test.registrar", assigned_from=local_day(NOW), actor=MACHINE, now=NOW
    )
    return account


def actor(account: Account, now: datetime = NOW) -> Actor:
    """The actor that the account is."""
    return actor_of(account=account, now=now)


@pytest.fixture
def mandate(hana: Account, sora: Account) -> Mandate:
    """Hana lets Sora apply for her, from today on for a year; accepted."""
    now = clock.now()
    day = local_day(now)
    given = grant_mandate(
        grantor=Party.person("person-hana"),
        holder=Party.person("person-sora"),
        scope=["civil.apply:*"],
        valid_from=day,
        valid_until=day + timedelta(days=365),
        actor=actor(hana),
        now=now,
    )
    return accept_mandate(key=given.key, actor=actor(sora), now=now)


@pytest.fixture
def browser(db: None) -> Client:
    """A browser that reads English and gets no free pass at CSRF."""
    return Client(headers={"accept-language": "en", "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})


def enter(client: Client, login: str, password: str = SECRET, **more: str) -> Any:
    """Sign in by the form."""
    return client.post("/sign-in/", {"login": login, "password": password, **more})


@pytest.fixture
def told() -> Iterator[list[tuple[str, str]]]:
    """Who was told of which event, in order."""
    heard: list[tuple[str, str]] = []

    def listen(*, account: Account, event: SecurityEvent, values: Any, now: datetime) -> None:
        heard.append((account.login, event.value))

    on_security_event(listen)
    yield heard
    security_events._listeners.remove(listen)
