"""Security of every kind: money deposited and given back, land with its mortgage; what is drawn, and good again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from madang.exchange import delivery
from madang.exchange.refunds import change_account, pay_out
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.may import Forbidden
from madang.framework.money import books
from madang.framework.money.models import Charge, Payment
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.systems.customs.models import CustomsGuarantee, CustomsRefund, Levied, SecuredGoods
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, SHOP, acting
from madang.systems.customs.tests.securing_world import DESK, goods_of, guarantee, lodged, pay, under
from madang.systems.customs.usecases.refunds.declare import REPAYMENTS
from madang.systems.customs.usecases.securing.draw import restore_guarantee
from madang.systems.customs.usecases.securing.guarantees import Promise, accept_guarantee, return_guarantee
from madang.systems.customs.usecases.securing.refusals import GuaranteeRefused, NothingDrawn
from madang.systems.customs.usecases.securing.terms import watch_terms
from madang.systems.customs.usecases.securing.waiting import secure_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
# What the published example of 2025-04-06 (Wow TV, on the Customs Service) levies on the goods of these tests.
DUTY, VAT = 39_000, 33_900
ALL = DUTY + VAT
MISSED, UNPAID = datetime(2027, 3, 10, 1, tzinfo=UTC), datetime(2027, 3, 30, 1, tzinfo=UTC)
"""The day after the year of Customs Act art. 97 (1), and one after the fifteen days of art. 9."""
MONEY = Promise(
    kind="money",
    party=SHOP,
    party_name="도현상회",
    issuer="",
    paper="",
    limit_minor=100_000,
    valid_from=date(2026, 1, 1),
    valid_until=date(2031, 1, 1),
)


def accepted(promise: Promise) -> CustomsGuarantee:
    return accept_guarantee(promise=promise, office=OFFICE, actor=DESK, now=NOW)


def deposited() -> CustomsGuarantee:
    """100,000 won, paid."""
    made = accepted(MONEY)
    owed = Charge.objects.get(number=made.deposit)
    take_transfer(number=owed.number, amount=owed.amount, reference="bank-1", in_suspense=False, now=NOW)
    return CustomsGuarantee.objects.get(pk=made.pk)


def balance(account: str) -> int:
    return books.balance(account=account, currency="KRW").minor


def test_a_deposit_holds_when_it_is_paid_and_goes_back_to_the_account_that_its_giver_names():
    made = accepted(MONEY)
    one = lodged(under("53"))
    # No claim of the state: the books have nothing of it before its money comes.
    assert (one.state, balance("receivable"), balance("deposits")) == ("awaiting_security", 0, 0)
    owed = Charge.objects.get(number=made.deposit)
    take_transfer(number=owed.number, amount=owed.amount, reference="bank-1", in_suspense=False, now=NOW)
    secure_waiting(party=SHOP, actor=DESK, now=NOW)
    one.refresh_from_db()
    assert (one.state, balance("deposits"), balance("bank")) == ("released", -100_000, 100_000)
    delivery.deliver_batch(recipient="treasury", now=NOW)
    assert (balance("cash.deposits"), balance("cash.bank")) == (-100_000, 100_000)
    SecuredGoods.objects.update(state="discharged", secured_minor=0)
    return_guarantee(number=made.number, actor=DESK, now=NOW)
    back = CustomsRefund.objects.get(source=made.number)
    assert (back.minor, back.levy, balance("deposits"), balance("refunds_payable")) == (100_000, "deposit", 0, -100_000)
    pay_out(system="customs", number=back.number, now=NOW)
    told = {"account": "088-12345678901", "holder": "도현상회", "actor": acting(), "now": NOW}
    change_account(system="customs", number=back.number, **told)
    pay_out(system="customs", number=back.number, now=NOW)
    back.refresh_from_db()
    assert (bool(back.order), REPAYMENTS.lessens(back)) == (True, "deposits")


def test_a_deposit_that_nobody_paid_ends_with_its_guarantee():
    made = accepted(MONEY)
    return_guarantee(number=made.number, actor=DESK, now=NOW)
    assert Charge.objects.get(number=made.deposit).state == "cancelled"
    assert not CustomsRefund.objects.exists()


def test_a_deposit_pays_what_its_giver_does_not_as_far_as_it_was_held():
    made = deposited()
    one = lodged(under("53"))
    watch_terms(actor=DESK, now=MISSED)
    # Twenty percent of the duty on top (art. 97 (4)), for which nothing was held.
    assert {row.minor for row in Levied.objects.filter(state="open")} == {DUTY, VAT, DUTY // 5}
    watch_terms(actor=DESK, now=UNPAID)
    assert {row.minor for row in Levied.objects.filter(state="open")} == {DUTY // 5}
    assert goods_of(one).state == "called"
    held = CustomsGuarantee.objects.get(pk=made.pk)
    assert (held.drawn_minor, balance("deposits"), balance("receivable")) == (ALL, ALL - 100_000, DUTY // 5)
    assert Payment.objects.filter(gateway="deposit").count() == 2
    delivery.deliver_batch(recipient="treasury", now=UNPAID)
    # Only what was drawn is revenue of the state.
    assert (balance("cash.deposits"), balance("cash.bank")) == (ALL - 100_000, 100_000)
    pay(one, now=UNPAID)
    assert goods_of(one).state == "settled"
    with pytest.raises(NothingDrawn):
        restore_guarantee(goods=goods_of(one), actor=DESK, now=UNPAID)


def test_what_was_drawn_is_good_again_when_an_officer_says_that_the_debtor_paid():
    made = guarantee(100_000)
    one = lodged(under("53"))
    for now in (MISSED, UNPAID):
        watch_terms(actor=DESK, now=now)
    goods = goods_of(one)
    assert (CustomsGuarantee.objects.get().drawn_minor, goods.drawn_minor) == (ALL, ALL)
    with pytest.raises(NothingDrawn):
        restore_guarantee(goods=goods, actor=DESK, now=UNPAID)
    pay(one, now=UNPAID)
    assert CustomsGuarantee.objects.get().drawn_minor == ALL, "a payment does not tell whose money it was"
    with pytest.raises(Forbidden):
        restore_guarantee(goods=goods, actor=Actor(kind=ActorKind.RESIDENT, person="p", name="p"), now=UNPAID)
    restore_guarantee(goods=goods, actor=DESK, now=UNPAID)
    assert CustomsGuarantee.objects.get(pk=made.pk).drawn_minor == 0
    with pytest.raises(NothingDrawn):
        restore_guarantee(goods=goods, actor=DESK, now=UNPAID)


def test_land_secures_at_most_what_it_was_appraised_at():
    land = replace(MONEY, kind="land", issuer="가온등기소", paper="2026-1", appraised_minor=100_000)
    with pytest.raises(GuaranteeRefused) as refused:
        accepted(replace(land, limit_minor=100_001))
    assert {fault.place for fault in refused.value.faults} == {"appraised", "appraised_on"}
    made = accepted(replace(land, appraised_on=NOW.date()))
    assert (made.appraised_minor, made.deposit) == (100_000, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomsGuarantee.objects.filter(pk=made.pk).update(limit_minor=100_001)


def test_the_database_hangs_no_more_on_a_guarantee_than_it_is_good_for():
    made = guarantee(ALL + 10)
    one = lodged(under("53"))
    assert goods_of(one).secured_minor == ALL
    SecuredGoods.objects.filter(declaration=one).update(secured_minor=ALL + 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecuredGoods.objects.filter(declaration=one).update(secured_minor=ALL + 11)
    # What was drawn is good for nothing any more.
    SecuredGoods.objects.filter(declaration=one).update(secured_minor=ALL)
    CustomsGuarantee.objects.filter(pk=made.pk).update(drawn_minor=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecuredGoods.objects.filter(declaration=one).update(secured_minor=ALL + 1)
    # Nor is a deposit before it is paid.
    CustomsGuarantee.objects.filter(pk=made.pk).update(drawn_minor=0, deposit="C-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        SecuredGoods.objects.filter(declaration=one).update(secured_minor=ALL + 1)
    assert goods_of(one).secured_minor == ALL
