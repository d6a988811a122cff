"""The law of corrections. Expected values come from the text of the Customs Act of Korea, each named where it stands."""

from datetime import date

import pytest

from madang.systems.customs.domain.appeal import (
    AppealKind,
    AppealState,
    Earlier,
    Why,
    appeal_until,
    ask_until,
    why_not,
)
from madang.systems.customs.domain.correction import (
    CorrectionKind,
    Dated,
    Facts,
    NothingChanges,
    TooLate,
    additions,
    assessed_until,
    differences,
    kind_of,
    late_payment,
    over_days,
    refund_interest,
    supplement_until,
    told_before,
)
from madang.systems.customs.usecases.corrections.law import appeal_law, correction_law

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


def test_a_claim_comes_within_two_months_of_a_judgment_though_its_years_are_over():
    # Art. 38-3 (3): within two months of the day on which the ground became known, notwithstanding the five years.
    told = {"changes": LESS, "own": True, "facts": FACTS, "law": law(), "known_on": date(2032, 1, 10)}
    assert kind_of(on=date(2032, 3, 10), **told) is CorrectionKind.CLAIM
    with pytest.raises(TooLate) as late:
        kind_of(on=date(2032, 3, 11), **told)
    assert late.value.last_on == date(2032, 3, 10)


def test_fraud_is_assessed_for_ten_years_and_bears_sixty_percent():
    # Art. 21 (1) no. 2, art. 42 (2).
    assert assessed_until(facts=FACTS, law=law()) == date(2031, 3, 9)
    assert assessed_until(facts=FACTS, law=law(), fraud=True) == date(2036, 3, 9)
    told = {"kind": CorrectionKind.ASSESSED, "shortfall": 1_000_000, "on": date(2026, 4, 23), "facts": FACTS}
    steps = additions(**told, law=law(), fraud=True)
    assert {step.code: step.minor for step in steps} == {"fraud": 600_000, "days": 6_600}


@pytest.mark.parametrize(("on", "told"), [(date(2030, 12, 8), True), (date(2030, 12, 9), False)])
def test_nobody_is_told_before_where_the_period_of_assessment_ends_within_three_months(on, told):
    # Art. 118 (1) no. 1; the period ends on 9 March 2031.
    assert told_before(shortfall=1, on=on, facts=FACTS, law=law(), fraud=False) is told
    assert not told_before(shortfall=0, on=on, facts=FACTS, law=law(), fraud=False)


def test_half_of_the_days_by_which_a_review_was_late_is_forgiven():
    # Art. 42-2 (1) no. 8: ten days of 22 hundred-thousandths, halved.
    slow = (date(2026, 5, 1), date(2026, 5, 11))
    told = {"kind": CorrectionKind.ASSESSED, "shortfall": 1_000_000, "on": date(2026, 5, 11), "facts": FACTS}
    steps = {step.code: step.minor for step in additions(**told, law=law(), slow=slow)}
    assert steps["slow"] == -1_100
    assert steps["days"] == 1_000_000 * 22 * 48 // 100_000


@pytest.mark.parametrize(
    ("together", "noticed", "found"),
    [
        # Art. 42 (1) no. 2 b: three percent of what a notice asked; (5): under 1,500,000 won no days.
        (1_499_999, True, {"late": 30_000}),
        (1_500_000, True, {"late": 30_000, "days": 2_200}),
        (1_500_000, False, {"days": 2_200}),
    ],
)
def test_what_is_paid_late_bears_a_share_of_the_notice_and_one_for_each_day(together, noticed, found):
    told = {"minor": 1_000_000, "due_on": date(2026, 4, 23), "paid_on": date(2026, 5, 3), "law": law()}
    steps = late_payment(together=together, noticed=noticed, **told)
    assert {step.code: step.minor for step in steps} == found


def test_days_of_paying_late_are_counted_for_five_years_at_most():
    # Art. 42 (4): 1,826 days from 2026-04-23 to 2031-04-23.
    told = {"together": 1_500_000, "noticed": False, "law": law(), "due_on": date(2026, 4, 23)}
    (step,) = late_payment(minor=1_500_000, paid_on=date(2036, 1, 1), **told)
    assert step.minor == 1_500_000 * 22 * 1826 // 100_000


@pytest.mark.parametrize(
    ("kind", "on", "earlier", "why"),
    [
        # Arts. 121 (1), 132 (4): ninety days from the notice of 1 April.
        (AppealKind.OBJECTION, date(2026, 6, 30), {}, None),
        (AppealKind.OBJECTION, date(2026, 7, 1), {}, Why.LATE),
        # Art. 119 (3), (4): no second one, and none after the examination.
        (AppealKind.OBJECTION, date(2026, 4, 2), {AppealKind.OBJECTION: ("dismissed", 2, 20)}, Why.AGAIN),
        (AppealKind.OBJECTION, date(2026, 4, 2), {AppealKind.EXAMINATION: ("filed", 2, None)}, Why.OTHER),
        # Art. 121 (2): after the objection's thirty days the examination waits no longer.
        (AppealKind.EXAMINATION, date(2026, 5, 2), {AppealKind.OBJECTION: ("filed", 2, None)}, Why.WAITS),
        (AppealKind.EXAMINATION, date(2026, 5, 3), {AppealKind.OBJECTION: ("filed", 2, None)}, None),
        # And ninety days from what was told of the objection, on 20 April.
        (AppealKind.EXAMINATION, date(2026, 7, 19), {AppealKind.OBJECTION: ("dismissed", 2, 20)}, None),
        (AppealKind.EXAMINATION, date(2026, 7, 20), {AppealKind.OBJECTION: ("dismissed", 2, 20)}, Why.LATE),
    ],
)
def test_appeals_have_their_days_and_their_order(kind, on, earlier, why):
    before = {
        one: Earlier(
            state=AppealState(state),
            filed_on=date(2026, 4, filed),
            decided_on=date(2026, 4, decided) if decided else None,
        )
        for one, (state, filed, decided) in earlier.items()
    }
    terms = appeal_law(on=date(2026, 4, 1))
    until = appeal_until(told_on=date(2026, 4, 1), objection=before.get(AppealKind.OBJECTION), law=terms)
    assert why_not(kind=kind, on=on, until=until, earlier=before, law=terms) is why


def test_a_review_is_asked_within_thirty_days_of_the_notice():
    # Art. 118 (2).
    assert ask_until(told_on=date(2026, 4, 1), law=appeal_law(on=date(2026, 4, 1))) == date(2026, 5, 1)
