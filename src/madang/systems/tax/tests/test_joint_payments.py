"""One payment for several dues, shared out in the order of the law (National Tax Collection Act art. 3)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.money import books
from madang.framework.money.models import Charge, Payment, Receipt
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money
from madang.systems.tax.domain.words import DueReason, DueState, JointState, Tax
from madang.systems.tax.models import Allocation, Due, JointPayment, Refund
from madang.systems.tax.tests.dues_world import HANA, HERSELF, NOW, SHOP, STRANGER, TODAY, due, taxpayer
from madang.systems.tax.usecases.dues.pay_together import (
    JointPaymentEnded,
    JointPaymentRefused,
    cancel_joint_payment,
    order_joint_payment,
    plan,
)

pytestmark = pytest.mark.django_db


def order(*dues: Due, minor: int | None = None, actor=HERSELF) -> JointPayment:
    numbers = [one.number for one in dues]
    return order_joint_payment(taxpayer=taxpayer(), numbers=numbers, minor=minor, actor=actor, now=NOW)


def transfer(one: JointPayment, *, now=NOW) -> JointPayment:
    """The bank tells of one transfer that names the order's charge."""
    amount = Money(one.minor, "KRW")
    assert take_transfer(number=one.charge, amount=amount, reference=one.number, in_suspense=False, now=now)
    return JointPayment.objects.get(pk=one.pk)


def balances() -> dict[str, int]:
    return {key[0]: minor for key, minor in books.trial_balance().items() if minor}


def test_one_transfer_pays_every_due_and_each_tax_has_its_own_revenue_and_receipt():
    income, vat = due(700_000, date(2026, 6, 1)), due(300_000, date(2026, 7, 25), tax=Tax.VAT, period="2026-H1")
    made = order(income, vat)
    before = {"receivable": 1_000_000, "revenue.taxes.income": -700_000, "revenue.taxes.vat": -300_000}
    # The order is no claim of its own.
    assert (made.minor, balances()) == (1_000_000, before)
    done = transfer(made)
    assert (done.state, done.left_minor) == (JointState.PAID, 0)
    assert set(Due.objects.values_list("state", "ended_by")) == {(DueState.PAID.value, made.number)}
    del before["receivable"]
    assert balances() == before | {"bank": 1_000_000}
    # One receipt of the transfer, one of each tax.
    assert Receipt.objects.count() == 3
    titles = {"ko": "세금 2건 일괄 납부", "en": "One payment for 2 taxes"}
    assert Charge.objects.get(number=made.charge).titles == titles


def test_too_little_pays_taxes_before_penalties_the_older_first_and_the_last_in_part():
    penalty = due(50_000, date(2026, 3, 1), reason=DueReason.PENALTY)
    newer, older = due(400_000, date(2026, 6, 30)), due(300_000, date(2026, 6, 10))
    made = order(penalty, newer, older, minor=500_000)
    told = [(one.number, one.minor, one.cite) for one in plan(payment=made, on=TODAY)]
    article = "National Tax Collection Act art. 3"
    assert told == [(older.number, 300_000, article), (newer.number, 200_000, article)]
    transfer(made)
    given = [(one.due.due_on, one.minor) for one in Allocation.objects.select_related("due").order_by("pk")]
    assert given == [(date(2026, 6, 10), 300_000), (date(2026, 6, 30), 200_000)]
    left = Due.objects.filter(state=DueState.OPEN.value).order_by("minor")
    assert [(one.minor, one.due_on) for one in left] == [(50_000, date(2026, 3, 1)), (200_000, date(2026, 6, 30))]
    assert balances()["receivable"] == 250_000


def test_what_is_overdue_bears_its_addition_to_the_day_of_the_one_payment():
    late, on_time = due(1_000_000, date(2026, 5, 22)), due(10_000, date(2026, 6, 30))
    transfer(order(late, on_time))
    # Ten days at 22/100,000 (Framework Act on National Taxes art. 47-4; Decree art. 27-4).
    (addition,) = Due.objects.filter(reason=DueReason.PENALTY.value)
    assert (addition.minor, addition.source) == (2_200, late.number)


