"""Another system promises and claims money of an office's line, over the real exchange."""

import threading
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from madang.contracts.treasury_v1 import ClaimPayment, CommitMoney, ListLines, ReleaseMoney
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.models import OutboxEvent
from madang.exchange.refusals import AnsweredNo, NotGranted
from madang.framework.audit.models import Entry
from madang.framework.identity.actor import system_actor
from madang.framework.values import Money, clock
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation, PaymentOrder
from madang.systems.treasury.tests.bank import entry, released, statement, take
from madang.systems.treasury.tests.conftest import BUDGET, CHECKER, CLERK, CODES, NOW, open_demo_line
from madang.systems.treasury.usecases.move import lock
from madang.systems.treasury.usecases.open_line import allot, open_line
from madang.systems.treasury.usecases.serve_systems import Promise, claim_for, commit_for
from madang.systems.treasury.usecases.spend import OwnCommitment, commit, verify


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def put(query: Any, *, key: str = "", system: str = "procurement") -> Any:
    basis = legal_basis(asker="procurement", question=type(query))
    asking = Asking(system=system, actor=system_actor(system), purpose="test", basis=basis, idempotency_key=key)
    return ask(query, asking)


def promise(line: BudgetLine, **other: Any) -> CommitMoney:
    asked = CommitMoney(
        office="1741000",
        line=line.code,
        reference="CT-1/1",
        payee="Hanbit Supplies",
        account="12345678",
        purpose="Chairs",
        amount=Money(300, "KRW"),
        committed_by="account:7",
    )
    return replace(asked, **other)


def claim(number: str, **other: Any) -> ClaimPayment:
    asked = ClaimPayment(
        commitment=number, invoice="INV-1", amount=Money(250, "KRW"), due_on=date(2026, 6, 15), accepted_by="account:8"
    )
    return replace(asked, **other)


def refused(query: Any, key: str, **other: Any) -> str:
    with pytest.raises(AnsweredNo) as no:
        put(query, key=key, **other)
    return no.value.code


def test_from_promise_to_payment_and_the_rest_given_back(today: None, line: BudgetLine) -> None:
    (offered,) = put(ListLines(office="1741000", year=2026)).lines
    assert (offered.code, offered.free) == (line.code, Money(600, "KRW"))
    number = put(promise(line), key="k1").number
    # The asker crashed before it kept the number: another key, the same reference.
    assert put(promise(line), key="k2").number == number
    assert Commitment.objects.get().committed_by == "account:7"

    claimed = put(claim(number), key="k3").number
    assert put(claim(number), key="k4").number == claimed
    owed = Obligation.objects.get()
    assert (owed.verified_by, owed.minor, owed.due_on) == ("account:8", 250, date(2026, 6, 15))
    batch = released(owed)
    order = PaymentOrder.objects.get(batch=batch)
    assert take(statement(entry("R1", -250, end_to_end=order.number))) == {"paid": 1}
    told = OutboxEvent.objects.get(contract="treasury_v1.ClaimPaid")
    assert b'"INV-1"' in bytes(told.happening)
    assert b'"2026-06-08"' in bytes(told.happening)

    assert put(ReleaseMoney(commitment=number, reason="done"), key="k5").amount == Money(50, "KRW")
    assert put(ReleaseMoney(commitment=number, reason="done"), key="k6").amount == Money(50, "KRW")
    assert [one.detail for one in Entry.objects.filter(action="treasury.release")] == [{"minor": 50, "reason": "done"}]
    line.refresh_from_db()
    assert (line.committed, line.obligated, line.paid) == (250, 250, 250)
    back = entry("R2", 250, end_to_end=order.number, returned=True)
    assert take(statement(back, number="S2")) == {"returned": 1}
    assert OutboxEvent.objects.filter(contract="treasury_v1.ClaimReturned").count() == 1


def test_what_a_system_may_not_do(today: None, line: BudgetLine) -> None:
    with pytest.raises(NotGranted):
        put(promise(line), key="a", system="civil")
    assert refused(promise(line, office="3000000"), "b") == "treasury.no_such_line"
    assert refused(replace(promise(line), line=line.code.replace("2026", "2025", 1)), "c") == "treasury.no_such_line"
    assert refused(promise(line, amount=Money(601, "KRW")), "d") == "treasury.limit_exceeded"
    assert refused(promise(line, committed_by=" "), "e") == "treasury.nameless_decision"
    assert refused(promise(line, amount=Money(300, "USD")), "f") == "treasury.wrong_currency"
    codes = CODES | {"economic": "21"}
    wages = open_line(year=2026, codes=codes, titles={"en": "Wages"}, minor=500, actor=BUDGET, now=NOW)
    allot(line=wages, minor=400, actor=BUDGET, now=NOW)
    assert refused(promise(wages), "g") == "treasury.not_for_contracts"
    assert [one.code for one in put(ListLines(office="1741000", year=2026)).lines] == [line.code]
    assert not Commitment.objects.exists()


def test_who_promised_does_not_accept_and_nothing_is_claimed_twice(today: None, line: BudgetLine) -> None:
    number = put(promise(line), key="a").number
    assert refused(promise(line, amount=Money(299, "KRW")), "b") == "treasury.reference_used"
    assert refused(claim(number, accepted_by="account:7"), "c") == "treasury.own_commitment"
    assert refused(claim(number, amount=Money(301, "KRW")), "d") == "treasury.beyond_commitment"
    put(claim(number), key="e")
    assert refused(claim(number, amount=Money(10, "KRW")), "f") == "treasury.invoice_used"
    own = commit(line=line, payee="P", account="12345678", purpose="x", minor=10, actor=CLERK, now=NOW)
    assert refused(claim(own.number), "g") == "treasury.no_such_commitment"
    assert refused(ReleaseMoney(commitment=own.number, reason="x"), "h") == "treasury.no_such_commitment"
    buyer = replace(CHECKER, account_id=7)
    with pytest.raises(OwnCommitment):
        # The same person with a duty at the treasury's own desk.
        verify(commitment=Commitment.objects.get(number=number), invoice="X", minor=1, actor=buyer, now=NOW)


class SameClaims(TransactionTestCase):
    """The same claim is asked twice before either is answered."""

    def test_both_are_told_the_one_obligation(self) -> None:
        line, actor = open_demo_line(), system_actor("procurement")
        wanted = {"payee": "S", "account": "12345678", "holder": "", "purpose": "x", "amount": Money(300, "KRW")}
        promise = Promise(office=line.office, code=line.code, reference="CT-1/1", by="account:7", **wanted)  # type: ignore[arg-type]
        number = commit_for(promise=promise, actor=actor, now=NOW).number
        told: list[str] = []

        def ask_it() -> None:
            given = {"invoice": "INV-1", "amount": Money(250, "KRW"), "due_on": date(2026, 6, 15), "by": "account:8"}
            try:
                told.append(claim_for(number=number, actor=actor, now=NOW, **given).number)  # type: ignore[arg-type]
            finally:
                connection.close()

        threads = [threading.Thread(target=ask_it) for _asker in range(4)]
        with transaction.atomic():
            lock(line=line.pk)
            for thread in threads:
                thread.start()
            _until_waiting(len(threads))
        for thread in threads:
            thread.join()
        assert told == [f"{number}-1"] * 4


def _until_waiting(count: int) -> None:
    """Until so many other connections wait for a row of ours."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    ends = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0] == count:
                return
            time.sleep(0.05)
    raise TimeoutError
