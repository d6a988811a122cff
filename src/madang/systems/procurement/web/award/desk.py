"""The buyer's desk of a tender's evaluation: every step, in its order, with what is still missing."""

from collections.abc import Callable
from dataclasses import dataclass
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
from madang.framework.identity.may import require
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.procurement.models import Award, Bid, Lot, Tender
from madang.systems.procurement.usecases.award.appoint_panel import appoint_panel, evaluators
from madang.systems.procurement.usecases.award.commit_reserve_price import commit_reserve_price
from madang.systems.procurement.usecases.award.decide_award import decide_award, fail_tender
from madang.systems.procurement.usecases.award.explain_price import ask_explanation, decide_explanation
from madang.systems.procurement.usecases.award.finalise_awards import finalise_award
from madang.systems.procurement.usecases.award.rank_bids import rank_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import reveal_reserve_price
from madang.systems.procurement.usecases.award.reveal_scores import reveal_scores
from madang.systems.procurement.usecases.award.review_qualification import review_qualification
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.usecases.stages.which import is_technical
from madang.systems.procurement.web.award.desk_lists import lot_work, panel_work
from madang.systems.procurement.web.award.forms import (
    CommitForm,
    ConfirmForm,
    DecideExplanationForm,
    PanelForm,
    ReasonsForm,
    ReviewForm,
)
from madang.systems.procurement.web.award.showing import Given, form_page


@dataclass(frozen=True, slots=True)
class Act:
    """One step that a buyer takes on a lot, a bid, an award or the tender: `do` gets that, and what the form holds, by name."""

    on: str
    do: Callable[..., object]
    title: object
    lead: object
    button: object
    form: type[forms.Form] = ConfirmForm


ACTS = {
    "commit": Act(
        "lot",
        commit_reserve_price,
        gettext_lazy("Promise the seed of the lottery"),
        gettext_lazy("A secret seed is drawn and its hash published. After closing nobody can choose another."),
        gettext_lazy("Promise the seed"),
        CommitForm,
    ),
    "reveal": Act(
        "lot",
        reveal_reserve_price,
        gettext_lazy("Reveal the lottery"),
        gettext_lazy(
            "The seed is published, and with it the fifteen prices, the four drawn most and the reserve price."
        ),
        gettext_lazy("Reveal"),
    ),
    "scores": Act(
        "lot",
        reveal_scores,
        gettext_lazy("Reveal the panel's scores"),
        gettext_lazy("Possible when every evaluator has scored. All scores become public at once."),
        gettext_lazy("Reveal"),
    ),
    "rank": Act(
        "lot",
        rank_bids,
        gettext_lazy("Rank the bids"),
        gettext_lazy("The ranking is computed from what stands now and published with all that it rests on."),
        gettext_lazy("Rank"),
    ),
    "award": Act(
        "lot",
        decide_award,
        gettext_lazy("Award to the first"),
        gettext_lazy("The ranking is computed once more. The award stands still before it is final."),
        gettext_lazy("Award"),
        ReasonsForm,
    ),
    "review": Act(
        "bid",
        review_qualification,
        gettext_lazy("Review the qualification"),
        gettext_lazy("Whether the bidder can do it: points of 100 against the pass mark, with reasons."),
        gettext_lazy("Record the review"),
        ReviewForm,
    ),
    "ask": Act(
        "bid",
        ask_explanation,
        gettext_lazy("Ask for an explanation of the price"),
        gettext_lazy("The price is below the published mark. The bidder gets a term to explain it."),
        gettext_lazy("Ask"),
    ),
    "judge": Act(
        "bid",
        decide_explanation,
        gettext_lazy("Decide on the explanation of the price"),
        gettext_lazy("Accept the price, or exclude the bid; the bidder reads the reasons."),
        gettext_lazy("Decide"),
        DecideExplanationForm,
    ),
    "finalise": Act(
        "award",
        finalise_award,
        gettext_lazy("Make the award final"),
        gettext_lazy("It happens by itself when the standstill is over and no complaint is open."),
        gettext_lazy("Make final"),
    ),
    "fail": Act(
        "tender",
        fail_tender,
        gettext_lazy("End the tender as failed"),
        gettext_lazy("Possible when no bid of any lot can win."),
        gettext_lazy("End it"),
        ReasonsForm,
    ),
}


