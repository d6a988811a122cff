"""Keep the two stages of a tender together: prices of the unfit are set aside, and what ends one stage ends the other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import system_actor
from madang.systems.procurement.domain.words import BidState, Step, TenderState
from madang.systems.procurement.models import Bid, Ceremony, PriceStage, Tender
from madang.systems.procurement.models.ceremony import CLOSED
from madang.systems.procurement.usecases.bidding.close_bidding import nothing_to_open
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.first_language import in_first_language
from madang.systems.procurement.usecases.market.tell import tell
from madang.systems.procurement.usecases.stages.which import unfit_bids

ITSELF = system_actor("procurement.settle_stages")
UNFIT = "procurement.bid.technically_unfit"
NO_PRICE = _("No price of a technically fit bidder was received.")
NOBODY_FIT = _("No technical bid was found fit.")
ENDED = (TenderState.AWARDED.value, TenderState.CANCELLED.value, TenderState.FAILED.value)


def settle_stages(*, now: datetime) -> int:
    """For the job: whatever of the two stages has to follow the other by now; how many changed."""
    changed = 0
    for stage in PriceStage.objects.exclude(technical__state__in=ENDED, price__state__in=ENDED):
        with transaction.atomic():
            changed += _settle(PriceStage.objects.select_for_update().get(pk=stage.pk), now)
    return changed


def _settle(stage: PriceStage, now: datetime) -> bool:
    technical = Tender.objects.select_for_update().get(pk=stage.technical_id)
    price = Tender.objects.select_for_update().get(pk=stage.price_id)
    if technical.state in ENDED and price.state not in ENDED:
        return _follow(price, technical, now)
    if price.state in ENDED and technical.state not in ENDED:
        return _follow(technical, price, now)
    return stage.judged_at is not None and set_aside(price=price, now=now) > 0


def _follow(behind: Tender, before: Tender, now: datetime) -> bool:
    """The stage behind ends as the other did, for the same reason."""
    behind.state, behind.reason, behind.ended_at = before.state, before.reason, now
    behind.save(update_fields=["state", "reason", "ended_at"])
    cancelled = before.state == TenderState.CANCELLED.value
    if cancelled:
        tell(tender=behind, template="procurement/cancelled", now=now)
    detail = {"state": behind.state, "with": before.number}
    record(actor=ITSELF, action="procurement.end_stage", target=f"tender:{behind.number}", detail=detail, now=now)
    step = Step.TENDER_CANCELLATION if cancelled else Step.TENDER_UPDATE
    publish_release(ocid=behind.ocid, step=step, now=now)
    return True


def set_aside(*, price: Tender, now: datetime) -> int:
    """Refuse the sealed prices of whoever was not found fit, unopened, once their list is closed; how many. In the caller's
    transaction."""
    ceremony = Ceremony.objects.select_for_update().filter(tender=price, state=CLOSED).select_related("tender").first()
    if ceremony is None:
        return 0
    numbers = list(unfit_bids(price=price).values_list("number", flat=True))
    Bid.objects.filter(number__in=numbers).update(state=BidState.REFUSED.value, refusal=UNFIT)
    for number in numbers:
        record(actor=ITSELF, action="procurement.set_price_aside", target=f"bid:{number}", detail={}, now=now)
    if not Bid.objects.filter(tender=price, state=BidState.RECEIVED.value).exists():
        nothing_to_open(ceremony=ceremony, reason=in_first_language(words=NO_PRICE), now=now)
        publish_release(ocid=price.ocid, step=Step.TENDER_UPDATE, now=now)
    return len(numbers)


def fail_nobody_fit(*, technical: Tender, now: datetime) -> None:
    """End a tender of which no technical bid was fit, in the caller's transaction."""
    technical.state, technical.ended_at = TenderState.FAILED.value, now
    technical.reason = in_first_language(words=NOBODY_FIT)
    technical.save(update_fields=["state", "reason", "ended_at"])