def test_what_was_settled_meanwhile_is_not_paid_twice_and_comes_back_as_a_refund():
    first, second = due(600_000, date(2026, 6, 30)), due(400_000, date(2026, 7, 30))
    made = order(first, second)
    assert take_transfer(
        number=second.charge, amount=Money(400_000, "KRW"), reference="alone", in_suspense=False, now=NOW
    )
    done = transfer(made)
    back = Refund.objects.get()
    assert (done.left_minor, back.minor, back.source) == (400_000, 400_000, made.number)
    assert Due.objects.get(pk=first.pk).state == DueState.PAID
    # What came too much is revenue until the refund lessens it: nothing stays in transit.
    assert balances() == {"bank": 1_400_000, "revenue.taxes.income": -1_400_000}
    assert Payment.objects.filter(gateway="together").count() == 2


def test_an_order_is_refused_with_its_faults_and_changes_nothing():
    mine = due(600_000, date(2026, 6, 30))
    others = due(5_000, date(2026, 6, 30), taxpayer=taxpayer(SHOP))
    for dues, minor, code in (
        ((), None, "nothing"),
        ((mine, others), None, "gone"),
        ((mine,), 600_001, "amount"),
        ((mine,), 0, "amount"),
        ((mine,), -1, "amount"),
        ((mine,), 10**30, "amount"),
    ):
        with pytest.raises(JointPaymentRefused) as refused:
            order(*dues, minor=minor)
        assert [one.code for one in refused.value.faults] == [f"tax.joint_payment.{code}"]
    with pytest.raises(Forbidden):
        order(mine, actor=STRANGER)
    assert not JointPayment.objects.exists()
    assert Charge.objects.count() == 2


def test_the_newest_order_counts_and_a_cancelled_one_changes_nothing_in_the_books():
    mine = due(600_000, date(2026, 6, 30))
    before = balances()
    first = order(mine, minor=100_000)
    second = order(mine)
    assert JointPayment.objects.get(pk=first.pk).state == JointState.CANCELLED
    with pytest.raises(Forbidden):
        cancel_joint_payment(payment=second, actor=STRANGER, now=NOW)
    cancel_joint_payment(payment=second, actor=HERSELF, now=NOW)
    with pytest.raises(JointPaymentEnded):
        cancel_joint_payment(payment=second, actor=HERSELF, now=NOW)
    assert balances() == before
    assert Due.objects.get(pk=mine.pk).state == DueState.OPEN


def test_the_page_orders_one_payment_and_shows_what_it_settles_to_nobody_else():
    dues = due(300_000, TODAY + timedelta(days=300)), due(200_000, TODAY + timedelta(days=330))
    hana = signed_in(new_account("hana", person=HANA.key))
    assert reverse("tax:together") in hana.get(reverse("tax:dues")).content.decode()
    page = hana.get(reverse("tax:together")).content.decode()
    assert all(one.number in page for one in dues)
    assert hana.post(reverse("tax:together"), {"dues": [dues[0].number], "minor": "-5"}).status_code == 422
    assert hana.post(reverse("tax:together"), {"dues": ["T-NOBODY"]}).status_code == 422
    sent = hana.post(reverse("tax:together"), {"dues": [one.number for one in dues], "minor": "350000"})
    made = JointPayment.objects.get()
    address = reverse("tax:joint_payment", args=[made.number])
    assert (sent.status_code, sent["Location"]) == (302, address)
    shown = hana.get(address).content.decode()
    assert made.charge in shown
    assert "National Tax Collection Act art. 3" in shown
    minsu = signed_in(new_account("minsu", person="person-minsu"))
    assert minsu.get(address).status_code == 404
    assert hana.post(address).status_code == 302
    assert "cancelled" in hana.get(address).content.decode()
