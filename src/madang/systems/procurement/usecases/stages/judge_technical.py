"""Judge the technical bids of a lot: who is fit, and with which reasons the others are not."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.stages import Judged, TechnicalBid, judge
from madang.systems.procurement.domain.words import BidState, Step, TenderState
from madang.systems.procurement.models import (
    Bid,
    Lot,
    PriceStage,
    QualificationReview,
    SealedScore,
    TechnicalJudgement,
    Tender,
)
from madang.systems.procurement.usecases.award.opening_of import opened_bids, scores_of
from madang.systems.procurement.usecases.award.rank_bids import ScoresNotRevealed
from madang.systems.procurement.usecases.award.reveal_reserve_price import require_opened
from madang.systems.procurement.usecases.award.rules_of import criteria_of, day_of, rules_of
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.stages.messages import tell_judged
from madang.systems.procurement.usecases.stages.settle_stages import fail_nobody_fit, set_aside
from madang.systems.procurement.usecases.stages.which import is_technical

LONGEST_REASONS = 4000


class NoTechnicalBids(Refusal):
    """It is no tender of technical bids."""

    code = "procurement.stages.not_technical"
    says = _("Tender {tender} takes no technical bids. Only those of a two-stage tender are judged so.")


class AlreadyJudged(Refusal):
    """A lot is judged once."""

    code = "procurement.stages.judged"
    says = _("The technical bids of lot {lot} are judged already. Nothing was changed: the bidders were told.")


class UnfitReasonsMissing(Refusal):
    """An unfit bidder would read nothing."""

    code = "procurement.stages.reasons_missing"
    says = _("Nothing was judged: write the reasons for every bid that is unfit; its bidder will read them.")
    status = 422


def outlook(*, lot: Lot) -> Mapping[str, Judged]:
    """What the revealed scores and the reviews amount to, by the bid's number. Raises NoTechnicalBids, NotOpenedYet,
    ScoresNotRevealed."""
    tender = lot.tender
    if not is_technical(tender=tender):
        raise NoTechnicalBids(tender=tender.number)
    require_opened(lot=lot)
    if not SealedScore.objects.filter(lot=lot, member__state="declared", revealed_at__isnull=False).exists():
        raise ScoresNotRevealed(lot=lot)
    scores = scores_of(lot=lot)
    failed = set(QualificationReview.objects.filter(bid__lot=lot, passed=False).values_list("bid__number", flat=True))
    bids = [
        TechnicalBid(
            number=bid.number,
            scores={label: sheet[bid.number] for label, sheet in scores.items() if bid.number in sheet},
            failed_review=bid.number in failed,
        )
        for bid in opened_bids(lot=lot)
    ]
    least, drop_from = least_percent(tender=tender), rules_of(lot=lot).drop_from
    return judge(bids=bids, criteria=criteria_of(tender=tender), least=least, drop_from=drop_from)


def least_percent(*, tender: Tender) -> Fraction:
    """From how many percent of the panel's points a technical bid is fit."""
    return Fraction(parameter("procurement.stages.technical_least", on=day_of(tender=tender)))


def judge_technical(*, lot: Lot, reasons: Mapping[str, str], actor: Actor, now: datetime) -> int:
    """Record who is fit; `reasons` by the numbers of the unfit bids. All bidders are told. With the last lot the prices of the
    unfit are set aside unopened, and where nobody is fit the tender has failed. How many are fit.

    Raises Forbidden, NoTechnicalBids, NotOpenedYet, ScoresNotRevealed, AlreadyJudged, UnfitReasonsMissing.
    """
    tender = lot.tender
    require(actor, "procurement.buy", tender.buyer)
    found = outlook(lot=lot)
    _require_reasons(found, reasons)
    with transaction.atomic():
        # The tender's row is held, so that two lots do not both think the other is still to be judged.
        held = Tender.objects.select_for_update().get(pk=tender.pk)
        bids = {bid.number: bid for bid in opened_bids(lot=lot)}
        if TechnicalJudgement.objects.filter(bid__lot=lot).exists():
            raise AlreadyJudged(lot=lot)
        least = f"{float(least_percent(tender=tender)):g}"
        for number, one in sorted(found.items()):
            _record_one(bids[number], one, least, reasons.get(number, ""), actor, now)
        fit = sum(one.fit for one in found.values())
        detail = {"lot": lot.position, "fit": fit, "bids": len(found)}
        record(
            actor=actor, action="procurement.judge_technical", target=f"tender:{tender.number}", detail=detail, now=now
        )
        if all_judged(technical=held):
            _finish(held, now)
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return fit


def all_judged(*, technical: Tender) -> bool:
    """Whether every opened technical bid is judged."""
    opened = Bid.objects.filter(tender=technical, state=BidState.OPENED.value)
    return technical.state == TenderState.OPENED.value and not opened.filter(judgement=None).exists()


def _require_reasons(found: Mapping[str, Judged], reasons: Mapping[str, str]) -> None:
    missing = [
        number
        for number, one in sorted(found.items())
        if not one.fit and not 0 < len(reasons.get(number, "").strip()) <= LONGEST_REASONS
    ]
    if missing:
        says = str(_("Write the reasons, in at most 4,000 signs; the bidder will read them."))
        raise UnfitReasonsMissing(
            faults=tuple(Fault(number, says, "procurement.reasons_missing") for number in missing)
        )


def _record_one(bid: Bid, one: Judged, least: str, reasons: str, actor: Actor, now: datetime) -> None:
    made = TechnicalJudgement.objects.create(
        bid=bid,
        points=str(one.points),
        least=least,
        why=one.why,
        fit=one.fit,
        reasons="" if one.fit else reasons.strip(),
        judged_at=now,
        judged_by=officer(actor),
    )
    tell_judged(judged=made, points=f"{float(one.points):.2f}", now=now)


def _finish(technical: Tender, now: datetime) -> None:
    """All lots are judged: prices that came along may be opened, of the fit alone."""
    stage = PriceStage.objects.select_for_update().filter(technical=technical).first()
    if stage is not None:
        stage.judged_at = now
        stage.save(update_fields=["judged_at"])
        set_aside(price=stage.price, now=now)
    if not TechnicalJudgement.objects.filter(bid__tender=technical, fit=True).exists():
        fail_nobody_fit(technical=technical, now=now)
