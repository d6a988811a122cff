"""Sign in with the mobile ID: the page shows a code, the wallet on this device or another answers, one button goes on."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.web.levels import tell_outage
from madang.framework.identity.web.sign_in import enter
from madang.framework.identity.web.visitors import safe_next, start_page, visitor_of
from madang.framework.protect import client_address, limit
from madang.framework.values import Refusal, clock
from madang.systems.mobile_id.domain.verdict import Outcome
from madang.systems.mobile_id.models import PresentationRequest
from madang.systems.mobile_id.usecases.ask_presentation import ask_presentation, link_of
from madang.systems.mobile_id.usecases.name import SIGN_IN
from madang.systems.mobile_id.usecases.sign_in_with_mobile_id import confirm_with_mobile_id, sign_in_with_mobile_id
from madang.systems.mobile_id.web.showing import qr_image, wallet_link
from madang.systems.mobile_id.web.words import OUTCOMES

# Which request this browser's page shows: nobody else's browser can use its answer.
_BEGUN = "mobile_id.sign_in"


@open_to(ANYONE)
@never_cache
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """A new request for this browser."""
    limit(f"mobile_id.verify:{client_address(request)}", times=60, per_seconds=60)
    made = ask_presentation(question=SIGN_IN, now=clock.now())
    confirms = request.actor.is_signed_in
    wanted = safe_next(request, request.POST.get("next", ""))
    request.session[_BEGUN] = {"page_key": made.page_key, "next": wanted, "confirms": confirms}
    return redirect("mobile_id:sign_in")


@open_to(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """The code to scan; once the wallet answered, the button that signs in."""
    begun = request.session.get(_BEGUN)
    found = PresentationRequest.objects.filter(page_key=begun["page_key"]).first() if begun else None
    if begun is None or found is None or begun["confirms"] != request.actor.is_signed_in:
        return HttpResponseRedirect(reverse("identity:confirm" if request.actor.is_signed_in else "identity:sign_in"))
    status, values = 200, _state(found)
    if request.method == "POST":
        try:
            return _finish(request, begun)
        except Refusal as refusal:
            status, values = refusal.status, {"state": "refused", "says": str(refusal)}
    values |= {"confirms": begun["confirms"], "next": begun["next"]}
    part = "mobile_id/sign_in_part.html" if request.headers.get("HX-Request") else "mobile_id/sign_in.html"
    return render(request, part, values, status=status)


def _state(found: PresentationRequest) -> dict[str, Any]:
    if found.answered_at is None:
        if found.expires_at <= clock.now():
            return {"state": "expired"}
        link = link_of(request=found)
        return {"state": "waiting", "qr": qr_image(text=link), "link": link, "wallet": wallet_link(text=link)}
    outcome = Outcome(found.outcome)
    if outcome is not Outcome.ACCEPTED:
        return {"state": "refused", "says": OUTCOMES[outcome]}
    return {"state": "answered"}


def _finish(request: ActorRequest, begun: dict[str, Any]) -> HttpResponse:
    now, visitor = clock.now(), visitor_of(request)
    wanted = safe_next(request, begun["next"])
    if begun["confirms"]:
        assured = confirm_with_mobile_id(page_key=begun["page_key"], actor=request.actor, visitor=visitor, now=now)
        del request.session[_BEGUN]
        request.session.cycle_key()
        rotate_token(request)
        tell_outage(request, assured)
        return HttpResponseRedirect(wanted or start_page(official=bool(request.actor.duties)))
    signed, assured = sign_in_with_mobile_id(page_key=begun["page_key"], visitor=visitor, now=now)
    tell_outage(request, assured)
    return enter(request, signed, wanted)
