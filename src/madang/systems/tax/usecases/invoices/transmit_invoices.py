"""Send issued invoices' details to the tax office, by the day after issue (in Korea Value-Added Tax Act art. 32 (3)).

Invoices that are issued here lie in the tax office already; what is transmitted is that they count as told. The job runs
each night.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.systems.tax.domain.lateness import rate_when
from madang.systems.tax.models import TaxInvoice, Transmission
from madang.systems.tax.usecases.invoices import law

AT_ONCE = 2000


def transmit_invoices(*, actor: Actor, now: datetime) -> int:
    """Send all that waits, late ones marked with the rate that applies; how many. Safe to run twice and at the same time."""
    count = 0
    while sent := _some(actor, now):
        count += sent
    return count


def _some(actor: Actor, now: datetime) -> int:
    with transaction.atomic():
        waiting = list(
            TaxInvoice.objects.filter(transmission=None)
            .order_by("pk")
            .only("pk", "issued_on", "written_on")
            .select_for_update(skip_locked=True, of=("self",), no_key=True)[:AT_ONCE]
        )
        made = Transmission.objects.bulk_create(
            [_sent(one, now) for one in waiting], ignore_conflicts=True, batch_size=AT_ONCE
        )
        if made:
            late = sum(1 for one in made if one.late_rate)
            detail = {"count": len(made), "late": late}
            audit.record(actor=actor, action="tax.transmit_invoices", target="invoices", detail=detail, now=now)
    return len(made)


def _sent(invoice: TaxInvoice, now: datetime) -> Transmission:
    today = timezone.localdate(now)
    terms = law.transmission_terms(issued_on=invoice.issued_on, written_on=invoice.written_on)
    rates = law.transmission_rates(on=invoice.issued_on)
    return Transmission(
        invoice=invoice,
        due_on=terms.due_on,
        sent_on=today,
        sent_at=now,
        late_rate=rate_when(done_on=today, terms=terms, rates=rates),
    )
