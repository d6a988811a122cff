"""Close what has reached its closing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.systems.procurement.domain.words import BidState, Step, TenderState
from madang.systems.procurement.models import Ceremony, Tender, UpTime
from madang.systems.procurement.models.ceremony import OPEN
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.first_language import in_first_language
from madang.systems.procurement.usecases.market.extend_closing import MACHINERY


def known_until(*, now: datetime) -> datetime:
    """Until when it is known that the service was up: what closed later waits for the next beat, which shows it."""
    last = UpTime.objects.order_by("-until").values_list("until", flat=True).first()
    return min(now, last) if last else now


def close_tenders(*, now: datetime) -> int:
    """Close the tenders whose closing has passed while the service was up, after extensions were made; without any bid they
    end (in Korea 유찰, then Decree art. 20). How many. Idempotent. Where bids are sealed, the ceremony closes first and tells
    the tender (`close_bidding`), for what came in time may still be on its way to the database.
    """
    until = known_until(now=now)
    open_yet = Ceremony.objects.filter(tender=OuterRef("pk"), state=OPEN)
    due = Tender.objects.filter(~Exists(open_yet), state=TenderState.PUBLISHED.value, closes_at__lte=until)
    due = due.order_by("closes_at", "pk")
    return sum(_close(one, until, now) for one in due)


def _close(tender: Tender, until: datetime, now: datetime) -> int:
    with transaction.atomic():
        held = Tender.objects.select_for_update().get(pk=tender.pk)
        if held.state != TenderState.PUBLISHED or held.closes_at is None or held.closes_at > until:
            return 0
        if held.bids.exclude(state=BidState.WITHDRAWN.value).exists():
            held.state = TenderState.CLOSED.value
        else:
            held.state, held.ended_at, held.reason = TenderState.FAILED.value, now, no_bid_came()
        held.save(update_fields=["state", "ended_at", "reason"])
        audit.record(
            actor=system_actor(MACHINERY),
            action="procurement.close_tender",
            target=f"tender:{held.number}",
            detail={"state": held.state},
            now=now,
        )
        publish_release(ocid=held.ocid, step=Step.TENDER_UPDATE, now=now)
    return 1


def no_bid_came() -> str:
    """The reason that everybody reads."""
    return in_first_language(words=_("No bid came in."))
