"""A small fiscal year: appropriate, allot, commit, verify, pay through the bank, and check the books."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from madang.exchange.delivery import deliver_pending
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.law import pack
from madang.framework.money.usecases import charge
from madang.framework.values import Money, Party, clock
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.formats import camt053, pain002
from madang.systems.treasury.models import BankEntry, BudgetLine, Obligation, PaymentBatch
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.accounting_rules import year_of
from madang.systems.treasury.usecases.export_gfs import export_gfs
from madang.systems.treasury.usecases.export_journal import balances, journal
from madang.systems.treasury.usecases.export_package import write_package
from madang.systems.treasury.usecases.import_statement import import_statement
from madang.systems.treasury.usecases.import_status import import_status
from madang.systems.treasury.usecases.move import LimitExceeded
from madang.systems.treasury.usecases.open_line import allot, open_line
from madang.systems.treasury.usecases.pay import approve, payable, prepare, write_batch
from madang.systems.treasury.usecases.print_statements import print_statements
from madang.systems.treasury.usecases.reconcile import explain
from madang.systems.treasury.usecases.spend import commit, release, verify

# The generated year carries every figure in minor units of the country's currency.
ACCOUNT, CLAIMS = "10000000000001", 12


def _office() -> str:
    """The country's first office spends in this tour."""
    return str(pack().data("offices")[0]["code"])


def _actor(name: str, duty: str) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name=f"tour {name}", duties=(Duty(_office(), "tour", duty),))


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; the bank's files and the journal stay in `out`."""
    now = clock.now()
    line = _line(now)
    yield f"budget line {line.code}: 90,000,000 appropriated, 60,000,000 allotted (generated figures)"
    obligations = _claims(line, now)
    yield f"{len(obligations)} commitments are verified by another official and stand as obligations"
    yield _overspend(line, now)
    batch = prepare(obligations=obligations, actor=_actor("treasurer", permissions.OFFICER), now=now)
    for name in ("first", "second"):
        batch = approve(batch=batch, actor=_actor(name, permissions.APPROVER), now=now)
    data = write_batch(batch=batch, debtor=pack().name, account=ACCOUNT, now=now)
    (out / "pain001.xml").write_bytes(data)
    yield f"batch {batch.number}, approved by two officers, goes to the bank: pain001.xml"
    yield _status(batch, out, now)
    yield from _fees(out, now)
    statement = _bank(batch, now)
    (out / "camt053.xml").write_bytes(statement)
    treasurer = _actor("treasurer", permissions.OFFICER)
    effects = import_statement(data=statement, account=ACCOUNT, actor=treasurer, now=now)
    yield f"the bank's statement camt053.xml is booked: {effects}"
    again = import_statement(data=statement, account=ACCOUNT, actor=treasurer, now=now)
    yield f"the same file again changes nothing: {again}"
    yield _clear_suspense(now)
    yield _books(out, now)
    files = write_package(folder=out / "budget.datapackage")
    yield f"the budget as open data, a Fiscal Data Package: budget.datapackage/ ({', '.join(files)})"
    (out / "statements.pdf").write_bytes(print_statements(year=year_of(day=timezone.localdate(now)), language="en"))
    yield "the financial statements of the year: statements.pdf (PDF/A-2a, PDF/UA-1)"
    (out / "gfs.xml").write_bytes(export_gfs(year=year_of(day=timezone.localdate(now)), now=now))
    yield "the GFS tables of the year for the IMF: gfs.xml (SDMX-ML 2.1)"


def _line(now: datetime) -> BudgetLine:
    officer = _actor("budget officer", permissions.BUDGET)
    activity = next(iter(pack().data("treasury/classification")["activity"]))
    codes = {"office": _office(), "activity": activity, "economic": "22", "function": "01.3"}
    codes["region"] = f"T{random_symbols(count=8)}"
    titles = pack().data("treasury/classification")["activity"][activity]
    year = timezone.localdate(now).year
    line = open_line(year=year, codes=codes, titles=titles, minor=90_000_000, actor=officer, now=now)
    allot(line=line, minor=60_000_000, actor=officer, now=now)
    return line


def _claims(line: BudgetLine, now: datetime) -> list[Obligation]:
    clerk, checker = _actor("clerk", permissions.UNIT), _actor("checker", permissions.UNIT)
    made = []
    for index in range(CLAIMS):
        given = {"payee": f"Supplier {index}", "account": f"2000000000{index:04d}", "purpose": f"Delivery {index}"}
        promise = commit(line=line, minor=1_000_000 + 1000 * index, actor=clerk, now=now, **given)
        made.append(verify(commitment=promise, invoice=f"INV-{index}", minor=1_000_000, actor=checker, now=now))
        release(commitment=promise, actor=clerk, now=now)
    return made


