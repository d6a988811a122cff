"""The demonstration's wallet: a page whose keys never leave the browser."""

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import client_address, limit
from madang.framework.values import clock
from madang.systems.mobile_id.usecases import addresses
from madang.systems.mobile_id.usecases.attested_key import attest_for_demo

_LARGEST = 2000


@open_to(ANYONE)
@require_safe
def wallet(request: ActorRequest) -> HttpResponse:
    """Fetch a mobile ID by an offer, and answer a verifier; all of it happens in the browser."""
    values = {
        "issuer": addresses.issuer_id(),
        "verifiers": reverse("mobile_id_api:verifiers"),
        "offline": reverse("mobile_id:offline"),
        "provider": reverse("mobile_id:attest") if demo_is_on() else "",
    }
    return render(request, "mobile_id/wallet.html", values)


@open_to(ANYONE)
@csrf_exempt
@require_POST
def attest(request: ActorRequest) -> HttpResponse:
    """The demonstration's wallet provider attests the page's key. Does not exist outside the demonstration."""
    if not demo_is_on():
        raise Http404
    limit(f"mobile_id.attest:{client_address(request)}", times=60, per_seconds=60)
    try:
        jwk = json.loads(request.body) if len(request.body) < _LARGEST else None
    except (ValueError, RecursionError):
        jwk = None
    return JsonResponse({"attestation": attest_for_demo(jwk=jwk, now=clock.now())})
