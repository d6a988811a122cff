"""What is left of a refund is paid out by the treasury; what comes back waits for another account. Interest and penalties.

Framework Act on National Taxes (Korea) arts. 47-2, 48 (2), 51, 52; Enforcement Decree art. 43-3 (1) no. 4.
"""

from datetime import UTC, date, datetime

import pytest

from madang.exchange.refunds import pay_out
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.values import Money
from madang.systems.tax.domain.refunds import interest_from
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Due, Refund
from madang.systems.tax.tests import returns_world
from madang.systems.tax.tests.dues_world import COLLECTOR, HERSELF, NOW, filed, taxpayer
from madang.systems.tax.usecases.dues.decide_refund import grant_refund
from madang.systems.tax.usecases.dues.follow_charge import addition_of
from madang.systems.tax.usecases.dues.open_refund import AccountMissing, claim_refund
from madang.systems.tax.usecases.returns.amend_return import amend_return
from madang.systems.tax.usecases.returns.file_return import file_return

pytestmark = pytest.mark.django_db
ACCOUNT = "088-12345678901"
WON = "KRW"


def claimed(minor: int, account: str = ACCOUNT) -> Refund:
    return claim_refund(filed=filed(-minor), account=account, holder="김하나", actor=HERSELF, now=NOW)


def test_an_account_that_no_bank_knows_waits_for_another():
    asked = claimed(5_000, "999-1")
    grant_refund(refund=asked, actor=COLLECTOR, now=NOW)
    pay_out(system="tax", number=asked.number, now=NOW)
    asked.refresh_from_db()
    assert asked.state == "returned"
    assert "999-1" in asked.bank_reason


@pytest.mark.parametrize(("account", "fits"), [(ACCOUNT, True), ("my account", False), ("", False)])
def test_the_account_is_looked_at_when_it_is_written(account, fits):
    if fits:
        assert claimed(5, account).account == account
        return
    with pytest.raises(AccountMissing) as refused:
        claimed(5, account)
    assert [one.place for one in refused.value.faults] == ["account"]


def test_interest_begins_on_the_day_after_thirty_days_have_passed():
    # NTS ruling 사전-2025-법규기본-0525 (21 July 2025): from the day after thirty days since the last day for filing.
    assert interest_from(filed_on=date(2026, 5, 10), due_on=date(2026, 6, 1), days=30) == date(2026, 7, 2)
    assert interest_from(filed_on=date(2026, 6, 10), due_on=date(2026, 6, 1), days=30) == date(2026, 7, 11)


def test_a_refund_decided_late_bears_interest_by_day():
    asked = claimed(36_500_000)
    on_time = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
    late = datetime(2026, 7, 21, 1, 0, tzinfo=UTC)
    owed = grant_refund(refund=asked, actor=COLLECTOR, now=late)
    a_year = pack().parameters["tax.penalties.refund_a_year"].on(late.date()).value
    # Twenty days from 2 to 21 July, thousandths a year of 365 days (art. 52, Rule art. 19-3).
    assert owed.interest_minor == 36_500_000 * int(a_year) * 20 // 365_000
    assert owed.rest == 36_500_000 + owed.interest_minor
    assert books.balance(account="refunds_payable", currency=WON) == Money(-owed.rest, WON)
    second = filed(-1_000, number="F-2", tax=Tax.VAT, who=taxpayer())
    early = claim_refund(filed=second, account=ACCOUNT, holder="김하나", actor=HERSELF, now=NOW)
    assert grant_refund(refund=early, actor=COLLECTOR, now=NOW).interest_minor == 0
    assert on_time < late


def test_a_return_filed_late_bears_a_penalty_that_says_its_article_and_pays_late_from_the_laws_last_day():
    payer = returns_world.taxpayer()
    made = file_return(
        taxpayer=payer,
        tax=Tax.INCOME,
        period="2025",
        facts={"wages": 60_000_000, "wages_withheld": 1_000_000},
        sources={},
        actor=returns_world.resident(),
        now=datetime(2026, 6, 20, 3, 0, tzinfo=UTC),
    )
    owed = {one.reason: one for one in Due.objects.filter(source=made.number)}
    # Twenty percent (art. 47-2 (1) 2), halved within a month of the last day (art. 48 (2) 2).
    full = made.payable_minor * 20 // 100
    assert owed["late_filing"].minor == full - full // 2
    told = {one["code"]: (one["minor"], one["cite"]) for one in made.steps}
    assert told["penalty.filing"] == (full, "Framework Act on National Taxes art. 47-2")
    assert told["penalty.reduction"] == (full // 2, "Framework Act on National Taxes art. 48 (2)")
    # 1 June 2026 was the last day; 22 a hundred thousand a day (art. 47-4, Decree art. 27-4): 19 days to the 20th.
    assert addition_of(due=owed["return"], on=date(2026, 6, 20)) == made.payable_minor * 22 * 19 // 100_000
    assert addition_of(due=owed["late_filing"], on=date(2026, 6, 30)) == 0


def test_a_return_amended_late_bears_the_smaller_penalty_and_is_late_from_the_laws_last_day():
    payer, facts = returns_world.taxpayer(), {"wages": 60_000_000, "wages_withheld": 1_000_000}
    told = {"taxpayer": payer, "tax": Tax.INCOME, "period": "2025", "sources": {}, "actor": returns_world.resident()}
    first = file_return(facts=facts, now=datetime(2026, 5, 20, 3, 0, tzinfo=UTC), **told)
    more = facts | {"business_revenue": 10_000_000}
    made = amend_return(facts=more, now=datetime(2026, 6, 20, 3, 0, tzinfo=UTC), **told)
    owed = {one.reason: one for one in Due.objects.filter(source=made.number)}
    raised = made.payable_minor - first.payable_minor
    assert owed["return"].minor == raised
    # Ten percent (art. 47-3 (1) 2), of which ninety are forgiven within a month of the last day (art. 48 (2) 1 ga).
    full = raised * 10 // 100
    assert owed["under_reported"].minor == full - full * 90 // 100
    assert addition_of(due=owed["return"], on=date(2026, 6, 20)) == raised * 22 * 19 // 100_000
    assert addition_of(due=owed["under_reported"], on=date(2026, 7, 30)) == 0
