"""The fiscal management plan: National Finance Act (Korea) art. 7 (five fiscal years, yearly, what changed against the plan
before) and art. 29 (2) (ceilings). Amounts are reckoned by hand.
"""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Office
from madang.framework.identity.usecases.assign_duty import open_office
from madang.systems.treasury.domain.classification import Dimension, Mapped
from madang.systems.treasury.domain.midterm import (
    average_growth,
    ceilings,
    differences,
    growth,
    rolled_on,
    totals,
    years_of,
)
from madang.systems.treasury.models import Budget, Ceiling, FiscalPlan, PlanFigure
from madang.systems.treasury.tests.conftest import BUDGET, CODES, UNIT, open_demo_line
from madang.systems.treasury.tests.test_formulation import EARLY, budget
from madang.systems.treasury.tests.test_pages import official, post, text
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.plan_midterm import (
    FigureGiven,
    PlanAdopted,
    PlanMissing,
    PlanUnderWay,
    PlanUnfit,
    adopt_plan,
    draft_plan,
    figures_of,
    set_figures,
    take_ceilings,
)

__all__ = ["budget"]
ROW = (CODES["office"], "1100", "22")
ONE = {ROW: {2026: 1000, 2027: 1050, 2028: 1155}, (ROW[0], "2200", "311"): {2026: 0, 2027: 50, 2028: 55}}


def test_a_plan_reaches_five_years_and_rolls_on() -> None:
    assert list(years_of(first=2026)) == [2026, 2027, 2028, 2029, 2030]
    assert rolled_on(figures=ONE, first=2027)[ROW] == {2027: 1050, 2028: 1155, 2029: 1155, 2030: 1155, 2031: 1155}


def test_how_spending_grows() -> None:
    by_year = totals(figures=ONE)
    assert by_year == {2026: 1000, 2027: 1100, 2028: 1210}
    # A tenth more in each year.
    assert growth(by_year=by_year) == {2027: 100, 2028: 100}
    assert average_growth(by_year=by_year) == pytest.approx(10)
    # 1,004 to 1,003: a thousandth less, to the nearest.
    assert growth(by_year={2026: 1004, 2027: 1003, 2028: 0, 2029: 5}) == {2027: -1, 2028: -1000}


def test_ceilings_are_the_sums_of_an_office_and_of_its_programmes() -> None:
    assert ceilings(figures=ONE, since=2027) == {
        (ROW[0], "1100", 2027): 1050,
        (ROW[0], "1100", 2028): 1155,
        (ROW[0], "2200", 2027): 50,
        (ROW[0], "2200", 2028): 55,
        (ROW[0], "", 2027): 1100,
        (ROW[0], "", 2028): 1210,
    }


def test_two_plans_are_compared_under_the_codes_of_the_later() -> None:
    split = [
        Mapped(dimension=Dimension.PROGRAMME, year=2027, old="1100", new=new, share=share)
        for new, share in (("1110", 7000), ("1120", 3000))
    ]
    after = {(ROW[0], "1110", "22"): {2027: 800}, (ROW[0], "1120", "22"): {2027: 400}}
    found = differences(before={ROW: {2027: 1000}}, after=after, mappings=split, until=2027)
    assert {one.programme: one.change(2027) for one in found} == {"1110": 100, "1120": 100}


def planned() -> FiscalPlan:
    if not Office.objects.filter(code=ROW[0]).exists():
        open_office(code=ROW[0], name="Office", actor=system_actor("test"), now=EARLY)
    open_demo_line()
    return draft_plan(year=2026, aims="Safety first", actor=BUDGET, now=EARLY)


def given(**other: Any) -> FigureGiven:
    told: dict[str, Any] = {"office": ROW[0], "programme": "1100", "economic": "22", "year": 2027, "minor": 1200}
    return FigureGiven(**(told | other))


