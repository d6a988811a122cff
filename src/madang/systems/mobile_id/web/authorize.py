"""A wallet that began by itself sent its holder here: they sign in surely, read what it will state, and say yes or no."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import open_to, residents
from madang.framework.identity.actor import Assurance
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.middleware import policy
from madang.framework.values import clock
from madang.systems.mobile_id.usecases.authorize_wallet import allow_wallet, decline_wallet, open_wallet_request
from madang.systems.mobile_id.usecases.push_wallet_request import wallet_of


@open_to(residents(assurance=Assurance.HIGH))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: ActorRequest) -> HttpResponse:
    """What the wallet asks, and the answer that goes back to it."""
    given, now = request.POST if request.method == "POST" else request.GET, clock.now()
    reference, client = given.get("request_uri", ""), given.get("client_id", "")
    asked = open_wallet_request(reference=reference, wallet=client, now=now)
    if request.method == "POST":
        agrees = given.get("answer") == "allow"
        address = (
            allow_wallet(asked=asked, actor=request.actor, now=now) if agrees else decline_wallet(asked=asked, now=now)
        )
        return _to_wallet(address)
    values = {
        "wallet": wallet_of(code=asked.wallet).name(language=get_language() or "en"),
        "person": request.actor.name_in(get_language() or ""),
        "request_uri": reference,
        "client_id": asked.wallet,
    }
    response = render(request, "mobile_id/authorize.html", values)
    parts = urlsplit(asked.redirect_uri)
    # Browsers hold the form to this policy also where its answer leads: to the wallet, and only there.
    target = f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
    response.headers["Content-Security-Policy"] = f"{policy()} {target}"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _to_wallet(address: str) -> HttpResponse:
    """A redirect also to a wallet's own scheme (RFC 8252, section 7.1), which Django's redirect refuses."""
    return HttpResponse(status=302, headers={"Location": address})
