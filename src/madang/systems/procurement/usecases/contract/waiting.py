"""What waits for buyers, for the one worklist: inspections and invoices."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.procurement.domain.contracting import InvoiceState
from madang.systems.procurement.models import Delivery, Invoice, Milestone
from madang.systems.procurement.usecases.contract.listed import listed
from madang.systems.procurement.usecases.permissions import BUYER

MOST = 20


def waiting_work(actor: Actor, now: datetime) -> Iterator[Work]:
    """Deliveries to inspect and invoices to accept, under contracts of the actor's offices that others made."""
    names = {one.office_code: one.office_name for one in actor.duties if one.code == BUYER}
    if not names:
        return
    theirs = listed().filter(buyer__in=names).exclude(fundings__by=officer(actor))
    deliveries = Delivery.objects.filter(accepted=None, milestone__contract__in=theirs)
    for one in deliveries.select_related("milestone__contract").order_by("inspect_by", "pk")[:MOST]:
        yield _work(
            one.milestone, names, one.milestone.title, _("To be inspected"), one.delivered_at, one.inspect_by, now
        )
    invoices = Invoice.objects.filter(state=InvoiceState.SUBMITTED.value, milestone__contract__in=theirs)
    for bill in invoices.select_related("milestone__contract").order_by("due_on", "pk")[:MOST]:
        yield _work(
            bill.milestone, names, bill.number, _("Invoice to be accepted"), bill.submitted_at, bill.due_on, now
        )


def _work(
    milestone: Milestone,
    names: Mapping[str, str],
    what: str,
    state_title: str,
    since: datetime,
    due_on: date,
    now: datetime,
) -> Work:
    contract = milestone.contract
    return Work(
        number=contract.number,
        title=f"{contract.title} · {what}",
        office=names[contract.buyer],
        state_title=state_title,
        since=since,
        due_on=due_on,
        late=due_on < timezone.localdate(now),
        url=reverse("procurement:desk_contract", args=[contract.number]),
    )
