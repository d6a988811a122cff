"""No stage exceeds the stage before it, whoever tries and however many."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.identity.may import Forbidden
from madang.framework.money.models import Entry
from madang.systems.treasury.domain.control import CHAIN, Stage, exceeded
from madang.systems.treasury.models import BudgetLine, Commitment, Movement
from madang.systems.treasury.tests.conftest import BUDGET, CHECKER, CLERK, CODES, FIRST, NOW
from madang.systems.treasury.usecases.move import AmountUnfit, LimitExceeded
from madang.systems.treasury.usecases.open_line import UnknownCodes, allot, open_line
from madang.systems.treasury.usecases.spend import (
    AccountUnfit,
    BeyondCommitment,
    OwnCommitment,
    commit,
    release,
    verify,
)

pytestmark = pytest.mark.usefixtures("classes")
PAYEE = {"payee": "Supplier", "account": "12345678901234", "purpose": "Chairs"}


def promise(line: BudgetLine, minor: int) -> Commitment:
    return commit(line=line, minor=minor, actor=CLERK, now=NOW, **PAYEE)


def test_a_refusal_names_the_limit_and_by_how_much(line: BudgetLine) -> None:
    promise(line, 500)
    with pytest.raises(LimitExceeded) as refused:
        promise(line, 101)
    with translation.override("en"):
        told = str(refused.value)
    assert "₩600" in told
    assert "₩601" in told
    assert "₩1 too much" in told
    line.refresh_from_db()
    assert line.committed == 500


def test_allotment_stays_within_the_appropriation(line: BudgetLine) -> None:
    with pytest.raises(LimitExceeded):
        allot(line=line, minor=401, actor=BUDGET, now=NOW)


def test_what_is_not_used_is_released_and_can_be_promised_again(line: BudgetLine) -> None:
    first = promise(line, 600)
    verify(commitment=first, invoice="1", minor=200, actor=CHECKER, now=NOW)
    assert release(commitment=first, actor=CLERK, now=NOW) == 400
    assert release(commitment=first, actor=CLERK, now=NOW) == 0
    promise(line, 400)
    with pytest.raises(BeyondCommitment):
        verify(commitment=first, invoice="2", minor=1, actor=CHECKER, now=NOW)


def test_claims_of_one_commitment_are_numbered_also_where_it_was_read_before_the_first(line: BudgetLine) -> None:
    made = promise(line, 100)
    read_before = Commitment.objects.get(pk=made.pk)
    first = verify(commitment=made, invoice="1", minor=40, actor=CHECKER, now=NOW)
    second = verify(commitment=read_before, invoice="2", minor=60, actor=CHECKER, now=NOW)
    assert (first.number, second.number) == (f"{made.number}-1", f"{made.number}-2")
    made.refresh_from_db()
    line.refresh_from_db()
    assert (made.obligated, line.obligated) == (100, 100)
    # A refused claim leaves nothing: no movement, no entry in the books.
    with pytest.raises(BeyondCommitment):
        verify(commitment=read_before, invoice="3", minor=1, actor=CHECKER, now=NOW)
    assert Movement.objects.filter(line=line, stage=Stage.OBLIGATION.value).count() == 2
    assert Entry.objects.filter(kind="obligation_verified").count() == 2


def test_who_commits_does_not_verify(line: BudgetLine) -> None:
    made = promise(line, 10)
    with pytest.raises(OwnCommitment):
        verify(commitment=made, invoice="1", minor=10, actor=CLERK, now=NOW)
    with pytest.raises(Forbidden):
        verify(commitment=made, invoice="1", minor=10, actor=FIRST, now=NOW)


@pytest.mark.parametrize("minor", [0, -5, 10**15 + 1])
def test_an_impossible_amount_is_refused(line: BudgetLine, minor: int) -> None:
    with pytest.raises(AmountUnfit):
        promise(line, minor)


def test_the_iban_of_the_standard_holds_and_a_slip_in_it_does_not(line: BudgetLine) -> None:
    # ISO 13616-1 example, in the IBAN registry: GB29 NWBK 6016 1331 9268 19.
    commit(line=line, payee="x", account="GB29NWBK60161331926819", purpose="x", minor=1, actor=CLERK, now=NOW)
    with pytest.raises(AccountUnfit):
        commit(line=line, payee="x", account="GB29NWBK60161331926818", purpose="x", minor=1, actor=CLERK, now=NOW)


@pytest.mark.django_db
def test_every_unknown_code_is_named() -> None:
    with pytest.raises(UnknownCodes) as refused:
        open_line(year=2026, codes={**CODES, "economic": "99", "fund": "x"}, titles={}, minor=1, actor=BUDGET, now=NOW)
    assert {fault.place for fault in refused.value.faults} == {"economic", "fund"}
    assert not BudgetLine.objects.exists()


def test_the_database_refuses_a_line_changed_by_hand_and_a_movement_rewritten(line: BudgetLine) -> None:
    with pytest.raises(IntegrityError, match="movements alone"), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(paid=1)
    with pytest.raises(IntegrityError, match="appended only"), transaction.atomic():
        Movement.objects.filter(line=line).update(minor=1)


def test_everybody_reads_the_lines(line: BudgetLine) -> None:
    page = Client().get(reverse("treasury:spending"))
    assert page.status_code == 200
    assert "Buildings" in page.content.decode()
    assert len(page.content) < 100_000


# On a loaded machine Hypothesis takes long to read the program's constants before its first example.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(list(Stage)), st.integers(-50, 100)), max_size=40))
def test_whatever_is_tried_the_chain_holds(steps: list[tuple[Stage, int]]) -> None:
    amounts = dict.fromkeys(Stage, 0)
    for stage, minor in steps:
        if exceeded(amounts=amounts, stage=stage, minor=minor) is None:
            amounts[stage] += minor
        totals = [amounts[one] for one in CHAIN]
        totals[0] += amounts[Stage.TRANSFER] + amounts[Stage.CARRY_OVER]
        assert totals == sorted(totals, reverse=True)
        assert totals[-1] >= 0
        assert 0 <= amounts[Stage.FREEZE] <= amounts[Stage.ALLOTMENT] - amounts[Stage.COMMITMENT]
        assert amounts[Stage.APPROPRIATION] + amounts[Stage.TRANSFER] >= 0
