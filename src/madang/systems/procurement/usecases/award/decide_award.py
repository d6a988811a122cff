"""Decide who gets a lot; the decision stands still before it is final."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import next_working_day, parameter
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.words import LIVE_AWARDS, AwardBy, Step, TenderState
from madang.systems.procurement.models import AbnormallyLow, Award, Bid, Lot, QualificationReview, Tender
from madang.systems.procurement.usecases.award.rank_bids import first_of, low_prices, rank_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import require_opened
from madang.systems.procurement.usecases.award.review_qualification import require_undecided
from madang.systems.procurement.usecases.award.rules_of import KEY, end_of_day
from madang.systems.procurement.usecases.award.tell_bidders import tell_award
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.frameworks.admit import most_winners, require_members, winners_of
from madang.systems.procurement.usecases.frameworks.room import require_room_for_award


class NobodyLeft(Refusal):
    """No bid can win."""

    code = "procurement.nobody_left"
    says = _(
        "No bid of lot {lot} can win, so nothing was awarded. End the tender as failed if that holds for all its lots."
    )


class ReviewMissing(Refusal):
    """The first in the ranking was not reviewed."""

    code = "procurement.review_missing"
    says = _(
        "Bid {bid} is first, but its qualification was not reviewed. Review it; if it fails, the next one is first."
    )


class ExplanationMissing(Refusal):
    """The first in the ranking has an unexplained price."""

    code = "procurement.explanation_missing"
    says = _(
        "Bid {bid} is first, but its price is abnormally low and not accepted. Ask the bidder, then decide on the answer."
    )


class AwardReasonsMissing(Refusal):
    """Nothing was written."""

    code = "procurement.award_reasons_missing"
    says = _("Nothing was awarded: write the reasons; every bidder will read them.")
    status = 422


class BidsLeft(Refusal):
    """Somebody can still win."""

    code = "procurement.bids_left"
    says = _("Tender {tender} did not fail: lot {lot} has a bid that can win, or an award, or was not ranked yet.")


def decide_award(*, lot: Lot, reasons: str, actor: Actor, now: datetime) -> Award:
    """Rank once more and award to the first; pending until its standstill is over.

    Raises Forbidden, AwardReasonsMissing, LotDecided, NobodyLeft, TooFewMembers, ReviewMissing, ExplanationMissing,
    BeyondFramework and what `rank_bids`
    raises.
    """
    tender = lot.tender
    require(actor, "procurement.buy", tender.buyer)
    _require_reasons(reasons)
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=lot.pk)
        require_undecided(lot=lot)
        bid = _winner(lot, actor, now)
        award = Award.objects.create(
            number=f"A{timezone.localdate(now).year}-{random_symbols(count=10)}",
            tender=tender,
            lot=lot,
            bid=bid,
            supplier=bid.supplier,
            minor=bid.offer.minor,
            currency=bid.offer.currency,
            reasons=reasons.strip(),
            decided_at=now,
            decided_by=officer(actor),
            standstill_until=standstill_end(now=now),
        )
        detail = {"award": award.number, "lot": lot.position, "bid": bid.number}
        record(actor=actor, action="procurement.award", target=f"tender:{tender.number}", detail=detail, now=now)
        tell_award(award=award, now=now)
        publish_release(ocid=tender.ocid, step=Step.AWARD, now=now)
    return award


def _require_reasons(reasons: str) -> None:
    if not reasons.strip():
        raise AwardReasonsMissing(faults=(Fault("reasons", str(_("Write the reasons.")), "procurement.words_missing"),))


def standstill_end(*, now: datetime) -> datetime:
    """The first instant at which the award may become final: after so many days, the last of them a working day.

    The law of the day of the award, not of the notice, says how long bidders may object.
    """
    today = timezone.localdate(now)
    days = int(parameter(f"{KEY}.standstill.days", on=today))
    return end_of_day(day=next_working_day(today + timedelta(days=days)))


def _winner(lot: Lot, actor: Actor, now: datetime) -> Bid:
    ranking = rank_bids(lot=lot, actor=actor, now=now)
    # A framework admits several; whatever the first must have, each of them must.
    numbers = winners_of(ranking=ranking, most=most_winners(tender=lot.tender))
    if not numbers:
        raise NobodyLeft(lot=lot)
    require_members(award_lot=lot.position, tender=lot.tender, able=len(numbers))
    for number in numbers:
        _require_able(lot, number)
    bid = Bid.objects.select_related("offer", "supplier").get(number=numbers[0])
    require_room_for_award(tender=lot.tender, minor=bid.offer.minor, now=now)
    return bid


def _require_able(lot: Lot, number: str) -> None:
    reviewed = QualificationReview.objects.filter(bid__number=number, passed=True).exists()
    if lot.tender.award_by == AwardBy.LOWER_LIMIT.value and not reviewed:
        raise ReviewMissing(bid=number)
    explained = AbnormallyLow.objects.filter(bid__number=number, accepted=True).exists()
    if number in low_prices(lot=lot) and not explained:
        raise ExplanationMissing(bid=number)


def fail_tender(*, tender: Tender, reasons: str, actor: Actor, now: datetime) -> Tender:
    """End a tender for which no bid can win on any lot (유찰). Raises Forbidden, AwardReasonsMissing, NotOpenedYet,
    BidsLeft.
    """
    require(actor, "procurement.buy", tender.buyer)
    _require_reasons(reasons)
    with transaction.atomic():
        held = Tender.objects.select_for_update().get(pk=tender.pk)
        for lot in held.lots.order_by("position"):
            require_opened(lot=lot)
            live = Award.objects.filter(lot=lot, state__in=LIVE_AWARDS).exists()
            if live or first_of(ranking=rank_bids(lot=lot, actor=actor, now=now)):
                raise BidsLeft(tender=held.number, lot=lot.position)
        held.state, held.reason, held.ended_at = TenderState.FAILED.value, reasons.strip(), now
        held.save(update_fields=["state", "reason", "ended_at"])
        record(actor=actor, action="procurement.fail", target=f"tender:{held.number}", detail={}, now=now)
        publish_release(ocid=held.ocid, step=Step.TENDER_UPDATE, now=now)
    return held
