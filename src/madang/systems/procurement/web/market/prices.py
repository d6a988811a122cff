"""What things cost the state before."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.prices import PriceHint, estimate
from madang.systems.procurement.usecases.market.estimate_price import past_prices
from madang.systems.procurement.web.market.forms import PriceForm


@open_to(ANYONE)
@require_safe
def prices(request: ActorRequest) -> HttpResponse:
    """The median unit price of a class in past awards, what a quantity would cost at it, and what it rests on."""
    form = PriceForm(request.GET if "unspsc" in request.GET else None)
    asked = form.is_bound and form.is_valid()
    found = None
    if asked:
        found = past_prices(unspsc=form.cleaned_data["unspsc"], unit=form.cleaned_data["unit"], now=clock.now())
    values = {
        "form": form,
        "asked": asked,
        "facts": _facts(found, form.cleaned_data["quantity"]) if found else [],
        "rows": [
            {"tender": one.tender, "title": one.title, "on": one.on, "price": _amount(one.unit_price)}
            for one in (found.rests_on[:50] if found else ())
        ],
    }
    return render(request, "procurement/market/prices.html", values, status=422 if form.errors else 200)


def _facts(found: PriceHint, quantity: Decimal) -> list[tuple[str, object]]:
    return [
        (_("Median price of one"), _amount(found.unit_price)),
        (_("Lowest and highest"), f"{_amount(found.lowest)} – {_amount(found.highest)}"),
        (
            _("The quantity at the median"),
            written.money(Money(estimate(found=found, quantity=quantity), pack().currency)),
        ),
        (_("Rests on awards"), str(len(found.rests_on))),
    ]


def _amount(price: Decimal) -> str:
    return written.money(Money(round(price), pack().currency))
