"""Random sequences of everything that spends, on the real database, beside a model of a few sums.

The model is the law alone (National Finance Act arts. 45 and 47: nothing beyond the budget and its allotment; each stage within
the one before). What it allows happens, what it does not is refused, and after each step the line and the books agree with it.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from madang.framework.money import books
from madang.framework.values import Refusal
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.models import Commitment, Obligation, PaymentBatch, PaymentOrder
from madang.systems.treasury.tests.conftest import (
    BUDGET,
    CHECKER,
    CLERK,
    FIRST,
    NOW,
    SECOND,
    TREASURER,
    open_demo_line,
)
from madang.systems.treasury.tests.test_payments import entry, file, take
from madang.systems.treasury.usecases.open_line import allot
from madang.systems.treasury.usecases.pay import approve, prepare, send_back
from madang.systems.treasury.usecases.spend import commit, release, verify

AMOUNTS = st.integers(1, 400)


@dataclass
class Promise:
    """What the model knows of a commitment: how much of it is neither claimed nor released."""

    row: Commitment
    left: int


@dataclass
class Claim:
    """A verified claim that no live order pays."""

    row: Obligation
    minor: int


class Spending(RuleBasedStateMachine):
    """One line of 1,000, of which 600 are allotted at first."""

    promises: Bundle[Promise] = Bundle("promises")
    claims: Bundle[Claim] = Bundle("claims")
    batches: Bundle[tuple[PaymentBatch, Claim]] = Bundle("batches")

    def __init__(self) -> None:
        """Everything of an example lies in a transaction that is rolled back."""
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.line = open_demo_line()
        self.sums = {Stage.ALLOTMENT: 600, Stage.COMMITMENT: 0, Stage.OBLIGATION: 0, Stage.ORDER: 0, Stage.PAYMENT: 0}
        self.steps = 0

    def tries(self, *, allowed: bool, act: Any) -> Any:
        """Does `act`, which must be refused exactly when the model does not allow it; None where it was refused."""
        if allowed:
            return act()
        with pytest.raises(Refusal), transaction.atomic():
            act()
        return None

    @rule(minor=AMOUNTS)
    def allot(self, minor: int) -> None:
        allowed = self.sums[Stage.ALLOTMENT] + minor <= 1000
        self.tries(allowed=allowed, act=lambda: allot(line=self.line, minor=minor, actor=BUDGET, now=NOW))
        self.sums[Stage.ALLOTMENT] += minor * allowed

    @rule(minor=AMOUNTS, target=promises)
    def commit(self, minor: int) -> Any:
        allowed = self.sums[Stage.COMMITMENT] + minor <= self.sums[Stage.ALLOTMENT]
        words = {"payee": "S", "account": "12345678", "purpose": "x"}
        made = self.tries(
            allowed=allowed, act=lambda: commit(line=self.line, minor=minor, actor=CLERK, now=NOW, **words)
        )
        self.sums[Stage.COMMITMENT] += minor * allowed
        return Promise(made, minor) if made else multiple()

    @rule(promise=promises, minor=AMOUNTS, target=claims)
    def verify(self, promise: Promise, minor: int) -> Any:
        allowed, self.steps = minor <= promise.left, self.steps + 1
        row, invoice = Commitment.objects.get(pk=promise.row.pk), str(self.steps)
        made = self.tries(
            allowed=allowed,
            act=lambda: verify(commitment=row, invoice=invoice, minor=minor, actor=CHECKER, now=NOW),
        )
        promise.left -= minor * allowed
        self.sums[Stage.OBLIGATION] += minor * allowed
        return Claim(made, minor) if made else multiple()

    @rule(promise=promises)
    def release(self, promise: Promise) -> None:
        row = Commitment.objects.get(pk=promise.row.pk)
        assert release(commitment=row, actor=CLERK, now=NOW) == promise.left
        self.sums[Stage.COMMITMENT] -= promise.left
        promise.left = 0

    @rule(claim=consumes(claims), target=batches)
    def prepare(self, claim: Claim) -> tuple[PaymentBatch, Claim]:
        batch = prepare(obligations=[claim.row], actor=TREASURER, now=NOW)
        with pytest.raises(Refusal), transaction.atomic():
            prepare(obligations=[claim.row], actor=TREASURER, now=NOW)
        self.sums[Stage.ORDER] += claim.minor
        return batch, claim

    @rule(pair=consumes(batches), target=claims)
    def send_back(self, pair: tuple[PaymentBatch, Claim]) -> Claim:
        send_back(batch=pair[0], reason="not yet", actor=FIRST, now=NOW)
        self.sums[Stage.ORDER] -= pair[1].minor
        return pair[1]

    @rule(pair=consumes(batches))
    def pay(self, pair: tuple[PaymentBatch, Claim]) -> None:
        batch, claim = pair
        approve(batch=approve(batch=batch, actor=FIRST, now=NOW), actor=SECOND, now=NOW)
        order, self.steps = PaymentOrder.objects.get(batch=batch), self.steps + 1
        data = file(entry(order, reference=f"R{self.steps}", minor=-claim.minor))
        assert take(data) == {"paid": 1}
        assert take(data) == {"known": 1}
        self.sums[Stage.PAYMENT] += claim.minor

    @invariant()
    def the_line_and_the_books_agree(self) -> None:
        self.line.refresh_from_db()
        assert {stage: self.line.amounts[stage] for stage in self.sums} == self.sums
        by_currency: dict[str, int] = {}
        for (_account, currency), minor in books.trial_balance().items():
            by_currency[currency] = by_currency.get(currency, 0) + minor
        assert set(by_currency.values()) <= {0}

    def teardown(self) -> None:
        """What the database checks at a commit is checked, and then nothing stays."""
        connection.check_constraints()
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_the_line_and_the_books_hold() -> None:
    # Without shrinking, which takes minutes on a database; a failing sequence is short enough to read.
    held = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(Spending, settings=held)
