"""Processes killed with -9 in the middle of paying: nobody pays twice, nothing acknowledged is lost, the books balance."""

import random
import subprocess
import sys
import threading
import time
from datetime import timedelta

from django.db import connection
from django.test import TransactionTestCase

from madang.framework.audit import verify
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.jobs.stalled import retry_stalled
from madang.framework.money import books
from madang.framework.money.domain import journal
from madang.framework.money.models import Charge, Payment, Receipt, Refund, SandboxTransfer
from madang.framework.money.usecases import reconcile
from madang.framework.values import clock

ROUNDS = 6
CHILDREN = 2

# What a child does for ever: charge, go to the bank, confirm, hear the callback or leave it to its job, refund a few.
# It says what was acknowledged to the payer, a line each.
CHILD = """
import itertools, os, random
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.test")
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
import django; django.setup()
from django.db import transaction
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import later
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money.gateways.sandbox.bank import conclude
from madang.framework.money.jobs import tell_state
from madang.framework.money.usecases import charge, refund, reconcile_one, start_payment
from madang.framework.values import Money, Party, Refusal, clock
actor, chance = system_actor("kill"), random.Random({seed})
# The pages are read with the first address that is made; a child should die while it pays.
from django.urls import get_resolver
get_resolver().url_patterns
print("ready", flush=True)
for number in itertools.count():
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
            print("paid", owed.number, flush=True)
        if chance.random() < 0.2:
            refund(charge=owed, reason="Withdrawn", actor=actor, now=now)
        if chance.random() < 0.3:
            run_due_jobs(now=clock.now(), limit=3)
    except Refusal:
        continue
"""


class MoneySurvivesKill(TransactionTestCase):
    """Real processes, real commits, SIGKILL."""

    def setUp(self) -> None:
        """Nothing acknowledged yet."""
        self.acknowledged: list[str] = []
        self.chance = random.Random(20261122)

    def child(self, *, round_number: int, seed: int) -> "subprocess.Popen[str]":
        """A paying process that is ready."""
        code = CHILD.format(database=connection.settings_dict["NAME"], seed=seed, round=round_number)
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def listen(self, process: "subprocess.Popen[str]", ready: threading.Event) -> None:
        """Note what a child acknowledges, up to its death."""
        assert process.stdout is not None
        for line in process.stdout:
            if line == "ready\n":
                ready.set()
            elif line.startswith("paid ") and line.endswith("\n"):
                self.acknowledged.append(line.split()[1])

    def kill_once(self, *, round_number: int) -> None:
        """Some children pay at once and are killed at a moment of chance."""
        children = [self.child(round_number=round_number, seed=round_number * 10 + seed) for seed in range(CHILDREN)]
        events = [threading.Event() for _child in children]
        listeners = [
            threading.Thread(target=self.listen, args=pair, daemon=True) for pair in zip(children, events, strict=True)
        ]
        for listener in listeners:
            listener.start()
        for event in events:
            assert event.wait(timeout=60)
        time.sleep(0.3 + self.chance.random() * 1.5)
        for process in children:
            process.kill()
        for process, listener in zip(children, listeners, strict=True):
            process.wait()
            listener.join(timeout=10)

    def test_killed_payments_neither_double_nor_vanish(self) -> None:
        for round_number in range(ROUNDS):
            self.kill_once(round_number=round_number)
        self.wait_for_the_dead()
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

    def wait_for_the_dead(self) -> None:
        """The server rolls back what the killed left open as soon as it notices."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                if cursor.fetchone() == (0,):
                    return
            time.sleep(0.2)

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
