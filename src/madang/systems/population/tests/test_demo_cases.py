"""The registrar of the demonstration finds work at the first start."""

from datetime import date, timedelta

import pytest

from madang.framework.cases.models import Case, Objection, Supplement
from madang.framework.cases.usecases import answer_objection, decide
from madang.framework.cases.worklist import worklist
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.who import actor_of
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import clock
from madang.systems.population.demo import load_demo
from madang.systems.population.models import Person
from madang.systems.population.usecases.open_demo_cases import REPORTS
from madang.systems.population.usecases.procedures import describe

pytestmark = pytest.mark.django_db


@once_a_file
def opened() -> list[tuple[str, str, str, str]]:
    """The cases that loading opens where an official works."""
    for one in pack().data("offices"):
        Office.objects.get_or_create(code=one["code"], defaults={"name": one["name"], "region": one["region"]})
    account = Account.objects.create(login="registrar", name="한지원", created_at=clock.now())
    DutyAssignment.objects.create(
        account=account, office_id="3000000", duty="population.registrar", assigned_from=date(2026, 1, 2)
    )
    return loaded()


@pytest.fixture
def official(opened) -> Actor:
    return actor_of(account=Account.objects.get(login="registrar"), now=clock.now())


def loaded() -> list[tuple[str, str, str, str]]:
    load_demo(country="kr", population=400, now=clock.now(), progress=lambda *_told: None)
    return list(Case.objects.order_by("id").values_list("procedure", "applicant_key", "state", "applicant_name"))


def test_the_worklist_has_new_overdue_and_waiting_reports_and_an_objection(opened, official: Actor) -> None:
    assert len(opened) == len(REPORTS)
    page = worklist(official, now=clock.now())
    assert page.count == len(REPORTS)
    assert 2 <= page.late_count < len(REPORTS)
    assert Supplement.objects.filter(answered_at=None).count() == 1
    assert Objection.objects.filter(answered_at=None).count() == 1
    assert all(row.applicant for row in page.rows)
    for case in Case.objects.all():
        assert "시연용" in " ".join(str(value) for _label, value in describe(case))
        assert Person.objects.get(key=case.applicant_key).source == "generated"


def test_loading_again_opens_nothing_more_and_the_same_register_gives_the_same_reports(opened) -> None:
    assert loaded() == opened
    assert Case.objects.count() == len(REPORTS)


def test_the_official_can_decide_them(official: Actor) -> None:
    move = Case.objects.filter(procedure="population.move_in", state="filed").order_by("id").first()
    assert move is not None
    decide(case=move, outcome="granted", reasons="Agrees.", actor=official, now=clock.now() + timedelta(minutes=1))
    objected = Case.objects.get(state="objected")
    answer_objection(
        case=objected, outcome="dismissed", reasons="The paper is missing.", actor=official, now=clock.now()
    )
