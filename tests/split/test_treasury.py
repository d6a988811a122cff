"""The treasury as a member of its own: fees paid while it is down are posted once when it is back, and its word travels too."""

import textwrap

from tests.split.republic import Republic
from tests.split.test_journeys import until

CHARGE = """
import django
django.setup()
from madang.framework.identity.actor import system_actor
from madang.framework.money.usecases import charge
from madang.framework.values import Money, Party, clock
actor, now = system_actor("test"), clock.now()
owed = charge(payer=Party.person("hana"), amount=Money({minor}, "KRW"), purpose="Abstract", reference={reference!r},
              account="revenue.fees", service="population.abstract", now=now, actor=actor)
"""
PAY = """
from madang.framework.money.gateways.sandbox.bank import conclude
from madang.framework.money.usecases import reconcile_one, start_payment
payment = start_payment(charge=owed, return_url="/", actor=actor, now=now)
from django.db import transaction
with transaction.atomic():
    conclude(token=payment.token, confirmed=True, now=clock.now())
assert reconcile_one(payment=payment, now=clock.now()) == "settled"
"""
STATEMENT = """
import django
django.setup()
from django.utils import timezone
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.usecases.import_statement import import_statement
now = clock.now()
account = pack().data("treasury/bank_accounts")["single_account"]
entry = camt053.Entry(reference="SPLIT-R1", booked_on=timezone.localdate(now), minor=700, currency="KRW", text={text!r})
told = camt053.Statement(number="SPLIT-S1", account=account, entries=(entry,))
data = camt053.write(statement=told, created_at=now, opening=0, currency="KRW", iban=False, digits=0)
officer = Actor(kind=ActorKind.OFFICIAL, name="test", duties=(Duty("1741000", "x", "treasury.officer"),))
assert import_statement(data=data, account=account, actor=officer, now=now) == {{"matched": 1}}
"""
# As each announcement has it, so that nobody waits for the minute's round.
WAKE = """
import django
django.setup()
from madang.exchange.jobs import wake
wake(["treasury"])
"""
KINDS = (
    "SELECT entry.kind, entry.book, count(*) FROM money_entry entry WHERE reference = %s GROUP BY 1, 2 ORDER BY 1, 2"
)


def charge(republic: Republic, *, reference: str, minor: int, paid: bool) -> str:
    """A fee that civil's member charges; its number."""
    civil = republic["civil"]
    code = CHARGE.format(minor=minor, reference=reference) + (PAY if paid else "")
    civil.run("-c", textwrap.dedent(code))
    ((number,),) = civil.query("SELECT number FROM money_charge WHERE reference = %s", reference)
    return str(number)


def test_a_fee_paid_while_the_treasury_is_down_is_posted_once_when_it_is_back(republic: Republic) -> None:
    civil, treasury = republic["civil"], republic["treasury"]
    queued = "SELECT count(*) FROM exchange_delivery WHERE recipient = 'treasury' AND delivered_at IS NULL"
    # What the demonstration told before may still be on its way.
    until(lambda: civil.query(queued) == [(0,)], seconds=120)
    treasury.kill()
    try:
        number = charge(republic, reference="SPLIT-1", minor=400, paid=True)
        assert civil.query(queued) == [(2,)]
        until(lambda: civil.query(queued + " AND attempts > 0") != [(0,)], seconds=90)
        assert civil.query("SELECT state FROM money_charge WHERE number = %s", number) == [("paid",)]
    finally:
        treasury.start()
        treasury.wait()
    state = "SELECT state, revenue, member FROM treasury_reportedcharge WHERE number = %s"
    until(lambda: treasury.query(state, number) == [("paid", "1422", "civil")], seconds=240)
    once = [("charge_paid", "accrual", 1), ("charge_paid", "cash", 1), ("charge_raised", "accrual", 1)]
    assert treasury.query(KINDS, number) == once
    resent = (
        "UPDATE exchange_delivery SET delivered_at = NULL, next_at = now() WHERE recipient = 'treasury' RETURNING id"
    )
    assert len(civil.query(resent)) >= 2
    civil.run("-c", WAKE)
    until(lambda: civil.query(queued) == [(0,)], seconds=240)
    assert treasury.query(KINDS, number) == once
    assert treasury.query("SELECT sum(minor)::bigint FROM money_line") == [(0,)]


def test_a_transfer_that_the_treasury_finds_settles_the_charge_at_its_member(republic: Republic) -> None:
    civil, treasury = republic["civil"], republic["treasury"]
    # The demonstration's own money in suspense waits there all along.
    suspense = "SELECT sum(minor)::bigint FROM money_line WHERE account_id = 'suspense'"
    before = treasury.query(suspense)
    number = charge(republic, reference="SPLIT-2", minor=700, paid=False)
    known = "SELECT state FROM treasury_reportedcharge WHERE number = %s"
    until(lambda: treasury.query(known, number) == [("open",)], seconds=120)
    treasury.run("-c", textwrap.dedent(STATEMENT.format(text=f"fee {number}")))
    state = "SELECT state FROM money_charge WHERE number = %s"
    until(lambda: civil.query(state, number) == [("paid",)], seconds=120)
    assert treasury.query(KINDS, number) == [
        ("charge_raised", "accrual", 1),
        ("receipt_matched", "accrual", 1),
        ("receipt_matched", "cash", 1),
    ]
    assert treasury.query(suspense) == before
