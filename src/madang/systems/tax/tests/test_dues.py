"""What is owed, paid late, split, put off, disputed and given back."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide, take
from madang.framework.identity.actor import ActorKind
from madang.framework.identity.may import Forbidden, OutsideMandate
from madang.framework.identity.models import Office
from madang.framework.money import books
from madang.framework.money.models import Charge
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.notify.models import Message
from madang.framework.values import Money
from madang.systems.tax.domain.disputes import DisputeKind
from madang.systems.tax.domain.words import DueReason, DueState, Tax
from madang.systems.tax.models import Assessment, Due, Offset, Refund
from madang.systems.tax.tests.dues_world import (
    COLLECTOR,
    HANA,
    HERSELF,
    NOW,
    OFFICE,
    OFFICER,
    REVIEWER,
    SHOP,
    STRANGER,
    TODAY,
    acting,
    due,
    filed,
    finding,
    taxpayer,
)
from madang.systems.tax.usecases.dues.arrears import clearance_of, overdue
from madang.systems.tax.usecases.dues.assess_taxpayer import (
    AssessmentDecided,
    AssessmentIncomplete,
    Finding,
    OwnAssessment,
    approve_assessment,
    assess_taxpayer,
)
from madang.systems.tax.usecases.dues.decide_refund import RefundDecided, grant_refund
from madang.systems.tax.usecases.dues.dispute_assessment import DisputeRefused, dispute_assessment
from madang.systems.tax.usecases.dues.open_refund import NothingToRefund, RefundClaimed, claim_refund
from madang.systems.tax.usecases.dues.papers import issue_notice
from madang.systems.tax.usecases.dues.pay_later import (
    ExtensionRefused,
    NoInstalments,
    NotStanding,
    ask_extension,
    choose_instalments,
)

pytestmark = pytest.mark.django_db


def pay(one: Due, *, now=NOW) -> Due:
    """By a transfer that the treasury found."""
    assert take_transfer(
        number=one.charge, amount=Money(one.minor, "KRW"), reference=one.number, in_suspense=False, now=now
    )
    return Due.objects.get(pk=one.pk)


def test_a_due_speaks_both_languages_and_is_paid_by_its_charge():
    owed = due(300_000, date(2026, 6, 30))
    charge = Charge.objects.get(number=owed.charge)
    assert charge.titles == {"ko": "2025 종합소득세", "en": "2025 Global income tax"}
    assert charge.account == "revenue.taxes.income"
    assert due(300_000, date(2026, 6, 30)).pk == owed.pk
    assert pay(owed).state == DueState.PAID
    assert not Due.objects.filter(reason=DueReason.PENALTY.value).exists()


def test_who_pays_late_owes_an_addition_of_its_own_which_bears_none():
    owed = pay(due(1_000_000, date(2026, 5, 22)))
    assert owed.state == DueState.PAID
    # Ten days at 22/100,000 (Framework Act on National Taxes art. 47-4; Decree art. 27-4): 1,000,000 x 10 x 0.00022.
    (addition,) = Due.objects.filter(reason=DueReason.PENALTY.value)
    assert (addition.minor, addition.source, addition.due_on) == (2_200, owed.number, TODAY + timedelta(days=30))
    pay(addition, now=NOW + timedelta(days=60))
    assert Due.objects.count() == 2


def test_four_eyes_make_a_due_of_an_assessment_and_its_notice_is_sealed():
    made = assess_taxpayer(taxpayer=taxpayer(), finding=finding(), actor=OFFICER, now=NOW)
    assert not Due.objects.exists()
    for actor in (HERSELF, OFFICER, COLLECTOR):
        with pytest.raises(Forbidden):
            approve_assessment(assessment=made, actor=actor, now=NOW)
    both = REVIEWER.__class__(kind=ActorKind.OFFICIAL, account_id=OFFICER.account_id, duties=REVIEWER.duties)
    with pytest.raises(OwnAssessment):
        approve_assessment(assessment=made, actor=both, now=NOW)
    empty = Finding(tax=Tax.VAT, period="2025-H1", minor=0, facts="", reasons=" ", law="")
    with pytest.raises(AssessmentIncomplete) as refused:
        assess_taxpayer(taxpayer=taxpayer(), finding=empty, actor=OFFICER, now=NOW)
    assert {fault.place for fault in refused.value.faults} == {"minor", "facts", "reasons", "law"}
    owed = approve_assessment(assessment=made, actor=REVIEWER, now=NOW)
    assert (owed.minor, owed.due_on) == (12_000_000, date(2026, 7, 1))
    with pytest.raises(AssessmentDecided):
        approve_assessment(assessment=made, actor=REVIEWER, now=NOW)
    Office.objects.create(code=OFFICE, name="종로세무서", name_en="Jongno Tax Office", agency="국세청")
    paper = issue_notice(assessment=made.number, now=NOW)
    assert issue_notice(assessment=made.number, now=NOW).number == paper.number
    assert Assessment.objects.get(pk=made.pk).notice == paper.number
    assert Message.objects.filter(template="tax/notice", party_key=HANA.key).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=made.pk).update(decided_by=made.proposed_by)


@pytest.fixture
def assessed() -> Assessment:
    """An assessment in force."""
    made = assess_taxpayer(taxpayer=taxpayer(), finding=finding(), actor=OFFICER, now=NOW)
    approve_assessment(assessment=made, actor=REVIEWER, now=NOW)
    return Assessment.objects.get(pk=made.pk)


def object_to(assessed: Assessment, *, asked=0, now=NOW, actor=HERSELF, kind=DisputeKind.OBJECTION):
    return dispute_assessment(
        assessment=assessed, kind=kind, asked_minor=asked, ground="임대 수입이 아닙니다.", actor=actor, now=now
    )


def rule(case: str, outcome: str, *, actor=REVIEWER, now=NOW) -> None:
    """The official takes the case and decides it."""
    held = Case.objects.get(number=case)
    take(case=held, actor=actor, now=now)
    decide(case=Case.objects.get(number=case), outcome=outcome, reasons="이유", actor=actor, now=now)


def test_an_objection_one_day_late_is_refused_and_another_s_assessment_is_nobody_s_to_dispute(assessed):
    with pytest.raises(Forbidden):
        object_to(assessed, actor=STRANGER)
    # Told on 1 June 2026; the ninetieth day after it is 30 August (Framework Act on National Taxes art. 61 (1)).
    with pytest.raises(DisputeRefused) as late:
        object_to(assessed, now=NOW + timedelta(days=91))
    assert [fault.code for fault in late.value.faults] == ["tax.dispute.late"]
    made = object_to(assessed, now=NOW + timedelta(days=90))
    with pytest.raises(DisputeRefused) as early:
        object_to(assessed, kind=DisputeKind.TRIBUNAL, now=NOW + timedelta(days=90))
    assert [fault.code for fault in early.value.faults] == ["tax.dispute.objection_open"]
    rule(made.case, "refused", now=NOW + timedelta(days=100))
    appeal = object_to(assessed, kind=DisputeKind.TRIBUNAL, now=NOW + timedelta(days=190))
    with pytest.raises(DisputeRefused) as second:
        object_to(assessed, kind=DisputeKind.EXAMINATION, now=NOW + timedelta(days=190))
    assert [fault.code for fault in second.value.faults] == ["tax.dispute.other_appeal"]
    assert Due.objects.get(source=assessed.number).state == DueState.OPEN
    rule(appeal.case, "granted", now=NOW + timedelta(days=200))
    assert Due.objects.get(source=assessed.number).state == DueState.CANCELLED


def test_a_granted_objection_leaves_a_smaller_assessment_in_its_place(assessed):
    rule(object_to(assessed, asked=5_000_000).case, "granted")
    new = Assessment.objects.get(replaces=assessed)
    assert (new.minor, new.due.state) == (5_000_000, DueState.OPEN)
    assert Due.objects.get(source=assessed.number).ended_by == assessed.disputes.get().number
    assert sum(one.minor for one in overdue(on=date(2027, 1, 1), party=HANA)) == 5_000_000


def test_what_was_paid_of_a_cancelled_assessment_goes_back(assessed):
    paid = pay(Due.objects.get(source=assessed.number))
    rule(object_to(assessed, asked=5_000_000).case, "granted")
    back = Refund.objects.get()
    assert (back.minor, back.source) == (7_000_000, assessed.disputes.get().number)
    assert Due.objects.get(pk=paid.pk).state == DueState.PAID


def test_instalments_are_two_dues_that_are_one_to_the_won():
    owed = due(25_000_001, date(2026, 6, 30))
    with pytest.raises(Forbidden):
        choose_instalments(due=owed, actor=STRANGER, now=NOW)
    with pytest.raises(OutsideMandate):
        choose_instalments(due=owed, actor=acting(HANA, scope=("civil.apply:*",)), now=NOW)
    first, second = choose_instalments(due=owed, actor=HERSELF, now=NOW)
    # Above 20,000,000 won half, within two months (Income Tax Act art. 77; Decree art. 140); 30 August 2026 is a Sunday.
    assert (first.minor, first.due_on) == (12_500_001, date(2026, 6, 30))
    assert (second.minor, second.due_on) == (12_500_000, date(2026, 8, 31))
    with pytest.raises(NotStanding):
        choose_instalments(due=owed, actor=HERSELF, now=NOW)
    with pytest.raises(NoInstalments):
        choose_instalments(due=first, actor=HERSELF, now=NOW)
    small = due(10_000_000, date(2026, 6, 30))
    with pytest.raises(NoInstalments):
        choose_instalments(due=small, actor=HERSELF, now=NOW)
    assert books.balance(account="receivable", currency="KRW") == Money(35_000_001, "KRW")


def test_a_deferral_moves_the_last_day_and_nothing_comes_on_top():
    owed = due(1_000_000, date(2026, 6, 10))
    with pytest.raises(ExtensionRefused) as refused:
        ask_extension(due=owed, until=date(2027, 6, 1), ground="", actor=HERSELF, now=NOW)
    assert {fault.code for fault in refused.value.faults} == {"tax.deferral.no_ground", "tax.deferral.day"}
    asked = ask_extension(due=owed, until=date(2026, 9, 10), ground="화재로 휴업", actor=HERSELF, now=NOW)
    rule(asked.case, "granted", actor=COLLECTOR)
    later = Due.objects.get(pk=owed.pk)
    assert (later.state, later.pay_by) == (DueState.DEFERRED, date(2026, 9, 10))
    assert not overdue(on=date(2026, 9, 10), party=HANA).exists()
    assert pay(later, now=NOW + timedelta(days=60)).state == DueState.PAID
    assert not Due.objects.filter(reason=DueReason.PENALTY.value).exists()


def refund(minor: int, *, number: str = "F-1") -> Refund:
    return claim_refund(
        filed=filed(-minor, number=number), account="088-110123456789", holder="김하나", actor=HERSELF, now=NOW
    )


def test_a_refund_pays_what_is_overdue_first_exactly_and_the_rest_is_owed():
    vat = due(300_000, date(2026, 4, 25), tax=Tax.VAT, period="2025-H2")
    old = due(200_000, date(2026, 3, 31))
    future = due(50_000, date(2026, 6, 30))
    before = books.trial_balance()
    owed = grant_refund(refund=refund(700_001), actor=COLLECTOR, now=NOW)
    assert [(one.due_id, one.minor) for one in Offset.objects.order_by("pk")] == [(old.pk, 200_000), (vat.pk, 300_000)]
    assert (owed.offset_minor, owed.rest, owed.state) == (500_000, 200_001, "owed")
    assert Due.objects.get(pk=future.pk).state == DueState.OPEN
    after = books.trial_balance()
    moved = {key[0]: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}
    additions = {one.tax: one.minor for one in Due.objects.filter(reason="penalty")}
    # 200,000 x 62 days and 300,000 x 37 days at 22/100,000.
    assert additions == {"income": 2_728, "vat": 2_442}
    assert moved == {
        "receivable": -500_000 + 5_170,
        "revenue.taxes.income": 700_001 - 2_728,
        "revenue.taxes.vat": -2_442,
        "refunds_payable": -200_001,
    }
    assert sum(after.values()) == 0


def test_a_refund_that_is_not_enough_pays_a_part_and_the_rest_stays_open():
    due(300_000, date(2026, 4, 25))
    owed = grant_refund(refund=refund(100_001), actor=COLLECTOR, now=NOW)
    assert (owed.rest, owed.state) == (0, "offset")
    (left,) = overdue(on=TODAY, party=HANA)
    assert (left.minor, left.due_on) == (199_999, date(2026, 4, 25))
    assert sum(one.minor for one in Due.objects.filter(state="paid")) == 100_001


def test_nothing_is_given_back_twice_nor_to_another():
    mine = filed(-500_000)
    with pytest.raises(Forbidden):
        claim_refund(filed=mine, account="1", holder="이민수", actor=STRANGER, now=NOW)
    claimed = claim_refund(filed=mine, account="088-1", holder="김하나", actor=HERSELF, now=NOW)
    with pytest.raises(RefundClaimed):
        claim_refund(filed=mine, account="088-2", holder="김하나", actor=HERSELF, now=NOW)
    with pytest.raises(NothingToRefund):
        claim_refund(filed=filed(1, number="F-2", tax=Tax.VAT), account="1", holder="x", actor=HERSELF, now=NOW)
    for actor in (HERSELF, OFFICER, REVIEWER):
        with pytest.raises(Forbidden):
            grant_refund(refund=claimed, actor=actor, now=NOW)
    grant_refund(refund=claimed, actor=COLLECTOR, now=NOW)
    with pytest.raises(RefundDecided):
        grant_refund(refund=claimed, actor=COLLECTOR, now=NOW)
    assert books.balance(account="refunds_payable", currency="KRW") == Money(-500_000, "KRW")


@pytest.mark.django_db(transaction=True)
def test_two_refunds_at_once_do_not_pay_one_due_twice():
    due(300_000, date(2026, 4, 25))
    both = [refund(250_000), _second(200_000)]
    start, refusals = Barrier(2), []

    def run(one: Refund) -> None:
        try:
            start.wait(timeout=30)
            grant_refund(refund=one, actor=COLLECTOR, now=NOW)
        except Exception as wrong:
            refusals.append(wrong)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(one,)) for one in both]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert not refusals
    assert sum(one.minor for one in Offset.objects.all()) == 300_000
    assert sum(one.rest for one in Refund.objects.all()) == 150_000
    assert not overdue(on=TODAY, party=HANA).exists()
    assert books.balance(account="refunds_payable", currency="KRW") == Money(-150_000, "KRW")


def _second(minor: int) -> Refund:
    return claim_refund(
        filed=filed(-minor, number="F-2", tax=Tax.VAT), account="088-1", holder="김하나", actor=HERSELF, now=NOW
    )


def test_clearance_says_nothing_of_amounts_and_holds_until_the_next_sum_falls_due():
    assert clearance_of(party=SHOP, now=NOW).clear is True
    assert clearance_of(party=HANA, now=NOW).valid_until == TODAY + timedelta(days=30)
    owed = due(100, date(2026, 6, 20))
    assert clearance_of(party=HANA, now=NOW).valid_until == date(2026, 6, 20)
    late = clearance_of(party=HANA, now=NOW + timedelta(days=20))
    assert (late.clear, late.valid_until) == (False, None)
    pay(owed)
    assert clearance_of(party=HANA, now=NOW + timedelta(days=20)).clear is True
