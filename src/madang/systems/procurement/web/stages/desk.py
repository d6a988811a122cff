"""The buyer's desk of the first stage: panel, reviews, judgement, and the invitation to bid prices."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import MomentField
from madang.framework.values import Refusal, clock
from madang.systems.procurement.domain.stages import Judged
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Bid, Lot, PriceStage, QualificationReview, SealedScore, Tender
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.usecases.stages.judge_technical import all_judged, judge_technical, outlook
from madang.systems.procurement.usecases.stages.price_stage import PriceDates, invite_prices
from madang.systems.procurement.usecases.stages.which import is_technical
from madang.systems.procurement.web.award.desk import own_tender
from madang.systems.procurement.web.award.desk_lists import panel_work
from madang.systems.procurement.web.award.showing import Given, form_page, rounded
from madang.systems.procurement.web.stages.showing import WHY, lot_values, price_stage, stage_facts


class PriceDatesForm(forms.Form):
    """When prices are due."""

    closes_at = MomentField(label=gettext_lazy("Prices close"))
    opens_at = MomentField(label=gettext_lazy("Prices are opened"))


class JudgeForm(forms.Form):
    """Reasons for every bid that is unfit."""

    def __init__(self, *args: Any, unfit: list[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for number, label, reasons in unfit:
            self.fields[number] = forms.CharField(
                label=label, initial=reasons, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
            )


def _own(request: ActorRequest, number: str) -> Tender:
    tender = own_tender(request, number)
    if tender.state == TenderState.DRAFT.value or not is_technical(tender=tender):
        raise Http404
    return tender


@open_to(officials(BUYER))
@require_safe
def desk(request: ActorRequest, number: str) -> HttpResponse:
    """Where the first stage stands, and what may be done next."""
    tender = _own(request, number)
    lots = Lot.objects.filter(tender=tender).select_related("tender").order_by("position")
    begun = PriceStage.objects.filter(technical=tender).exists()
    invites = not begun and all_judged(technical=tender)
    values = {
        "title": tender.title,
        "number": number,
        "public": reverse("procurement:stages", args=[number]),
        "facts": stage_facts(tender=tender),
        "panel": panel_work(tender=tender),
        "lots": [_lot(one) for one in lots],
        "price": price_stage(tender=tender),
        "invite": reverse("procurement:stage_prices", args=[number]) if invites else "",
    }
    return render(request, "procurement/stages/desk.html", values)


def _lot(lot: Lot) -> dict[str, Any]:
    shown = lot_values(lot=lot)
    number, opened = lot.tender.number, lot.tender.state == TenderState.OPENED.value
    links: list[tuple[str, str]] = []
    if opened and not shown["rows"]:
        scores = SealedScore.objects.filter(lot=lot)
        if scores.filter(revealed_at=None).exists():
            address = reverse("procurement:award_act", args=[number, "scores", lot.position])
            links.append((address, _("Reveal the panel's scores")))
        if scores.filter(revealed_at__isnull=False).exists():
            address = reverse("procurement:stage_judge", args=[number, lot.position])
            links.append((address, _("Judge the technical bids")))
    bids = [] if shown["rows"] else [_bid(bid, changeable=opened) for bid in opened_bids(lot=lot)]
    return {**shown, "bids": bids, "links": links}


def _bid(bid: Bid, *, changeable: bool) -> dict[str, Any]:
    review = QualificationReview.objects.filter(bid=bid).first()
    says = _("review passed, {points} points") if review and review.passed else _("review failed, {points} points")
    return {
        "name": bid.supplier.name,
        "number": bid.number,
        "note": says.format(points=review.points) if review else "",
        "review": reverse("procurement:award_act", args=[bid.tender.number, "review", bid.number])
        if changeable
        else "",
    }


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, number: str, position: int) -> HttpResponse:
    """Who is fit by the revealed scores; the unfit get their reasons."""
    tender = _own(request, number)
    lot = get_object_or_404(Lot.objects.select_related("tender"), tender=tender, position=position)
    back = reverse("procurement:stage_desk", args=[number])
    try:
        found = outlook(lot=lot)
    except Refusal as no:
        messages.warning(request, str(no))
        return redirect(back)
    bids = {bid.number: bid for bid in opened_bids(lot=lot)}

    def record(given: Given) -> HttpResponse:
        fit = judge_technical(lot=lot, reasons=given, actor=request.actor, now=clock.now())
        messages.success(request, _("Judged: {fit} fit. All bidders were told.").format(fit=fit))
        return redirect(back)

    return form_page(
        request,
        form=JudgeForm(request.POST if request.method == "POST" else None, unfit=_unfit(found, bids)),
        do=record,
        title=_("Judge the technical bids of lot {position}").format(position=position),
        lead=_(
            "The points follow from the panel's scores. Each bidder is told; the unfit read your reasons, and their prices "
            "stay shut."
        ),
        button=_("Record the judgement"),
        back=back,
        facts=[
            (bids[name].supplier.name, f"{rounded(exact=str(one.points))} · {WHY[one.why]}")
            for name, one in sorted(found.items())
        ],
    )


def _unfit(found: Mapping[str, Judged], bids: dict[str, Bid]) -> list[tuple[str, str, str]]:
    """Number, label and what a failed review said already."""
    rows = []
    for name in sorted(name for name, one in found.items() if not one.fit):
        review = QualificationReview.objects.filter(bid=bids[name], passed=False).first()
        label = _("Reasons for {name}").format(name=bids[name].supplier.name)
        rows.append((name, label, review.reasons if review else ""))
    return rows


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: ActorRequest, number: str) -> HttpResponse:
    """Invite the fit to bid their prices."""
    tender = _own(request, number)

    def invite(given: Given) -> HttpResponse:
        made = invite_prices(technical=tender, dates=PriceDates(**given), actor=request.actor, now=clock.now())
        messages.success(request, _("The fit are invited. Appoint the custodians of the prices now."))
        return redirect("procurement:ceremony", made.number)

    return form_page(
        request,
        form=PriceDatesForm(request.POST if request.method == "POST" else None),
        do=invite,
        title=_("Invite the fit to bid prices"),
        lead=_("Only who was found fit may bid; they are told. Prices are sealed for custodians as every bid."),
        button=_("Invite the fit to bid prices"),
        back=reverse("procurement:stage_desk", args=[number]),
    )
