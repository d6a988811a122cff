"""An evaluator's page: declare, then score. Prices are not shown; others' scores are shown to nobody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.procurement.models import Lot, PanelMember, SealedScore, Tender
from madang.systems.procurement.usecases.award.declare_interest import declare_interest, seat_of
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.award.rules_of import criteria_of
from madang.systems.procurement.usecases.award.submit_scores import submit_scores
from madang.systems.procurement.usecases.permissions import EVALUATOR
from madang.systems.procurement.web.award.forms import DeclareForm, scores_form
from madang.systems.procurement.web.award.showing import Given, form_page


@open_to(officials(EVALUATOR))
@require_safe
def evaluations(request: ActorRequest) -> HttpResponse:
    """The tenders on whose panel the actor sits."""
    seats = PanelMember.objects.filter(account=request.actor.account_id or 0).select_related("panel__tender")
    rows = [
        {
            "title": one.panel.tender.title,
            "number": one.panel.tender.number,
            "url": reverse("procurement:evaluation", args=[one.panel.tender.number]),
            "left": one.state == "conflicted",
        }
        for one in seats.order_by("-pk")
    ]
    return render(request, "procurement/award/evaluations.html", {"rows": rows})


@open_to(officials(EVALUATOR))
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: ActorRequest, number: str) -> HttpResponse:
    """The declaration, and then the lots with whether they are scored."""
    tender = get_object_or_404(Tender, number=number)
    seat = seat_of(tender=tender, actor=request.actor)
    if seat.state == "appointed":
        return _declare(request, tender)
    sealed = dict(SealedScore.objects.filter(member=seat).values_list("lot_id", "sha256"))
    lots = [
        {
            "position": lot.position,
            "title": lot.title,
            "sha256": sealed.get(lot.pk, ""),
            "url": reverse("procurement:scores", args=[number, lot.position]),
        }
        for lot in tender.lots.order_by("position")
    ]
    values = {"title": tender.title, "number": number, "lots": lots, "label": seat.position}
    return render(request, "procurement/award/evaluation.html", values)


def _declare(request: ActorRequest, tender: Tender) -> HttpResponse:
    def declare(given: Given) -> HttpResponse:
        interest = given["interest"] if given["free"] == "no" else ""
        seat = declare_interest(tender=tender, interest=interest, actor=request.actor, now=clock.now())
        if seat.state != "conflicted":
            return redirect("procurement:evaluation", number=tender.number)
        messages.warning(request, _("You left the panel because of a conflict of interest. Thank you for saying so."))
        return redirect("procurement:evaluations")

    bidders = sorted({bid.supplier.name for lot in tender.lots.all() for bid in opened_bids(lot=lot)})
    return form_page(
        request,
        form=DeclareForm(request.POST if request.method == "POST" else None),
        do=declare,
        title=_("Declare your interests: {tender}").format(tender=tender.title),
        lead=_("Say whether anything ties you to a bidder. The business register is asked, too."),
        button=_("Declare"),
        back=reverse("procurement:evaluations"),
        facts=[(_("Bidders"), ", ".join(bidders) or _("not known before the opening"))],
    )


@open_to(officials(EVALUATOR))
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: ActorRequest, number: str, position: int) -> HttpResponse:
    """One lot: what the bidders answered, and a field for each score."""
    tender = get_object_or_404(Tender, number=number)
    seat_of(tender=tender, actor=request.actor)
    lot = get_object_or_404(Lot.objects.select_related("tender"), tender=tender, position=position)
    bids, criteria = opened_bids(lot=lot), criteria_of(tender=tender)
    titles = dict(tender.criteria.values_list("code", "title"))
    made = scores_form(bids=[(bid.number, bid.supplier.name) for bid in bids], criteria=criteria, titles=titles)
    back = reverse("procurement:evaluation", args=[number])

    def seal(given: Given) -> HttpResponse:
        sheet: dict[str, dict[str, int]] = {bid.number: {} for bid in bids}
        for place, points in given.items():
            bid_number, _blank, code = place.rpartition(" ")
            sheet[bid_number][code] = points
        submit_scores(lot=lot, sheet=sheet, actor=request.actor, now=clock.now())
        messages.success(request, _("Your scores are sealed. Nobody reads them before all evaluators have scored."))
        return redirect(back)

    scored = [one.code for one in criteria if not one.by_formula]
    answers = [{"name": bid.supplier.name, "answers": _answers(bid.offer.answers, scored, titles)} for bid in bids]
    return form_page(
        request,
        form=made(request.POST if request.method == "POST" else None),
        do=seal,
        title=_("Score lot {position}: {title}").format(position=lot.position, title=lot.title),
        lead=_("Scores are sealed at once and cannot be changed. Prices are not shown to evaluators."),
        button=_("Seal my scores"),
        back=back,
        answers=answers,
    )


def _answers(given: dict[str, Any], scored: list[str], titles: dict[str, str]) -> list[tuple[str, str]]:
    return [(titles[code], str(given.get(code, "–"))) for code in scored]
