"""Review whether a bidder can do it (적격심사)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.words import LIVE_AWARDS, BidState
from madang.systems.procurement.models import Award, Bid, Lot, QualificationReview
from madang.systems.procurement.usecases.award.reveal_reserve_price import require_opened
from madang.systems.procurement.usecases.award.rules_of import pass_mark


class ReviewUnfit(Refusal):
    """Points or reasons are missing, or the bid is not open to review."""

    code = "procurement.review_unfit"
    says = _("The review was not recorded: {says}")
    status = 422


class LotDecided(Refusal):
    """An award stands."""

    code = "procurement.lot_decided"
    says = _(
        "Lot {lot} has an award that stands; what it rests on does not change. Only an upheld complaint opens it again."
    )


def review_qualification(
    *, bid: Bid, points: Decimal, reasons: str, actor: Actor, now: datetime
) -> QualificationReview:
    """Record the points (of 100) and whether they pass; a later review of the same bid replaces it while no award stands.

    Raises Forbidden, NotOpenedYet, ReviewUnfit with every fault, LotDecided.
    """
    tender = bid.tender
    require(actor, "procurement.buy", tender.buyer)
    require_opened(lot=bid.lot)
    _require_fit(bid, points, reasons)
    mark = Decimal(pass_mark(tender=tender))
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=bid.lot_id)
        require_undecided(lot=bid.lot)
        made, _new = QualificationReview.objects.update_or_create(
            bid=bid,
            defaults={
                "points": points,
                "pass_mark": mark,
                "passed": points >= mark,
                "reasons": reasons.strip(),
                "decided_at": now,
                "decided_by": officer(actor),
            },
        )
        detail = {"points": str(points), "passed": made.passed}
        record(actor=actor, action="procurement.review", target=f"bid:{bid.number}", detail=detail, now=now)
    return made


def require_undecided(*, lot: Lot) -> None:
    """Raises LotDecided."""
    if Award.objects.filter(lot=lot, state__in=LIVE_AWARDS).exists():
        raise LotDecided(lot=lot)


def _require_fit(bid: Bid, points: Decimal, reasons: str) -> None:
    faults = []
    if bid.state != BidState.OPENED.value:
        faults.append(Fault("", str(_("This bid did not open.")), "procurement.bid_not_open"))
    if not points.is_finite() or not 0 <= points <= 100 or points != points.quantize(Decimal("0.01")):
        says = _("Points go from 0 to 100, with two decimals at most.")
        faults.append(Fault("points", str(says), "procurement.points"))
    if not reasons.strip():
        faults.append(
            Fault("reasons", str(_("Write the reasons; the bidder will read them.")), "procurement.reasons_missing")
        )
    if faults:
        raise ReviewUnfit(faults=tuple(faults), says=" ".join(fault.says for fault in faults))
