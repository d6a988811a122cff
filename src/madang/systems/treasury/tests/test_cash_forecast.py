"""The cash forecast: thirty days, reckoned by hand from what was promised, ordered, borrowed and charged."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.models import BankStatement, BudgetLine, ReportedCharge
from madang.systems.treasury.tests.bank import DAY, claim, entry, released, statement, take
from madang.systems.treasury.tests.conftest import ACCOUNTANT, CHECKER, CLERK, NOW, SECOND
from madang.systems.treasury.usecases.borrow import borrow
from madang.systems.treasury.usecases.cash import DAYS, forecast, set_ceiling
from madang.systems.treasury.usecases.spend import commit, verify


def owed(line: BudgetLine, minor: int, due_on: date | None) -> None:
    made = commit(line=line, payee="Hanbit", account="12345678", purpose="x", minor=minor, actor=CLERK, now=NOW)
    verify(commitment=made, invoice=f"{minor}", minor=minor, actor=CHECKER, now=NOW, due_on=due_on)


def charged(number: str, minor: int, **other: Any) -> None:
    told = {"member": "x", "system": "tax", "account": "revenue.fees", "revenue": "1422", "currency": "KRW"}
    told |= {"at_home": False, "charged_at": NOW, "heard_at": NOW, "state": "open"}
    ReportedCharge.objects.create(number=number, minor=minor, **(told | other))


@pytest.mark.django_db
def test_what_leaves_and_comes_by_day(line: BudgetLine) -> None:
    # Of 600 that are let go: two claims of one day, one overdue, one beyond the month, one without a day, one being paid today.
    owed(line, 30, DAY + timedelta(days=3))
    owed(line, 40, DAY + timedelta(days=3))
    owed(line, 50, DAY - timedelta(days=9))
    owed(line, 70, DAY + timedelta(days=DAYS))
    owed(line, 80, None)
    released(claim(line, minor=90))
    # A bond of 1,000 at twelve percent by months of thirty days: ten a month, the first after a month.
    terms: dict[str, Any] = {"every": 1, "times": 12, "bullet": True, "count": DayCount.THIRTY_360}
    borrow(
        lender="x", minor=1000, rate=Decimal("0.12"), issued_on=date(2026, 5, 20), actor=ACCOUNTANT, now=NOW, **terms
    )
    charged("C1", 300)
    charged("C2", 6000, state="paid", paid_at=NOW - timedelta(days=5))
    charged("C3", 9000, state="paid", paid_at=NOW - timedelta(days=40))
    set_ceiling(day=DAY + timedelta(days=1), minor=500, actor=SECOND, now=NOW)
    take(statement(entry("R1", 700, text="?"), opening=50))
    assert BankStatement.objects.count() == 1
    told = forecast(now=NOW)
    out = {one.day: one.out for one in told.days if one.out}
    # The overdue claim goes today; the ordered one has no day of its own either, so both of those stand apart.
    assert out == {DAY: 50, DAY + timedelta(days=3): 70, date(2026, 6, 20): 10}
    assert (told.undated_out, told.open_charges, told.balance) == (80 + 90, 300, 750)
    # 6,000 came in thirty days: 200 a day.
    assert ({one.comes for one in told.days}, len(told.days)) == ({200}, 30)
    assert [one.released for one in told.days[:2]] == [90, 0]
    assert [one.ceiling for one in told.days[:3]] == [None, 500, None]
