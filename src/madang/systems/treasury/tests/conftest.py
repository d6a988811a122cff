"""A budget line, and officials of every duty."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from madang.framework.identity.actor import Actor, ActorKind, Assurance, Duty
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.values import clock
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.open_line import allot, open_line

NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
CODES = {"office": "1741000", "activity": "1100-1131-301", "economic": "22", "function": "01.3"}


def official(name: str, duty: str) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty("1741000", "Office", duty),))


BUDGET = official("budget", permissions.BUDGET)
CLERK, CHECKER = official("clerk", permissions.UNIT), official("checker", permissions.UNIT)
UNIT, PARLIAMENT = official("unit", permissions.UNIT), official("parliament", permissions.PARLIAMENT)
ACCOUNTANT, AUDITOR = official("accountant", permissions.ACCOUNTANT), official("auditor", permissions.AUDITOR)
TREASURER = official("treasurer", permissions.OFFICER)
FIRST, SECOND = official("first", permissions.APPROVER), official("second", permissions.APPROVER)


def open_demo_line(*, appropriated: int = 1000, allotted: int = 600) -> BudgetLine:
    line = open_line(year=2026, codes=CODES, titles={"en": "Buildings"}, minor=appropriated, actor=BUDGET, now=NOW)
    allot(line=line, minor=allotted, actor=BUDGET, now=NOW)
    return line


@pytest.fixture
def line(db: None) -> BudgetLine:
    """1,000 appropriated, 600 allotted."""
    return open_demo_line()


@pytest.fixture
def visitor() -> Client:
    """A browser of nobody in particular."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """A browser signed in with one duty."""

    def open_browser(duty: str) -> Client:
        client, now = Client(headers={"accept-language": "en"}), clock.now()
        place, _made = Office.objects.get_or_create(code="1741000", defaults={"name": "Office", "name_en": "Office"})
        account = Account.objects.create(login=duty, name=duty, created_at=now, language="en")
        DutyAssignment.objects.create(
            account=account, office=place, duty=duty, assigned_from=(now - timedelta(days=2)).date()
        )
        seen = Visitor(address="127.0.0.1", label="test")
        opened = open_session(account=account, visitor=seen, method="password", assurance=Assurance.LOW, now=now)
        store = client.session
        store[SESSION] = opened.session.pk
        store.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
        return client

    return open_browser
