"""From customs' notice to what is held against it and what was decided: Customs Act of Korea arts. 42, 118 to 132."""

from dataclasses import replace
from datetime import timedelta

import pytest

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.money import books
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money
from madang.systems.customs.domain.appeal import AppealKind
from madang.systems.customs.domain.correction import ClaimGround, Fraud
from madang.systems.customs.models import Appeal, Correction, CustomsRefund
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, acting, declaration
from madang.systems.customs.tests.test_corrections import (  # noqa: F401
    ACCOUNT,
    HOLDER,
    OFFICIAL,
    SHORTLY,
    at_price,
    corrected,
    fresh,
    paid,
    pay,
    released,
)
from madang.systems.customs.usecases.corrections.assess_told import assess_due, assess_early
from madang.systems.customs.usecases.corrections.charge_late import charge_late
from madang.systems.customs.usecases.corrections.decide_appeal import stay_collection
from madang.systems.customs.usecases.corrections.file_appeal import file_appeal
from madang.systems.customs.usecases.corrections.file_correction import LateClaim, assess_anew, file_correction
from madang.systems.customs.usecases.corrections.refusals import (
    AppealRefused,
    CorrectionOpen,
    CorrectionTooLate,
    OwnDecision,
)
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.permissions import REVIEWER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
MACHINE = system_actor("test")
HEAD = "1220000"


def reviewer(office=OFFICE, name="표가온"):
    return Actor(kind=ActorKind.OFFICIAL, account_id=12, name=name, duties=(Duty(office, office, REVIEWER),))


def assessed(one, minor=600_000, now=SHORTLY, **other):
    told = {"number": one.number, "version": one.version, "reason": "실지심사", "actor": OFFICIAL} | other
    return assess_anew(declaration=at_price(minor), now=now, **told)


def appealed(made, kind, now=SHORTLY, actor=None):
    told = {"number": made.number, "kind": kind, "reasons": "송품장이 맞다"}
    return file_appeal(actor=actor or acting(), now=now, **told)


def judged(appeal, outcome, now=SHORTLY, actor=None):
    case = Case.objects.get(number=appeal.case)
    decide(case=case, outcome=outcome, reasons="심의 결과", actor=actor or reviewer(), now=now)


def state(made):
    return Correction.objects.get(pk=made.pk).state


def test_customs_tells_before_it_assesses_and_a_review_that_is_upheld_drops_it(released):  # noqa: F811
    made = assessed(released)
    # Thirty days from 2 July (art. 118 (2)) end on a Saturday (art. 8 (3)); nothing is charged.
    assert (made.state, made.ask_until.isoformat(), fresh(released).version) == ("told", "2026-08-03", 1)
    with pytest.raises(CorrectionOpen):
        corrected(released, 600_000)
    with pytest.raises(AppealRefused):
        appealed(made, AppealKind.OBJECTION)
    review = appealed(made, AppealKind.REVIEW)
    # Art. 118 (3): decided within thirty days.
    assert Case.objects.get(number=review.case).due_on.isoformat() == "2026-08-03"
    assert assess_due(actor=MACHINE, now=SHORTLY + timedelta(days=40)) == 0
    judged(review, "granted")
    assert (state(made), Appeal.objects.get().state) == ("dropped", "upheld")
    assert not released.levies.filter(state="open").exists()
    assert corrected(released, 600_000).state == "done"


