"""A supplier's own bids with their receipts."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.bids import in_time
from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.formats.device_certificate import chain_in_pem
from madang.systems.procurement.models import Bid, Offer
from madang.systems.procurement.usecases.bidding.refusals import NoSuchBid
from madang.systems.procurement.usecases.bidding.signer_of_bid import chain_of, signer_of
from madang.systems.procurement.usecases.bidding.withdraw_bid import withdraw_bid
from madang.systems.procurement.web.acting import business_of
from madang.systems.procurement.web.bidding.words import TONES, refusal_title, signer_title, state_title

TYPES = {
    "receipt.json": "application/json",
    "receipt.tst": "application/vnd.etsi.timestamp-token",
    "inclusion.json": "application/json",
    "bid.jws": "application/jose",
    "chain.pem": "application/pem-certificate-chain",
}


def _own(request: ActorRequest, number: str) -> Bid:
    found = Bid.objects.select_related("tender", "lot", "supplier", "signed_with").filter(number=number).first()
    if found is None or found.supplier.number != business_of(request):
        raise NoSuchBid
    return found


@open_to(RESIDENTS)
@require_safe
def bids(request: ActorRequest) -> HttpResponse:
    """All bids of the business for which the actor acts, the newest first."""
    found = Bid.objects.filter(supplier__number=business_of(request)).select_related("tender", "lot")
    rows = [
        {
            "number": one.number,
            "tender": one.tender.title,
            "lot": one.lot.position,
            "at": one.received_at,
            "state": state_title(one.state),
            "tone": TONES[one.state],
        }
        for one in found.defer("sealed").order_by("-received_at")[:200]
    ]
    return render(request, "procurement/bidding/mine.html", {"rows": rows, "business": business_of(request)})


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: ActorRequest, number: str) -> HttpResponse:
    """The receipt; a POST withdraws the bid."""
    now, bid = clock.now(), _own(request, number)
    if request.method == "POST":
        withdraw_bid(bid=bid, actor=request.actor, now=now)
        messages.success(request, _("The bid is withdrawn. You may seal and send another one until the deadline."))
        return redirect("procurement:my_bid", number=number)
    offer = Offer.objects.filter(bid=bid).first()
    tender = bid.tender
    withdrawable = bid.state == BidState.RECEIVED.value and in_time(received_at=now, closes_at=tender.closes_at or now)
    values = {
        "number": bid.number,
        "tender": tender.number,
        "title": tender.title,
        "lot": bid.lot.position,
        "state": state_title(bid.state),
        "tone": TONES[bid.state],
        "sha256": bid.sha256,
        "received_at": bid.received_at,
        "closes_at": tender.closes_at,
        "opens_at": tender.opens_at,
        "withdrawn_at": bid.withdrawn_at,
        "price": Money(offer.minor, offer.currency) if offer else None,
        "refusal": refusal_title(bid.refusal) if bid.refusal else "",
        "stamped": bid.token is not None,
        "together": bid.inclusion is not None,
        "withdrawable": withdrawable,
        "signed": signer_title(signer_of(bid=bid).get("assurance", "")),
        "certified": bool(chain_of(bid=bid)),
    }
    return render(request, "procurement/bidding/receipt.html", values)


@open_to(RESIDENTS)
@require_safe
def file(request: ActorRequest, number: str, file: str) -> HttpResponse:
    """The receipt, its timestamp, the way from the one to the other, or the sealed bid itself."""
    bid = _own(request, number)
    files = {"receipt.json": bid.receipt.encode(), "receipt.tst": bid.token, "bid.jws": bid.sealed}
    if file == "chain.pem":
        files["chain.pem"] = chain_in_pem(told=chain_of(bid=bid)).encode()
    if bid.inclusion:
        files["inclusion.json"] = json.dumps(bid.inclusion).encode()
    held = files.get(file)
    if not held:
        raise Http404
    name = f"{bid.number}-{file}"
    return HttpResponse(
        bytes(held), content_type=TYPES[file], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
