"""From ceilings to the vote: who may change what when, and what the vote opens."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.identity.usecases.assign_duty import open_office
from madang.framework.values import clock
from madang.systems.treasury.domain.formulation import BudgetLaw, Round, State, Version, calendar_of, over_contingency
from madang.systems.treasury.models import Budget, BudgetChange, BudgetItem, BudgetLine
from madang.systems.treasury.tests.conftest import BUDGET, CODES, NOW, PARLIAMENT, UNIT, open_demo_line
from madang.systems.treasury.usecases import change_item, enact, formulate, permissions
from madang.systems.treasury.usecases.compare import compare
from madang.systems.treasury.usecases.formulate import CeilingGiven
from madang.systems.treasury.usecases.open_line import open_line
from madang.systems.treasury.usecases.plan_allotment import release_due

OTHER = {**CODES, "economic": "3112"}
EARLY = datetime(2026, 4, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def budget(db: None) -> Budget:
    """The budget of 2027, open for requests, with a ceiling of 1,000 for the office and 700 for a programme."""
    open_office(code="1741000", name="Office", actor=system_actor("test"), now=EARLY)
    made = formulate.open_budget(year=2027, actor=BUDGET, now=EARLY)
    ceilings = [
        CeilingGiven(office="1741000", year=2027, minor=1000),
        CeilingGiven(office="1741000", year=2027, minor=700, programme="1100"),
        CeilingGiven(office="1741000", year=2028, minor=1100),
    ]
    formulate.set_ceilings(budget=made, ceilings=ceilings, actor=BUDGET, now=EARLY)
    return made


def ask(budget: Budget, minor: int, codes: dict[str, str] = CODES, **more: object) -> BudgetItem:
    given = {"justification": "Two more buildings", "actor": UNIT, "now": EARLY} | more
    return change_item.request_item(budget=budget, codes=codes, minor=minor, **given)


def to_parliament(budget: Budget, **more: object) -> Budget:
    formulate.start_review(budget=budget, actor=BUDGET, now=EARLY)
    given = {"provisions": "General provisions art. 7", "transfers_between": False} | more
    return formulate.propose(budget=budget, actor=BUDGET, now=EARLY, **given)


def amend(budget: Budget, minor: int, codes: dict[str, str] = CODES, **more: object) -> BudgetItem:
    given = {"reason": "Too many", "motion": "Motion 12", "actor": PARLIAMENT, "now": EARLY} | more
    return change_item.amend_item(budget=budget, codes=codes, minor=minor, **given)


def test_a_budget_becomes_law_and_opens_its_lines(budget: Budget) -> None:
    item = ask(budget, 600)
    ask(budget, 80, OTHER)
    formulate.start_review(budget=budget, actor=BUDGET, now=EARLY)
    change_item.review_item(item=item, minor=-50, reason="Prices fell", actor=BUDGET, now=EARLY)
    formulate.propose(budget=budget, provisions="", transfers_between=True, actor=BUDGET, now=EARLY)
    amend(budget, -30)
    assert enact.enact(budget=budget, act="Bill 2200001, 2026-12-02", actor=PARLIAMENT, now=EARLY) == 2
    line = BudgetLine.objects.get(year=2027, economic="22")
    assert (line.appropriated, line.titles["en"]) == (520, "Running the government buildings")
    item.refresh_from_db()
    assert (item.requested, item.proposed, item.voted) == (600, 550, 520)
    assert list(item.changes.values_list("round", "minor")) == [("request", 600), ("review", -50), ("amendment", -30)]


def test_a_supplementary_budget_adds_to_the_lines_and_may_cut_them(budget: Budget) -> None:
    ask(budget, 600)
    to_parliament(budget)
    enact.enact(budget=budget, act="Bill 1", actor=PARLIAMENT, now=EARLY)
    with pytest.raises(formulate.BudgetOpen):
        formulate.open_budget(year=2027, actor=BUDGET, now=EARLY)
    second = formulate.open_budget(year=2027, cause="A typhoon", actor=BUDGET, now=EARLY)
    assert second.serial == 1
    ask(second, -100)
    ask(second, 40, OTHER)
    to_parliament(second)
    enact.enact(budget=second, act="Bill 2", actor=PARLIAMENT, now=EARLY)
    assert dict(BudgetLine.objects.filter(year=2027).values_list("economic", "appropriated")) == {"22": 500, "3112": 40}
    rows = compare(first=(budget, Version.VOTED), second=(second, Version.VOTED))
    assert [(row.economic, row.before, row.after, row.change) for row in rows] == [
        ("22", 600, -100, -700),
        ("3112", 0, 40, 40),
    ]


def test_requests_beyond_a_ceiling_say_which_and_by_how_much(budget: Budget) -> None:
    ask(budget, 650)
    with pytest.raises(change_item.CeilingExceeded) as refused:
        ask(budget, 51, OTHER)
    assert (refused.value.values["allowed"], refused.value.values["excess"]) == ("₩700", "₩1")
    with pytest.raises(change_item.CeilingExceeded):
        ask(budget, 351, {**CODES, "activity": "3300-3331-301"})
    assert BudgetChange.objects.count() == 1


def test_requests_after_their_day_are_refused_until_the_office_extends_it(budget: Budget) -> None:
    late = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    with pytest.raises(change_item.RequestsClosed):
        ask(budget, 1, now=late)
    formulate.extend_requests(budget=budget, until=date(2026, 6, 5), reason="Corrections", actor=BUDGET, now=late)
    ask(budget, 1, now=late)


def test_each_round_is_open_to_its_own_people_in_its_own_time(budget: Budget) -> None:
    item = ask(budget, 100)
    with pytest.raises(formulate.NotInThisState):
        change_item.review_item(item=item, minor=-1, reason="x", actor=BUDGET, now=EARLY)
    with pytest.raises(Forbidden):
        ask(budget, 1, actor=BUDGET)
    with pytest.raises(Forbidden):
        formulate.start_review(budget=budget, actor=UNIT, now=EARLY)
    to_parliament(budget)
    with pytest.raises(formulate.NotInThisState):
        ask(budget, 1)
    with pytest.raises(Forbidden):
        enact.enact(budget=budget, act="x", actor=BUDGET, now=EARLY)
    with pytest.raises(enact.ActMissing):
        enact.enact(budget=budget, act=" ", actor=PARLIAMENT, now=EARLY)


def test_parliament_raises_nothing_without_the_governments_consent(budget: Budget) -> None:
    # Constitution art. 57: neither a raise nor a new item without the consent.
    ask(budget, 100)
    to_parliament(budget)
    for codes in (CODES, OTHER):
        with pytest.raises(change_item.ConsentMissing):
            amend(budget, 1, codes)
    assert amend(budget, 5, OTHER, consent="Letter of the minister 2026-11-30").voted == 5
    with pytest.raises(change_item.BelowNothing):
        amend(budget, -101)


def test_every_fault_of_a_change_is_told(budget: Budget) -> None:
    with pytest.raises(change_item.ChangeUnfit) as refused:
        amend(budget, 0, reason=" ", motion="")
    assert {fault.place for fault in refused.value.faults} == {"amount", "reason", "motion"}
    bad = [CeilingGiven(office="none", year=2040, minor=-1)]
    with pytest.raises(formulate.CeilingUnfit) as unfit:
        formulate.set_ceilings(budget=budget, ceilings=bad, actor=BUDGET, now=EARLY)
    assert len(unfit.value.faults) == 3


def test_a_contingency_beyond_a_hundredth_is_not_proposed(budget: Budget) -> None:
    # National Finance Act art. 22 (1): within 1/100 of the general account's total.
    ask(budget, 500)
    ask(budget, 6, {**CODES, "activity": "9900-9931-301", "economic": "2821", "function": "01.1"})
    formulate.start_review(budget=budget, actor=BUDGET, now=EARLY)
    with pytest.raises(formulate.ContingencyTooLarge) as refused:
        formulate.propose(budget=budget, provisions="", transfers_between=False, actor=BUDGET, now=EARLY)
    assert refused.value.values["excess"] == "₩1"


def test_the_database_keeps_items_and_states(budget: Budget) -> None:
    item = ask(budget, 10)
    for broken in (
        lambda: BudgetItem.objects.filter(pk=item.pk).update(voted=1),
        lambda: BudgetChange.objects.filter(item=item).update(minor=1),
        lambda: Budget.objects.filter(pk=budget.pk).update(state=State.PROPOSED),
        lambda: BudgetChange.objects.create(
            item=item, round=Round.AMENDMENT, minor=1, reason="x", authority="x", at=NOW, by="x"
        ),
        lambda: BudgetChange.objects.create(item=item, round=Round.REQUEST, minor=-11, reason="x", at=NOW, by="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_without_a_budget_the_old_one_goes_on_and_counts_as_the_new(budget: Budget) -> None:
    # Constitution art. 54 (3); National Finance Act art. 55 (2).
    open_demo_line()
    january = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)
    with pytest.raises(enact.NotYetProvisional):
        enact.go_on_provisionally(year=2027, activities=[CODES["activity"]], actor=BUDGET, now=EARLY)
    assert enact.go_on_provisionally(year=2027, activities=[CODES["activity"]], actor=BUDGET, now=january) == 1
    assert BudgetLine.objects.get(year=2027).appropriated == 1000
    ask(budget, 650)
    to_parliament(budget)
    enact.enact(budget=budget, act="Bill 3", actor=PARLIAMENT, now=january)
    assert BudgetLine.objects.get(year=2027).appropriated == 650
    assert release_due(now=january) == 0


LAW = BudgetLaw(
    midterm_by="01-31",
    guidelines_by="03-31",
    requests_by="05-31",
    submission_days=120,
    vote_days=30,
    contingency_percent=1,
    increase_needs_consent=True,
)


def test_the_budget_office_lets_old_lines_go_on_from_its_desk(db: None, browser: Callable[..., Client]) -> None:
    year = timezone.localdate(clock.now()).year
    open_line(year=year - 1, codes=CODES, titles={"en": "Buildings"}, minor=700, actor=BUDGET, now=NOW)
    officer = browser(permissions.BUDGET)
    address = reverse("treasury:provisional")
    assert address in officer.get(reverse("treasury:desk")).content.decode()
    assert "Buildings" in officer.get(address).content.decode()
    assert officer.post(address, {}).status_code == 422
    officer.post(address, {"activities": [CODES["activity"]]})
    assert BudgetLine.objects.get(year=year).appropriated == 700
    assert browser(permissions.UNIT).get(address).status_code == 403


def test_the_days_of_the_budget_of_2026_are_those_of_the_law() -> None:
    # National Assembly: the budget of 2026 was due on 3 September 2025 and its vote on 2 December 2025.
    days = calendar_of(year=2026, law=LAW)
    assert (days.requests_by, days.submitted_by, days.voted_by) == (
        date(2025, 5, 31),
        date(2025, 9, 3),
        date(2025, 12, 2),
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**15), st.integers(0, 10**15), st.integers(0, 100))
def test_what_is_cut_as_too_much_just_fits(contingency: int, total: int, percent: int) -> None:
    excess = over_contingency(contingency=contingency, total=total, percent=percent)
    assert over_contingency(contingency=contingency - excess, total=total, percent=percent) == 0
    if excess:
        assert over_contingency(contingency=contingency - excess + 1, total=total, percent=percent) == 1
