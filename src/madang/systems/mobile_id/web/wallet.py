"""The demonstration's wallet: a page whose keys never leave the browser."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.mobile_id.usecases import addresses


@open_to(ANYONE)
@require_safe
def wallet(request: ActorRequest) -> HttpResponse:
    """Fetch a mobile ID by an offer, and answer a verifier; all of it happens in the browser."""
    values = {
        "issuer": addresses.issuer_id(),
        "verifiers": reverse("mobile_id_api:verifiers"),
        "offline": reverse("mobile_id:offline"),
    }
    return render(request, "mobile_id/wallet.html", values)
