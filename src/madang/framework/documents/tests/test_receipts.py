"""The receipt of a payment as a sealed document in the wallet, which a refund overtakes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from madang.framework.documents import Document, keeping, verify_number, verify_upload
from madang.framework.documents.usecases.issue_receipt import issue_receipt
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.who import actor_of
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money.gateways.sandbox import bank
from madang.framework.money.models import Charge, Receipt
from madang.framework.money.usecases import charge, reconcile_one, refund, start_payment
from madang.framework.values import Money, Party, clock

pytestmark = pytest.mark.django_db
MACHINE = system_actor("test")
HANA = Party.person("hana")


@pytest.fixture
def account(db: None) -> Account:
    Office.objects.create(code="1741000", name="행정안전부", name_en="Ministry of the Interior and Safety")
    return Account.objects.create(
        login="hana", name="김하나", name_en="Kim Hana", person="hana", created_at=clock.now(), language="en"
    )


@pytest.fixture
def receipt(account: Account) -> Receipt:
    """Hana paid 400 won at the sandbox bank."""
    owed = charge(
        payer=HANA,
        amount=Money(400, "KRW"),
        purpose="Resident register abstract",
        titles={"en": "Resident register abstract", "ko": "주민등록표 초본"},
        reference="A-1",
        account="revenue.fees",
        now=clock.now(),
        actor=MACHINE,
    )
    payment = start_payment(
        charge=owed, return_url="", actor=actor_of(account=account, now=clock.now()), now=clock.now()
    )
    bank.conclude(token=payment.token, confirmed=True, now=clock.now())
    run_due_jobs(now=clock.now())
    reconcile_one(payment=payment, now=clock.now())
    return Receipt.objects.get(payment=payment)


def printed(document: Document, folder: Path) -> str:
    """What poppler reads on the page."""
    path = folder / "receipt.pdf"
    path.write_bytes(keeping.read(sha256=document.sha256))
    tool = shutil.which("pdftotext")
    assert tool, "poppler-utils is missing"
    read = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, check=True)
    return read.stdout.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Receipt for a payment", "Resident register abstract", "₩400", "Kim Hana")),
        ("ko", ("납부 영수증", "주민등록표 초본", "₩400", "김하나")),
    ],
)
def test_the_payer_takes_a_sealed_receipt_that_verifies(
    account: Account, receipt: Receipt, language: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    client = signed_in(account)
    assert "Sealed receipt" in client.get(f"/receipts/{receipt.number}/").content.decode()
    assert "Sealed receipt" in client.get(f"/pay/{receipt.payment.charge.number}/").content.decode()
    sent = client.post(f"/receipts/{receipt.number}/document/", {"language": language})
    document = Document.objects.get()
    assert sent["Location"] == f"/documents/{document.number}/"
    assert client.get(f"{sent['Location']}pdf").headers["Content-Type"] == "application/pdf"
    page = printed(document, tmp_path)
    for words in (*said, receipt.number):
        assert words in page
    assert verify_number(number=document.number, now=clock.now(), source="t").outcome == "genuine"
    data = keeping.read(sha256=document.sha256)
    assert verify_upload(data=data, now=clock.now(), source="t").outcome == "genuine"
    assert document.party == HANA


def test_the_same_receipt_is_made_once_a_language(account: Account, receipt: Receipt) -> None:
    client = signed_in(account)
    for language in ("ko", "en", "ko", "en"):
        client.post(f"/receipts/{receipt.number}/document/", {"language": language})
    assert sorted(Document.objects.values_list("language", flat=True)) == ["en", "ko"]


def test_nobody_else_takes_it_and_no_unknown_language_is_made(account: Account, receipt: Receipt) -> None:
    other = Account.objects.create(login="sora", name="Sora", person="sora", created_at=clock.now())
    address = f"/receipts/{receipt.number}/document/"
    assert signed_in(other).post(address, {"language": "ko"}).status_code == 404
    assert Client().post(address, {"language": "ko"}).status_code in {302, 401, 403}
    assert signed_in(account).post(address, {"language": "xx"}).status_code == 404
    assert not Document.objects.exists()


def test_a_refund_replaces_the_receipts_by_ones_that_say_so(account: Account, receipt: Receipt, tmp_path: Path) -> None:
    actor = actor_of(account=account, now=clock.now())
    before = issue_receipt(receipt=receipt, language="en", actor=actor, now=clock.now())
    refund(charge=Charge.objects.get(), reason="Not issued", actor=MACHINE, now=clock.now())
    while run_due_jobs(now=clock.now()):
        pass
    verdict = verify_number(number=before.number, now=clock.now(), source="t")
    assert verdict.outcome == "replaced"
    assert receipt.payment.refunds.get().sent_at is not None
    after = Document.objects.get(status="valid")
    page = printed(after, tmp_path)
    assert "Given back" in page
    assert "sent on" in page
    assert dict(after.facts)["Amount given back"] == "₩400"


def test_a_refund_that_is_ordered_but_not_sent_is_told_so(account: Account, receipt: Receipt, tmp_path: Path) -> None:
    actor = actor_of(account=account, now=clock.now())
    refund(charge=Charge.objects.get(), reason="Not issued", actor=MACHINE, now=clock.now())
    receipt.refresh_from_db()
    document = issue_receipt(receipt=receipt, language="en", actor=actor, now=clock.now())
    assert "not sent yet" in printed(document, tmp_path)
