"""What the pages of two stages show, as plain values."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.audit.spoken import spoken
from madang.systems.procurement.domain.stages import TOO_FEW_POINTS, UNQUALIFIED
from madang.systems.procurement.domain.words import BidState, TenderState
from madang.systems.procurement.models import Lot, PriceStage, SealedScore, TechnicalJudgement, Tender
from madang.systems.procurement.usecases.award.rules_of import ground_of
from madang.systems.procurement.usecases.market.wording import STATES
from madang.systems.procurement.usecases.stages.judge_technical import least_percent
from madang.systems.procurement.usecases.stages.which import is_technical
from madang.systems.procurement.web.award.showing import rounded

WHY = {
    "": gettext_lazy("technically fit"),
    TOO_FEW_POINTS: gettext_lazy("unfit: too few points"),
    UNQUALIFIED: gettext_lazy("unfit: failed the review of qualification"),
}


def technical_tender(number: str) -> Tender:
    """The first stage, whichever of the two stages the number names."""
    found = Tender.objects.exclude(state=TenderState.DRAFT.value).filter(number=number).first()
    if found is None:
        raise Http404
    if is_technical(tender=found):
        return found
    stage = PriceStage.objects.filter(price=found).select_related("technical").first()
    if stage is None:
        raise Http404
    return stage.technical


def stage_facts(*, tender: Tender) -> list[tuple[str, str]]:
    """What holds for both stages."""
    ground = ground_of(tender=tender)
    together = ground is not None and ground.together
    order = _("Both envelopes come together.") if together else _("Prices are asked of the fit, later.")
    least = _("{least} of 100 points").format(least=f"{float(least_percent(tender=tender)):g}")
    return [(_("Envelopes"), order), (_("Technically fit from"), least), (_("Law"), spoken(tender.basis))]


def price_stage(*, tender: Tender) -> dict[str, Any] | None:
    """The second stage, where it has begun."""
    stage = PriceStage.objects.filter(technical=tender).select_related("price").first()
    if stage is None:
        return None
    price = stage.price
    return {
        "number": price.number,
        "state": STATES[TenderState(price.state)],
        "closes_at": price.closes_at,
        "waits": stage.judged_at is None,
        "url": reverse("procurement:tender", args=[price.number]),
        "shut": price.bids.filter(state=BidState.REFUSED.value, opened_at=None).count(),
    }


def lot_values(*, lot: Lot) -> dict[str, Any]:
    """A lot with who was found fit; points of the unfit are public, too, the reasons are for their bidders."""
    judged = TechnicalJudgement.objects.filter(bid__lot=lot).select_related("bid__supplier").order_by("-fit", "pk")
    rows = [
        {
            "name": one.bid.supplier.name,
            "number": one.bid.number,
            "points": rounded(exact=one.points),
            "fit": one.fit,
            "why": WHY[one.why],
        }
        for one in judged
    ]
    seals = SealedScore.objects.filter(lot=lot).select_related("member").order_by("member__position")
    return {
        "position": lot.position,
        "title": lot.title,
        "rows": rows,
        "seals": [{"label": one.member.position, "sha256": one.sha256} for one in seals],
    }
