"""Money between lines, quarters and years: within the law, without loss, whoever tries."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.identity.usecases.assign_duty import open_office
from madang.systems.treasury.domain.allotments import Part, even_parts
from madang.systems.treasury.domain.transfers import report_due
from madang.systems.treasury.models import Budget, BudgetLine, Commitment, Movement, Transfer
from madang.systems.treasury.tests.conftest import BUDGET, CHECKER, CLERK, CODES, NOW, UNIT
from madang.systems.treasury.usecases import permissions, plan_allotment
from madang.systems.treasury.usecases.ask_carry_over import CarryOverUnfit, NothingToCarry, ask_carry_over
from madang.systems.treasury.usecases.ask_transfer import BeyondRoom, TransferUnfit, ask_transfer
from madang.systems.treasury.usecases.execute_transfer import OwnTransfer
from madang.systems.treasury.usecases.move import LimitExceeded
from madang.systems.treasury.usecases.open_line import open_line
from madang.systems.treasury.usecases.spend import commit, verify

CHIEF = Actor(kind=ActorKind.OFFICIAL, name="chief", account_id=77, duties=(Duty("MPB", "MPB", permissions.BUDGET),))
pytestmark = pytest.mark.usefixtures("classes")


def another(minor: int = 500, **codes: str) -> BudgetLine:
    given = {**CODES, "economic": "3112", **codes}
    return open_line(year=2026, codes=given, titles={"en": "Machines"}, minor=minor, actor=BUDGET, now=NOW)


def move(source: BudgetLine, target: BudgetLine, minor: int, **more: object) -> Transfer:
    given = {"ground": "", "reason": "Prices", "actor": UNIT, "now": NOW} | more
    return ask_transfer(source=source, target=target, minor=minor, **given)


def answer(made: Transfer, outcome: str = "granted", actor: Actor = CHIEF) -> None:
    decide(case=Case.objects.get(number=made.case), outcome=outcome, reasons="Checked", actor=actor, now=NOW)


def promise(line: BudgetLine, minor: int, *, now: datetime = NOW) -> Commitment:
    return commit(line=line, payee="S", account="12345678", purpose="x", minor=minor, actor=CLERK, now=now)


@pytest.fixture
def voted(db: None) -> Budget:
    """The year's budget is enacted, with leave to transfer between programmes."""
    for code in ("1741000", "MPB"):
        open_office(code=code, name=code, actor=system_actor("test"), now=NOW)
    return Budget.objects.create(
        year=2026,
        state="enacted",
        requests_until=NOW.date(),
        transfers_between=True,
        opened_at=NOW,
        enacted_at=NOW,
        act="Bill",
    )


def test_within_a_programme_the_delegated_share_moves_at_once(line: BudgetLine) -> None:
    target = another()
    # 20 percent of 1,000 (parameter treasury.transfers.own_percent).
    assert move(line, target, 150).state == "done"
    assert move(line, target, 50).state == "done"
    line.refresh_from_db()
    target.refresh_from_db()
    assert (line.budget, target.budget) == (800, 700)


def test_beyond_the_share_the_budget_office_decides(line: BudgetLine, voted: Budget) -> None:
    target = another()
    made = move(line, target, 201)
    assert (made.kind, made.state) == ("within", "asked")
    assert Case.objects.get(number=made.case).office_code == "MPB"
    answer(made)
    line.refresh_from_db()
    target.refresh_from_db()
    assert (line.transferred, target.transferred) == (-201, 201)
    refused = move(line, target, 300)
    answer(refused, outcome="refused")
    line.refresh_from_db()
    assert line.transferred == -201


def test_what_is_let_go_and_not_promised_goes_along(line: BudgetLine, voted: Budget) -> None:
    # 1,000 appropriated, 600 let go, 100 promised: 900 are free, 500 of them let go.
    promise(line, 100)
    target = another()
    with pytest.raises(BeyondRoom) as refused:
        move(line, target, 901)
    assert (refused.value.values["allowed"], refused.value.values["excess"]) == ("₩900", "₩1")
    answer(move(line, target, 900))
    line.refresh_from_db()
    target.refresh_from_db()
    assert (line.budget, line.allotted, target.budget, target.allotted) == (100, 100, 1400, 500)


def test_a_granted_transfer_that_finds_no_room_any_more_stays_undecided(line: BudgetLine, voted: Budget) -> None:
    made = move(line, another(), 900)
    promise(line, 600)
    with pytest.raises(LimitExceeded):
        answer(made)
    made.refresh_from_db()
    assert made.state == "asked"
    assert Case.objects.get(number=made.case).state != "decided"


def test_who_asks_does_not_decide(line: BudgetLine, voted: Budget) -> None:
    both = Actor(
        kind=ActorKind.OFFICIAL,
        name="both",
        account_id=5,
        duties=(Duty("1741000", "x", permissions.UNIT), Duty("MPB", "x", permissions.BUDGET)),
    )
    made = move(line, another(), 300, actor=both)
    with pytest.raises(OwnTransfer):
        answer(made, actor=both)


def test_between_programmes_only_with_leave_and_a_ground(line: BudgetLine) -> None:
    # National Finance Act art. 47 (1); art. 46 (3) no. 1 for activities outside the budget.
    far = another(activity="3300-3331-302")
    with pytest.raises(TransferUnfit) as refused:
        move(line, far, 10, reason=" ")
    assert {fault.code.rpartition(".")[2] for fault in refused.value.faults} == {
        "not_voted",
        "ground_missing",
        "reason_missing",
    }
    road = another(activity="1100-1131-302", fund="road")
    with pytest.raises(TransferUnfit):
        move(line, road, 10)


