"""Processes killed with -9 while they release batches and import the bank's file: nothing is paid twice, nothing is lost."""

import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection
from django.test import TransactionTestCase

from madang.framework.audit import verify as verify_trail
from madang.framework.money import books
from madang.systems.treasury.formats import camt053, pain001
from madang.systems.treasury.formats.safe_xml import read
from madang.systems.treasury.models import BankEntry, BudgetLine, Obligation, PaymentBatch, PaymentOrder
from madang.systems.treasury.tests.bank import ACCOUNT, DAY, take
from madang.systems.treasury.tests.conftest import CHECKER, CLERK, NOW, open_demo_line
from madang.systems.treasury.usecases.pay import payable, write_batch
from madang.systems.treasury.usecases.spend import commit, verify

ROUNDS, CHILDREN, CLAIMS, STRANGERS = 2, 2, 60, 150
PATIENCE = 90

HEAD = """
import os, random, itertools
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.test")
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
import django; django.setup()
from madang.framework.values import Refusal
from madang.systems.treasury.models import PaymentBatch
from madang.systems.treasury.tests.bank import take
from madang.systems.treasury.tests.conftest import FIRST, NOW, SECOND, TREASURER
from madang.systems.treasury.usecases.pay import approve, payable, prepare
chance = random.Random({seed})
print("ready", flush=True)
"""
# Several officers at once: they meet at the same claims and the same batches.
RELEASE = """
while True:
    waiting = list(PaymentBatch.objects.filter(released_at=None).order_by("?")[:1])
    try:
        batch = waiting[0] if waiting else prepare(obligations=list(payable()[:4]), actor=TREASURER, now=NOW)
        for officer in (FIRST, SECOND):
            batch = approve(batch=batch, actor=officer, now=NOW)
        print("done", batch.number, flush=True)
    except Refusal:
        continue
"""
IMPORT = """
with open({path!r}, "rb") as file:
    data = file.read()
for turn in itertools.count():
    effects = take(data)
    print("done", turn, flush=True)
"""


@pytest.mark.timeout(900)
class PaymentsSurviveKill(TransactionTestCase):
    """Real processes, real commits, SIGKILL."""

    def setUp(self) -> None:
        """Claims of one line, all to be paid."""
        self.chance = random.Random(20261122)
        self.acknowledged: list[str] = []
        self.line = open_demo_line(appropriated=10**6, allotted=10**6)
        for index in range(CLAIMS):
            given = {"payee": "S", "account": "12345678", "purpose": "x", "minor": 100 + index}
            made = commit(line=self.line, actor=CLERK, now=NOW, **given)
            verify(commitment=made, invoice="1", minor=100 + index, actor=CHECKER, now=NOW)

    def child(self, code: str, seed: int) -> "subprocess.Popen[str]":
        """A process that works until it is killed."""
        head = HEAD.format(database=connection.settings_dict["NAME"], seed=seed)
        process = subprocess.Popen([sys.executable, "-c", head + code], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def listen(self, process: "subprocess.Popen[str]", ready: threading.Event) -> None:
        """What a child acknowledges, up to its death."""
        assert process.stdout is not None
        for line in process.stdout:
            if line == "ready\n":
                ready.set()
            elif line.startswith("done ") and line.endswith("\n"):
                self.acknowledged.append(line.split()[1])

    def kill_once(self, code: str, *, seconds: float) -> None:
        """Some children work at once and are killed at a moment of chance."""
        children = [self.child(code, seed) for seed in range(CHILDREN)]
        events = [threading.Event() for _child in children]
        listeners = [
            threading.Thread(target=self.listen, args=pair, daemon=True) for pair in zip(children, events, strict=True)
        ]
        for listener in listeners:
            listener.start()
        for event in events:
            assert event.wait(timeout=PATIENCE)
        time.sleep(0.05 + self.chance.random() * seconds)
        for process in children:
            process.kill()
        for process, listener in zip(children, listeners, strict=True):
            process.wait()
            listener.join(timeout=PATIENCE)
        self.wait_for_the_dead()

    def wait_for_the_dead(self) -> None:
        """The server rolls back what the killed left open as soon as it notices."""
        deadline = time.monotonic() + PATIENCE
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while time.monotonic() < deadline:
            with connection.cursor() as cursor:
                cursor.execute(others)
                if cursor.fetchone() == (0,):
                    return
            time.sleep(0.1)

    def test_killed_releases_and_imports_neither_pay_twice_nor_lose(self) -> None:
        for _round in range(ROUNDS):
            self.kill_once(RELEASE, seconds=0.6)
        self.no_claim_is_ordered_twice()
        data = self.statement()
        path = Path(self.enterContext(TemporaryDirectory())) / "camt053.xml"
        path.write_bytes(data)
        for _round in range(ROUNDS):
            self.kill_once(IMPORT.format(path=str(path)), seconds=0.5)
        take(data)
        self.everything_is_booked_once()
        before = books.trial_balance()
        assert set(take(data)) == {"known"}
        assert books.trial_balance() == before
        assert verify_trail().holds

    def no_claim_is_ordered_twice(self) -> None:
        live = PaymentOrder.objects.exclude(state="returned")
        assert live.count() == live.values("obligation").distinct().count()
        line = BudgetLine.objects.get(pk=self.line.pk)
        assert line.ordered == sum(live.values_list("minor", flat=True))
        released = PaymentBatch.objects.exclude(released_at=None)
        assert released.exists()
        assert set(self.acknowledged) <= set(released.values_list("number", flat=True))
        sent = [number for batch in released for number in self.identifications(batch)]
        assert len(sent) == len(set(sent))
        assert payable().count() + live.count() == Obligation.objects.count() == CLAIMS

    def identifications(self, batch: PaymentBatch) -> list[str]:
        """The transfers of the batch's file, which is the same whenever it is written."""
        data = write_batch(batch=batch, debtor="X", account=ACCOUNT, now=NOW)
        assert data == write_batch(batch=batch, debtor="X", account=ACCOUNT, now=NOW + timedelta(days=3))
        return [one.text or "" for one in read(data=data).iter(f"{{{pain001.NAMESPACE}}}EndToEndId")]

    def statement(self) -> bytes:
        """The bank paid every released order, and strangers paid in."""
        orders = PaymentOrder.objects.filter(batch__released_at__isnull=False).order_by("pk")
        entries = [
            camt053.Entry(
                reference=f"O{one.pk}", booked_on=DAY, minor=-one.minor, currency="KRW", end_to_end=one.number
            )
            for one in orders
        ]
        entries += [
            camt053.Entry(reference=f"X{place}", booked_on=DAY, minor=7, currency="KRW") for place in range(STRANGERS)
        ]
        told = camt053.Statement(number="S1", account=ACCOUNT, entries=tuple(entries))
        return camt053.write(statement=told, created_at=NOW, opening=0, currency="KRW", iban=False, digits=0)

    def everything_is_booked_once(self) -> None:
        released = PaymentOrder.objects.filter(batch__released_at__isnull=False)
        assert set(released.values_list("state", flat=True)) == {"paid"}
        paid = sum(released.values_list("minor", flat=True))
        line = BudgetLine.objects.get(pk=self.line.pk)
        assert line.paid == paid
        assert BankEntry.objects.count() == released.count() + STRANGERS
        balances = books.trial_balance()
        assert balances["bank", "KRW"] == balances["cash.bank", "KRW"] == 7 * STRANGERS - paid
        assert balances["suspense", "KRW"] == -7 * STRANGERS
        assert sum(balances.values()) == 0
