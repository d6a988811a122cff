"""A supplier seals a bid on the own device and sends it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.procurement.domain.bids import COSTS, DRAWN, PRELIMINARY, in_time
from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.formats.base64url import encode
from madang.systems.procurement.models import Bid, Ceremony, Lot
from madang.systems.procurement.models.ceremony import OPEN
from madang.systems.procurement.usecases.bidding.find_ceremony import ceremony_of, tender_of
from madang.systems.procurement.usecases.bidding.open_bids import terms_of
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid
from madang.systems.procurement.web.acting import business_of, supplier_of


class SealedForm(forms.Form):
    """Nothing but what the device sealed: the fields that a person fills have no name and are never sent."""

    sealed = forms.CharField(widget=forms.HiddenInput, max_length=8 * 1024 * 1024, strip=True)


@open_to(RESIDENTS)
@require_safe
def choose(request: ActorRequest, number: str) -> HttpResponse:
    """For which lot? Straight to it where there is one."""
    tender = tender_of(number=number)
    lots = list(tender.lots.order_by("position").values("position", "title"))
    if len(lots) == 1:
        return redirect("procurement:bid", number=number, lot=lots[0]["position"])
    values = {"number": number, "title": tender.title, "lots": lots}
    return render(request, "procurement/bidding/choose.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def bid(request: ActorRequest, number: str, lot: int) -> HttpResponse:
    """The form that is sealed before it is sent."""
    # When the whole bid is here: read once, before anything else.
    now = clock.now()
    begun = ceremony_of(number=number)
    found = get_object_or_404(Lot.objects.select_related("tender"), tender=begun.tender, position=lot)
    form = SealedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            data = form.cleaned_data["sealed"].encode("utf-8", "replace")
            sent = submit_bid(data=data, actor=request.actor, now=now)
            return redirect("procurement:my_bid", number=sent.number)
    values = _asked(begun, found) | _bidder(request, found) | {"form": form}
    values["open"] = begun.state == OPEN and in_time(received_at=now, closes_at=begun.tender.closes_at or now)
    return render(request, "procurement/bidding/bid.html", values, status=422 if form.errors else 200)


def _bidder(request: ActorRequest, lot: Lot) -> dict[str, object]:
    supplier = supplier_of(request)
    standing = Bid.objects.filter(lot=lot, supplier=supplier).exclude(state=BidState.WITHDRAWN.value).first()
    return {
        "business": business_of(request),
        "supplier": supplier and {"number": supplier.number, "name": supplier.name},
        "standing": standing.number if supplier and standing else "",
    }


def _asked(begun: Ceremony, lot: Lot) -> dict[str, object]:
    """What the notice asks, and for whose keys the device seals."""
    terms = terms_of(lot=lot)
    criteria = begun.tender.criteria.filter(by_formula=False).order_by("pk")
    return {
        "number": begun.tender.number,
        "title": begun.tender.title,
        "lot": lot.position,
        "lot_title": lot.title,
        "closes_at": begun.tender.closes_at,
        "currency": terms.currency,
        "digits": pack().currency_digits if terms.currency == pack().currency else 2,
        "draws": range(1, PRELIMINARY + 1) if terms.draws else (),
        "priced": terms.priced,
        "drawn": DRAWN if terms.draws else 0,
        "costs": COSTS in terms.criteria,
        "criteria": [{"code": one.code, "title": one.title, "points": one.points} for one in criteria],
        "ceremony": begun.key,
        "threshold": begun.threshold,
        "custodians": len(begun.keys),
        "keys": " ".join(encode(data=bytes.fromhex(one)) for one in begun.keys),
    }
