"""Awards become final when their standstill is over and no complaint is open."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.procurement.domain.words import AwardState, Step, TenderState
from madang.systems.procurement.models import Award, Complaint, Tender
from madang.systems.procurement.usecases.award.rank_bids import first_of, latest_ranking
from madang.systems.procurement.usecases.award.tell_bidders import tell_final
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.frameworks.admit import make_agreements


class StandsStill(Refusal):
    """The standstill is not over."""

    code = "procurement.stands_still"
    says = _("Award {award} is not final before {until}: until then other bidders may complain.")


class ComplaintOpen(Refusal):
    """A complaint suspends the award."""

    code = "procurement.complaint_open"
    says = _("Award {award} is suspended by complaint {case}. It can become final when the reviewer dismissed it.")


class NotPending(Refusal):
    """The award was cancelled, or is final."""

    code = "procurement.award_not_pending"
    says = _("Award {award} is not pending; nothing was done.")


def finalise_award(*, award: Award, actor: Actor, now: datetime) -> Award:
    """Make one award final, and its tender awarded with the last of its lots.

    Raises Forbidden, NotPending, StandsStill, ComplaintOpen.
    """
    require(actor, "procurement.buy", award.tender.buyer)
    with transaction.atomic():
        tender = Tender.objects.select_for_update().get(pk=award.tender_id)
        held = Award.objects.select_for_update().get(pk=award.pk)
        _require_free(held, now)
        held.state, held.final_at = AwardState.ACTIVE.value, now
        held.save(update_fields=["state", "final_at"])
        ranking = latest_ranking(lot=held.lot)
        if ranking is not None:
            make_agreements(award=held, ranking=ranking, now=now)
        if _settled(tender):
            tender.state, tender.ended_at = TenderState.AWARDED.value, now
            tender.save(update_fields=["state", "ended_at"])
        detail = {"award": held.number}
        record(actor=actor, action="procurement.finalise", target=f"tender:{tender.number}", detail=detail, now=now)
        tell_final(award=held, now=now)
        publish_release(ocid=tender.ocid, step=Step.AWARD_UPDATE, now=now)
    return held


def finalise_awards(*, actor: Actor, now: datetime) -> int:
    """Make all awards final whose time has come; how many."""
    waiting = Award.objects.filter(state=AwardState.PENDING.value, standstill_until__lte=now).exclude(
        complaints__state="open"
    )
    made = 0
    for award in waiting.select_related("tender"):
        try:
            finalise_award(award=award, actor=actor, now=now)
        except (StandsStill, ComplaintOpen, NotPending):
            # Somebody was faster in this moment; the others still become final.
            continue
        made += 1
    return made


def _require_free(award: Award, now: datetime) -> None:
    if award.state != AwardState.PENDING.value:
        raise NotPending(award=award.number)
    if now < award.standstill_until:
        raise StandsStill(award=award.number, until=written.moment(award.standstill_until))
    complaint = Complaint.objects.filter(award=award, state="open").first()
    if complaint is not None:
        raise ComplaintOpen(award=award.number, case=complaint.case)


def _settled(tender: Tender) -> bool:
    """Every lot has a final award, or was ranked and nobody can win it."""
    for lot in tender.lots.all():
        if Award.objects.filter(lot=lot, state=AwardState.ACTIVE.value).exists():
            continue
        ranked = latest_ranking(lot=lot)
        if ranked is None or first_of(ranking=ranked):
            return False
    return True
