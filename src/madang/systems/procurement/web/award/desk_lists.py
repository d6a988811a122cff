"""What the buyer's desk lists: lots with their bids and next steps, and the panel."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.procurement.domain.words import LIVE_AWARDS, AwardBy, AwardState, TenderState
from madang.systems.procurement.models import (
    AbnormallyLow,
    Award,
    Bid,
    Lot,
    Panel,
    QualificationReview,
    ReservePrice,
    SealedScore,
    Tender,
)
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.award.rank_bids import first_of, latest_ranking, low_prices
from madang.systems.procurement.usecases.stages.which import has_panel

MEMBER_STATES = {
    "appointed": gettext_lazy("has not declared yet"),
    "declared": gettext_lazy("declared no interest"),
    "conflicted": gettext_lazy("left: conflict of interest"),
}


def _link(tender: Tender, what: str, key: object, title: str) -> dict[str, str]:
    return {"url": reverse("procurement:award_act", args=[tender.number, what, key]), "title": title}


def lot_work(*, lot: Lot, now: datetime) -> dict[str, Any]:
    """A lot with its steps and its bids."""
    held, ranking = ReservePrice.objects.filter(lot=lot).first(), latest_ranking(lot=lot)
    award = Award.objects.filter(lot=lot, state__in=LIVE_AWARDS).select_related("supplier").first()
    open_now = lot.tender.state == TenderState.OPENED.value
    first = first_of(ranking=ranking) if ranking else ""
    low = low_prices(lot=lot) if open_now else {}
    return {
        "position": lot.position,
        "title": lot.title,
        "state": _state(held, bool(ranking), award),
        "links": _links(lot, held, bool(ranking), award, now) if open_now or held is None else [],
        "bids": [_bid(bid, first, low, changeable=open_now and award is None) for bid in opened_bids(lot=lot)],
    }


def _state(held: ReservePrice | None, ranked: bool, award: Award | None) -> str:
    if award is not None:
        final = award.state == AwardState.ACTIVE.value
        says = _("Awarded to {name}, final.") if final else _("Awarded to {name}, stands still until {until}.")
        return says.format(name=award.supplier.name, until=written.moment(award.standstill_until))
    if held is None:
        return _("The seed of the lottery is not promised yet; promise it before closing.")
    if held.revealed_at is None:
        return _("The seed is promised. After the opening, reveal the lottery.")
    return _("Ranked.") if ranked else _("The lottery is revealed. Rank the bids when all reviews are in.")


def _links(
    lot: Lot, held: ReservePrice | None, ranked: bool, award: Award | None, now: datetime
) -> list[dict[str, str]]:
    tender = lot.tender
    if held is None:
        return [_link(tender, "commit", lot.position, _("Promise the seed"))]
    if award is not None:
        due = award.state == AwardState.PENDING.value and award.standstill_until <= now
        return [_link(tender, "finalise", award.number, _("Make the award final"))] if due else []
    if held.revealed_at is None:
        return [_link(tender, "reveal", lot.position, _("Reveal the lottery"))]
    sealed = SealedScore.objects.filter(lot=lot, revealed_at=None).exists()
    scores = [_link(tender, "scores", lot.position, _("Reveal the panel's scores"))] if sealed else []
    rank = _link(tender, "rank", lot.position, _("Rank the bids"))
    return [*scores, rank, *([_link(tender, "award", lot.position, _("Award to the first"))] if ranked else [])]


def _bid(bid: Bid, first: str, low: dict[str, str], *, changeable: bool) -> dict[str, Any]:
    review = QualificationReview.objects.filter(bid=bid).first()
    asked = AbnormallyLow.objects.filter(bid=bid).first()
    notes = [_("first in the ranking")] if bid.number == first else []
    if review:
        says = _("review passed, {points} points") if review.passed else _("review failed, {points} points")
        notes.append(says.format(points=review.points))
    if bid.number in low:
        notes.append(_low_note(asked))
    return {
        "number": bid.number,
        "name": bid.supplier.name,
        "price": Money(bid.offer.minor, bid.offer.currency),
        "notes": notes,
        "explanation": asked.explanation if asked else "",
        "links": _bid_links(bid, bid.number in low, asked) if changeable else [],
    }


def _low_note(asked: AbnormallyLow | None) -> str:
    if asked is None:
        return _("abnormally low: must be explained before it may win")
    if asked.accepted is None:
        return _("explained, not decided yet") if asked.explained_at else _("asked to explain its price")
    return _("price explained and accepted") if asked.accepted else _("price not explained: out")


def _bid_links(bid: Bid, low: bool, asked: AbnormallyLow | None) -> list[dict[str, str]]:
    found = []
    if bid.tender.award_by == AwardBy.LOWER_LIMIT.value:
        found.append(_link(bid.tender, "review", bid.number, _("Review")))
    if low and asked is None:
        found.append(_link(bid.tender, "ask", bid.number, _("Ask about the price")))
    if asked is not None:
        found.append(_link(bid.tender, "judge", bid.number, _("Decide on the price")))
    return found


def panel_work(*, tender: Tender) -> dict[str, Any] | None:
    """The panel, where the tender has one."""
    if not has_panel(tender=tender):
        return None
    panel = Panel.objects.filter(tender=tender).first()
    lots = tender.lots.count()
    members = panel.members.order_by("position") if panel else []
    return {
        "url": reverse("procurement:award_panel", args=[tender.number]),
        "members": [
            {
                "name": one.name,
                "state": MEMBER_STATES[one.state],
                "sealed": _("{given} of {all} lots scored").format(given=one.scores.count(), all=lots),
            }
            for one in members
        ],
    }
