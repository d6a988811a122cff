"""The law of corrections. Expected values come from the text of the Customs Act of Korea, each named where it stands."""

from datetime import date

import pytest

from madang.systems.customs.domain.correction import (
    CorrectionKind,
    Dated,
    Facts,
    NothingChanges,
    TooLate,
    additions,
    differences,
    kind_of,
    over_days,
    refund_interest,
    supplement_until,
)
from madang.systems.customs.usecases.corrections.law import correction_law

# Declared on 9 March 2026, due fifteen days later, paid on the 10th.
FACTS = Facts(declared_on=date(2026, 3, 9), due_on=date(2026, 3, 24), paid_on=date(2026, 3, 10))
MORE, LESS = {"duty": 10_000}, {"duty": -10_000}


def law():
    return correction_law(on=date(2026, 3, 9))


def kind(changes, on, own=True):
    return kind_of(changes=changes, own=own, on=on, facts=FACTS, law=law())


@pytest.mark.parametrize(
    ("changes", "on", "own", "found"),
    [
        # Art. 38-2 (1): within six months of the day on which it was declared and paid.
        (MORE, date(2026, 9, 10), True, CorrectionKind.SUPPLEMENT),
        ({}, date(2026, 9, 10), True, CorrectionKind.SUPPLEMENT),
        # Art. 38-3 (1): after that, until the period of assessment of art. 21 ends (five years).
        (MORE, date(2026, 9, 11), True, CorrectionKind.AMENDED),
        (MORE, date(2031, 3, 9), True, CorrectionKind.AMENDED),
        # Art. 38-3 (2): within five years of the first declaration.
        (LESS, date(2031, 3, 9), True, CorrectionKind.CLAIM),
        # What brings money back in one levy is claimed, whatever another costs.
        ({"duty": -10_000, "excise": 20_000}, date(2026, 4, 1), True, CorrectionKind.CLAIM),
        # Art. 38-3 (6).
        (MORE, date(2026, 4, 1), False, CorrectionKind.ASSESSED),
    ],
)
def test_the_day_and_the_direction_decide_which_correction_it_is(changes, on, own, found):
    assert kind(changes, on, own) is found


@pytest.mark.parametrize(("changes", "own"), [(MORE, True), (LESS, True), (MORE, False)])
def test_after_the_laws_period_nothing_is_corrected(changes, own):
    with pytest.raises(TooLate) as told:
        kind(changes, date(2031, 3, 10), own)
    assert told.value.last_on == date(2031, 3, 9)


def test_what_changes_no_amount_is_corrected_in_the_supplement_period_alone():
    with pytest.raises(NothingChanges):
        kind({}, date(2026, 9, 11))


def test_a_supplement_bears_the_deposit_rate_from_the_day_after_the_due_day_and_no_additional_tax():
    # Art. 38-2 (5): from the day after the due day (24 March) to the day of the application: 100 days to 2 July.
    steps = additions(kind=CorrectionKind.SUPPLEMENT, shortfall=36_500_000, on=date(2026, 7, 2), facts=FACTS, law=law())
    # 31 thousandths a year of 365 days (Decree art. 56 (2), rule of 21 March 2025): 310,000 won.
    assert [(step.code, step.minor) for step in steps] == [("interest", 310_000)]
    before = additions(
        kind=CorrectionKind.SUPPLEMENT, shortfall=36_500_000, on=date(2026, 3, 20), facts=FACTS, law=law()
    )
    assert sum(step.minor for step in before) == 0


@pytest.mark.parametrize(
    ("on", "percent"),
    [(date(2027, 3, 10), 30), (date(2027, 3, 11), 20), (date(2027, 9, 11), 10), (date(2028, 3, 11), 0)],
)
def test_an_amended_declaration_bears_ten_percent_less_what_is_forgiven_by_the_months_since_the_supplement_period(
    on, percent
):
    # Art. 42 (1): ten percent, and 22 hundred-thousandths a day from the day after the due day; art. 42-2 (1) no. 5: within
    # 6, 12 and 18 months after the supplement period, which ended on 10 September 2026.
    assert supplement_until(facts=FACTS, law=law()) == date(2026, 9, 10)
    steps = additions(kind=CorrectionKind.AMENDED, shortfall=1_000_000, on=on, facts=FACTS, law=law())
    told = {step.code: step.minor for step in steps}
    assert told["penalty"] == 100_000
    assert told.get("cut", 0) == -1_000 * percent
    assert told["days"] == 1_000_000 * 22 * (on - FACTS.due_on).days // 100_000


def test_what_customs_assesses_is_forgiven_nothing():
    steps = additions(kind=CorrectionKind.ASSESSED, shortfall=1_000_000, on=date(2026, 4, 23), facts=FACTS, law=law())
    # Thirty days after 24 March.
    assert {step.code: step.minor for step in steps} == {"penalty": 100_000, "days": 6_600}


def test_each_day_bears_the_rate_that_was_in_force_on_it():
    rates = (Dated(since=date(2020, 1, 1), rate=1), Dated(since=date(2020, 1, 11), rate=3))
    # Five days at one, ten at three.
    assert over_days(amount=1, after=date(2020, 1, 5), until=date(2020, 1, 20), rates=rates) == 35


def test_interest_on_a_refund_runs_from_the_day_after_each_payment_the_last_one_first():
    # Decree art. 56 (3) no. 1. 3,650,000 were paid on 10 March and 3,650,000 on 9 May; 7 June is 29 and 89 days later.
    payments = [(date(2026, 3, 10), 3_650_000), (date(2026, 5, 9), 3_650_000)]
    told = {"payments": payments, "on": date(2026, 6, 7), "law": law()}
    assert refund_interest(minor=3_650_000, spent=0, **told) == 310 * 29
    assert refund_interest(minor=7_300_000, spent=0, **told) == 310 * 29 + 310 * 89
    assert refund_interest(minor=3_650_000, spent=3_650_000, **told) == 310 * 89


def test_levies_that_come_go_or_stay():
    before, after = {"duty": 100, "excise": 50, "vat": 10}, {"duty": 80, "vat": 10, "liquor": 5}
    assert differences(before=before, after=after) == {"duty": -20, "liquor": 5, "excise": -50}