def test_a_review_that_is_dismissed_late_is_assessed_with_half_of_those_days_forgiven(released):  # noqa: F811
    made = assessed(released)
    review = appealed(made, AppealKind.REVIEW)
    late = SHORTLY + timedelta(days=50)
    judged(review, "refused", now=late)
    made = Correction.objects.get(pk=made.pk)
    steps = {step["code"]: step["minor"] for step in made.additions}
    # The last day was Monday 3 August, the decision came on 21 August: eighteen days (art. 42-2 (1) no. 8).
    assert (made.state, steps["slow"]) == ("done", -(72_900 * 22 * 18 // 2 // 100_000))
    assert fresh(released).version == 2


def test_what_nobody_asked_a_review_of_is_assessed_after_the_day_or_at_once_where_its_party_agrees(released):  # noqa: F811
    made = assessed(released)
    with pytest.raises(Forbidden):
        assess_early(number=made.number, actor=OFFICIAL, now=SHORTLY)
    assert assess_due(actor=MACHINE, now=SHORTLY + timedelta(days=32)) == 0
    assert assess_due(actor=MACHINE, now=SHORTLY + timedelta(days=33)) == 1
    made = Correction.objects.get(pk=made.pk)
    days = next(step["minor"] for step in made.additions if step["code"] == "days")
    # Up to 4 August, 133 days after 24 March.
    assert (made.state, days) == ("done", 72_900 * 22 * 133 // 100_000)
    pay(released, SHORTLY)
    again = assessed(fresh(released), minor=700_000)
    assert assess_early(number=again.number, actor=acting(), now=SHORTLY).state == "done"


def test_an_objection_that_is_upheld_sets_the_assessment_aside_paid_or_not(released):  # noqa: F811
    made = assess_early(number=assessed(released).number, actor=acting(), now=SHORTLY)
    duty = released.levies.get(source="v2", levy="duty")
    pay_only(duty)
    objection = appealed(made, AppealKind.OBJECTION)
    with pytest.raises(AppealRefused):
        appealed(made, AppealKind.EXAMINATION)
    with pytest.raises(OwnDecision):
        judged(objection, "granted", actor=replace(OFFICIAL, duties=reviewer().duties))
    judged(objection, "granted")
    aside = Correction.objects.get(kind="set_aside")
    assert (aside.state, aside.changes) == ("done", {"duty": -39_000, "vat": -33_900})
    one = fresh(released)
    # As it was declared, under a version of its own; what was not paid ended, what was paid goes back.
    assert (one.version, one.payable_minor) == (3, 72_900)
    assert not one.levies.filter(state="open").exists()
    assert [(row.levy, row.minor) for row in CustomsRefund.objects.all()] == [("duty", 39_000)]
    assert books.balance(account="receivable", currency="KRW").minor == 0
    assert books.balance(account="revenue.customs.addition", currency="KRW").minor == 0


def pay_only(row):
    amount = Money(row.minor, row.currency)
    take_transfer(number=row.charge, amount=amount, reference=row.charge, in_suspense=False, now=SHORTLY)


def test_a_refused_claim_goes_to_the_head_of_customs_and_is_settled_where_that_upholds_it(released):  # noqa: F811
    claim = corrected(released, 200_000)
    decide(
        case=Case.objects.get(number=claim.case), outcome="refused", reasons="근거 없음", actor=OFFICIAL, now=SHORTLY
    )
    claim = Correction.objects.get(pk=claim.pk)
    objection = appealed(claim, AppealKind.OBJECTION)
    with pytest.raises(OwnDecision):
        judged(objection, "granted", actor=replace(OFFICIAL, duties=reviewer().duties))
    judged(objection, "refused")
    examination = appealed(claim, AppealKind.EXAMINATION)
    case = Case.objects.get(number=examination.case)
    # Art. 128 (2): ninety days, by the head of customs (art. 122 (1)).
    assert (case.office_code, case.due_on.isoformat()) == (HEAD, "2026-09-30")
    judged(examination, "granted", actor=reviewer(office=HEAD))
    assert state(claim) == "done"
    assert {row.levy: row.minor for row in CustomsRefund.objects.all()} == {"duty": 13_000, "vat": 11_300}


def test_a_stay_keeps_what_is_appealed_from_being_set_off(released):  # noqa: F811
    made = assess_early(number=assessed(released).number, actor=acting(), now=SHORTLY)
    objection = appealed(made, AppealKind.OBJECTION)
    with pytest.raises(Forbidden):
        stay_collection(number=objection.number, actor=OFFICIAL, now=SHORTLY)
    assert stay_collection(number=objection.number, actor=reviewer(), now=SHORTLY).stayed_at == SHORTLY
    other = released_again()
    late = SHORTLY + timedelta(days=60)
    claim = corrected(other, 100_000, now=late)
    decide(case=Case.objects.get(number=claim.case), outcome="granted", reasons="확인", actor=OFFICIAL, now=late)
    assert set(CustomsRefund.objects.values_list("offset_minor", "state")) == {(0, "owed")}


def released_again():
    one = lodge_declaration(declaration=declaration("A-2"), channel="page", actor=acting(), now=NOW)
    pay(one)
    return fresh(one)


def test_fraud_bears_more_and_what_a_notice_asked_and_was_paid_late_too(released):  # noqa: F811
    made = assessed(released, minor=20_300_000, fraud=Fraud.PAPERS)
    made = assess_early(number=made.number, actor=acting(), now=SHORTLY)
    steps = {step["code"]: step["minor"] for step in made.additions}
    # Twenty million more: 2,600,000 of duty and 2,260,000 of tax; sixty percent (art. 42 (2)).
    assert steps["fraud"] == 4_860_000 * 60 // 100
    late = SHORTLY + timedelta(days=28)
    pay(released, late)
    assert charge_late(actor=MACHINE, now=late) == 1
    assert charge_late(actor=MACHINE, now=late) == 0
    row = released.levies.get(source="v2-late")
    # Due on 20 July, paid on 30 July: three percent and ten days (art. 42 (1) no. 2).
    assert row.minor == (4_860_000 * 3 // 100 + 2_600_000 * 220 // 100_000 + 2_260_000 * 220 // 100_000) // 10 * 10


def test_a_judgment_lets_a_claim_come_after_its_years():
    alone = Actor(kind=ActorKind.RESIDENT, person="person-sora", name="최소라")
    one = lodge_declaration(declaration=declaration(), channel="page", actor=alone, now=NOW)
    pay(one)
    later = NOW + timedelta(days=6 * 365)
    told = {"number": one.number, "version": 1, "declaration": at_price(200_000), "reason": "판결", "actor": alone}
    told |= {"account": ACCOUNT, "holder": HOLDER, "now": later}
    with pytest.raises(CorrectionTooLate):
        file_correction(**told)
    known = LateClaim(ground=ClaimGround.JUDGMENT, known_on=(later - timedelta(days=50)).date())
    made = file_correction(late=known, **told)
    assert (made.kind, made.state, made.ground) == ("claim", "filed", "judgment")
