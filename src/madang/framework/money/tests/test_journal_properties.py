"""Whatever happens to charges, in whatever order, the books balance and nobody pays twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from madang.framework.identity.actor import system_actor
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money import books
from madang.framework.money.domain import journal
from madang.framework.money.gateways.sandbox import bank
from madang.framework.money.models import Charge, Payment, Refund, SandboxTransfer
from madang.framework.money.tests.conftest import HANA, NOON
from madang.framework.money.usecases import cancel, charge, hear, reconcile, refund, start_payment, waive
from madang.framework.values import Money, Refusal, clock

ACTOR = system_actor("test")
steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "charge",
                "start",
                "confirm",
                "decline",
                "hear",
                "expire",
                "cancel",
                "waive",
                "refund",
                "reconcile",
                "jobs",
            ]
        ),
        st.integers(0, 2),
        st.integers(0, 5000),
    ),
    max_size=25,
)


def happen(what: str, which: int, amount: int) -> None:
    """One random happening to the charge `which`; refusals are fine, anything else is not."""
    reference = f"R{which}"
    known = Charge.objects.filter(reference=reference).first()
    if what == "charge" or known is None:
        charge(
            payer=HANA,
            amount=Money(amount, "KRW" if which else "TRY"),
            purpose="Fee",
            reference=reference,
            account="revenue.fees",
            now=NOON,
            actor=ACTOR,
        )
    elif what == "start":
        start_payment(charge=known, return_url="/", actor=ACTOR, now=NOON)
    elif what in ("confirm", "decline", "hear", "expire"):
        _at_the_bank(known, what)
    elif what == "refund":
        refund(charge=known, reason="x", actor=ACTOR, now=NOON)
    elif what in ("cancel", "waive"):
        {"cancel": cancel, "waive": waive}[what](charge=known, reason="x", actor=ACTOR, now=NOON)
    elif what == "reconcile":
        reconcile(now=NOON + timedelta(hours=1))
    else:
        run_due_jobs(now=clock.now() + timedelta(minutes=1))


def _at_the_bank(known: Charge, what: str) -> None:
    payment = known.payments.order_by("id").last()
    if payment is None:
        return
    if what == "expire":
        Payment.objects.filter(pk=payment.pk, state="started").update(state="expired")
    elif what == "hear":
        hear(payment=payment, answer=bank.answer_of(SandboxTransfer.objects.get(token=payment.token)), now=NOON)
    else:
        with transaction.atomic():
            bank.conclude(token=payment.token, confirmed=what == "confirm", now=NOON)


class RandomHappenings(TestCase):
    """Each example runs in a transaction of its own."""

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_books_balance_after_any_series_of_happenings(self, happenings: list[tuple[str, int, int]]) -> None:
        for what, which, amount in happenings:
            try:
                with transaction.atomic():
                    happen(what, which, amount)
            except Refusal:
                continue
        connection.check_constraints()
        self.balanced()
        self.nobody_paid_twice()
        run_due_jobs(now=clock.now() + timedelta(minutes=1))
        self.bank_agrees()

    def balanced(self) -> None:
        totals: dict[str, int] = {}
        for (_account, currency), minor in books.trial_balance().items():
            totals[currency] = totals.get(currency, 0) + minor
        assert set(totals.values()) <= {0}

    def nobody_paid_twice(self) -> None:
        for one in Charge.objects.all():
            settled = one.payments.filter(state="settled").count()
            assert settled <= 1
            assert (one.state in ("paid", "refunded")) == (settled == 1)

    def bank_agrees(self) -> None:
        for currency in ("KRW", "TRY"):
            came = sum(one.minor for one in Payment.objects.filter(state__in=("settled", "surplus"), currency=currency))
            went = sum(one.minor for one in Refund.objects.filter(state="sent", currency=currency))
            assert books.balance(account=journal.BANK, currency=currency).minor == came - went
            assert books.balance(account=journal.SUSPENSE, currency=currency).minor == 0
            assert books.balance(account=journal.REFUNDS_PAYABLE, currency=currency).minor == 0
            sent = sum(sum(one.refunded.values()) for one in SandboxTransfer.objects.filter(currency=currency))
            assert sent == went


amounts = st.builds(Money, st.integers(1, 10**12), st.sampled_from(["KRW", "TRY"]))


@given(amounts, st.sampled_from([journal.surplus_came, journal.surplus_owed, journal.refund_sent]))
def test_every_posting_balances(amount: Money, rule: Any) -> None:
    journal.check(postings=rule(amount=amount))


@given(amounts, st.sampled_from([journal.charged, journal.charge_dropped, journal.settled, journal.refund_owed]))
def test_every_posting_on_revenue_balances(amount: Money, rule: Any) -> None:
    journal.check(postings=rule(amount=amount, revenue="revenue.fees"))


def test_a_single_posting_is_no_entry() -> None:
    with pytest.raises(journal.Unbalanced):
        journal.check(postings=(journal.Posting("bank", Money(0, "KRW")),))
