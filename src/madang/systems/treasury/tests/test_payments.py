"""Batches, the bank's files and the books."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.bulk.safe_xml import XmlRefused, read
from madang.framework.money import books
from madang.systems.treasury.formats import camt053, pain001
from madang.systems.treasury.models import BankEntry, BudgetLine, PaymentBatch, PaymentOrder
from madang.systems.treasury.tests.conftest import CHECKER, CLERK, FIRST, NOW, SECOND, TREASURER
from madang.systems.treasury.tour import tour
from madang.systems.treasury.usecases.book_entries import StatementRefused
from madang.systems.treasury.usecases.import_statement import import_statement
from madang.systems.treasury.usecases.pay import (
    NeedsAnother,
    NotReleased,
    OrderedAlready,
    approve,
    prepare,
    write_batch,
)
from madang.systems.treasury.usecases.spend import commit, verify

ACCOUNT = "10000000000001"
DAY = date(2026, 6, 8)
pytestmark = pytest.mark.usefixtures("classes")


def batch_of(line: BudgetLine) -> PaymentBatch:
    made = commit(line=line, payee="S", account="12345678", purpose="x", minor=300, actor=CLERK, now=NOW)
    owed = verify(commitment=made, invoice="1", minor=300, actor=CHECKER, now=NOW)
    batch = prepare(obligations=[owed], actor=TREASURER, now=NOW)
    with pytest.raises(OrderedAlready):
        prepare(obligations=[owed], actor=TREASURER, now=NOW)
    return batch


def released(line: BudgetLine) -> PaymentOrder:
    batch = batch_of(line)
    approve(batch=approve(batch=batch, actor=FIRST, now=NOW), actor=SECOND, now=NOW)
    return PaymentOrder.objects.select_related("batch").get()


def entry(order: PaymentOrder, **other: object) -> camt053.Entry:
    made = camt053.Entry(reference="R1", booked_on=DAY, minor=-300, currency="KRW", end_to_end=order.number)
    return replace(made, **other)  # type: ignore[arg-type]


def file(*entries: camt053.Entry, account: str = ACCOUNT) -> bytes:
    statement = camt053.Statement(number="S1", account=account, entries=entries)
    return camt053.write(statement=statement, created_at=NOW, opening=0, currency="KRW", iban=False, digits=0)


def take(data: bytes) -> dict[str, int]:
    return import_statement(data=data, account=ACCOUNT, actor=TREASURER, now=NOW)


def test_a_batch_needs_two_officers_who_did_not_prepare_it(line: BudgetLine) -> None:
    batch = batch_of(line)
    first = approve(batch=batch, actor=FIRST, now=NOW)
    with pytest.raises(NeedsAnother):
        approve(batch=batch, actor=FIRST, now=NOW)
    with pytest.raises(NotReleased):
        write_batch(batch=first, debtor="X", account=ACCOUNT, now=NOW)
    second = approve(batch=batch, actor=SECOND, now=NOW)
    root = read(data=write_batch(batch=second, debtor="X", account=ACCOUNT, now=NOW))
    assert root.findtext(f".//{{{pain001.NAMESPACE}}}InstdAmt") == "300"


def test_a_paid_order_is_booked_once_however_often_the_file_comes(line: BudgetLine) -> None:
    order = released(line)
    data = file(entry(order))
    assert take(data) == {"paid": 1}
    before = books.trial_balance()
    assert take(data) == {"known": 1}
    assert books.trial_balance() == before
    line.refresh_from_db()
    assert line.paid == 300
    assert before.get(("payables", "KRW"), 0) == 0
    assert before["expense.goods", "KRW"] == 300
    assert before["cash.goods", "KRW"] == 300


def test_a_returned_transfer_opens_the_obligation_again(line: BudgetLine) -> None:
    order = released(line)
    take(file(entry(order)))
    back = entry(order, reference="R2", minor=300, returned=True)
    assert take(file(back)) == {"returned": 1}
    line.refresh_from_db()
    assert (line.paid, line.ordered, line.obligated) == (0, 0, 300)
    prepare(obligations=[order.obligation], actor=TREASURER, now=NOW)


def test_money_without_an_order_waits_in_suspense(line: BudgetLine) -> None:
    order = released(line)
    wrong = entry(order, reference="R9", minor=-299)
    stranger = entry(order, reference="R8", minor=50, end_to_end="")
    assert take(file(wrong, stranger)) == {"suspense": 2}
    balances = books.trial_balance()
    assert balances["suspense", "KRW"] == -50
    assert balances["payments_unknown", "KRW"] == 299


def test_a_faulty_file_is_refused_whole_with_every_fault(line: BudgetLine) -> None:
    order = released(line)
    good = file(
        entry(order), entry(order, reference="R2", currency="USD"), entry(order, reference="R3", currency="EUR")
    )
    for data, places in (
        (good, {"R2", "R3"}),
        (file(entry(order), account="999"), {"S1"}),
        (good.replace(b">300<", b">3.5<"), {"Stmt[1]/Ntry[1]", "Stmt[1]/Ntry[2]", "Stmt[1]/Ntry[3]"}),
        (b"<a", {"line 1"}),
    ):
        with pytest.raises(StatementRefused) as refused:
            take(data)
        assert {fault.place for fault in refused.value.faults} == places
    assert not BankEntry.objects.exists()


BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>"""
)
OUTSIDE = b"""<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>"""


@pytest.mark.parametrize(
    "data", [BOMB, OUTSIDE, b"", b"\x00", b"<a>&x;</a>", b"<?xml version='1.0' encoding='x'?><a/>"]
)
def test_hostile_xml_is_refused(data: bytes) -> None:
    with pytest.raises(XmlRefused):
        read(data=data)


@given(st.binary(max_size=400), st.integers(0, 1500), st.integers(0, 40))
def test_a_damaged_file_is_read_or_refused_never_a_crash(noise: bytes, place: int, cut: int) -> None:
    data = camt053.write(
        statement=camt053.Statement(
            number="S",
            account="1",
            entries=(camt053.Entry(reference="R", booked_on=DAY, minor=5, currency="KRW"),),
        ),
        created_at=NOW,
        opening=0,
        currency="KRW",
        iban=False,
        digits=0,
    )
    try:
        camt053.parse(data=data[:place] + noise + data[place + cut :], digits=0)
    except (XmlRefused, camt053.StatementFaulty):
        return


@pytest.mark.django_db
def test_hledger_finds_the_same_trial_balance_after_the_tour(tmp_path: Path) -> None:
    list(tour(out=tmp_path))
    told = subprocess.run(
        ["hledger", "-f", str(tmp_path / "journal.hledger"), "balance", "--flat", "--no-total", "-O", "csv"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[1:]
    theirs = {line.split('","')[0].strip('"'): int(line.split('","')[1].split(" ")[0]) for line in told}
    ours = [line.split(",") for line in (tmp_path / "trial-balance.csv").read_text().splitlines()[1:]]
    assert theirs == {account: int(minor) for account, _currency, minor in ours}
    assert len(theirs) >= 6
