"""Filing, and what is refused."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from madang.framework.audit.models import Entry
from madang.framework.identity.may import Forbidden
from madang.framework.money.models import Charge
from madang.systems.tax.domain.filing import read_period
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Due, Return
from madang.systems.tax.tests.returns_world import NOW, resident, taxpayer
from madang.systems.tax.usecases.returns.file_return import file_return
from madang.systems.tax.usecases.returns.refusals import (
    NoSuchPeriod,
    ReturnAlreadyFiled,
    ReturnNotOpen,
    ReturnRefused,
)

pytestmark = pytest.mark.django_db
FACTS = {"wages": 60_000_000, "wages_withheld": 1_000_000}


def filed(**values):
    given = {"tax": Tax.INCOME, "period": "2025", "facts": FACTS, "sources": {}, "actor": resident(), "now": NOW}
    if "taxpayer" not in values:
        values["taxpayer"] = taxpayer()
    return file_return(**(given | values))


def test_a_return_is_kept_with_its_steps_and_what_is_payable_is_charged():
    made = filed()

    assert (made.kind, made.tax_minor - made.prepaid_minor) == ("original", made.payable_minor)
    assert made.payable_minor > 0
    assert made.steps
    assert all(set(step) == {"code", "minor", "cite"} for step in made.steps)
    due = Due.objects.get(source=made.number)
    assert (due.minor, due.due_on) == (made.payable_minor, date(2026, 6, 1))  # 31 May 2026 is a Sunday
    assert Charge.objects.get(number=due.charge).minor == made.payable_minor
    assert Entry.objects.filter(action="tax.file_return", target=f"return:{made.number}").count() == 1


def test_filing_takes_few_round_trips(django_assert_max_num_queries):
    filed()
    other = taxpayer(key="somebody")
    with django_assert_max_num_queries(10):
        filed(taxpayer=other, actor=resident("somebody"))


def test_who_was_withheld_too_much_owes_nothing_and_the_sum_stays_negative():
    made = filed(facts={"wages": 20_000_000, "wages_withheld": 9_000_000})

    assert made.payable_minor < 0
    assert not Due.objects.exists()


def test_after_the_last_day_a_return_is_late():
    assert filed(now=datetime(2026, 6, 1, 14, 59, tzinfo=UTC)).kind == "original"
    other = taxpayer(key="somebody")
    late = filed(taxpayer=other, actor=resident("somebody"), now=datetime(2026, 6, 1, 15, 0, tzinfo=UTC))
    assert late.kind == "late"
    assert Due.objects.get(source=late.number, reason="return").due_on == date(2026, 6, 2)


def test_the_same_return_twice_is_one_and_another_is_refused():
    payer = taxpayer()
    first = filed(taxpayer=payer)

    assert filed(taxpayer=payer).pk == first.pk
    with pytest.raises(ReturnAlreadyFiled):
        filed(taxpayer=payer, facts={"wages": 1})
    assert (Return.objects.count(), Due.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("facts", "places"),
    [
        ({"wages": -1, "gold": 1, "interest": 10**15}, {"wages", "gold", "interest"}),
        ({"wages": 1.5, "children": 100, "spouse": True}, {"wages", "children", "spouse"}),
    ],
)
def test_absurd_figures_are_refused_together_and_nothing_is_kept(facts, places):
    with pytest.raises(ReturnRefused) as refused:
        filed(facts=facts)

    assert {fault.place for fault in refused.value.faults} == places
    assert not Return.objects.exists()


def test_a_stranger_files_nothing():
    with pytest.raises(Forbidden):
        filed(actor=resident("stranger"))


def test_before_its_time_and_for_no_period_nothing_is_filed():
    payer = taxpayer()
    with pytest.raises(ReturnNotOpen):
        filed(taxpayer=payer, period="2026")
    for period in ("2025-H1", "1825", "2025-13", "二〇二五", ""):
        with pytest.raises(NoSuchPeriod):
            filed(taxpayer=payer, period=period)


@pytest.mark.parametrize(
    ("code", "ends", "months"),
    [("2024", (12, 31), 12), ("2024-H1", (6, 30), 6), ("2024-Q4", (12, 31), 3), ("2024-02", (2, 29), 1)],
)
def test_periods_end_on_their_last_day(code, ends, months):
    period = read_period(code=code)
    assert ((period.until_on.month, period.until_on.day), period.months) == (ends, months)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_file_one():
    payer, gate, made = taxpayer(), Barrier(2), []

    def send():
        try:
            gate.wait(30)
            made.append(filed(taxpayer=payer).number)
        finally:
            connection.close()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)

    assert len(made) == 2
    assert len(set(made)) == 1
    assert (Return.objects.count(), Due.objects.count(), Charge.objects.count()) == (1, 1, 1)
