"""Issuing, amending, sending on and counting, against the real business register; the signature is read by xmlsec1."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from madang.exchange import keys
from madang.framework.audit.models import Entry
from madang.framework.identity.may import Forbidden
from madang.framework.storage.storing import read_blob
from madang.framework.values import Party, Refusal
from madang.systems.tax.domain.amendment import Change, Reason
from madang.systems.tax.domain.einvoicing import DraftLine
from madang.systems.tax.domain.invoice import VatCategory
from madang.systems.tax.formats import korean_tax_invoice
from madang.systems.tax.models import TaxInvoice, Transmission
from madang.systems.tax.tests.invoice_world import MACHINE, NOW, TODAY, acting, draft, enter, issued
from madang.systems.tax.usecases.invoices.amend_invoice import amend_invoice
from madang.systems.tax.usecases.invoices.facts import from_json
from madang.systems.tax.usecases.invoices.find_invoice import find_invoice
from madang.systems.tax.usecases.invoices.find_party import find_trader
from madang.systems.tax.usecases.invoices.invoice_totals import invoice_totals
from madang.systems.tax.usecases.invoices.issue_invoice import issue_invoice
from madang.systems.tax.usecases.invoices.refusals import InvoiceRefused, IssuedAlready, NoSuchInvoice, NotToAmend
from madang.systems.tax.usecases.invoices.transmit_invoices import transmit_invoices

pytestmark = pytest.mark.django_db


@pytest.fixture
def shops() -> tuple[str, str]:
    """A seller and a buyer."""
    return enter("도현상회", person="person-dohyun"), enter("민수사무기기", person="person-minsu")


def test_an_invoice_is_numbered_signed_and_kept_as_it_was_issued(shops: tuple[str, str], tmp_path: Path) -> None:
    seller, buyer = shops
    made = issue_invoice(seller=seller, draft=draft(buyer), key="A-1", actor=acting(seller), now=NOW)
    assert re.fullmatch(r"2026030910000000[0-9]{8}", made.number)
    assert (made.net_minor, made.tax_minor, made.buyer_name) == (120_000, 12_000, "민수사무기기")
    data = read_blob(made.blob_id)
    told = korean_tax_invoice.read(data=data)
    assert (told.number, told.seller, told.buyer, told.type_code) == (made.number, seller, buyer, "0101")
    assert (told.net, told.tax, told.gross, told.adds_up()) == (120_000, 12_000, 132_000, True)
    file, authority = tmp_path / "invoice.xml", keys.folder() / "authority.pem"
    file.write_bytes(data)
    command = ["xmlsec1", "--verify", "--enabled-key-data", "x509", "--trusted-pem", str(authority), str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    file.write_bytes(data.replace(b">132000<", b">132001<"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
    assert Entry.objects.filter(action="tax.issue_invoice").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxInvoice.objects.filter(pk=made.pk).update(net_minor=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxInvoice.objects.filter(pk=made.pk).delete()


def test_a_wrong_draft_is_refused_whole_and_a_number_is_used_once(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    actor = acting(seller)
    wrong = draft(
        "9999999999",
        written_on=TODAY + timedelta(days=1),
        lines=(DraftLine(name=" ", quantity=Decimal(-1), price=Decimal("1e15")),),
    )
    with pytest.raises(InvoiceRefused) as refused:
        issue_invoice(seller=seller, draft=wrong, key="1", actor=actor, now=NOW)
    assert {(fault.place, fault.code) for fault in refused.value.faults} == {
        ("written_on", "future"),
        ("lines.1.name", "text"),
        ("lines.1.quantity", "not_above_zero"),
        ("lines.1.price", "too_large"),
        ("buyer", "no_business"),
    }
    sums = replace(draft(buyer), net=120_000, tax=11_999)
    with pytest.raises(InvoiceRefused) as off:
        issue_invoice(seller=seller, draft=sums, key="1", actor=actor, now=NOW)
    assert [(fault.place, fault.code) for fault in off.value.faults] == [("tax", "wrong_tax")]
    assert not TaxInvoice.objects.exists()
    issue_invoice(seller=seller, draft=draft(buyer), key="1", actor=actor, now=NOW)
    with pytest.raises(IssuedAlready):
        issue_invoice(seller=seller, draft=draft(buyer), key="1", actor=actor, now=NOW)


def test_others_neither_issue_for_a_business_nor_see_its_invoices(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    stranger = enter("소라문구유통", person="person-sora")
    made = issued(seller, buyer)
    with pytest.raises(Forbidden):
        issue_invoice(seller=seller, draft=draft(buyer), key="2", actor=acting(stranger), now=NOW)
    with pytest.raises(Forbidden):
        issue_invoice(
            seller=seller, draft=draft(buyer), key="2", actor=acting(seller, scope=("procurement.supply:*",)), now=NOW
        )
    for one in (seller, buyer):
        assert find_invoice(number=made.number, actor=acting(one)) == made
    with pytest.raises(NoSuchInvoice):
        find_invoice(number=made.number, actor=acting(stranger))
    change = Change(happened_on=TODAY)
    for one in (buyer, stranger):
        with pytest.raises(Refusal) as refused:
            amend_invoice(original=made, reason=Reason.CANCELLATION, change=change, actor=acting(one), now=NOW)
        assert refused.value.status == 403


# Enforcement Decree art. 70 (1): which invoices, of which day, and what is left of 120,000 won.
EVENT = date(2026, 3, 6)
WRITTEN = date(2026, 3, 2)
EXPECTED = {
    Reason.ERROR: ("01", [("negative", WRITTEN, -120_000, -12_000), ("corrected", WRITTEN, 108_000, 10_800)]),
    Reason.WRONG_PARTY: ("01", [("negative", WRITTEN, -120_000, -12_000), ("corrected", WRITTEN, 120_000, 12_000)]),
    Reason.CHANGE: ("02", [("difference", EVENT, -5_000, -500)]),
    Reason.RETURN: ("03", [("reduction", EVENT, -36_000, -3_600)]),
    Reason.CANCELLATION: ("04", [("negative", EVENT, -120_000, -12_000)]),
    Reason.LETTER_OF_CREDIT: ("05", [("reduction", WRITTEN, -36_000, -3_600), ("zero_rated", WRITTEN, 36_000, 0)]),
    Reason.DUPLICATE: ("06", [("negative", WRITTEN, -120_000, -12_000)]),
}


def change_for(reason: Reason, made: TaxInvoice, third: str) -> Change:
    """What happened, for each reason."""
    line = from_json(facts=made.facts).lines[0]
    some = (replace(line, quantity=Decimal(3)),)
    less = (replace(line, quantity=Decimal(-1), price=Decimal(5_000)),)
    lines = {
        Reason.ERROR: (replace(line, price=Decimal(10_800)),),
        Reason.CHANGE: less,
        Reason.RETURN: some,
        Reason.LETTER_OF_CREDIT: some,
    }
    trader = find_trader(number=third, actor=MACHINE) if reason is Reason.WRONG_PARTY else None
    return Change(happened_on=EVENT, lines=lines.get(reason, ()), buyer=trader)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_makes_its_invoices(shops: tuple[str, str], reason: Reason) -> None:
    seller, buyer = shops
    third = enter("소라문구유통", person="person-sora")
    made = issued(seller, buyer, written_on=WRITTEN)
    rows = amend_invoice(
        original=made, reason=reason, change=change_for(reason, made, third), actor=acting(seller), now=NOW
    )
    code, expected = EXPECTED[reason]
    assert [(row.part, row.written_on, row.net_minor, row.tax_minor) for row in rows] == expected
    told = [korean_tax_invoice.read(data=read_blob(row.blob_id)) for row in rows]
    assert {(one.reason, one.preceding, one.adds_up()) for one in told} == {(code, made.number, True)}
    assert [one.type_code for one in told] == ["0202" if row.category == "Z" else "0201" for row in rows]
    assert rows[-1].buyer == (third if reason is Reason.WRONG_PARTY else buyer)
    # The event's day or the first invoice's stands beside it, as the decree wants.
    notes = {Reason.CHANGE: "2026-03-02", Reason.RETURN: "2026-03-02", Reason.CANCELLATION: "2026-03-02",
             Reason.LETTER_OF_CREDIT: "2026-03-06"}  # fmt: skip
    assert all(notes.get(reason, "") in one.note for one in told)
    assert not any(row.late_rate for row in rows)


def test_no_more_is_taken_back_than_there_is(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    made = issued(seller, buyer, written_on=WRITTEN)
    line = from_json(facts=made.facts).lines[0]

    def returned(quantity: int) -> list[TaxInvoice]:
        change = Change(happened_on=EVENT, lines=(replace(line, quantity=Decimal(quantity)),))
        return amend_invoice(original=made, reason=Reason.RETURN, change=change, actor=MACHINE, now=NOW)

    taken = returned(6)[0]
    with pytest.raises(InvoiceRefused) as refused:
        returned(5)
    assert [fault.code for fault in refused.value.faults] == ["more_than_left"]
    whole = Change(happened_on=EVENT)
    with pytest.raises(InvoiceRefused) as again:
        amend_invoice(original=made, reason=Reason.CANCELLATION, change=whole, actor=MACHINE, now=NOW)
    assert [fault.code for fault in again.value.faults] == ["amended_already"]
    with pytest.raises(NotToAmend):
        amend_invoice(original=taken, reason=Reason.CANCELLATION, change=whole, actor=MACHINE, now=NOW)
    returned(4)
    with pytest.raises(NotToAmend):
        returned(1)
    absurd = Change(happened_on=EVENT, lines=(replace(line, quantity=Decimal("9e14"), price=Decimal("9e14")),))
    other = issued(seller, buyer, key="2", written_on=WRITTEN)
    for reason in (Reason.CHANGE, Reason.ERROR, Reason.RETURN):
        with pytest.raises(InvoiceRefused):
            amend_invoice(original=other, reason=reason, change=absurd, actor=MACHINE, now=NOW)
    ancient = Change(happened_on=EVENT, written_on=date(1, 1, 1))
    with pytest.raises(InvoiceRefused) as old:
        amend_invoice(original=other, reason=Reason.ERROR, change=ancient, actor=MACHINE, now=NOW)
    assert [fault.code for fault in old.value.faults] == ["too_old"]
    early = Change(happened_on=WRITTEN - timedelta(days=1))
    with pytest.raises(InvoiceRefused) as before:
        amend_invoice(original=other, reason=Reason.DUPLICATE, change=early, actor=MACHINE, now=NOW)
    assert [fault.code for fault in before.value.faults] == ["before_original"]


def test_a_letter_of_credit_counts_until_25_days_after_the_period(shops: tuple[str, str]) -> None:
    # Enforcement Decree art. 70 (1) no. 4: the half-year ended on 31 December 2025; 25 January 2026 was a Sunday.
    seller, buyer = shops
    made = issued(seller, buyer, written_on=date(2025, 12, 3), now=datetime(2025, 12, 3, 3, tzinfo=UTC))
    line = from_json(facts=made.facts).lines[0]
    late = Change(happened_on=date(2026, 1, 27), lines=(line,))
    with pytest.raises(InvoiceRefused) as refused:
        amend_invoice(original=made, reason=Reason.LETTER_OF_CREDIT, change=late, actor=MACHINE, now=NOW)
    assert [fault.code for fault in refused.value.faults] == ["term_over"]
    timely = replace(late, happened_on=date(2026, 1, 26))
    rows = amend_invoice(original=made, reason=Reason.LETTER_OF_CREDIT, change=timely, actor=MACHINE, now=NOW)
    assert [row.category for row in rows] == ["S", "Z"]


@pytest.mark.parametrize(
    ("issued_on", "sent_on", "late_issue", "late_sending"),
    [
        # Supplied on Monday 5 January 2026. Value-Added Tax Act arts. 34 (3), 32 (3), 60 (2).
        ((2026, 2, 10), (2026, 2, 11), 0, 0),
        ((2026, 2, 11), (2026, 2, 12), 100, 0),
        ((2026, 7, 27), (2026, 7, 28), 100, 0),
        ((2026, 7, 28), (2026, 7, 29), 200, 0),
        ((2026, 1, 5), (2026, 1, 7), 0, 30),
        ((2026, 1, 5), (2026, 7, 28), 0, 50),
        # Issued on a Friday: the day after is no working day, and Monday is in time.
        ((2026, 1, 9), (2026, 1, 12), 0, 0),
    ],
)
def test_what_is_late_is_marked_with_its_rate(
    shops: tuple[str, str],
    issued_on: tuple[int, int, int],
    sent_on: tuple[int, int, int],
    late_issue: int,
    late_sending: int,
) -> None:
    seller, buyer = shops
    at = datetime(*issued_on, 3, tzinfo=UTC)
    made = issued(seller, buyer, written_on=date(2026, 1, 5), now=at)
    assert made.late_rate == late_issue
    assert transmit_invoices(actor=MACHINE, now=datetime(*sent_on, 3, tzinfo=UTC)) == 1
    assert Transmission.objects.get().late_rate == late_sending
    assert transmit_invoices(actor=MACHINE, now=datetime(*sent_on, 4, tzinfo=UTC)) == 0


def test_totals_of_a_period_are_what_a_return_rests_on(shops: tuple[str, str]) -> None:
    seller, buyer = shops
    at = datetime(2026, 1, 5, 3, tzinfo=UTC)
    issued(seller, buyer, key="last", written_on=date(2025, 12, 31), now=at)
    first = issued(seller, buyer, key="1", written_on=date(2026, 1, 2), now=at)
    issued(seller, buyer, key="2", category=VatCategory.ZERO_RATED, written_on=date(2026, 1, 2), now=at)
    change = Change(
        happened_on=date(2026, 2, 2), lines=(replace(from_json(facts=first.facts).lines[0], quantity=Decimal(4)),)
    )
    amend_invoice(original=first, reason=Reason.RETURN, change=change, actor=MACHINE, now=NOW)
    period = {"period_from": date(2026, 1, 1), "period_until": date(2026, 7, 1)}
    sold = invoice_totals(party=Party.business(seller), **period)
    assert (sold.sold().count, sold.sold().net, sold.sold().tax) == (2, 72_000, 7_200)
    assert (sold.sold(VatCategory.ZERO_RATED).net, sold.purchases) == (120_000, {})
    bought = invoice_totals(party=Party.business(buyer), **period)
    assert bought.purchases == sold.sales