def test_the_contingency_serves_what_the_budget_did_not_foresee(line: BudgetLine, voted: Budget) -> None:
    # National Finance Act arts. 22, 51: asked for by the office that needs it, decided for each case.
    reserve = another(activity="9900-9931-301", economic="2821", function="01.1", office="MPB")
    made = move(reserve, line, 80)
    assert made.kind == "contingency"
    answer(made)
    line.refresh_from_db()
    assert line.budget == 1080
    with pytest.raises(TransferUnfit):
        move(line, reserve, 1)


def test_the_report_to_parliament_is_due_a_month_after_the_quarter() -> None:
    # National Finance Act art. 46 (5): the last day of the month after the one in which the quarter ends.
    assert report_due(on=date(2026, 1, 1)) == date(2026, 4, 30)
    assert report_due(on=date(2026, 6, 30)) == date(2026, 7, 31)
    assert report_due(on=date(2026, 12, 31)) == date(2027, 1, 31)


def test_a_promise_beyond_this_quarters_allotment_is_refused_until_the_next_begins(db: None) -> None:
    line = another(minor=1000)
    plan_allotment.plan_allotment(line=line, parts=even_parts(minor=1000), actor=BUDGET, now=NOW)
    assert plan_allotment.release_due(now=NOW) == 2
    assert plan_allotment.release_due(now=NOW) == 0
    with pytest.raises(LimitExceeded) as refused:
        promise(line, 501)
    assert (refused.value.values["allowed"], refused.value.values["excess"]) == ("₩500", "₩1")
    july = datetime(2026, 7, 1, 0, 5, tzinfo=UTC)
    assert plan_allotment.release_due(now=july) == 1
    promise(line, 501, now=july)


def test_a_plan_with_faults_names_each_and_changes_nothing(line: BudgetLine) -> None:
    parts = [Part(5, 0, 1), Part(1, 7, 1), Part(2, 0, 0), Part(3, 0, 1), Part(3, 0, 1)]
    with pytest.raises(plan_allotment.PlanUnfit) as refused:
        plan_allotment.plan_allotment(line=line, parts=parts, actor=BUDGET, now=NOW)
    assert [fault.place for fault in refused.value.faults] == ["0", "1", "2", "4"]
    with pytest.raises(plan_allotment.PlanBeyondBudget):
        plan_allotment.plan_allotment(line=line, parts=[Part(4, 0, 401)], actor=BUDGET, now=NOW)
    assert not line.parts.exists()


def test_frozen_money_is_not_promised(line: BudgetLine) -> None:
    plan_allotment.freeze(line=line, minor=200, reason="Revenue is short", actor=BUDGET, now=NOW)
    with pytest.raises(LimitExceeded) as refused:
        promise(line, 401)
    assert refused.value.values["excess"] == "₩1"
    promise(line, 400)
    with pytest.raises(LimitExceeded):
        plan_allotment.freeze(line=line, minor=1, reason="More", actor=BUDGET, now=NOW)
    plan_allotment.freeze(line=line, minor=-200, reason="Better", actor=BUDGET, now=NOW)
    promise(line, 200)


def test_a_promise_goes_over_into_the_next_year_once(line: BudgetLine, voted: Budget) -> None:
    # National Finance Act art. 48 (2) no. 2, (5): as committed, counted as let go, and not once more.
    made = promise(line, 500)
    verify(commitment=made, invoice="1", minor=200, actor=CHECKER, now=NOW)
    given = {"ground": "committed", "reason": "Late delivery", "actor": UNIT, "now": NOW}
    with pytest.raises(CarryOverUnfit):
        ask_carry_over(line=line, minor=299, commitment=made.number, **given)
    answer(ask_carry_over(line=line, minor=300, commitment=made.number, **given))
    line.refresh_from_db()
    later = BudgetLine.objects.get(year=2027)
    assert (line.carried, line.committed, later.carried, later.allotted, later.committed) == (-300, 200, 300, 300, 300)
    again = Commitment.objects.get(line=later)
    assert (again.payee, again.minor) == (made.payee, 300)
    with pytest.raises(CarryOverUnfit) as refused:
        ask_carry_over(line=later, minor=300, commitment=again.number, **given)
    assert [fault.code for fault in refused.value.faults] == ["treasury.carried_before"]


def test_carry_over_has_its_ground_its_measure_and_its_day(line: BudgetLine) -> None:
    given = {"reason": "x", "actor": UNIT}
    with pytest.raises(NothingToCarry):
        ask_carry_over(line=line, minor=1001, ground="tendered", now=NOW, **given)
    # Art. 48 (4): the statement is due on 31 January.
    late = datetime(2027, 1, 31, 15, 0, tzinfo=UTC)
    with pytest.raises(CarryOverUnfit):
        ask_carry_over(line=line, minor=1, ground="tendered", now=late, **given)


def test_the_database_lets_no_transfer_make_money(line: BudgetLine) -> None:
    def make_money() -> None:
        with transaction.atomic():
            Movement.objects.create(line=line, stage="transfer", minor=5, document="T", at=NOW, by="x")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="makes or loses money"):
        make_money()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10**15), st.booleans(), st.sets(st.tuples(st.integers(1, 4), st.just(0)), max_size=3))
def test_a_plan_gives_all_of_the_money_and_no_more(minor: int, monthly: bool, gone: set[tuple[int, int]]) -> None:
    parts = even_parts(minor=minor, monthly=monthly, gone=gone)
    assert sum(part.minor for part in parts) == minor
    assert not gone & {(part.quarter, part.month) for part in parts}
