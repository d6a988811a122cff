"""What any system pays back goes one way: asked of the treasury, paid, come back, paid to another account."""

from datetime import UTC, date, datetime

import pytest
from procrastinate.contrib.django import app

from madang.contracts.envelope import Envelope
from madang.contracts.treasury_v1 import RefundPaid, RefundReturned
from madang.exchange import refunds
from madang.framework.money import books
from madang.framework.money.models import Entry, Repayment
from madang.framework.values import Money
from madang.systems.customs.models import CustomsRefund
from madang.systems.customs.tests.declarations_world import SHOP, acting
from madang.systems.tax.models import Refund
from madang.systems.tax.tests.dues_world import HERSELF, taxpayer
from madang.systems.treasury.models import SystemRefund

pytestmark = pytest.mark.django_db
NOW, DAY, WON = datetime(2026, 6, 1, 1, 0, tzinfo=UTC), date(2026, 6, 3), "KRW"
ACCOUNT = "088-12345678901"


def owed(system: str) -> Repayment:
    """700 won, 30 of them interest, that somebody decided to give back."""
    told = {
        "number": "G-1",
        "minor": 670,
        "interest_minor": 30,
        "currency": WON,
        "account": ACCOUNT,
        "holder": "김하나",
    }
    told |= {"source": "A-1", "due_on": DAY, "decided_by": "account:9", "decided_at": NOW, "state": "owed"}
    if system == "tax":
        return Refund.objects.create(taxpayer=taxpayer(), tax="income", period="2025", claimed_at=NOW, **told)
    party = {"party_kind": SHOP.kind.value, "party_key": SHOP.key, "office_code": "KCS-020"}
    return CustomsRefund.objects.create(levy="duty", link="/customs/", **party, **told)


def hear(event: RefundPaid | RefundReturned) -> None:
    """As the exchange delivers it."""
    envelope = Envelope.__new__(Envelope)
    (refunds.hear_paid if isinstance(event, RefundPaid) else refunds.hear_returned)(event, envelope)


def paid(system: str, reference: str) -> RefundPaid:
    return RefundPaid(system=system, reference=reference, amount=Money(700, WON), paid_on=DAY)


def returned(system: str, reference: str, *, was_paid: bool) -> RefundReturned:
    told = {"amount": Money(700, WON), "was_paid": was_paid, "returned_on": DAY, "reason": "AC04"}
    return RefundReturned(system=system, reference=reference, **told)


@pytest.mark.parametrize("system", ["tax", "customs"])
def test_what_comes_back_is_paid_to_another_account_and_each_word_counts_once(system: str) -> None:
    row = owed(system)
    for _again in range(2):
        refunds.pay_out(system=system, number="G-1", now=NOW)
    asked = SystemRefund.objects.get()
    assert (asked.system, asked.reference, asked.minor, asked.account) == (system, "G-1/1", 700, ACCOUNT)
    for _again in range(2):
        hear(paid(system, "G-1/1"))
    row.refresh_from_db()
    assert (row.state, row.paid_on, row.order) == ("paid", DAY, asked.number)
    hear(returned(system, "G-1/1", was_paid=True))
    row.refresh_from_db()
    assert (row.state, row.paid_on, row.bank_reason) == ("returned", None, "AC04")
    actor = HERSELF if system == "tax" else acting()
    told = {"account": "004-12345678901234", "holder": "김하나", "actor": actor, "now": NOW}
    refunds.change_account(system=system, number="G-1", **told)
    # A late word about the first try changes nothing of the second.
    hear(paid(system, "G-1/1"))
    hear(returned(system, "G-1/1", was_paid=False))
    refunds.pay_out(system=system, number="G-1", now=NOW)
    assert SystemRefund.objects.get(reference="G-1/2").account == "004-12345678901234"
    hear(paid(system, "G-1/2"))
    row.refresh_from_db()
    assert (row.state, row.tries) == ("paid", 2)
    assert books.balance(account="refunds_payable", currency=WON) == Money(700, WON)
    booked = Entry.objects.filter(reference__startswith="G-1/").order_by("pk").values_list("kind", "reference")
    names = [(f"{system}_refund_paid", "G-1/1"), (f"{system}_refund_returned", "G-1/1")]
    assert list(booked) == [*names, (f"{system}_refund_paid", "G-1/2")]


def test_the_word_about_a_system_that_runs_elsewhere_changes_nothing() -> None:
    row = owed("customs")
    hear(paid("tolls", "G-1/1"))
    row.refresh_from_db()
    assert row.state == "owed"


@pytest.mark.parametrize("job", ["madang.systems.tax.jobs.pay_out", "madang.systems.customs.jobs.pay_out_refund"])
def test_what_an_older_release_left_in_the_queue_is_paid(job: str) -> None:
    owed(job.split(".")[2])
    # As the queue's worker finds and calls it.
    app.tasks[job](refund="G-1")
    assert SystemRefund.objects.get().reference == "G-1/1"
