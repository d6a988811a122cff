"""The pages of the room, as a browser without a window sees them."""

import io
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.values import clock
from madang.systems.tax.domain.amendment import Reason
from madang.systems.tax.formats.en16931.validate import validate_invoice
from madang.systems.tax.models import InvoiceUpload, TaxInvoice
from madang.systems.tax.tests.invoice_world import browser, enter, issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def shops() -> tuple[str, str]:
    """A seller and a buyer."""
    return enter("도현상회", person="person-dohyun"), enter("민수사무기기", person="person-minsu")


def sent(client: Client, address: str, **values: object) -> str:
    """The page that answers a form, after its redirect."""
    answer = client.post(address, values, follow=True)
    assert answer.status_code in {200, 422}, answer.status_code
    return answer.content.decode()


def test_issuing_shows_the_buyer_and_the_sums_before(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    client = browser(seller, person="person-dohyun")
    form = {
        "buyer": f"{buyer[:3]}-{buyer[3:5]}-{buyer[5:]}",
        "written_on": timezone.localdate(clock.now()).isoformat(),
        "category": "S",
        "name_1": "Paper",
        "quantity_1": "10",
        "price_1": "12000",
        "key": "form-1",
    }
    page = sent(client, "/tax/invoices/issue/", do="check", **form)
    assert "민수사무기기" in page
    assert "132,000" in page
    assert not TaxInvoice.objects.exists()
    page = sent(client, "/tax/invoices/issue/", do="issue", **form)
    made = TaxInvoice.objects.get()
    assert made.number in page
    assert "is-seller" in page
    page = sent(client, "/tax/invoices/issue/", do="issue", **form)
    assert "You issued an invoice with your number" in page
    page = sent(client, "/tax/invoices/issue/", do="issue", **(form | {"buyer": "1", "price_1": "-1", "name_2": "x"}))
    assert page.count("must be more than nothing") >= 1 or "This is missing" in page
    assert TaxInvoice.objects.count() == 1
    theirs = browser(buyer, person="person-minsu", language="ko")
    page = theirs.get(f"/tax/invoices/{made.number}/").content.decode()
    assert "is-buyer" in page
    assert theirs.get(f"/tax/invoices/{made.number}/amend/").status_code == 403
    assert made.number in theirs.get("/tax/invoices/received/").content.decode()
    stranger = browser(enter("소라문구유통", person="person-sora"), person="person-sora")
    for address in ("", "file/", "amend/", "amend/error/"):
        assert stranger.get(f"/tax/invoices/{made.number}/{address}").status_code == 404


def test_lists_filter_sum_and_leave_as_files(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    now = clock.now()
    today = timezone.localdate(now)
    for place in range(3):
        issued(seller, buyer, key=str(place), now=now, written_on=today - timedelta(days=place))
    client = browser(seller, person="person-dohyun")
    page = client.get("/tax/invoices/issued/?category=S&q=민수").content.decode()
    assert "360,000" in page
    assert "Nothing matches" in client.get("/tax/invoices/issued/?category=Z").content.decode()
    text = b"".join(client.get("/tax/invoices/issued/?format=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(text.splitlines()) == 4
    with zipfile.ZipFile(io.BytesIO(client.get("/tax/invoices/issued/?format=xlsx").content)) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()
    assert "Act for a business first" in browser_of_nobody().get("/tax/invoices/").content.decode()
    assert client.get("/tax/invoices/").status_code == 200


def browser_of_nobody() -> Client:
    """Somebody who acts for no business."""
    return signed_in(new_account("hana", person="person-hana"))


ANSWERS: dict[Reason, dict[str, str]] = {
    Reason.ERROR: {"name_1": "Paper", "quantity_1": "9", "price_1": "12000"},
    Reason.WRONG_PARTY: {},
    Reason.CHANGE: {"name": "Paper", "amount": "-5000"},
    Reason.RETURN: {"quantity_1": "3"},
    Reason.CANCELLATION: {},
    Reason.LETTER_OF_CREDIT: {"quantity_1": "10"},
    Reason.DUPLICATE: {},
}


def test_each_reason_is_explained_planned_and_issued(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    third = enter("소라문구유통", person="person-sora")
    now = clock.now()
    today = timezone.localdate(now)
    client = browser(seller, person="person-dohyun")
    for reason, answers in ANSWERS.items():
        made = issued(seller, buyer, key=reason.value, now=now, written_on=today)
        assert f"/amend/{reason.value}/" in client.get(f"/tax/invoices/{made.number}/amend/").content.decode()
        address = f"/tax/invoices/{made.number}/amend/{reason.value}/"
        assert client.get(address).status_code == 200
        told = answers | {"happened_on": today.isoformat(), "written_on": today.isoformat()}
        told["buyer"] = third if reason is Reason.WRONG_PARTY else buyer
        page = sent(client, address, do="check", **told)
        assert "These invoices will be issued" in page, reason
        assert not made.amendments.exists()
        page = sent(client, address, do="issue", **told)
        made_of_it = list(made.amendments.values_list("number", flat=True))
        assert len(made_of_it) == (2 if reason in {Reason.ERROR, Reason.WRONG_PARTY, Reason.LETTER_OF_CREDIT} else 1)
        assert all(number in page for number in made_of_it)
    bad = issued(seller, buyer, key="bad", now=now, written_on=today)
    page = sent(client, f"/tax/invoices/{bad.number}/amend/return/", do="issue", happened_on="x", quantity_1="11")
    assert not bad.amendments.exists()
    assert client.get(f"/tax/invoices/{bad.number}/amend/nonsense/").status_code == 404


HEAD = "ref,written_on,buyer,item,quantity,price,net,tax\n"


def posted(client: Client, data: bytes, *, name: str = "invoices.csv", keep: bool = False) -> str:
    """What the upload's page answers."""
    file = SimpleUploadedFile(name, data)
    return sent(client, "/tax/invoices/upload/", file=file, **({"keep_rest": "on"} if keep else {}))


def test_a_file_is_taken_whole_or_refused_with_every_fault(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    client = browser(seller, person="person-dohyun")
    day = timezone.localdate(clock.now()).isoformat()
    good = (
        f"A-1,{day},{buyer},Paper,2,1000,2000,200\nA-1,{day},{buyer},Pens,1,500,500,50\nA-2,{day},{buyer},Ink,1,100,,\n"
    )
    bad = (
        f"B-1,{day},{buyer},Paper,-2,1000,,\nB-2,{day},{buyer},Paper,2,1000,2000,201\nB-3,{day},9999999999,Pen,1,1,,\n"
    )
    page = posted(client, (HEAD + good + bad).encode())
    assert "Nothing was issued" in page
    assert "more than nothing" in page
    assert "The tax on these lines is 200" in page
    assert not TaxInvoice.objects.exists()
    page = posted(client, (HEAD + good + bad).encode(), keep=True)
    assert "no entry with the number 9999999999" in page
    assert TaxInvoice.objects.filter(seller=seller).count() == 2
    assert TaxInvoice.objects.get(key="ref:A-1").net_minor == 2_500
    page = posted(client, (HEAD + good + bad).encode(), keep=True)
    assert "This very file was taken before" in page
    page = posted(client, (HEAD + good).encode() + b"\n", keep=True)
    assert "was issued before" in page
    assert TaxInvoice.objects.count() == 2
    stranger = browser(buyer, person="person-minsu")
    assert stranger.get(f"/tax/invoices/uploads/{InvoiceUpload.objects.first().number}/").status_code == 404  # type: ignore[union-attr]


def test_ten_thousand_faulty_rows_are_answered_at_once(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    client = browser(seller, person="person-dohyun")
    rows = "".join(f"R-{place},2026-13-01,{buyer},,-1,abc,1e99,-5\n" for place in range(10_000))
    begun = time.monotonic()
    page = posted(client, (HEAD + rows).encode())
    took = time.monotonic() - begun
    assert "10,000" in page
    assert "Nothing was issued" in page
    assert "2026-13-01" in page
    made = InvoiceUpload.objects.get()
    assert (made.rows, made.wrong_rows, made.kept, len(made.faults)) == (10_000, 10_000, 0, 500)
    # Two seconds on a quiet machine; the bound is for a loaded one.
    assert took < 30


def test_every_invoice_can_be_had_by_en_16931(shops: tuple[str, str]) -> None:
    """Sound by our validator, whose rules are compared with the published set in tests/formats."""
    seller, buyer = shops
    one = issued(seller, buyer)
    client = browser(buyer, person="person-minsu")
    page = client.get(f"/tax/invoices/{one.number}/").content.decode()
    for form in ("ubl", "cii"):
        assert f"/tax/invoices/{one.number}/as/{form}/" in page
        answer = client.get(f"/tax/invoices/{one.number}/as/{form}/")
        assert validate_invoice(data=answer.content) == []
    stranger = browser(enter("소라문구유통", person="person-sora"), person="person-sora")
    assert stranger.get(f"/tax/invoices/{one.number}/as/ubl/").status_code == 404
