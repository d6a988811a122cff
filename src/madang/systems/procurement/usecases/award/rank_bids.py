"""Rank a lot's bids, and publish what the ranking was computed from."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.procurement.domain import ranking
from madang.systems.procurement.domain.words import AwardBy, Step
from madang.systems.procurement.models import Bid, Lot, Ranking, ReservePrice, SealedScore
from madang.systems.procurement.usecases.award.opening_of import opened_bids, opening_of
from madang.systems.procurement.usecases.award.reveal_reserve_price import NeverCommitted, require_opened
from madang.systems.procurement.usecases.award.rules_of import rules_of
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.stages.which import is_technical


class LotteryNotRevealed(Refusal):
    """The seed is still secret."""

    code = "procurement.lottery_not_revealed"
    says = _("Lot {lot} cannot be ranked before its lottery is revealed. Reveal it first.")


class ScoresNotRevealed(Refusal):
    """The panel's scores are missing or sealed."""

    code = "procurement.scores_not_revealed"
    says = _(
        "Lot {lot} cannot be ranked before the panel's scores are revealed. Wait for all evaluators, then reveal them."
    )


class TechnicalNotRanked(Refusal):
    """Technical bids say no price."""

    code = "procurement.technical_not_ranked"
    says = _(
        "Technical bids are judged fit or unfit, not ranked. The prices of the fit are ranked in the second stage."
    )


def rank_bids(*, lot: Lot, actor: Actor, now: datetime) -> Ranking:
    """Compute the ranking from what stands now and publish it; where nothing changed, the last one stands.

    Raises Forbidden, TechnicalNotRanked, NotOpenedYet, NeverCommitted, LotteryNotRevealed, ScoresNotRevealed.
    """
    tender = lot.tender
    require(actor, "procurement.buy", tender.buyer)
    if is_technical(tender=tender):
        raise TechnicalNotRanked
    require_opened(lot=lot)
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=lot.pk)
        _require_ready(lot)
        opening = opening_of(lot=lot)
        last = latest_ranking(lot=lot)
        if last is not None and last.opening == opening:
            return last
        made = Ranking.objects.create(lot=lot, at=now, by=officer(actor), opening=opening)
        detail = {"lot": lot.position, "first": first_of(ranking=made) or "", "bids": len(opening["bids"])}
        record(actor=actor, action="procurement.rank", target=f"tender:{tender.number}", detail=detail, now=now)
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return made


def latest_ranking(*, lot: Lot) -> Ranking | None:
    """The ranking that counts."""
    return Ranking.objects.filter(lot=lot).order_by("-pk").first()


def first_of(*, ranking: Ranking) -> str:
    """The number of the bid that came first; '' where none can win."""
    places: list[dict[str, Any]] = ranking.opening["ranking"]
    return next((str(one["bid"]) for one in places if one["place"] == 1), "")


def low_prices(*, lot: Lot) -> dict[str, str]:
    """By bid, the rule that asks for an explanation of its price."""
    if is_technical(tender=lot.tender):
        return {}
    bids, rules = opened_bids(lot=lot), rules_of(lot=lot)
    prices = [bid.offer.minor for bid in bids]
    found = {bid.number: _low(bid, prices, lot, rules) for bid in bids}
    return {number: rule for number, rule in found.items() if rule}


def _low(bid: Bid, prices: list[int], lot: Lot, rules: ranking.Rules) -> str:
    return ranking.abnormally_low(minor=bid.offer.minor, prices=prices, estimate=lot.estimated, rules=rules)


def _require_ready(lot: Lot) -> None:
    held = ReservePrice.objects.filter(lot=lot).first()
    if held is None:
        raise NeverCommitted(lot=lot)
    if held.revealed_at is None:
        raise LotteryNotRevealed(lot=lot)
    if lot.tender.award_by == AwardBy.BEST_VALUE.value:
        counted = SealedScore.objects.filter(lot=lot, member__state="declared", revealed_at__isnull=False)
        if not counted.exists():
            raise ScoresNotRevealed(lot=lot)
