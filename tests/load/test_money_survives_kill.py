"""Processes killed with -9 in the middle of paying: nobody pays twice, nothing acknowledged is lost, the books balance."""

from datetime import timedelta

from madang.framework.audit import verify
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.jobs.stalled import retry_stalled
from madang.framework.money import books
from madang.framework.money.domain import journal
from madang.framework.money.models import Charge, Payment, Receipt, Refund, SandboxTransfer
from madang.framework.money.usecases import reconcile
from madang.framework.values import clock
from tests.load.killing import KilledChildren

ROUNDS = 4
CHILDREN = 2

# What a child does for ever: charge, go to the bank, confirm, hear the callback or leave it to its job, refund a few.
# It says what was acknowledged to the payer, a line each. The first turns warm up, however slow the machine: two charges.
CHILD = """
import itertools, random
from django.db import transaction
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import later
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money.gateways.sandbox.bank import conclude
from madang.framework.money.jobs import tell_state
from madang.framework.money.usecases import charge, refund, reconcile_one, start_payment
from madang.framework.values import Money, Party, Refusal, clock
actor, chance = system_actor("kill"), random.Random({seed})
for number in itertools.count():
    if number == 4:
        print("ready", flush=True)
    now = clock.now()
    # Few references for all children, so that they meet at the same charges.
    reference = f"{round}-{{number // 2}}"
    try:
        owed = charge(payer=Party.person("hana"), amount=Money(400, "KRW"), purpose="Abstract", reference=reference,
                      account="revenue.fees", now=now, actor=actor)
        payment = start_payment(charge=owed, return_url="/", actor=actor, now=now)
        with transaction.atomic():
            conclude(token=payment.token, confirmed=chance.random() < 0.9, now=now)
            later(tell_state, token=payment.token)
        effect = reconcile_one(payment=payment, now=now) if chance.random() < 0.5 else ""
        if effect == "settled":
            print("done", owed.number, flush=True)
        if chance.random() < 0.2:
            refund(charge=owed, reason="Withdrawn", actor=actor, now=now)
        if chance.random() < 0.3:
            run_due_jobs(now=clock.now(), limit=3)
    except Refusal:
        continue
"""


class MoneySurvivesKill(KilledChildren):
    """Real processes, real commits, SIGKILL."""

    def test_killed_payments_neither_double_nor_vanish(self) -> None:
        for round_number in range(ROUNDS):
            seeds = (round_number * 10 + seed for seed in range(CHILDREN))
            self.kill(*(CHILD.format(seed=seed, round=round_number) for seed in seeds), after=0.3, within=1.5)
        retry_stalled(silent_seconds=0)
        run_due_jobs(now=clock.now() + timedelta(days=1), limit=100_000)
        reconcile(now=clock.now() + timedelta(minutes=10), limit=100_000)
        run_due_jobs(now=clock.now() + timedelta(days=1), limit=100_000)
        assert Charge.objects.count() > ROUNDS
        assert self.acknowledged
        self.nothing_acknowledged_is_lost()
        self.nobody_paid_twice()
        self.books_agree_with_the_bank()
        assert verify().holds

    def nothing_acknowledged_is_lost(self) -> None:
        states = dict(Charge.objects.filter(number__in=self.acknowledged).values_list("number", "state"))
        assert set(states) == set(self.acknowledged)
        assert set(states.values()) <= {"paid", "refunded"}

    def nobody_paid_twice(self) -> None:
        for owed in Charge.objects.prefetch_related("payments"):
            settled = [one for one in owed.payments.all() if one.state == "settled"]
            assert len(settled) == (1 if owed.state in ("paid", "refunded") else 0)
        assert Receipt.objects.count() == Payment.objects.filter(state="settled").count()
        references = list(Charge.objects.values_list("reference", flat=True))
        assert len(references) == len(set(references))

    def books_agree_with_the_bank(self) -> None:
        confirmed = SandboxTransfer.objects.filter(state="settled")
        came = Payment.objects.filter(state__in=("settled", "surplus"))
        assert set(confirmed.values_list("token", flat=True)) == set(came.values_list("token", flat=True))
        assert not Refund.objects.exclude(state="sent").exists()
        went = sum(sum(one.refunded.values()) for one in confirmed)
        assert went == sum(Refund.objects.values_list("minor", flat=True))
        taken = sum(came.values_list("minor", flat=True))
        assert books.balance(account=journal.BANK, currency="KRW").minor == taken - went
        balances = books.trial_balance()
        assert sum(balances.values()) == 0
        assert balances.get((journal.REFUNDS_PAYABLE, "KRW"), 0) == 0
        assert balances.get((journal.SUSPENSE, "KRW"), 0) == 0
