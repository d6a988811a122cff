"""Everybody's page of a two-stage tender: how it goes, who was found fit, and where the prices are."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.procurement.models import Lot, TechnicalJudgement, Tender
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.acting import business_of
from madang.systems.procurement.web.stages.showing import lot_values, price_stage, stage_facts, technical_tender


@open_to(ANYONE)
@require_safe
def stages(request: ActorRequest, number: str) -> HttpResponse:
    """Both stages on one page; a bidder also reads the reasons of the own judgement."""
    tender = technical_tender(number)
    if tender.number != number:
        return redirect("procurement:stages", tender.number)
    lots = Lot.objects.filter(tender=tender).order_by("position")
    values = {
        "title": tender.title,
        "number": number,
        "facts": stage_facts(tender=tender),
        "lots": [lot_values(lot=lot) for lot in lots],
        "mine": _mine(request, tender),
        "price": price_stage(tender=tender),
        "notice": reverse("procurement:tender", args=[number]),
        "desk": reverse("procurement:stage_desk", args=[number]) if request.actor.has_duty(BUYER, tender.buyer) else "",
    }
    return render(request, "procurement/stages/stages.html", values)


def _mine(request: ActorRequest, tender: Tender) -> list[dict[str, object]]:
    mine = business_of(request)
    found = TechnicalJudgement.objects.filter(bid__tender=tender, bid__supplier__number=mine, fit=False)
    return [
        {"lot": one.bid.lot.position, "reasons": one.reasons}
        for one in found.select_related("bid__lot").order_by("bid__lot__position")
    ]