@pytest.mark.django_db
def test_a_plan_begins_with_the_budget_and_stays_once_adopted() -> None:
    made = planned()
    assert figures_of(plan=made) == {ROW: dict.fromkeys(range(2026, 2031), 1000)}
    with pytest.raises(PlanUnderWay):
        draft_plan(year=2026, aims="x", actor=BUDGET, now=EARLY)
    with pytest.raises(Forbidden):
        set_figures(plan=made, figures=[given()], actor=UNIT, now=EARLY)
    with pytest.raises(PlanUnfit) as refused:
        set_figures(plan=made, figures=[given(office="x", programme="y", year=2031, minor=-1)], actor=BUDGET, now=EARLY)
    assert [fault.place for fault in refused.value.faults] == ["office", "programme", "year2031", "year2031"]
    set_figures(plan=made, figures=[given()], actor=BUDGET, now=EARLY)
    adopt_plan(plan=made, resolution="Cabinet 37", actor=BUDGET, now=EARLY)
    with pytest.raises(PlanAdopted):
        set_figures(plan=made, figures=[given()], actor=BUDGET, now=EARLY)
    for change in (
        lambda: FiscalPlan.objects.update(aims="other"),
        lambda: PlanFigure.objects.update(minor=1),
        lambda: PlanFigure.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            change()
    another = draft_plan(year=2026, aims="After the flood", actor=BUDGET, now=EARLY)
    assert (another.edition, figures_of(plan=another)[ROW][2027]) == (2, 1200)
    with pytest.raises(IntegrityError, match="does not reach 2031"), transaction.atomic():
        PlanFigure.objects.create(plan=another, office="x", programme="x", economic="x", year=2031, minor=1)


@pytest.mark.django_db
def test_ceilings_of_a_budget_follow_from_the_adopted_plan(budget: Budget) -> None:
    made = planned()
    Ceiling.objects.all().delete()
    with pytest.raises(PlanMissing):
        take_ceilings(budget=budget, actor=BUDGET, now=EARLY)
    set_figures(plan=made, figures=[given(), given(economic="311", minor=300)], actor=BUDGET, now=EARLY)
    adopt_plan(plan=made, resolution="Cabinet 37", actor=BUDGET, now=EARLY)
    # The years 2027 to 2030, for the programme and for the office.
    assert take_ceilings(budget=budget, actor=BUDGET, now=EARLY) == 8
    found = budget.ceilings.filter(year=2027).order_by("programme").values_list("programme", "minor")
    assert list(found) == [("", 1500), ("1100", 1500)]


@pytest.mark.django_db
def test_the_pages_of_the_plan(visitor: Client) -> None:
    open_demo_line()
    leader, unit = official("leader", permissions.BUDGET), official("unit", permissions.UNIT)
    assert "No plan is made yet" in text(visitor, "/treasury/plan/")
    assert post(leader, "/treasury/plans/new/", year="2026", aims="Safety first").status_code == 302
    made = FiscalPlan.objects.get()
    page = f"/treasury/plans/{made.pk}/"
    assert unit.get(page).status_code == 404
    codes = {"office": ROW[0], "programme": "1100", "economic": "22"}
    assert post(leader, f"{page}figures/", **codes, year2027="1100").status_code == 302
    assert post(leader, f"{page}adopt/", resolution="").status_code == 422
    assert post(leader, f"{page}adopt/", resolution="Cabinet 37").status_code == 302
    assert "Cabinet 37" in text(unit, page)
    shown = text(visitor, "/treasury/plan/")
    assert "10 % against the year before" in shown
    assert "₩1,100" in shown
    assert post(leader, "/treasury/plans/new/", year="2026", aims="After the flood").status_code == 302
    second = FiscalPlan.objects.get(edition=2)
    post(leader, f"/treasury/plans/{second.pk}/figures/", **codes, year2028="1300")
    assert "₩300" in text(leader, f"/treasury/plans/{second.pk}/?against={made.pk}")
