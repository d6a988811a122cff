"""Revenue in the budget: expected by the budget office, amended by parliament, beside what the cash book says came in.

National Finance Act (Korea) arts. 17, 21 (3), 34 no. 2-2.
"""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from madang.framework.identity.may import Forbidden
from madang.systems.treasury.domain.revenue_budget import Beside
from madang.systems.treasury.models import BankEntry, RevenueEstimate
from madang.systems.treasury.tests.bank import entry, statement, take
from madang.systems.treasury.tests.conftest import BUDGET, NOW, PARLIAMENT, TREASURER, UNIT
from madang.systems.treasury.tests.test_formulation import EARLY, ask, budget, to_parliament
from madang.systems.treasury.tests.test_pages import official, post, text
from madang.systems.treasury.usecases import enact, permissions
from madang.systems.treasury.usecases.estimate_revenue import EstimateUnfit, beside, expect, expected
from madang.systems.treasury.usecases.formulate import NotInThisState
from madang.systems.treasury.usecases.reconcile import explain

__all__ = ["budget"]
TAXES: dict[str, Any] = {"code": "11", "basis": "Growth of 2 percent", "now": EARLY}


def test_how_far_revenue_came() -> None:
    one = Beside(code="11", expected=200, came=150)
    assert (one.more, one.percent) == (-50, 75)
    assert Beside(code="11", expected=0, came=5).percent is None


@pytest.mark.django_db
def test_what_is_expected_is_changed_by_whom_and_when_the_law_says(budget: Any) -> None:
    expect(budget=budget, **TAXES, minor=1000, actor=BUDGET)
    expect(budget=budget, **TAXES, minor=900, actor=BUDGET)
    assert list(budget.revenue.order_by("pk").values_list("minor", flat=True)) == [1000, -100]
    for actor in (UNIT, PARLIAMENT):
        with pytest.raises(Forbidden):
            expect(budget=budget, **TAXES, minor=1, actor=actor)
    with pytest.raises(EstimateUnfit) as refused:
        expect(budget=budget, code="99", minor=-1, basis=" ", actor=BUDGET, now=EARLY)
    assert [fault.place for fault in refused.value.faults] == ["code", "minor", "basis"]
    ask(budget, 100)
    proposed = to_parliament(budget)
    with pytest.raises(EstimateUnfit):
        expect(budget=proposed, **TAXES, minor=950, actor=PARLIAMENT)
    expect(budget=proposed, **TAXES, minor=950, motion="Motion 3", actor=PARLIAMENT)
    told = {"budget": budget, "code": "11", "basis": "x", "at": EARLY, "by": "x"}
    for wrong in ({"minor": 1}, {"minor": -951, "authority": "Motion 4"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RevenueEstimate.objects.create(**told, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        RevenueEstimate.objects.update(minor=5)
    enact.enact(budget=proposed, act="Bill 1", actor=PARLIAMENT, now=EARLY)
    proposed.refresh_from_db()
    with pytest.raises(NotInThisState):
        expect(budget=proposed, **TAXES, minor=1, motion="Motion 5", actor=PARLIAMENT)
    assert expected(budget=proposed) == {"11": 950}


@pytest.mark.django_db
def test_what_came_in_stands_beside_it(budget: Any) -> None:
    # The statement is of 2026, the budget made the same year's; what stays in suspense came in of no class.
    budget.year = 2026
    budget.save()
    expect(budget=budget, **TAXES, minor=1000, actor=BUDGET)
    take(statement(entry("R1", 700, text="tax"), entry("R2", 50)))
    found = BankEntry.objects.get(reference="R1")
    explain(entry=found, kind="revenue", target="11", why="a tax", actor=TREASURER, now=NOW)
    told = {one.code: (one.expected, one.came) for one in beside(budget=budget)}
    assert told == {"11": (1000, 700)} | dict.fromkeys(
        ("1111", "1112", "11411", "1142", "1151", "116", "1422", "143", "144"), (0, 0)
    )


@pytest.mark.django_db
def test_the_page_of_a_budgets_revenue(budget: Any) -> None:
    leader = official("leader", permissions.BUDGET)
    page = f"/treasury/desk/{budget.pk}/revenue/"
    assert page in text(leader, f"/treasury/desk/{budget.pk}/")
    assert "Nothing is estimated yet" in text(leader, page)
    assert post(leader, page, code="11", minor="1000", basis="").status_code == 422
    assert post(leader, page, code="11", minor="1000", basis="Growth").status_code == 302
    assert "Growth" in text(leader, page)
    assert official("member", permissions.PARLIAMENT).get(page).status_code == 404