def own_tender(request: ActorRequest, number: str) -> Tender:
    """The tender, if it is the actor's office's."""
    tender = get_object_or_404(Tender, number=number)
    require(request.actor, "procurement.buy", tender.buyer)
    return tender


@open_to(officials(BUYER))
@require_safe
def desk(request: ActorRequest, number: str) -> HttpResponse:
    """Where the evaluation stands, and what may be done next."""
    tender, now = own_tender(request, number), clock.now()
    if is_technical(tender=tender):
        return redirect("procurement:stage_desk", number)
    lots = Lot.objects.filter(tender=tender).select_related("tender").order_by("position")
    values = {
        "title": tender.title,
        "number": number,
        "public": reverse("procurement:award", args=[number]),
        "lots": [lot_work(lot=lot, now=now) for lot in lots],
        "panel": panel_work(tender=tender),
        "fail": reverse("procurement:award_act", args=[number, "fail", tender.number]),
    }
    return render(request, "procurement/award/desk.html", values)


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, number: str, what: str, key: str) -> HttpResponse:
    """One step: what it does is said, and done when it is confirmed."""
    tender = own_tender(request, number)
    step = ACTS.get(what)
    if step is None:
        raise Http404
    target = _target(tender, step.on, key)
    back = reverse("procurement:award_desk", args=[number])

    def take(given: Given) -> HttpResponse:
        step.do(**{step.on: target}, **given, actor=request.actor, now=clock.now())
        messages.success(request, _("Done."))
        return redirect(back)

    return form_page(
        request,
        form=step.form(request.POST if request.method == "POST" else None),
        do=take,
        back=back,
        title=str(step.title),
        lead=str(step.lead),
        button=str(step.button),
        facts=[(_("Tender"), f"{tender.title} ({number})"), (_("Concerns"), _told(target))],
    )


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: ActorRequest, number: str) -> HttpResponse:
    """Appoint evaluators, or more of them."""
    tender, now = own_tender(request, number), clock.now()
    back = reverse("procurement:award_desk", args=[number])

    def appoint(given: Given) -> HttpResponse:
        accounts = [int(one) for one in given["accounts"]]
        appoint_panel(tender=tender, accounts=accounts, actor=request.actor, now=now)
        messages.success(request, _("The panel is appointed."))
        return redirect(back)

    return form_page(
        request,
        form=PanelForm(request.POST if request.method == "POST" else None, known=evaluators(now=now)),
        do=appoint,
        back=back,
        title=_("Appoint evaluators"),
        lead=_(
            "Each declares that nothing ties them to a bidder before they score; the business register is asked, too."
        ),
        button=_("Appoint"),
    )


def _target(tender: Tender, on: str, key: str) -> Any:
    if on == "lot":
        lots = Lot.objects.filter(tender=tender).select_related("tender")
        return get_object_or_404(lots, position=int(key) if key.isascii() and key.isdigit() and len(key) < 5 else 0)
    if on == "bid":
        return get_object_or_404(
            Bid.objects.select_related("tender", "lot__tender", "supplier"), tender=tender, number=key
        )
    if on == "award":
        return get_object_or_404(Award.objects.select_related("tender"), tender=tender, number=key)
    return tender


def _told(target: Any) -> str:
    if isinstance(target, Lot):
        return _("lot {position}: {title}").format(position=target.position, title=target.title)
    if isinstance(target, Bid):
        return f"{target.number}, {target.supplier.name}"
    return str(target)
