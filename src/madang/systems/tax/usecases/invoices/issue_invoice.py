"""Issue one electronic tax invoice: a business says what it supplied to whom; all else is known or derived."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.tax.domain.einvoicing import Draft, Wrong, faults_of, invoice_of
from madang.systems.tax.domain.invoice import Invoice
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.invoices import law
from madang.systems.tax.usecases.invoices.find_party import Buyer, find_buyer, find_trader
from madang.systems.tax.usecases.invoices.lock_seller import lock_seller
from madang.systems.tax.usecases.invoices.record_invoices import Ready, record_invoices
from madang.systems.tax.usecases.invoices.refusals import InvoiceRefused, IssuedAlready, faults

LONGEST_KEY = 64


def issue_invoice(*, seller: str, draft: Draft, key: str, actor: Actor, now: datetime) -> TaxInvoice:
    """The issued invoice. `key` is the issuer's own number for it; said again it issues nothing.

    Raises Forbidden, IssuedAlready, InvoiceRefused, NoElectronicInvoices.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise InvoiceRefused(faults=faults(found=[Wrong(place="key", code="text", value=str(LONGEST_KEY))]))
    if TaxInvoice.objects.filter(seller=seller, key=key).exists():
        raise IssuedAlready(key=key)
    invoice, buyer = _checked(seller, draft, actor, now)

    with transaction.atomic():
        # Two requests with one key: the second waits here and then sees the first.
        lock_seller(seller=seller)
        if TaxInvoice.objects.filter(seller=seller, key=key).exists():
            raise IssuedAlready(key=key)
        ready = Ready(invoice=invoice, key=key, settled=draft.settled, buyer=buyer)
        return record_invoices(ready=[ready], actor=actor, now=now)[0]


def checked_draft(*, seller: str, draft: Draft, actor: Actor, now: datetime) -> Invoice:
    """The invoice that a draft would make, with both parties as the register knows them; nothing is issued.

    Raises Forbidden, InvoiceRefused, NoElectronicInvoices.
    """
    return _checked(seller, draft, actor, now)[0]


def _checked(seller: str, draft: Draft, actor: Actor, now: datetime) -> tuple[Invoice, Buyer]:
    require(actor, "tax.invoice", permissions.of(Party.business(seller)))
    today = timezone.localdate(now)
    digits = pack().currency_digits
    law.rules()
    wrong = list(faults_of(draft=draft, seller=seller, rate=law.numbering(on=today).rate, digits=digits, today=today))
    buyer = find_buyer(draft=draft, actor=actor) if draft.buyer != seller else None
    own = find_trader(number=seller, actor=actor, place="seller")
    wrong.extend(one for one in (own, buyer) if isinstance(one, Wrong))
    if wrong or not buyer or isinstance(buyer, Wrong) or isinstance(own, Wrong):
        raise InvoiceRefused(faults=faults(found=wrong))
    rate = law.numbering(on=draft.written_on).rate
    trader, currency = buyer.trader, pack().currency
    return invoice_of(draft=draft, seller=own, buyer=trader, rate=rate, currency=currency, digits=digits), buyer
