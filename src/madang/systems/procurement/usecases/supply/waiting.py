"""Matters that wait for a reviewer, for the one worklist."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.procurement.domain.sanctions import SanctionState
from madang.systems.procurement.models import Sanction
from madang.systems.procurement.usecases.permissions import REVIEWER

MOST = 20


def waiting_sanctions(actor: Actor, now: datetime) -> Iterator[Work]:
    """Sanctions to be decided by this reviewer, those whose days to answer end first."""
    duty = next((one for one in actor.duties if one.code == REVIEWER), None)
    if duty is None:
        return
    today = timezone.localdate(now)
    waiting = Sanction.objects.filter(state=SanctionState.NOTIFIED.value).exclude(proposed_by=officer(actor))
    for one in waiting.order_by("opinion_due_on", "pk")[:MOST]:
        yield Work(
            number=one.number,
            title=_("Sanction of a supplier"),
            office=duty.office_name,
            state_title=_("To be decided")
            if one.opined_at or one.opinion_due_on < today
            else _("The supplier is heard"),
            since=one.proposed_at,
            due_on=one.opinion_due_on,
            late=one.opinion_due_on < today,
            url=reverse("procurement:matter", args=[one.number]),
        )
