"""Paying, whatever the bank says and in whatever order."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.audit.models import Entry as Trail
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money import accounts, books
from madang.framework.money.domain.journal import Posting, Unbalanced
from madang.framework.money.gateways import ForgedCallback, GatewayAnswer, Tells
from madang.framework.money.gateways.sandbox import bank
from madang.framework.money.gateways.sandbox.signature import SIGNATURE_HEADER, TIME_HEADER, sign
from madang.framework.money.models import Charge, Entry, Line, Payment, Receipt, Refund, SandboxTransfer
from madang.framework.money.tests.conftest import NOON
from madang.framework.money.usecases import cancel, give_back, hear, reconcile, refund, start_payment, waive
from madang.framework.money.usecases.charge import ChargeDiffers, NegativeCharge
from madang.framework.money.usecases.give_back import NotOpen, NotPaid
from madang.framework.money.usecases.receive_callback import receive_callback
from madang.framework.money.usecases.settle import AmountDiffers
from madang.framework.money.usecases.start_payment import NothingToPay
from madang.framework.values import Money, Party, clock

pytestmark = pytest.mark.django_db
Charged = Callable[..., Charge]
WON = Money(400, "KRW")


def started(charge: Charge, hana: Actor) -> Payment:
    return start_payment(charge=charge, return_url="/me/", actor=hana, now=NOON)


def confirm(payment: Payment, *, confirmed: bool = True) -> GatewayAnswer:
    """The payer's word at the bank; the bank's answer."""
    with transaction.atomic():
        return bank.answer_of(bank.conclude(token=payment.token, confirmed=confirmed, now=NOON))


def call(answer: GatewayAnswer, *, seconds: int | None = None, body: bytes | None = None) -> str:
    """A signed callback."""
    told = bank.told(answer)
    seconds = int(NOON.timestamp()) if seconds is None else seconds
    headers = {TIME_HEADER: str(seconds), SIGNATURE_HEADER: sign(body=told, seconds=seconds)}
    return receive_callback(way="sandbox", body=body or told, headers=headers, now=NOON)


def test_a_charge_is_paid_booked_and_receipted(charged: Charged, hana: Actor) -> None:
    charge = charged()
    answer = confirm(started(charge, hana))
    assert call(answer) == "settled"
    charge.refresh_from_db()
    assert charge.state == "paid"
    assert books.trial_balance() == {("bank", "KRW"): 400, ("receivable", "KRW"): 0, ("revenue.fees", "KRW"): -400}
    assert Receipt.objects.get().number.startswith("madang-R2026-")


def test_the_same_thing_is_charged_once(charged: Charged) -> None:
    assert charged().pk == charged().pk
    assert Entry.objects.count() == 1
    with pytest.raises(ChargeDiffers):
        charged(amount=Money(500, "KRW"))
    with pytest.raises(ChargeDiffers):
        charged(payer=Party.person("minsu"))


def test_a_charge_is_one_call_with_its_entry_and_its_link_in_the_trail(
    charged: Charged, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    charged()
    # The charge; the event for the treasury; the job that carries it.
    with django_assert_num_queries(3):
        second = charged(reference="A-2")
    assert second == Charge.objects.get(number=second.number)
    assert Trail.objects.filter(action="money.charge", target=f"charge:{second.number}").count() == 1
    assert books.posted(kind="charge", reference=second.number)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_charge_the_same_at_once_one_charges(charged: Charged) -> None:
    made: list[int] = []
    together = Barrier(2)

    def one() -> None:
        together.wait()
        made.append(charged().pk)
        connection.close()

    threads = [Thread(target=one) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1
    assert Entry.objects.count() == 1


def test_a_charge_of_nothing_is_waived_and_cannot_be_paid(charged: Charged, hana: Actor) -> None:
    charge = charged(amount=Money(0, "KRW"))
    assert charge.state == "waived"
    assert not Entry.objects.exists()
    with pytest.raises(NothingToPay):
        started(charge, hana)


def test_a_negative_charge_is_refused(charged: Charged) -> None:
    with pytest.raises(NegativeCharge):
        charged(amount=Money(-1, "KRW"))


def test_starting_twice_is_one_payment(charged: Charged, hana: Actor) -> None:
    charge = charged()
    assert started(charge, hana).pk == started(charge, hana).pk


def test_a_second_start_after_the_bank_settled_books_it_instead(charged: Charged, hana: Actor) -> None:
    charge = charged()
    confirm(started(charge, hana))
    with pytest.raises(NothingToPay):
        started(charge, hana)
    charge.refresh_from_db()
    assert charge.state == "paid"


def test_a_duplicate_callback_changes_nothing(charged: Charged, hana: Actor) -> None:
    answer = confirm(started(charged(), hana))
    assert [call(answer), call(answer)] == ["settled", "nothing"]
    assert Line.objects.filter(account="bank").count() == 1


def test_a_forged_callback_is_refused(charged: Charged, hana: Actor) -> None:
    charge = charged()
    payment = started(charge, hana)
    answer = bank.answer_of(SandboxTransfer.objects.get(token=payment.token))
    lie = bank.told(GatewayAnswer(token=payment.token, tells=Tells.SETTLED, amount=WON, sequence=1, message="x"))
    with pytest.raises(ForgedCallback):
        call(answer, body=lie)
    charge.refresh_from_db()
    assert charge.state == "open"


@pytest.mark.parametrize("headers", [{}, {TIME_HEADER: "１２"}, {TIME_HEADER: "1", SIGNATURE_HEADER: "é"}])
def test_a_callback_without_signature_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(ForgedCallback):
        receive_callback(way="sandbox", body=b"{}", headers=headers, now=NOON)


def test_a_replayed_callback_is_too_old(charged: Charged, hana: Actor) -> None:
    answer = confirm(started(charged(), hana))
    with pytest.raises(ForgedCallback):
        call(answer, seconds=int(NOON.timestamp()) - 3600)


def test_a_callback_that_settles_after_the_charge_was_cancelled_goes_back(charged: Charged, hana: Actor) -> None:
    charge = charged()
    answer = confirm(started(charge, hana))
    cancel(charge=charge, reason="Withdrawn", actor=hana, now=NOON)
    assert call(answer) == "surplus"
    run_due_jobs(now=clock.now() + timedelta(minutes=1))
    assert Refund.objects.get().state == "sent"
    assert set(books.trial_balance().values()) == {0}
    assert list(SandboxTransfer.objects.get().refunded.values()) == [400]


def test_declined_after_settled_is_out_of_order_and_ignored(charged: Charged, hana: Actor) -> None:
    charge = charged()
    payment = started(charge, hana)
    call(confirm(payment))
    late = GatewayAnswer(token=payment.token, tells=Tells.DECLINED, amount=WON, sequence=0, message="late")
    assert call(late) == "nothing"
    charge.refresh_from_db()
    assert charge.state == "paid"


def test_settled_after_declined_is_booked_for_the_money_is_there(charged: Charged, hana: Actor) -> None:
    payment = started(charged(), hana)
    declined = GatewayAnswer(token=payment.token, tells=Tells.DECLINED, amount=WON, sequence=1, message="a")
    settled = GatewayAnswer(token=payment.token, tells=Tells.SETTLED, amount=WON, sequence=2, message="b")
    assert [call(declined), call(settled)] == ["failed", "settled"]


def test_of_two_payments_that_come_in_one_settles_and_one_goes_back(charged: Charged, hana: Actor) -> None:
    charge = charged()
    first = started(charge, hana)
    Payment.objects.filter(pk=first.pk).update(state="expired")
    second = started(charge, hana)
    assert second.pk != first.pk
    assert [call(confirm(second)), call(confirm(first))] == ["settled", "surplus"]
    run_due_jobs(now=clock.now() + timedelta(minutes=1))
    assert books.balance(account="bank", currency="KRW") == WON
    assert books.balance(account="suspense", currency="KRW") == Money(0, "KRW")


def test_another_amount_than_ordered_is_not_booked(charged: Charged, hana: Actor) -> None:
    payment = started(charged(), hana)
    with pytest.raises(AmountDiffers):
        call(GatewayAnswer(token=payment.token, tells=Tells.SETTLED, amount=Money(4, "KRW"), sequence=1, message="m"))
    assert not Line.objects.filter(account="bank").exists()


def test_reconciling_settles_what_no_callback_told(charged: Charged, hana: Actor) -> None:
    charge = charged()
    confirm(started(charge, hana))
    assert reconcile(now=NOON + timedelta(minutes=1)) == {}
    assert reconcile(now=NOON + timedelta(minutes=10)) == {"settled": 1}
    charge.refresh_from_db()
    assert charge.state == "paid"


def test_reconciling_gives_up_after_a_day_and_money_that_comes_later_still_counts(
    charged: Charged, hana: Actor
) -> None:
    charge = charged()
    payment = started(charge, hana)
    assert reconcile(now=NOON + timedelta(days=2)) == {"expired": 1}
    assert hear(payment=payment, answer=confirm(payment), now=NOON + timedelta(days=3)) == "settled"


def test_a_waiver_and_a_cancellation_leave_nothing_receivable(charged: Charged, hana: Actor) -> None:
    waive(charge=charged(), reason="Recipient of basic livelihood", actor=hana, now=NOON)
    cancel(charge=charged(reference="A-2"), reason="Withdrawn", actor=hana, now=NOON)
    assert set(books.trial_balance().values()) == {0}
    with pytest.raises(NotOpen):
        waive(charge=charged(), reason="Again", actor=hana, now=NOON)


def test_a_refund_is_sent_once_however_often_the_job_runs(charged: Charged, hana: Actor) -> None:
    from madang.framework.money.usecases.send_refund import send_refund

    charge = charged()
    call(confirm(started(charge, hana)))
    owed = refund(charge=charge, reason="Withdrawn", actor=hana, now=NOON)
    run_due_jobs(now=clock.now() + timedelta(minutes=1))
    send_refund(refund=owed.token)
    assert books.balance(account="bank", currency="KRW") == Money(0, "KRW")
    assert len(SandboxTransfer.objects.get().refunded) == 1
    with pytest.raises(NotPaid):
        refund(charge=charge, reason="Again", actor=hana, now=NOON)


def test_giving_back_cancels_what_is_open_and_refunds_what_is_paid(charged: Charged, hana: Actor) -> None:
    paid = charged(purpose="Fee")
    call(confirm(started(paid, hana)))
    charged(purpose="Postage")
    give_back(reference="A-1", reason="Withdrawn", actor=hana, now=NOON)
    assert sorted(Charge.objects.values_list("state", flat=True)) == ["cancelled", "refunded"]


def test_an_unbalanced_entry_is_refused_by_python_and_by_the_database() -> None:
    with pytest.raises(Unbalanced):
        books.post(kind="x", reference="1", postings=(Posting("bank", WON), Posting("suspense", WON)), now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        lopsided()


def lopsided() -> None:
    """An entry with two debits, past our own check."""
    entry = Entry.objects.create(at=NOON, kind="x", reference="2")
    for code in ("bank", "suspense"):
        Line.objects.create(entry=entry, account=accounts.row(code), minor=400, currency="KRW")
    connection.check_constraints()


@pytest.mark.parametrize(
    "change", ["UPDATE money_line SET minor = 1", "DELETE FROM money_line", "DELETE FROM money_entry"]
)
def test_the_books_are_not_rewritten(charged: Charged, change: str) -> None:
    charged()
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_charge_keeps_its_amount(charged: Charged) -> None:
    charge = charged()
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=charge.pk).update(minor=1)


def test_the_database_holds_one_settled_payment_a_charge(charged: Charged, hana: Actor) -> None:
    charge = charged()
    call(confirm(started(charge, hana)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            charge=charge, token="t", gateway="sandbox", minor=400, currency="KRW", state="settled", started_at=NOON
        )


def test_the_system_may_charge_for_an_application(charged: Charged) -> None:
    assert charged(actor=system_actor("civil")).amount == WON
