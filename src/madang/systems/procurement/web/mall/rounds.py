"""The second round of the mall, as the office that asked sees it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.contracts.treasury_v1 import Line
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.mall import line_total
from madang.systems.procurement.domain.mall_rounds import RoundState
from madang.systems.procurement.models import MallOffer, MallRound
from madang.systems.procurement.usecases.mall.end_round import end_round, offers_of, order_offer
from madang.systems.procurement.usecases.mall.place_order import Choice
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.budget_lines import line_choices, lines_to_choose
from madang.systems.procurement.web.contract.answering import ask_neighbours
from madang.systems.procurement.web.mall.orders import ReasonForm
from madang.systems.procurement.web.mall.words import ROUNDS, quantity, unit

MOST = 100


class OfferForm(forms.Form):
    """Which offer, which line pays, and why this one."""

    offer = forms.ChoiceField(label=gettext_lazy("Offer that is ordered"), widget=forms.RadioSelect)
    line = forms.ChoiceField(label=gettext_lazy("Budget line that pays"))
    reason = forms.CharField(
        label=gettext_lazy("Why another than the cheapest"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only where a cheaper offer came."),
    )

    def __init__(self, *, offers: Sequence[dict[str, Any]], lines: Sequence[Line], **options: Any) -> None:
        super().__init__(**options)
        named = [(str(one["key"]), f"{one['supplier']} · {written.money(one['price'])}") for one in offers]
        self.fields["offer"].choices = named  # type: ignore[attr-defined]
        self.fields["line"].choices = line_choices(lines)  # type: ignore[attr-defined]


@open_to(officials(BUYER))
@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    """The rounds of the offices for which the official buys, the newest first."""
    found = MallRound.objects.filter(office__in=request.actor.offices(BUYER)).select_related("item")
    rows = [round_row(one) for one in found.order_by("-asked_at", "-pk")[:MOST]]
    return render(request, "procurement/mall/rounds.html", {"rows": rows})


def round_row(held: MallRound) -> dict[str, object]:
    """A round as lists and pages show it."""
    title, tone = ROUNDS[RoundState(held.state)]
    return {
        "number": held.number,
        "title": held.item.title,
        "count": f"{quantity(held.quantity)} {unit(held.item.unit)}",
        "place": held.place,
        "state": title,
        "tone": tone,
        "code": held.state,
        "asked_at": held.asked_at,
        "until": held.offers_until,
        "reason": held.reason,
    }


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def a_round(request: ActorRequest, number: str) -> HttpResponse:
    """One round: who was asked; once it is opened, what they offer, and the order."""
    held = MallRound.objects.select_related("item", "order").filter(number=number).first()
    if held is None or held.office not in request.actor.offices(BUYER):
        raise Http404
    now, asked = clock.now(), request.POST.get("do", "")
    chooses = held.state == RoundState.OPENED.value
    lines, silent = lines_to_choose(office=held.office, now=now) if chooses else ((), "")
    offers = offers_told(held)
    form = OfferForm(offers=offers, lines=lines, data=request.POST if asked == "order" else None)
    ending = ReasonForm(data=request.POST if asked == "end" else None, auto_id="id_end_%s")
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            return _order(request, held, form.cleaned_data)
    if ending.is_bound and ending.is_valid():
        with ShownIn(ending):
            end_round(held=held, reason=ending.cleaned_data["reason"], actor=request.actor, now=now)
            messages.success(request, _("The round has ended. All who were asked read why."))
            return redirect("procurement:mall_round", number)
    values = round_row(held) | {
        "asked": [one.supplier.name for one in held.offers.select_related("supplier").order_by("supplier__name")],
        "offers": offers,
        "order": held.order.number if held.order else "",
        "form": form,
        "ending": ending,
        "silent": silent,
    }
    return render(request, "procurement/mall/round.html", values, status=422 if form.errors or ending.errors else 200)


def _order(request: ActorRequest, held: MallRound, given: dict[str, Any]) -> HttpResponse:
    offer = get_object_or_404(MallOffer.objects.select_related("round", "supplier"), pk=int(given["offer"]), round=held)
    choice = Choice(place=held.place, line=given["line"], reason=given["reason"])
    made = order_offer(offer=offer, choice=choice, actor=request.actor, now=clock.now())
    ask_neighbours(request=request, contract=made.contract)
    messages.success(request, _("Ordered. The supplier is told as soon as the money stands."))
    return redirect("procurement:mall_order", made.number)


def offers_told(held: MallRound) -> list[dict[str, Any]]:
    """The opened offers, the lowest first, with what they save."""
    rows = {one.pk: one for one in held.offers.select_related("supplier", "item")}
    return [
        {
            "key": one.key,
            "supplier": rows[one.key].supplier.name,
            "title": rows[one.key].item.title,
            "price": Money(one.minor, held.currency),
            "framework": Money(rows[one.key].framework, held.currency),
            "total": Money(line_total(minor=one.minor, quantity=held.quantity), held.currency),
            "at": one.offered_at,
            "chosen": held.order is not None and held.order.supplier_id == rows[one.key].supplier_id,
        }
        for one in offers_of(held=held)
    ]
