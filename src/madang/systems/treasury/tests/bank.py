"""A bank for tests: statements and status reports on released batches."""

from datetime import date

from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import BudgetLine, Obligation, PaymentBatch
from madang.systems.treasury.tests.conftest import CHECKER, CLERK, FIRST, NOW, SECOND, TREASURER
from madang.systems.treasury.usecases.import_statement import import_statement
from madang.systems.treasury.usecases.pay import approve, prepare
from madang.systems.treasury.usecases.spend import commit, verify

ACCOUNT = "10000000000001"
DAY = date(2026, 6, 8)


def claim(line: BudgetLine, *, minor: int = 100, payee: str = "Hanbit Supplies", invoice: str = "INV-1") -> Obligation:
    made = commit(line=line, payee=payee, account="12345678", purpose="Chairs", minor=minor, actor=CLERK, now=NOW)
    return verify(commitment=made, invoice=invoice, minor=minor, actor=CHECKER, now=NOW)


def released(*obligations: Obligation) -> PaymentBatch:
    batch = prepare(obligations=obligations, actor=TREASURER, now=NOW)
    return approve(batch=approve(batch=batch, actor=FIRST, now=NOW), actor=SECOND, now=NOW)


def entry(reference: str, minor: int, **other: object) -> camt053.Entry:
    return camt053.Entry(reference=reference, booked_on=DAY, minor=minor, currency="KRW", **other)  # type: ignore[arg-type]


def statement(*entries: camt053.Entry, number: str = "S1", opening: int = 0, account: str = ACCOUNT) -> bytes:
    told = camt053.Statement(number=number, account=account, entries=entries)
    return camt053.write(statement=told, created_at=NOW, opening=opening, currency="KRW", iban=False, digits=0)


def take(data: bytes) -> dict[str, int]:
    return import_statement(data=data, account=ACCOUNT, actor=TREASURER, now=NOW)
