"""The second round of the mall, as a supplier who was asked sees it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.mall_rounds import RoundState
from madang.systems.procurement.models import MallOffer
from madang.systems.procurement.usecases.mall.make_offer import make_offer
from madang.systems.procurement.web.mall.rounds import MOST, offers_told, round_row
from madang.systems.procurement.web.mall.selling import supplier_here


class PriceForm(forms.Form):
    """What one unit costs."""

    def __init__(self, *, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["price"] = AmountField(label=gettext_lazy("Price of one unit"), min_value=0)


@open_to(RESIDENTS)
@require_safe
def my_rounds(request: ActorRequest) -> HttpResponse:
    """The rounds in which the supplier was asked, the newest first."""
    supplier = supplier_here(request)
    if supplier is None:
        return redirect("procurement:company")
    asked = (
        MallOffer.objects.filter(supplier=supplier).select_related("round__item").order_by("-round__asked_at", "-pk")
    )
    rows = [round_row(one.round) | {"offered": one.offered_at} for one in asked[:MOST]]
    return render(request, "procurement/mall/my_rounds.html", {"rows": rows})


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def my_round(request: ActorRequest, number: str) -> HttpResponse:
    """Offer in one round, or see how it ended."""
    supplier, now = supplier_here(request), clock.now()
    found = MallOffer.objects.select_related("round__item", "round__order", "item", "supplier")
    offer = found.filter(supplier=supplier, round__number=number).first() if supplier else None
    if offer is None:
        raise Http404
    held = offer.round
    form = PriceForm(data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            make_offer(offer=offer, minor=form.cleaned_data["price"], actor=request.actor, now=now)
            messages.success(request, _("Your offer is here, encrypted. You may change it until the time is over."))
            return redirect("procurement:my_round", number)
    taken = held.state == RoundState.OPEN.value and now < held.offers_until
    own = int(str(offer.sealed)) if offer.sealed else None
    values = round_row(held) | {
        "item": offer.item.title,
        "framework": Money(offer.framework, held.currency),
        "own": None if own is None else Money(own, held.currency),
        "offered_at": offer.offered_at,
        "taken": taken,
        "offers": offers_told(held) if held.ended_at else [],
        "form": form,
    }
    return render(request, "procurement/mall/my_round.html", values, status=422 if form.errors else 200)
