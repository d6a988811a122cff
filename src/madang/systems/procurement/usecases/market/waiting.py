"""What waits for buyers, for the one worklist: questions, and drafts of which the closing comes near."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Question
from madang.systems.procurement.usecases.permissions import BUYER

MOST = 20


def waiting_work(actor: Actor, now: datetime) -> Iterator[Work]:
    """Unanswered questions about the office's open tenders; due on the day before bids close."""
    offices = {one.office_code: one.office_name for one in actor.duties if one.code == BUYER}
    if not offices:
        return
    waiting = Question.objects.filter(
        answered_at=None,
        tender__state=TenderState.PUBLISHED.value,
        tender__buyer__in=offices,
        tender__closes_at__gt=now,
    )
    for one in waiting.select_related("tender").order_by("tender__closes_at", "pk")[:MOST]:
        due_on = timezone.localdate(one.tender.questions_until or one.tender.closes_at)
        yield Work(
            number=one.tender.number,
            title=_("Question about a tender"),
            office=offices[one.tender.buyer],
            state_title=_("To be answered to all"),
            since=one.asked_at,
            due_on=due_on,
            late=due_on < timezone.localdate(now),
            url=reverse("procurement:own_tender", args=[one.tender.number]) + "#questions",
        )
