"""Charges of every system, told to the treasury and posted once; and what the bank's statement says of them."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from madang.contracts.money_v1 import ChargeDropped, ChargeEvent, ChargePaid, ChargeRaised, RefundSent
from madang.exchange.delivery import deliver_pending
from madang.exchange.models import Delivery, OutboxEvent
from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money import books
from madang.framework.money.gateways.sandbox.bank import conclude
from madang.framework.money.models import Charge, Entry, Receipt
from madang.framework.money.usecases import cancel, charge, reconcile_one, refund, start_payment
from madang.framework.money.usecases.pay_together import charge_together, set_off, settle_from
from madang.framework.values import Money, Party
from madang.systems.treasury.domain.revenue import Step, revenue_class, steps
from madang.systems.treasury.models import BankEntry, Clearing, ReportedCharge
from madang.systems.treasury.tests.bank import claim, entry, released, statement, take
from madang.systems.treasury.tests.conftest import FIRST, NOW, TREASURER, official
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.hear_charge import hear_charge
from madang.systems.treasury.usecases.reconcile import (
    NeedsSecond,
    NotInSuspense,
    Unexplained,
    accept,
    explain,
    refuse,
    suggestions,
)

ACTOR = system_actor("test")
OTHER = official("other treasurer", permissions.OFFICER)
FEE = Money(400, "KRW")


def raise_charge(reference: str = "A-1", *, amount: Money = FEE, account: str = "revenue.fees") -> Charge:
    return charge(
        payer=Party.person("hana"),
        amount=amount,
        purpose="Abstract",
        reference=reference,
        account=account,
        service="civil.abstract",
        now=NOW,
        actor=ACTOR,
    )


def pay(owed: Charge) -> None:
    payment = start_payment(charge=owed, return_url="/", actor=ACTOR, now=NOW)
    conclude(token=payment.token, confirmed=True, now=NOW)
    reconcile_one(payment=payment, now=NOW)


def arrive() -> None:
    """What stands in the outbox is delivered."""
    deliver_pending(now=NOW + timedelta(minutes=1))


def balances() -> dict[str, int]:
    return {account: minor for (account, _currency), minor in books.trial_balance().items() if minor}


@pytest.mark.django_db
def test_a_fee_paid_at_any_system_reaches_the_cash_book_once() -> None:
    owed = raise_charge()
    pay(owed)
    arrive()
    known = ReportedCharge.objects.get()
    assert (known.number, known.state, known.revenue, known.system) == (owed.number, "paid", "1422", "civil")
    once = {"bank": 400, "revenue.fees": -400, "cash.bank": 400, "cash.fees": -400}
    assert balances() == once
    Delivery.objects.update(delivered_at=None, next_at=NOW)
    arrive()
    assert balances() == once
    refund(charge=Charge.objects.get(), reason="Withdrawn", actor=ACTOR, now=NOW)
    run_due_jobs(now=NOW + timedelta(days=1))
    arrive()
    assert balances() == {}


@pytest.mark.django_db
def test_what_is_told_of_a_charge_names_no_person() -> None:
    raise_charge()
    told = [bytes(one.happening).decode() for one in OutboxEvent.objects.filter(contract__startswith="money_v1.")]
    assert len(told) == 1
    assert "hana" not in told[0]


@pytest.mark.django_db
def test_a_free_service_tells_nothing() -> None:
    raise_charge(amount=Money(0, "KRW"))
    assert not OutboxEvent.objects.exists()


def gather(amount: int = 1_000) -> Charge:
    """A charge that is paid in the place of others."""
    return charge_together(
        payer=Party.person("hana"),
        amount=Money(amount, "KRW"),
        purpose="Together",
        titles={},
        reference="J-1",
        service="tax.file",
        actor=ACTOR,
        now=NOW,
    )


@pytest.mark.django_db
def test_one_transfer_for_several_charges_stands_in_transit_until_each_class_has_its_part() -> None:
    income = raise_charge("I", amount=Money(700, "KRW"), account="revenue.taxes.income")
    fee = raise_charge("F", amount=Money(300, "KRW"))
    together = gather()
    arrive()
    take(statement(entry("R1", 1_000, text=together.number)))
    arrive()
    assert Charge.objects.get(pk=together.pk).state == "paid"
    assert balances()["cash.transit"] == -1_000
    with transaction.atomic():
        assert settle_from(together=together, number=income.number, now=NOW)
        assert settle_from(together=together, number=fee.number, now=NOW)
        assert not settle_from(together=together, number=fee.number, now=NOW)
    arrive()
    assert balances() == {
        "bank": 1_000,
        "revenue.taxes.income": -700,
        "revenue.fees": -300,
        "cash.bank": 1_000,
        "cash.taxes": -700,
        "cash.fees": -300,
    }
    assert ReportedCharge.objects.get(number=together.number).revenue == ""


@pytest.mark.django_db
def test_one_payment_at_another_member_is_booked_the_same() -> None:
    told = {"system": "tax", "service": "tax.file", "reference": "J-1", "amount": FEE, "charged_at": NOW, "at": NOW}
    for step, number, account, way in (
        (Step.RAISED, "tax-T1", "revenue.taxes.vat", ""),
        (Step.RAISED, "tax-J1", "transit", ""),
        (Step.PAID, "tax-T1", "revenue.taxes.vat", "together"),
        (Step.PAID, "tax-J1", "transit", "sandbox"),
    ):
        more = {"way": way} if step is Step.PAID else {}
        event = KINDS[step](number=number, account=account, **told, **more)
        hear_charge(event=event, told=step, member="elsewhere", now=NOW)
    assert balances() == {"bank": 400, "revenue.taxes": -400, "cash.bank": 400, "cash.taxes": -400}


@pytest.mark.django_db
def test_what_a_refund_pays_reaches_no_cash_book() -> None:
    """As ADR 43 has it: the cash book stays as the bank is."""
    owed = raise_charge()
    with transaction.atomic():
        assert set_off(refund="G-1", number=owed.number, now=NOW)
        assert not set_off(refund="G-1", number=owed.number, now=NOW)
    arrive()
    assert ReportedCharge.objects.get().state == "paid"
    assert balances() == {"revenue.fees": -400, "refunds_payable": 400}
    told = steps(state="open", told=Step.PAID, at_home=False, way="set_off")
    assert told == (("charge_dropped",), "paid")


KINDS: dict[Step, type[ChargeEvent]] = {
    Step.RAISED: ChargeRaised,
    Step.DROPPED: ChargeDropped,
    Step.PAID: ChargePaid,
    Step.REFUNDED: RefundSent,
}


def abroad(told: Step, *, account: str = "revenue.fees") -> None:
    """Another member tells."""
    event = KINDS[told](
        number="civil-F1",
        system="civil",
        service="civil.abstract",
        reference="A-1",
        account=account,
        amount=FEE,
        charged_at=NOW,
        at=NOW,
    )
    hear_charge(event=event, told=told, member="elsewhere", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "order",
    [
        (Step.RAISED, Step.PAID, Step.REFUNDED),
        (Step.REFUNDED, Step.PAID, Step.RAISED),
        (Step.PAID, Step.RAISED, Step.PAID, Step.REFUNDED, Step.REFUNDED),
    ],
)
def test_words_of_another_member_are_posted_once_in_whatever_order_they_come(order: tuple[Step, ...]) -> None:
    for told in order:
        abroad(told)
    assert ReportedCharge.objects.get().state == "refunded"
    assert balances() == {}
    kinds = sorted(Entry.objects.values_list("kind", flat=True))
    assert kinds == sorted(["charge_raised", "charge_paid", "charge_paid", "refund_of_charge", "refund_of_charge"])


@pytest.mark.django_db
def test_a_fine_of_another_member_stands_under_its_class_of_revenue() -> None:
    abroad(Step.PAID, account="revenue.penalties")
    assert balances() == {"bank": 400, "revenue.penalties": -400, "cash.bank": 400, "cash.penalties": -400}


@given(st.lists(st.sampled_from(list(Step)), max_size=12), st.booleans())
def test_no_order_of_words_posts_a_step_twice(told: list[Step], at_home: bool) -> None:
    state, posted = "", []
    for one in told:
        events, state = steps(state=state, told=one, at_home=at_home)
        posted += events
    assert len(posted) == len(set(posted))


def test_an_account_below_a_named_one_has_its_class() -> None:
    # GFSM 2014 table 5.1: 11 taxes, 143 fines, penalties and forfeits.
    law = {"accounts": {"revenue.taxes": "11", "revenue.penalties": "143"}, "other": "144"}
    assert revenue_class(account="revenue.taxes.income", law=law) == "11"
    assert revenue_class(account="revenue.parking", law=law) == "144"


@pytest.fixture
def owed(db: None) -> Charge:
    """A charge that the treasury knows."""
    made = raise_charge()
    arrive()
    return made


def test_a_transfer_that_names_its_charge_settles_it_at_its_system(owed: Charge) -> None:
    data = statement(entry("R1", 400, text=f"fee {owed.number}, thanks"))
    assert take(data) == {"matched": 1}
    assert take(data) == {"known": 1}
    arrive()
    owed.refresh_from_db()
    assert owed.state == "paid"
    assert Receipt.objects.filter(payment__charge=owed).count() == 1
    arrive()
    assert balances() == {"bank": 400, "revenue.fees": -400, "cash.bank": 400, "cash.fees": -400}


def test_a_payment_that_is_booked_already_is_only_confirmed_and_once(owed: Charge) -> None:
    pay(owed)
    arrive()
    before = balances()
    assert take(statement(entry("R1", 400, end_to_end=owed.number))) == {"confirmed": 1}
    assert balances() == before
    again = statement(entry("R2", 400, end_to_end=owed.number), number="S2", opening=400)
    assert take(again) == {"suspense": 1}, "a second transfer for the same charge is nobody's yet"


def test_suggestions_come_with_their_reasons_the_likeliest_first(owed: Charge) -> None:
    raise_charge("A-2")
    arrive()
    slip = owed.number[:-1] + ("X" if owed.number[-1] != "X" else "Y")
    take(statement(entry("R1", 400, text=f"for {slip}"), entry("R2", 401)))
    first, second = BankEntry.objects.order_by("reference")
    found = suggestions(entry=first)
    assert found[0].candidate.target == owed.number
    assert found[0].reasons[:2] == ("amount", "similar_reference")
    assert len(found) == 2
    assert found[0].score > found[1].score
    assert suggestions(entry=second) == ()


def test_an_officer_clears_suspense_to_a_charge(owed: Charge) -> None:
    take(statement(entry("R1", 400, text="no number at all")))
    assert balances()["suspense"] == -400
    (found,) = BankEntry.objects.all()
    with pytest.raises(Unexplained):
        explain(entry=found, kind="charge", target="F-nobody", why="", actor=TREASURER, now=NOW)
    explain(entry=found, kind="charge", target=owed.number, why="payee", actor=TREASURER, now=NOW)
    with pytest.raises(NotInSuspense):
        explain(entry=found, kind="revenue", target="144", why="", actor=TREASURER, now=NOW)
    arrive()
    arrive()
    assert balances() == {"bank": 400, "revenue.fees": -400, "cash.bank": 400, "cash.fees": -400}


def test_a_large_sum_is_cleared_by_two(db: None) -> None:
    take(statement(entry("R1", 10_000_000, party="Somebody")))
    (found,) = BankEntry.objects.all()
    waiting = explain(entry=found, kind="revenue", target="144", why="a gift", actor=TREASURER, now=NOW)
    assert balances()["suspense"] == -10_000_000
    with pytest.raises(NeedsSecond):
        accept(clearing=waiting, actor=TREASURER, now=NOW)
    refuse(clearing=waiting, actor=OTHER, now=NOW)
    assert not Clearing.objects.exists()
    waiting = explain(entry=found, kind="revenue", target="144", why="a gift", actor=TREASURER, now=NOW)
    accept(clearing=waiting, actor=OTHER, now=NOW)
    assert balances() == {
        "bank": 10_000_000,
        "revenue.other_revenue": -10_000_000,
        "cash.bank": 10_000_000,
        "cash.other_revenue": -10_000_000,
    }
    with pytest.raises(NotInSuspense):
        accept(clearing=waiting, actor=OTHER, now=NOW)


def test_a_payment_without_its_order_number_is_explained_by_its_order(line: object) -> None:
    order = released(claim(line)).orders.get()  # type: ignore[arg-type]
    take(statement(entry("R1", -100, party="Supplies Hanbit", text="INV-1")))
    (found,) = BankEntry.objects.all()
    (likely,) = suggestions(entry=found)
    assert likely.reasons == ("amount", "reference", "payee", "days")
    explain(entry=found, kind="order", target=likely.candidate.target, why="", actor=TREASURER, now=NOW)
    order.refresh_from_db()
    assert order.state == "paid"
    assert balances() == {"bank": -100, "expense.goods": 100, "cash.bank": -100, "cash.goods": 100}


def test_a_dropped_charge_waits_for_no_money(owed: Charge) -> None:
    cancel(charge=owed, reason="Withdrawn", actor=ACTOR, now=NOW)
    arrive()
    assert ReportedCharge.objects.get().state == "dropped"
    assert take(statement(entry("R1", 400, text=owed.number))) == {"suspense": 1}


def test_an_approver_does_not_reconcile(owed: Charge) -> None:
    take(statement(entry("R1", 400)))
    with pytest.raises(Forbidden):
        explain(entry=BankEntry.objects.get(), kind="charge", target=owed.number, why="", actor=FIRST, now=NOW)


@pytest.mark.django_db
def test_an_event_of_a_rolled_back_payment_is_never_told() -> None:
    with transaction.atomic():
        raise_charge()
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()
