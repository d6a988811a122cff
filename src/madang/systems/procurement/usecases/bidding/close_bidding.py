"""Close the list of a tender's bids and publish it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import merkle, record
from madang.framework.identity.actor import system_actor
from madang.framework.law import parameter
from madang.systems.procurement.domain.words import BidState, Step, TenderState
from madang.systems.procurement.models import Bid, Ceremony, OpeningStep
from madang.systems.procurement.models.ceremony import CLOSED, OPEN, OPENED
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.close_tenders import known_until

CLOSING = "procurement.close_bidding"


def close_due(*, now: datetime) -> int:
    """Close every ceremony whose deadline passed; how many."""
    settled = min(now - settling(now=now), known_until(now=now))
    due = Ceremony.objects.filter(
        state=OPEN,
        tender__closes_at__lte=settled,
        tender__state__in=[TenderState.PUBLISHED.value, TenderState.CLOSED.value],
    )
    return sum(close_bidding(ceremony=one, now=now) for one in due)


def settling(*, now: datetime) -> timedelta:
    """How long after the deadline what came in time may still be on its way to the database."""
    return timedelta(minutes=parameter("procurement.bidding.settling_minutes", on=timezone.localdate(now)))


def close_bidding(*, ceremony: Ceremony, now: datetime) -> bool:
    """Write the list of the bids that stand, with its root. False where it is not time or already done.

    The row's lock waits for bids that are being written (`procurement_bid_comes`), so that none is between the list and the
    database.
    """
    with transaction.atomic():
        held = Ceremony.objects.select_for_update(of=("self",)).select_related("tender").get(pk=ceremony.pk)
        tender = held.tender
        if held.state != OPEN or tender.closes_at is None or now < tender.closes_at + settling(now=now):
            return False
        hashes = list_of(ceremony=held)
        held.state, held.closed_at, held.listed = CLOSED, now, len(hashes)
        held.root = merkle.root(leaves=[bytes.fromhex(one.sha256) for one in hashes]).hex()
        held.save(update_fields=["state", "closed_at", "listed", "root"])
        OpeningStep.objects.create(
            ceremony=held, at=now, what="closed", who=CLOSING, count=len(hashes), detail={"root": held.root}
        )
        if tender.state == TenderState.PUBLISHED.value:
            tender.state = TenderState.CLOSED.value
            tender.save(update_fields=["state"])
        if not hashes:
            nothing_to_open(ceremony=held, reason=_("No bid was received by the deadline."), now=now)
        detail = {"tender": tender.number, "bids": len(hashes), "root": held.root}
        actor = system_actor(CLOSING)
        record(actor=actor, action=CLOSING, target=f"ceremony:{held.key}", detail=detail, now=now)
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return True


def list_of(*, ceremony: Ceremony) -> list[Bid]:
    """The tender's bids that were not withdrawn, by number, without what they hold."""
    found = Bid.objects.filter(tender=ceremony.tender_id).exclude(state=BidState.WITHDRAWN.value)
    return list(found.select_related("supplier", "lot").defer("sealed", "token").order_by("number"))


def nothing_to_open(*, ceremony: Ceremony, reason: str, now: datetime) -> None:
    """Without a bid that counts nothing is opened and the tender fails."""
    ceremony.state, ceremony.opened_at = OPENED, now
    ceremony.save(update_fields=["state", "opened_at"])
    OpeningStep.objects.create(ceremony=ceremony, at=now, what="opened", who=CLOSING)
    fail(ceremony=ceremony, reason=reason, now=now)


def fail(*, ceremony: Ceremony, reason: str, now: datetime) -> None:
    """The tender ends without a valid bid."""
    tender = ceremony.tender
    tender.state, tender.reason, tender.ended_at = TenderState.FAILED.value, reason, now
    tender.save(update_fields=["state", "reason", "ended_at"])
