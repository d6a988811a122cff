"""Write invoices: number, sign, store, save, audit, and tell the buyer; in the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from madang.exchange import keys
from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.storage.storing import store_own
from madang.framework.values import Money, Party
from madang.systems.tax.domain.amendment import Reason
from madang.systems.tax.domain.einvoicing import BuyerKind, Part, category_of, minor
from madang.systems.tax.domain.invoice import Invoice
from madang.systems.tax.domain.lateness import rate_when
from madang.systems.tax.formats import enveloped_signature, korean_tax_invoice
from madang.systems.tax.models import InvoiceUpload, TaxInvoice
from madang.systems.tax.usecases.invoices import law
from madang.systems.tax.usecases.invoices.facts import as_json, from_json
from madang.systems.tax.usecases.invoices.find_party import Buyer
from madang.systems.tax.usecases.invoices.issuing_duty import issuing_duty

TEMPLATE = "tax/invoice_received"


@dataclass(frozen=True, kw_only=True)
class Amending:
    """What an amending invoice says beside its facts."""

    original: TaxInvoice
    reason: Reason
    part: Part
    happened_on: date


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A sound invoice, still without its number."""

    invoice: Invoice
    key: str
    settled: bool = False
    amending: Amending | None = None
    due_on: date | None = None
    """Until when it was to be issued; else what the law says of the day it is written on."""
    upload: InvoiceUpload | None = None
    buyer: Buyer | None = None
    """Where it is no business that the invoice itself names."""

    def whose(self) -> Buyer:
        """The buyer; what amends an invoice without changing its buyer keeps the one who was named."""
        before = self.amending.original if self.amending else None
        if before is not None and before.buyer_kind != BuyerKind.BUSINESS:
            known = from_json(facts=before.facts).buyer
            if self.invoice.buyer == known:
                kind, number = BuyerKind(before.buyer_kind), before.buyer_number or ""
                return Buyer(trader=known, kind=kind, key=before.buyer, number=number)
        return self.buyer or Buyer(trader=self.invoice.buyer, key=self.invoice.buyer.legal_number)


def record_invoices(*, ready: Sequence[Ready], actor: Actor, now: datetime) -> list[TaxInvoice]:
    """The issued invoices, in order. To be called in a transaction; the buyers are told in it."""
    today = timezone.localdate(now)
    numbers = new_numbers(count=len(ready), on=today)
    rows = [_row(one, number, actor, now) for one, number in zip(ready, numbers, strict=True)]
    _check_duty(rows)
    made: list[TaxInvoice] = TaxInvoice.objects.bulk_create(rows, batch_size=500)
    audit.record_many(
        actor=actor,
        entries=[("tax.issue_invoice", f"invoice:{row.number}", _told(row)) for row in made],
        now=now,
    )
    _tell(made, now)
    return made


def _check_duty(rows: Iterable[TaxInvoice]) -> None:
    """Looked up once for each seller and day, however many invoices a file holds."""
    known: dict[tuple[str, date], bool | None] = {}
    for row in rows:
        asked = (row.seller, row.written_on)
        if asked not in known:
            duty = issuing_duty(seller=row.seller, on=row.written_on)
            known[asked] = duty.bound if duty else None
        row.must_be_electronic = known[asked]


def new_numbers(*, count: int, on: date) -> list[str]:
    """Approval numbers of 24 digits: the day of issue, the issuing system, a serial number."""
    issuer = law.numbering(on=on).issuer
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tax_invoice_serial') FROM generate_series(1, %s)", [count])
        return [f"{on:%Y%m%d}{issuer}{serial:08d}" for (serial,) in cursor.fetchall()]


def _row(ready: Ready, number: str, actor: Actor, now: datetime) -> TaxInvoice:
    today = timezone.localdate(now)
    invoice = replace(ready.invoice, number=number, issued_on=today)
    written_on, amending = invoice.supplied_on or today, ready.amending
    terms = law.issue_terms(written_on=written_on)
    due_on = ready.due_on or terms.due_on
    rates = law.issue_rates(on=written_on)
    late = rate_when(done_on=today, terms=replace(terms, due_on=due_on), rates=rates)
    signed, buyer = _signed(invoice, ready, now), ready.whose()
    return TaxInvoice(
        number=number,
        seller=invoice.seller.legal_number,
        buyer=buyer.key,
        buyer_kind=buyer.kind.value,
        buyer_number=buyer.number or None,
        seller_name=invoice.seller.name,
        buyer_name=invoice.buyer.name,
        title=invoice.lines[0].name,
        written_on=written_on,
        issued_on=today,
        issued_at=now,
        issued_by=officer(actor),
        category=category_of(invoice=invoice).value,
        settled=ready.settled,
        net_minor=minor(amount=invoice.net(), digits=invoice.digits),
        tax_minor=minor(amount=invoice.tax(), digits=invoice.digits),
        currency=invoice.currency,
        due_on=due_on,
        late_rate=late,
        original=amending.original if amending else None,
        reason=amending.reason.value if amending else "",
        part=amending.part.value if amending else "",
        happened_on=amending.happened_on if amending else None,
        facts=as_json(invoice=invoice),
        blob=store_own(signed, media_type="application/xml", now=now),
        upload=ready.upload,
        key=ready.key,
    )


def _signed(invoice: Invoice, ready: Ready, now: datetime) -> bytes:
    buyer = ready.whose()
    file = korean_tax_invoice.TaxInvoiceFile(
        invoice=invoice,
        exchanged_at=timezone.localtime(now),
        reason=korean_tax_invoice.REASONS[ready.amending.reason] if ready.amending else "",
        settled=ready.settled,
        buyer_kind=buyer.kind,
        buyer_number=buyer.number,
    )
    own = keys.own()
    return enveloped_signature.sign(
        root=korean_tax_invoice.write(file=file),
        sign_raw=own.sign,
        certificate=own.shown.certificate.public_bytes(Encoding.DER),
    )


def _told(row: TaxInvoice) -> dict[str, object]:
    told: dict[str, object] = {"seller": row.seller, "buyer": row.buyer, "net": row.net_minor, "tax": row.tax_minor}
    return told | ({"reason": row.reason, "original": row.original.number} if row.original else {})


def _tell(made: Iterable[TaxInvoice], now: datetime) -> None:
    """One message a buyer, however many invoices it received at once."""
    by_buyer: dict[Party, list[TaxInvoice]] = {}
    for row in made:
        if row.buyer:
            person = row.buyer_kind == BuyerKind.PERSON
            party = Party.person(row.buyer) if person else Party.business(row.buyer)
            by_buyer.setdefault(party, []).append(row)
    for party, rows in by_buyer.items():
        first = rows[0]
        gross = sum(row.net_minor + row.tax_minor for row in rows)
        link = reverse("tax:invoice", args=[first.number]) if len(rows) == 1 else reverse("tax:invoices_received")
        notify(
            party=party,
            template=TEMPLATE,
            values={"seller": first.seller_name, "count": len(rows), "amount": Money(gross, first.currency)},
            link=link,
            now=now,
        )
