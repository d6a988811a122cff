"""A budget line, and officials of every duty."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.classify import take_pack
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


@once_a_file
def classes() -> None:
    """The pack's codes, which the first who asks for them takes in."""
    take_pack()


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
        account = new_account(duty)
        give_duty(account, duty)
        return signed_in(account)

    return open_browser
