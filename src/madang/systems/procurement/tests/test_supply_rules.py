"""The rules of suppliers, without a database."""

from datetime import date, timedelta

import pytest

from madang.systems.procurement.domain.clearance import Answered, Needed, Owed, Source, fault, overdue, valid_until
from madang.systems.procurement.domain.performance import Delivery, performance
from madang.systems.procurement.domain.sanctions import SanctionLaw, faults
from madang.systems.procurement.domain.standing import Barred, holds, why_not

TODAY = date(2026, 3, 9)
LAW = SanctionLaw(shortest_months=1, longest_months=24, opinion_days=10)
CLEAR = Answered(clear=True, on=TODAY, until=TODAY + timedelta(days=30))
BOTH = {Source.CHARGES: Needed.BID, Source.TAX: Needed.PAYMENT}


def test_a_charge_is_overdue_from_the_day_after_its_last_day():
    due, undated = date(2026, 3, 8), date(2026, 2, 6)
    owed = [Owed(minor=100, charged_on=undated, due_on=due), Owed(minor=7, charged_on=undated)]
    assert overdue(owed=owed, on=date(2026, 3, 8), days=30) == 0
    assert overdue(owed=owed, on=date(2026, 3, 9), days=30) == 107


def test_an_answer_is_relied_on_to_its_last_day_and_no_longer_than_who_gave_it_says():
    """National Tax Collection Act art. 108: thirty days from the day of issue."""
    assert valid_until(asked_on=date(2026, 3, 1), days=30) == date(2026, 3, 31)
    assert valid_until(asked_on=date(2026, 3, 1), days=30, told=date(2026, 3, 15)) == date(2026, 3, 15)
    answer = Answered(clear=True, on=date(2026, 3, 1), until=date(2026, 3, 31))
    assert fault(answer=answer, on=date(2026, 3, 31)) == ""
    assert fault(answer=answer, on=date(2026, 4, 1)) == "expired"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (None, "missing"),
        (Answered(clear=None, on=TODAY, until=TODAY), "unanswered"),
        (Answered(clear=False, on=TODAY, until=TODAY), "owes"),
    ],
)
def test_what_nobody_answered_clears_nobody(answer, code):
    assert fault(answer=answer, on=TODAY) == code
    said = why_not(
        state="registered",
        sanctions=(),
        answers={Source.CHARGES: CLEAR, Source.TAX: answer},
        needed={Source.CHARGES: Needed.BID, Source.TAX: Needed.BID},
        before=Needed.BID,
        on=TODAY,
    )
    assert said == (f"procurement.supplier.tax_{code}",)


def test_taxes_may_stand_before_the_payment_alone():
    """National Tax Collection Act art. 107 (1): the clearance is shown when the state pays."""
    common = {"state": "registered", "sanctions": (), "answers": {Source.CHARGES: CLEAR}, "needed": BOTH, "on": TODAY}
    assert why_not(**common, before=Needed.BID) == ()
    assert why_not(**common, before=Needed.PAYMENT) == ("procurement.supplier.tax_missing",)


def test_a_sanction_bars_bids_and_not_the_payment_of_what_was_delivered():
    barred = Barred(from_on=TODAY, until_on=date(2026, 4, 9))
    common = {"state": "suspended", "sanctions": (barred,), "answers": {}, "needed": BOTH, "on": TODAY}
    assert why_not(**common, before=Needed.BID) == (
        "procurement.supplier.suspended",
        "procurement.supplier.sanctioned",
        "procurement.supplier.charges_missing",
    )
    assert "procurement.supplier.sanctioned" not in why_not(**common, before=Needed.PAYMENT)
    assert [holds(barred=barred, on=day) for day in (date(2026, 3, 8), TODAY, date(2026, 4, 8), date(2026, 4, 9))] == [
        False,
        True,
        True,
        False,
    ]


def test_nothing_is_decided_before_the_supplier_spoke_or_its_days_passed():
    """Administrative Procedures Act art. 21; Enforcement Decree art. 76: one month to two years."""
    due = date(2026, 3, 19)
    given = {"opinion_due_on": due, "law": LAW}
    assert faults(months=6, today=due, opined=False, **given) == (("", "procurement.sanction.not_heard"),)
    assert faults(months=6, today=due + timedelta(days=1), opined=False, **given) == ()
    assert faults(months=6, today=TODAY, opined=True, **given) == ()
    for months in (0, 25):
        assert faults(months=months, today=TODAY, opined=True, **given) == (("months", "procurement.sanction.term"),)


def test_the_record_counts_what_is_late_also_while_it_is_out():
    rows = [
        Delivery(due_on=date(2026, 3, 1), delivered_on=date(2026, 3, 1)),
        Delivery(due_on=date(2026, 3, 1), delivered_on=date(2026, 3, 4)),
        Delivery(due_on=date(2026, 3, 7), delivered_on=None),
        Delivery(due_on=date(2026, 3, 9), delivered_on=None),
    ]
    found = performance(deliveries=rows, on=TODAY)
    assert (found.due, found.delivered, found.on_time, found.late_days, found.out_late) == (4, 2, 1, 5, 1)
    assert found.percent_on_time == 50
    assert performance(deliveries=[], on=TODAY).percent_on_time is None
