"""From release to a correction that is paid or given back, on the real books, cases, exchange and treasury."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from django.db import IntegrityError, transaction

from madang.exchange.models import OutboxEvent
from madang.exchange.refunds import change_account, pay_out
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Office
from madang.framework.money import books
from madang.framework.money.usecases.repay import mark_paid, wait_for_account
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Money, Party
from madang.systems.customs.domain.correction import WithoutNotice
from madang.systems.customs.domain.declaration import Incoterm
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import Correction, CustomsDeclaration, CustomsRefund, TradeLine
from madang.systems.customs.tests.conftest import nobody_drawn
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, acting, declaration
from madang.systems.customs.usecases.corrections.charge_levied import charge_in_place_of, charged_of
from madang.systems.customs.usecases.corrections.file_correction import assess_anew, file_correction
from madang.systems.customs.usecases.corrections.refusals import (
    CorrectionOpen,
    CorrectionTooLate,
    NotCorrectable,
)
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.seal_certificate import seal_certificate
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.refunds.accounts import AccountMissing, NotReturned
from madang.systems.customs.usecases.refunds.declare import REPAYMENTS
from madang.systems.customs.usecases.statistics.note_trade import note_trade

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
ACCOUNT, HOLDER = "088-12345678901", "도현상회"
SHORTLY, LATER = NOW + timedelta(days=115), NOW + timedelta(days=300)
OFFICIAL = Actor(kind=ActorKind.OFFICIAL, account_id=9, name="감하솔", duties=(Duty(OFFICE, OFFICE, OFFICER),))


def pay(one, now=NOW):
    for levied in one.levies.filter(state="open"):
        amount = Money(levied.minor, levied.currency)
        take_transfer(
            number=levied.charge, amount=amount, reference=f"bank-{levied.charge}", in_suspense=False, now=now
        )


def fresh(one):
    return CustomsDeclaration.objects.get(pk=one.pk)


@once_a_file
def paid():
    """300,000 won of T-shirts: 39,000 of duty and 33,900 of tax, paid on the day of lodging."""
    with nobody_drawn():
        one = lodge_declaration(declaration=declaration(), channel="page", actor=acting(), now=NOW)
        pay(one)
    return one.pk


@pytest.fixture
def released(paid):
    """Those goods, as they stand when a test begins."""
    return CustomsDeclaration.objects.get(pk=paid)


def at_price(minor):
    told = declaration()
    return replace(told, items=(replace(told.items[0], price=Money(minor, "KRW")),))


def corrected(one, minor, now=SHORTLY, **other):
    told = {"account": ACCOUNT, "holder": HOLDER, "actor": acting()} | other
    return file_correction(
        number=one.number,
        version=one.version,
        declaration=at_price(minor),
        reason="송품장",
        now=now,
        **told,
    )


def balance(account):
    return books.balance(account=account, currency="KRW").minor


def told_taxes():
    told = OutboxEvent.objects.filter(contract="customs_v1.ImportTaxed").order_by("announced_at")
    said = [msgspec.json.decode(bytes(one.happening))["body"] for one in told]
    return [(one["base"]["minor"], one["tax"]["minor"]) for one in said]


def test_a_supplement_is_charged_with_interest_paid_and_counted(released):
    note_trade(now=NOW)
    made = corrected(released, 600_000)
    one = fresh(released)
    assert (made.kind, made.state, made.changes) == ("supplement", "done", {"duty": 39_000, "vat": 33_900})
    # The day is 2 July, a hundred days after 24 March; 72,900 at 31 thousandths a year are 619, below ten won nothing.
    assert [(step["code"], step["minor"]) for step in made.additions] == [("interest", 72_900 * 31 * 100 // 365_000)]
    owed = {row.levy: (row.minor, row.due_on.isoformat()) for row in one.levies.filter(source="v2")}
    # Paid by the day after the application (art. 38-2 (4)).
    day = "2026-07-03"
    assert owed == {"duty": (39_000, day), "vat": (33_900, day), "addition": (610, day)}
    assert (one.version, one.payable_minor, one.versions.count()) == (2, 145_800, 2)
    pay(one, SHORTLY)
    assert not one.levies.filter(state="open").exists()
    assert balance("revenue.customs.duty") == -78_000
    assert balance("revenue.customs.addition") == -610
    assert balance("receivable") == 0
    assert told_taxes()[-1] == (678_000, 67_800)
    assert note_trade(now=SHORTLY) == 1
    assert TradeLine.objects.get(declaration=one).value_minor == 600_000


def test_after_six_months_the_declarant_amends_with_additional_tax():
    alone = Actor(kind=ActorKind.RESIDENT, person="person-sora", name="최소라")
    one = lodge_declaration(declaration=declaration(), channel="page", actor=alone, now=NOW)
    pay(one)
    made = corrected(fresh(one), 600_000, now=LATER, actor=alone)
    assert made.kind == "amended"
    # Ten percent, thirty percent of it forgiven within six months of the supplement period (arts. 42 (1), 42-2 (1) no. 5);
    # 3 January 2027 is 285 days after 24 March 2026.
    days = 72_900 * 22 * 285 // 100_000
    assert {step["code"]: step["minor"] for step in made.additions} == {"penalty": 7_290, "cut": -2_187, "days": days}
    assert made.addition_minor == (7_290 - 2_187 + days) // 10 * 10


def test_a_claim_is_decided_given_back_with_interest_and_paid_by_the_treasury(released):
    made = corrected(released, 200_000)
    case = Case.objects.get(number=made.case)
    assert (made.kind, made.state, fresh(released).version) == ("claim", "filed", 1)
    # Two months from 2 July 2026 end on 2 September (art. 38-3 (4)).
    assert case.due_on.isoformat() <= "2026-09-02"
    with pytest.raises(CorrectionOpen):
        corrected(released, 250_000)
    decide(case=case, outcome="granted", reasons="확인", actor=OFFICIAL, now=SHORTLY)
    one, made = fresh(released), Correction.objects.get()
    assert (made.state, one.version, one.payable_minor) == ("done", 2, 48_600)
    back = {row.levy: row for row in CustomsRefund.objects.filter(source=made.number)}
    assert {levy: row.minor for levy, row in back.items()} == {"duty": 13_000, "vat": 11_300}
    # From the day after the payment (9 March) to the decision on 2 July: 115 days at 31 thousandths a year (art. 48).
    assert back["duty"].interest_minor == 13_000 * 31 * 115 // 365_000
    owed = sum(row.amount.minor for row in back.values())
    assert balance("refunds_payable") == -owed
    assert balance("revenue.customs.duty") == -(39_000 - back["duty"].amount.minor)
    assert told_taxes()[-1] == (226_000, 22_600)
    for row in back.values():
        pay_out(system="customs", number=row.number, now=SHORTLY)
        assert CustomsRefund.objects.get(pk=row.pk).order.startswith("G")
        mark_paid(of=REPAYMENTS, reference=row.reference, paid_on=SHORTLY.date(), now=SHORTLY)
        mark_paid(of=REPAYMENTS, reference=row.reference, paid_on=SHORTLY.date(), now=SHORTLY)
    assert balance("refunds_payable") == 0
    assert set(CustomsRefund.objects.values_list("state", flat=True)) == {"paid"}


def test_a_refused_claim_changes_nothing_and_a_claim_without_an_account_is_not_taken(released):
    with pytest.raises(AccountMissing):
        corrected(released, 200_000, account="")
    made = corrected(released, 200_000)
    decide(case=Case.objects.get(number=made.case), outcome="refused", reasons="근거 없음", actor=OFFICIAL, now=SHORTLY)
    assert (Correction.objects.get().state, Correction.objects.get().says) == ("refused", "근거 없음")
    assert fresh(released).version == 1
    assert not CustomsRefund.objects.exists()
    assert corrected(released, 250_000).state == "filed"


def test_customs_assesses_both_ways_and_a_refund_without_an_account_waits_for_one(released):
    told = {"number": released.number, "reason": "실지심사", "actor": OFFICIAL, "without_notice": WithoutNotice.DANGER}
    more = assess_anew(version=1, declaration=at_price(600_000), now=SHORTLY, **told)
    # A notice is paid within fifteen days (art. 9 (1) no. 2): 17 July 2026 is a holiday before a weekend (art. 8 (3)).
    assert {row.due_on.isoformat() for row in released.levies.filter(source="v2")} == {"2026-07-20"}
    assert {step["code"] for step in more.additions} == {"penalty", "days"}
    pay(released, SHORTLY)
    assess_anew(version=2, declaration=at_price(300_000), now=SHORTLY, **told)
    row = CustomsRefund.objects.get(levy="duty")
    # The last payment goes back first, on the day on which it was made: no interest.
    assert (row.minor, row.interest_minor) == (39_000, 0)
    pay_out(system="customs", number=row.number, now=SHORTLY)
    again = change_account(
        system="customs", number=row.number, account=ACCOUNT, holder=HOLDER, actor=acting(), now=SHORTLY
    )
    assert (again.state, again.tries) == ("owed", 2)
    with pytest.raises(NotReturned):
        change_account(system="customs", number=row.number, account=ACCOUNT, holder=HOLDER, actor=acting(), now=SHORTLY)
    mark_paid(of=REPAYMENTS, reference=again.reference, paid_on=SHORTLY.date(), now=SHORTLY)
    wait_for_account(of=REPAYMENTS, reference=again.reference, reason="AC04", was_paid=True, now=SHORTLY)
    assert CustomsRefund.objects.get(pk=row.pk).state == "returned"
    assert balance("refunds_payable") == -sum(one.amount.minor for one in CustomsRefund.objects.all())


def test_less_than_ten_thousand_won_is_not_collected_and_never_given_back(released):
    # 13 % and 10 % of 20,000 more are 2,600 and 2,260: below the least of art. 40.
    made = corrected(released, 320_000)
    assert (made.state, fresh(released).version) == ("done", 2)
    assert not released.levies.filter(source="v2").exists()
    again = corrected(fresh(released), 300_000)
    assert (again.kind, again.changes) == ("supplement", {})


def test_only_a_paid_and_released_import_is_corrected_by_whom_it_concerns_and_in_time(released):
    open_one = lodge_declaration(declaration=declaration("A-2"), channel="page", actor=acting(), now=NOW)
    with pytest.raises(NotCorrectable):
        corrected(open_one, 600_000)
    with pytest.raises(CorrectionTooLate):
        corrected(released, 600_000, now=NOW + timedelta(days=5 * 366))
    stranger = acting(Party.business("1018100002"))
    with pytest.raises(Forbidden):
        file_correction(
            number=released.number,
            version=1,
            declaration=at_price(1),
            reason="x",
            actor=stranger,
            now=SHORTLY,
        )
    with pytest.raises(Forbidden):
        assess_anew(number=released.number, version=1, declaration=at_price(1), reason="x", actor=stranger, now=SHORTLY)


def test_what_is_not_paid_yet_is_corrected_too_and_less_of_it_ends_instead_of_going_back(released):
    corrected(released, 600_000)
    more = corrected(fresh(released), 700_000)
    assert more.changes == {"duty": 13_000, "vat": 11_300}
    assert owed(released) == {"duty": 52_000, "vat": 45_200}
    # 500,000 won: 26,000 of duty and 22,600 of tax stay of what is open; nothing was paid of it, so nothing goes back.
    claim = corrected(fresh(released), 500_000)
    decide(case=Case.objects.get(number=claim.case), outcome="granted", reasons="확인", actor=OFFICIAL, now=SHORTLY)
    assert owed(released) == {"duty": 26_000, "vat": 22_600}
    assert not CustomsRefund.objects.exists()
    assert balance("receivable") == sum(row.minor for row in released.levies.filter(state="open"))


def owed(one):
    found = {}
    for row in one.levies.filter(state="open").exclude(levy="addition"):
        found[row.levy] = found.get(row.levy, 0) + row.minor
    return found


def test_an_export_is_corrected_to_another_version_and_the_statistics_follow():
    told = declaration("E-1", direction=Direction.EXPORT, incoterm=Incoterm(code="FOB"), destination_country="US")
    one = lodge_declaration(declaration=told, channel="page", actor=acting(), now=NOW)
    note_trade(now=NOW)
    dearer = replace(told, items=(replace(told.items[0], price=Money(600_000, "KRW")),))
    told = {"version": 1, "declaration": dearer, "reason": "송품장", "actor": acting(), "now": SHORTLY}
    made = file_correction(number=one.number, **told)
    assert (made.kind, made.state, made.changes, fresh(one).version) == ("amended", "done", {}, 2)
    note_trade(now=SHORTLY)
    assert TradeLine.objects.get(declaration=one).value_minor == 600_000


def test_a_corrected_declaration_has_a_new_certificate_and_the_old_one_says_what_replaced_it(released):
    Office.objects.get_or_create(code=OFFICE, defaults={"name": "인천세관", "name_en": "Incheon Customs"})
    first = seal_certificate(number=released.number, now=NOW)
    corrected(released, 600_000)
    again = seal_certificate(number=released.number, now=SHORTLY)
    assert seal_certificate(number=released.number, now=SHORTLY) == again
    old = Document.objects.get(number=first)
    assert (again != first, old.status, old.replaced_by) == (True, "replaced", again)
    assert fresh(released).certificate == again


def test_a_refund_pays_first_what_is_overdue_the_oldest_first_and_the_rest_goes_out(released):
    other = lodge_declaration(declaration=declaration("A-2"), channel="page", actor=acting(), now=NOW)
    pay(other)
    corrected(released, 600_000)
    late = SHORTLY + timedelta(days=30)
    claim = corrected(fresh(other), 100_000, now=late)
    before = sum(row.minor for row in released.levies.filter(state="open"))
    decide(case=Case.objects.get(number=claim.case), outcome="granted", reasons="확인", actor=OFFICIAL, now=late)
    # 26,000 of duty and 22,600 of tax go back with interest; 39,000, 33,900 and 610 were to be paid on 3 July.
    backs = list(CustomsRefund.objects.order_by("pk"))
    whole = sum(row.minor + row.interest_minor for row in backs)
    assert [row.state for row in backs] == ["offset", "offset"]
    assert sum(row.offset_minor for row in backs) == whole
    assert sum(row.minor for row in released.levies.filter(state="open")) == before - whole
    assert balance("refunds_payable") == 0
    assert balance("receivable") == before - whole
    # What came on top is paid after the levies.
    assert not released.levies.filter(levy="addition", state="paid").exists()


def test_a_levy_is_paid_in_part_by_as_many_refunds_as_it_takes(released):
    made = corrected(released, 600_000)
    rest = released.levies.get(source="v2", levy="duty")
    for letter in "ABCDE":
        parts = (1_000, rest.minor - 1_000)
        by = f"G2026-{letter * 8}"
        _paid, rest = charge_in_place_of(row=rest, parts=parts, by=by, actor=OFFICIAL, now=SHORTLY)
    assert rest.minor == 34_000
    assert sum(row.minor for row in charged_of(made=made) if row.levy == "duty") == 39_000


def test_two_corrections_of_one_version_do_not_both_wait(released):
    made = corrected(released, 200_000)
    Correction.objects.filter(pk=made.pk).update(number="C-OTHER")
    made.pk, made.number = None, "C-TWIN"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)
