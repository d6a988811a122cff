"""The officials' pages: a claim becomes a payment and comes back, a receipt is explained, each by who may."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation

from madang.exchange.delivery import deliver_pending
from madang.framework.identity.actor import system_actor
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.law import use_country
from madang.framework.money.usecases import charge
from madang.framework.values import Money, Party
from madang.systems.treasury.formats import pain002
from madang.systems.treasury.models import BankEntry, BudgetLine, Commitment, PaymentBatch, PaymentOrder
from madang.systems.treasury.tests.bank import claim, entry, released, statement
from madang.systems.treasury.tests.conftest import FIRST, NOW, SECOND, TREASURER
from madang.systems.treasury.usecases.cash import CeilingExceeded, set_ceiling
from madang.systems.treasury.usecases.load_demo import load_demo
from madang.systems.treasury.usecases.pay import approve, prepare
from madang.systems.treasury.usecases.permissions import APPROVER, OFFICER, UNIT

pytestmark = pytest.mark.django_db


def official(login: str, duty: str) -> Client:
    """A browser in which an official with this duty is signed in."""
    account = new_account(login)
    give_duty(account, duty)
    return signed_in(account)


def text(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def post(client: Client, path: str, **values: object) -> HttpResponse:
    return client.post(path, values)


def upload(client: Client, data: bytes) -> HttpResponse:
    return client.post("/treasury/bank/", {"file": SimpleUploadedFile("x.xml", data)})


def promise_by(clerk: Client, line: BudgetLine) -> Commitment:
    """The form of a commitment: what is wrong is told, what is sound is recorded."""
    assert "Nothing is committed yet" in text(clerk, "/treasury/commitments/")
    given = {"line": line.pk, "payee": "Hanbit Supplies", "account": "088-123", "purpose": "Chairs", "minor": "300"}
    wrong = post(clerk, "/treasury/commitments/", **given, holder="Somebody Else")
    assert wrong.status_code == 422
    assert "not a possible account number" in wrong.content.decode()
    given["account"] = "088-12345678901"
    wrong = post(clerk, "/treasury/commitments/", **given, holder="Somebody Else")
    assert "Ask the payee for an account of their own" in wrong.content.decode()
    assert post(clerk, "/treasury/commitments/", **given, holder="Supplies Hanbit").status_code == 302
    return Commitment.objects.get()


def test_a_claim_is_verified_by_a_colleague(line: BudgetLine) -> None:
    clerk, checker = official("clerk", UNIT), official("checker", UNIT)
    made = promise_by(clerk, line)
    page = f"/treasury/commitments/{made.number}/"
    values = {"do": "verify", "verify-invoice": "INV-1", "verify-minor": "300"}
    own = post(clerk, page, **values)
    assert own.status_code == 422
    assert "Another official of the unit verifies" in own.content.decode()
    assert post(checker, page, **values).status_code == 302
    assert "INV-1" in text(clerk, page)


def test_a_batch_is_released_by_two_who_did_not_prepare_it(line: BudgetLine) -> None:
    treasurer, first, second = official("treasurer", OFFICER), official("first", APPROVER), official("second", APPROVER)
    owed = claim(line)
    assert "INV-1" in text(treasurer, "/treasury/payments/")
    assert post(treasurer, "/treasury/payments/").status_code == 422
    assert post(treasurer, "/treasury/payments/", claims=owed.pk).status_code == 302
    batch = PaymentBatch.objects.get()
    page = f"/treasury/batches/{batch.number}/"
    assert "another officer must approve" in text(treasurer, page)
    assert batch.number in text(first, "/desk/")
    assert post(treasurer, page, do="approve").status_code == 403
    assert post(first, page, do="approve").status_code == 302
    assert batch.number not in text(first, "/desk/")
    assert post(first, page, do="approve").status_code == 409
    assert post(second, page, do="approve").status_code == 302
    assert PaymentOrder.objects.get().number.encode() in treasurer.get(f"{page}pain001.xml").content


def test_a_refused_payment_comes_back_to_its_unit(line: BudgetLine) -> None:
    clerk, treasurer = official("clerk", UNIT), official("treasurer", OFFICER)
    batch = released(claim(line))
    order = batch.orders.get()
    told = pain002.Told(end_to_end=order.number, status="RJCT", reason="AC04")
    report = pain002.write(report=pain002.Report(message="M1", original=batch.number, told=(told,)), created_at=NOW)
    assert "1 orders that the bank refuses" in upload(treasurer, report).content.decode()
    assert "Payment that came back" in text(clerk, "/desk/")
    made = order.obligation.commitment
    page = f"/treasury/commitments/{made.number}/"
    assert "the account is closed (AC04)" in text(clerk, page)
    other = {"do": "correct", "correct-account": "004-123456789012", "correct-holder": "Hanbit Supplies"}
    assert post(clerk, page, **other).status_code == 302
    made.refresh_from_db()
    assert made.account == "004-123456789012"
    assert post(clerk, page, do="release").status_code == 302


def test_an_approver_sends_a_batch_back_with_a_reason(line: BudgetLine) -> None:
    treasurer, first = official("treasurer", OFFICER), official("first", APPROVER)
    prepare(obligations=[claim(line)], actor=TREASURER, now=NOW)
    page = f"/treasury/batches/{PaymentBatch.objects.get().number}/"
    assert post(first, page, do="send_back", reason="").status_code == 422
    assert post(first, page, do="send_back", reason="Wrong payee").status_code == 302
    assert "Wrong payee" in text(treasurer, page)
    line.refresh_from_db()
    assert line.ordered == 0
    assert post(first, page, do="approve").status_code == 409


def test_a_bank_file_is_uploaded_and_its_rest_explained(db: None) -> None:
    treasurer, colleague = official("treasurer", OFFICER), official("colleague", OFFICER)
    assert "No statement is here yet" in text(treasurer, "/treasury/bank/")
    faulty = upload(treasurer, b"<!DOCTYPE a><a>\xff</a>")
    assert faulty.status_code == 422
    assert "byte 16" in faulty.content.decode()
    done = upload(treasurer, statement(entry("R1", 5000, text="thanks"), entry("R2", 20_000_000, party="Somebody")))
    assert "2 entries in suspense" in done.content.decode()
    assert "R1" in text(treasurer, "/treasury/suspense/")
    small, large = BankEntry.objects.order_by("reference")
    book = {"do": "revenue", "target": "144", "why": "a gift"}
    assert post(treasurer, f"/treasury/suspense/{small.pk}/", **book).status_code == 302
    page = f"/treasury/suspense/{large.pk}/"
    assert "Nothing of this amount waits" in text(treasurer, page)
    assert post(treasurer, page, **book).status_code == 302
    assert post(treasurer, page, do="accept").status_code == 409
    assert "R2" in text(colleague, "/desk/")
    assert "a gift" in text(colleague, page)
    assert post(colleague, page, do="accept").status_code == 302
    assert "Nothing stands in suspense" in text(treasurer, "/treasury/suspense/")


def test_a_ceiling_holds_a_batch_back(line: BudgetLine) -> None:
    first = official("first", APPROVER)
    today = timezone.localdate(NOW)
    set_ceiling(day=today, minor=150, actor=FIRST, now=NOW)
    released(claim(line, invoice="1"))
    batch = approve(
        batch=prepare(obligations=[claim(line, invoice="2")], actor=TREASURER, now=NOW), actor=FIRST, now=NOW
    )
    with translation.override("en"), pytest.raises(CeilingExceeded, match="₩50 too much"):
        approve(batch=batch, actor=SECOND, now=NOW)
    assert "Thirty days" in text(first, "/treasury/cash/")
    assert post(first, "/treasury/cash/", day="2026-06-08", minor="200").status_code == 302
    assert approve(batch=batch, actor=SECOND, now=NOW).released_at


def test_receipts_are_shown_without_persons(db: None) -> None:
    treasurer = official("treasurer", OFFICER)
    assert "No charge was reported yet" in text(treasurer, "/treasury/receipts/")
    fee = Money(400, "KRW")
    given = {"reference": "A-1", "account": "revenue.fees", "service": "civil.abstract", "purpose": "Abstract"}
    charge(payer=Party.person("hana"), amount=fee, now=NOW, actor=system_actor("test"), **given)
    deliver_pending(now=NOW + timedelta(minutes=1))
    assert "civil.abstract" in text(treasurer, "/treasury/receipts/")


def test_hanbit_has_a_budget_of_its_own_that_everybody_sees(settings: object) -> None:
    settings.MADANG_COUNTRY = "xx"  # type: ignore[attr-defined]
    with use_country("xx"):
        load_demo(now=NOW, progress=lambda *told: None)
        assert BudgetLine.objects.filter(activity="H2-20-01", year=2026).exists()
        assert Client().get("/treasury/").status_code == 200
