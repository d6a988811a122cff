"""What waits for buyers and evaluators after the opening, for the one worklist."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.systems.procurement.domain.words import LIVE_AWARDS, TenderState
from madang.systems.procurement.models import Award, Lot, PanelMember, Tender
from madang.systems.procurement.usecases.permissions import BUYER, EVALUATOR

MOST = 20
# A service standard of ours; no law sets the term.
EVALUATED_IN = timedelta(days=14)


def waiting_work(actor: Actor, now: datetime) -> Iterator[Work]:
    """Opened tenders of a buyer's offices that have a lot without an award, and panels on which an evaluator has not scored."""
    if actor.offices(BUYER):
        yield from _undecided(actor, now)
    if actor.offices(EVALUATOR):
        yield from _unscored(actor, now)


def _undecided(actor: Actor, now: datetime) -> Iterator[Work]:
    names = {one.office_code: one.office_name for one in actor.duties}
    live = Award.objects.filter(state__in=LIVE_AWARDS).values("lot")
    lots = Lot.objects.exclude(pk__in=live).filter(
        tender__state=TenderState.OPENED.value, tender__buyer__in=actor.offices(BUYER)
    )
    # The first of two stages is done once it is judged.
    waiting = Tender.objects.filter(pk__in=lots.values("tender")).exclude(price_stage__judged_at__isnull=False)
    for one in waiting.order_by("opens_at", "pk")[:MOST]:
        url = reverse("procurement:award_desk", args=[one.number])
        yield _work(one, office=names[one.buyer], title=_("Bids to evaluate: {title}"), url=url, now=now)


def _unscored(actor: Actor, now: datetime) -> Iterator[Work]:
    names = {one.code: one.office_name for one in actor.duties}
    seats = PanelMember.objects.filter(account=actor.account_id or 0, panel__tender__state=TenderState.OPENED.value)
    counted = seats.exclude(state="conflicted").annotate(
        scored=Count("scores", distinct=True), lots=Count("panel__tender__lots", distinct=True)
    )
    for seat in counted.filter(scored__lt=F("lots")).select_related("panel__tender").order_by("pk")[:MOST]:
        tender = seat.panel.tender
        url = reverse("procurement:evaluation", args=[tender.number])
        yield _work(tender, office=names[EVALUATOR], title=_("Offers to score: {title}"), url=url, now=now)


def _work(tender: Tender, *, office: str, title: str, url: str, now: datetime) -> Work:
    since = tender.opens_at or tender.made_at
    due_on = timezone.localdate(since + EVALUATED_IN)
    return Work(
        number=tender.number,
        title=title.format(title=tender.title),
        office=office,
        state_title=_("Opened"),
        since=since,
        due_on=due_on,
        late=due_on < timezone.localdate(now),
        url=url,
    )
