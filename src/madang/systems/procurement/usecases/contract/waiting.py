"""What waits for buyers, for the one worklist: inspections and invoices."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.systems.procurement.domain.contracting import InvoiceState
from madang.systems.procurement.models import Contract, Delivery, Invoice
from madang.systems.procurement.usecases.permissions import BUYER, officer

MOST = 20


def waiting_work(actor: Actor, now: datetime) -> Iterator[Work]:
    """Deliveries to inspect and invoices to accept, under contracts of the actor's offices that others made."""
    names = {one.office_code: one.office_name for one in actor.duties if one.code == BUYER}
    if not names:
        return
    theirs = Contract.objects.filter(buyer__in=names, terms__isnull=False).exclude(fundings__by=officer(actor))
    deliveries = Delivery.objects.filter(accepted=None, milestone__contract__in=theirs)
    for one in deliveries.select_related("milestone__contract").order_by("inspect_by", "pk")[:MOST]:
        contract = one.milestone.contract
        yield Work(
            number=contract.number,
            title=f"{contract.title} · {one.milestone.title}",
            office=names[contract.buyer],
            state_title=_("To be inspected"),
            since=one.delivered_at,
            due_on=one.inspect_by,
            late=one.inspect_by < timezone.localdate(now),
            url=reverse("procurement:desk_contract", args=[contract.number]),
        )
    invoices = Invoice.objects.filter(state=InvoiceState.SUBMITTED.value, milestone__contract__in=theirs)
    for bill in invoices.select_related("milestone__contract").order_by("due_on", "pk")[:MOST]:
        contract = bill.milestone.contract
        yield Work(
            number=contract.number,
            title=f"{contract.title} · {bill.number}",
            office=names[contract.buyer],
            state_title=_("Invoice to be accepted"),
            since=bill.submitted_at,
            due_on=bill.due_on,
            late=bill.due_on < timezone.localdate(now),
            url=reverse("procurement:desk_contract", args=[contract.number]),
        )
