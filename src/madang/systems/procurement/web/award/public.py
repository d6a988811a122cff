"""The public page of a tender's award, and what its lottery and ranking are recomputed from."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.procurement.domain.words import AwardBy
from madang.systems.procurement.models import Lot
from madang.systems.procurement.usecases.award.rank_bids import latest_ranking
from madang.systems.procurement.usecases.bidding.find_ceremony import tender_of
from madang.systems.procurement.usecases.market.wording import AWARDS_BY
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.usecases.stages.which import is_technical
from madang.systems.procurement.web.award.showing import lot_values


@open_to(ANYONE)
@require_safe
def award(request: ActorRequest, number: str) -> HttpResponse:
    """The lottery, the ranking and the award of every lot, with how to check them."""
    tender = tender_of(number=number)
    if is_technical(tender=tender):
        return redirect("procurement:stages", number)
    lots = Lot.objects.filter(tender=tender).select_related("tender").order_by("position")
    shown = [lot_values(lot=lot) for lot in lots]
    values = {
        "title": tender.title,
        "number": tender.number,
        "award_by": AWARDS_BY[AwardBy(tender.award_by)],
        "lots": shown,
        "recomputable": [lot["opening"] for lot in shown if lot["opening"]],
        "desk": reverse("procurement:award_desk", args=[number]) if request.actor.has_duty(BUYER, tender.buyer) else "",
    }
    return render(request, "procurement/award/award.html", values)


@open_to(ANYONE)
@require_safe
def opening(request: ActorRequest, number: str, position: int) -> HttpResponse:
    """The published opening of a lot, as the ranking that counts was computed from it."""
    lot = get_object_or_404(Lot, tender=tender_of(number=number), position=position)
    ranking = latest_ranking(lot=lot)
    if ranking is None:
        raise Http404
    answer = JsonResponse(ranking.opening, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="opening-{number}-{position}.json"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
