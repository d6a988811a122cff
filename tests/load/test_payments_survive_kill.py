"""Processes killed with -9 while they release batches and import the bank's file: nothing is paid twice, nothing is lost."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from madang.framework.audit import verify as verify_trail
from madang.framework.bulk.safe_xml import read
from madang.framework.money import books
from madang.systems.treasury.formats import camt053, pain001
from madang.systems.treasury.models import BankEntry, BudgetLine, Obligation, PaymentBatch, PaymentOrder
from madang.systems.treasury.tests.bank import ACCOUNT, DAY, take
from madang.systems.treasury.tests.conftest import CHECKER, CLERK, NOW, open_demo_line
from madang.systems.treasury.usecases.pay import payable, write_batch
from madang.systems.treasury.usecases.spend import commit, verify
from tests.load.killing import KilledChildren

ROUNDS, CHILDREN, CLAIMS, STRANGERS = 2, 2, 60, 150

HEAD = """
import itertools, random
from madang.framework.values import Refusal
from madang.systems.treasury.models import PaymentBatch
from madang.systems.treasury.tests.bank import take
from madang.systems.treasury.tests.conftest import FIRST, NOW, SECOND, TREASURER
from madang.systems.treasury.usecases.pay import approve, payable, prepare
chance = random.Random({seed})
"""
# Several officers at once: they meet at the same claims and the same batches. The first turn warms up a slow machine, too.
RELEASE = """
for turn in itertools.count():
    if turn == 1:
        print("ready", flush=True)
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
print("ready", flush=True)
with open({path!r}, "rb") as file:
    data = file.read()
for turn in itertools.count():
    effects = take(data)
    print("done", turn, flush=True)
"""


@pytest.mark.timeout(900)
class PaymentsSurviveKill(KilledChildren):
    """Real processes, real commits, SIGKILL."""

    def setUp(self) -> None:
        """Claims of one line, all to be paid."""
        super().setUp()
        self.line = open_demo_line(appropriated=10**6, allotted=10**6)
        for index in range(CLAIMS):
            given = {"payee": "S", "account": "12345678", "purpose": "x", "minor": 100 + index}
            made = commit(line=self.line, actor=CLERK, now=NOW, **given)
            verify(commitment=made, invoice="1", minor=100 + index, actor=CHECKER, now=NOW)

    def children(self, code: str) -> list[str]:
        """The program of each child."""
        return [HEAD.format(seed=seed) + code for seed in range(CHILDREN)]

    def test_killed_releases_and_imports_neither_pay_twice_nor_lose(self) -> None:
        for _round in range(ROUNDS):
            self.kill(*self.children(RELEASE), after=0.05, within=0.6)
        self.no_claim_is_ordered_twice()
        data = self.statement()
        path = Path(self.enterContext(TemporaryDirectory())) / "camt053.xml"
        path.write_bytes(data)
        for _round in range(ROUNDS):
            self.kill(*self.children(IMPORT.format(path=str(path))), after=0.05, within=0.5)
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
