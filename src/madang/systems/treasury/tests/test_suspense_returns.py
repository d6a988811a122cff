"""Money that nobody can explain goes back to who sent it: by two officers, in a batch, booked once, and never twice.

Treasury Funds Management Act (Korea) art. 15: outside the expenditure budget.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.bulk.safe_xml import read
from madang.framework.money import books
from madang.systems.treasury.domain.suspense_return import State, objections
from madang.systems.treasury.formats import pain001, pain002, schemas
from madang.systems.treasury.models import BankEntry, Clearing, Movement, PaymentBatch, SuspenseReturn
from madang.systems.treasury.tests.bank import ACCOUNT, entry, statement, take
from madang.systems.treasury.tests.conftest import AUDITOR, FIRST, NOW, SECOND, TREASURER, official
from madang.systems.treasury.tests.test_pages import official as browser_of
from madang.systems.treasury.tests.test_pages import post, text
from madang.systems.treasury.usecases.import_status import ReportRefused, import_status
from madang.systems.treasury.usecases.inspect import trail
from madang.systems.treasury.usecases.pay import approve, prepare, send_back, write_batch
from madang.systems.treasury.usecases.permissions import APPROVER, OFFICER
from madang.systems.treasury.usecases.reconcile import NotInSuspense, explain
from madang.systems.treasury.usecases.return_suspense import (
    OwnReturn,
    ReturnDecided,
    ReturnUnfit,
    approve_return,
    propose_return,
    refuse_return,
    returnable,
)

OTHER = official("other treasurer", OFFICER)
SENDER = "088-12345678901"
WHY = "no charge, the sender does not answer"


def stranger(reference: str = "R1", minor: int = 500, *, account: str = SENDER) -> BankEntry:
    """Money of somebody whom the bank names."""
    take(statement(entry(reference, minor, party="Somebody", party_account=account), number=f"S-{reference}"))
    return BankEntry.objects.get(reference=reference)


def proposed(found: BankEntry, **other: Any) -> SuspenseReturn:
    given = {"payee": "", "account": "", "why": WHY, "actor": TREASURER, "now": NOW}
    return propose_return(entry=found, **(given | other))


def approved(found: BankEntry) -> SuspenseReturn:
    return approve_return(returning=proposed(found), actor=OTHER, now=NOW)


def batch_of(*returns: SuspenseReturn) -> PaymentBatch:
    batch = prepare(obligations=[], returns=returns, actor=TREASURER, now=NOW)
    return approve(batch=approve(batch=batch, actor=FIRST, now=NOW), actor=SECOND, now=NOW)


def balances() -> dict[str, int]:
    return {account: minor for (account, _currency), minor in books.trial_balance().items() if minor}


def test_what_goes_back_and_what_does_not() -> None:
    assert objections(minor=1, why="asked") == []
    assert objections(minor=-1, why=" ") == ["went_out", "no_reason"]


@pytest.mark.django_db
def test_money_goes_back_once_and_its_trail_tells_who_did_it() -> None:
    found = stranger()
    back = approved(found)
    batch = batch_of(back)
    data = write_batch(batch=batch, debtor="Treasury", account=ACCOUNT, now=NOW)
    root = read(data=data)
    schema = schemas.schema_of(message="pain.001.001.09")
    assert schema is not None
    assert schema.validate(root)
    name = f".//{{{pain001.NAMESPACE}}}"
    assert [root.findtext(f"{name}{path}") for path in ("EndToEndId", "InstdAmt")] == [back.number, "500"]
    assert SENDER in data.decode()
    assert balances() == {"bank": 500, "suspense": -500, "cash.bank": 500, "cash.receipts_unknown": -500}
    booked = statement(entry("R2", -500, end_to_end=back.number), number="S2", opening=500)
    assert take(booked) == {"sent_back": 1}
    assert take(booked) == {"known": 1}
    assert balances() == {}
    found.refresh_from_db()
    assert found.effect == "cleared"
    assert not Movement.objects.exists(), "no budget line pays for it"
    # The bank books the same order once more: nobody's until somebody looks.
    twice = statement(entry("R3", -500, end_to_end=back.number), number="S3")
    assert take(twice) == {"suspense": 1}
    for number in ("R1", "R2", back.number, batch.number):
        steps = trail(number=number, actor=AUDITOR, now=NOW)
        assert {"return", "batch", "bank", "journal (accrual)", "journal (cash)", "audit trail"} <= {
            one.what for one in steps
        }, number
        assert {"treasurer", "other treasurer", "first, second"} <= {one.by for one in steps}


@pytest.mark.django_db
def test_one_officer_does_not_send_money_back_alone_nor_somewhere_else() -> None:
    found = stranger()
    with pytest.raises(ReturnUnfit) as refused:
        proposed(BankEntry.objects.get(), why="  ")
    assert [one.place for one in refused.value.faults] == ["why"]
    back = proposed(found, account="004-123456789012", payee="A friend")
    assert (back.account, back.payee) == (SENDER, "Somebody"), "to the account that the bank named"
    with pytest.raises(OwnReturn):
        approve_return(returning=back, actor=TREASURER, now=NOW)
    with pytest.raises(ReturnDecided):
        prepare(obligations=[], returns=[back], actor=TREASURER, now=NOW)
    for change in ({"account": "1"}, {"state": "paid"}, {"minor": 5}, {"approved_by": "treasurer"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SuspenseReturn.objects.filter(pk=back.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        back.delete()
    take(statement(entry("OUT", -70), number="S-out"))
    with pytest.raises(ReturnUnfit):
        proposed(BankEntry.objects.get(reference="OUT"), account=SENDER, payee="x")


@pytest.mark.django_db
def test_what_is_on_its_way_back_is_not_explained_and_what_is_explained_does_not_go_back() -> None:
    found = stranger()
    back = proposed(found)
    revenue = {"kind": "revenue", "target": "144", "why": "a gift", "actor": TREASURER, "now": NOW}
    with pytest.raises(NotInSuspense):
        explain(entry=found, **revenue)
    told = {"kind": "revenue", "target": "144", "proposed_at": NOW, "proposed_by": "x"}
    with pytest.raises(IntegrityError, match="being sent back"), transaction.atomic():
        Clearing.objects.create(entry=found, **told)
    refuse_return(returning=back, actor=OTHER, now=NOW)
    explain(entry=found, **revenue)
    with pytest.raises(NotInSuspense):
        proposed(found)


@pytest.mark.django_db
def test_what_the_bank_could_not_pay_stands_in_suspense_again() -> None:
    found = stranger()
    first = approved(found)
    sent = send_back(
        batch=prepare(obligations=[], returns=[first], actor=TREASURER, now=NOW), reason="ask once more",
        actor=FIRST, now=NOW,
    )  # fmt: skip
    assert (sent.returns.count(), returnable().get()) == (0, first)
    batch = batch_of(first)
    told = pain002.Told(end_to_end=first.number, status="RJCT", reason="AC04")
    report = pain002.write(report=pain002.Report(message="M1", original=batch.number, told=(told,)), created_at=NOW)
    assert import_status(data=report, actor=TREASURER, now=NOW) == {"rejected": 1}
    assert balances()["suspense"] == -500
    second = approved(found)
    after = batch_of(second)
    take(statement(entry("R2", -500, end_to_end=second.number), number="S2", opening=500))
    late = pain002.write(report=pain002.Report(message="M2", original=after.number, status="RJCT"), created_at=NOW)
    with pytest.raises(ReportRefused):
        import_status(data=late, actor=TREASURER, now=NOW)
    came = entry("R3", 500, end_to_end=second.number, returned=True, reason="AC04")
    assert take(statement(came, number="S3")) == {"returned": 1}
    assert balances() == {"bank": 500, "suspense": -500, "cash.bank": 500, "cash.receipts_unknown": -500}
    states = SuspenseReturn.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.FAILED, State.FAILED]
    assert proposed(found).state == State.PROPOSED


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_send_it_back_once() -> None:
    found = stranger()

    def at_once(act: Any) -> str:
        try:
            act()
        except (NotInSuspense, ReturnDecided) as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(at_once, [lambda: proposed(found), lambda: proposed(found, actor=OTHER)]))
    assert sorted(told) == ["done", "treasury.not_in_suspense"]
    back = SuspenseReturn.objects.get()
    second = OTHER if back.proposed_by == "treasurer" else TREASURER
    approve_return(returning=back, actor=second, now=NOW)
    with ThreadPoolExecutor(2) as pool:
        batches = [
            lambda who=who: prepare(obligations=[], returns=[back], actor=who, now=NOW) for who in (TREASURER, OTHER)
        ]
        told = list(pool.map(at_once, batches))
    assert sorted(told) == ["done", "treasury.return_decided"]
    assert PaymentBatch.objects.get().returns.get() == back


@pytest.mark.django_db
def test_the_pages_lead_from_suspense_to_the_bank() -> None:
    treasurer, colleague = browser_of("treasurer", OFFICER), browser_of("colleague", OFFICER)
    # A word that no random token of a page holds.
    found = stranger("stranger-money-42", account="")
    page = f"/treasury/suspense/{found.pk}/"
    assert "send it back" in text(treasurer, page)
    wrong = post(treasurer, page, do="return", account="088-1", why=WHY)
    assert wrong.status_code == 422
    assert "not a possible account number" in wrong.content.decode()
    assert post(treasurer, page, do="return", account=SENDER, why=WHY).status_code == 302
    assert "Book it as revenue" not in text(treasurer, page)
    assert post(treasurer, page, do="approve_return").status_code == 409
    assert found.reference in text(colleague, "/desk/")
    assert found.reference not in text(treasurer, "/desk/")
    assert post(colleague, page, do="approve_return").status_code == 302
    assert "Approved, waits for a batch" in text(treasurer, "/treasury/suspense/")
    back = SuspenseReturn.objects.get()
    assert back.number in text(treasurer, "/treasury/payments/")
    assert post(treasurer, "/treasury/payments/", returns=back.pk).status_code == 302
    shown = text(browser_of("approver", APPROVER), f"/treasury/batches/{PaymentBatch.objects.get().number}/")
    assert found.reference in shown
    assert "not checked" in shown
