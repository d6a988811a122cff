"""A buyer gives a published tender up, and says why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.procurement.domain.words import AwardState, Step, TenderState
from madang.systems.procurement.models import Tender
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.draft_tender import refuse_unfit
from madang.systems.procurement.usecases.market.standing import NotInThisState
from madang.systems.procurement.usecases.market.tell import tell
from madang.systems.procurement.usecases.market.wording import STATES, fault

CANCELLABLE = (TenderState.PUBLISHED, TenderState.CLOSED, TenderState.OPENED)


class AwardStands(Refusal):
    """There is an award that is neither cancelled nor unsuccessful."""

    code = "procurement.award_stands"
    says = _("The tender {number} has an award. Cancel the award first; only then can the tender be cancelled.")


def cancel_tender(*, tender: Tender, reason: str, actor: Actor, now: datetime) -> Tender:
    """Cancel, for a reason that all read; sealed bids stay sealed. Raises TenderUnfit without a reason, AwardStands,
    NotInThisState, Forbidden.
    """
    require(actor, "procurement.buy", tender.buyer)
    if not reason.strip():
        refuse_unfit(faults=[fault(place="reason", what="reason_missing")])
    with transaction.atomic():
        held = Tender.objects.select_for_update().get(pk=tender.pk)
        if held.state not in CANCELLABLE:
            raise NotInThisState(
                number=held.number,
                state=STATES[TenderState(held.state)],
                wanted=STATES[TenderState.PUBLISHED],
            )
        if held.awards.filter(state__in=(AwardState.PENDING.value, AwardState.ACTIVE.value)).exists():
            raise AwardStands(number=held.number)
        held.state, held.reason, held.ended_at = TenderState.CANCELLED.value, reason.strip(), now
        held.save(update_fields=["state", "reason", "ended_at"])
        audit.record(
            actor=actor, action="procurement.cancel_tender", target=f"tender:{held.number}", detail={}, now=now
        )
        tell(tender=held, template="procurement/cancelled", now=now)
        publish_release(ocid=held.ocid, step=Step.TENDER_CANCELLATION, now=now)
    return held