def _overspend(line: BudgetLine, now: datetime) -> str:
    clerk = _actor("clerk", permissions.UNIT)
    try:
        commit(line=line, payee="x", account="20000000009999", purpose="x", minor=60_000_000, actor=clerk, now=now)
    except LimitExceeded as refusal:
        return f"a commitment beyond the allotment is refused: {refusal}"
    raise RuntimeError("A commitment beyond the allotment was accepted.")


def _status(batch: PaymentBatch, out: Path, now: datetime) -> str:
    """The bank refuses one transfer and accepts the others."""
    refused, *accepted = batch.orders.order_by("pk")
    told = (
        pain002.Told(end_to_end=refused.number, status="RJCT", reason="AC04", text="Account closed"),
        *(pain002.Told(end_to_end=one.number, status="ACSP") for one in accepted),
    )
    report = pain002.Report(message=f"R-{batch.number}", original=batch.number, told=told)
    data = pain002.write(report=report, created_at=now)
    (out / "pain002.xml").write_bytes(data)
    effects = import_status(data=data, actor=_actor("treasurer", permissions.OFFICER), now=now)
    again = payable().filter(pk=refused.obligation_id).count()
    return f"the bank's word pain002.xml: {effects}; {again} claim can be ordered again (AC04, account closed)"


def _fees(out: Path, now: datetime) -> Iterator[str]:
    """A fee of another system, and a transfer that names its charge."""
    owed = charge(
        payer=Party.person("tour"),
        amount=Money(700, pack().currency),
        purpose="Abstract",
        reference=f"tour-{random_symbols(count=8)}",
        account="revenue.fees",
        service="civil.abstract",
        now=now,
        actor=system_actor("tour"),
    )
    deliver_pending(now=clock.now())
    yield f"a fee of another system is charged and reported to the treasury: {owed.number}"
    paid = camt053.Entry(
        reference=f"SB-{random_symbols(count=12)}",
        booked_on=timezone.localdate(now),
        minor=700,
        currency=pack().currency,
        text=f"fee {owed.number}",
    )
    statement = camt053.Statement(number=f"F-{random_symbols(count=8)}", account=ACCOUNT, entries=(paid,))
    data = camt053.write(statement=statement, created_at=now, opening=10**9 - 700, iban=False, **_currency())
    (out / "camt053-receipt.xml").write_bytes(data)
    treasurer = _actor("treasurer", permissions.OFFICER)
    effects = import_statement(data=data, account=ACCOUNT, actor=treasurer, now=now)
    deliver_pending(now=clock.now())
    owed.refresh_from_db()
    yield f"a transfer names it (camt053-receipt.xml): {effects}; the charge at its system is {owed.state}"


def _clear_suspense(now: datetime) -> str:
    """An officer says what the stranger's money is."""
    entry = BankEntry.objects.filter(effect="suspense").latest("pk")
    given = {"kind": "revenue", "target": pack().data("treasury/revenue")["other"], "why": "A donation (tour)"}
    explain(entry=entry, actor=_actor("treasurer", permissions.OFFICER), now=now, **given)
    entry.refresh_from_db()
    return f"the receipt that nothing explains ({entry.reference}) leaves suspense as other revenue: {entry.effect}"


def _bank(batch: PaymentBatch, now: datetime) -> bytes:
    entries = [
        camt053.Entry(
            reference=f"SB-{one.number}",
            booked_on=timezone.localdate(now),
            minor=-one.minor,
            currency=batch.currency,
            end_to_end=one.number,
        )
        for one in batch.orders.filter(state="ordered").order_by("pk")
    ]
    stranger = f"SB-{random_symbols(count=12)}"
    entries.append(
        camt053.Entry(
            reference=stranger, booked_on=timezone.localdate(now), minor=5000, currency=batch.currency, text="No charge"
        )
    )
    statement = camt053.Statement(number=f"S-{batch.number}", account=ACCOUNT, entries=tuple(entries))
    return camt053.write(statement=statement, created_at=now, opening=10**9, iban=False, **_currency())


def _currency() -> dict[str, Any]:
    return {"currency": pack().currency, "digits": pack().currency_digits}


def _books(out: Path, now: datetime) -> str:
    day = timezone.localdate(now)
    days = {"since": day.replace(month=1, day=1), "until": day}
    (out / "journal.hledger").write_text("".join(journal(**days)), encoding="utf-8")
    rows = balances(**days)
    with (out / "trial-balance.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("account", "currency", "balance"), *rows])
    total = sum(minor for _account, _currency, minor in rows)
    return f"{len(rows)} balances sum to {total}: journal.hledger, trial-balance.csv (minor units)"
