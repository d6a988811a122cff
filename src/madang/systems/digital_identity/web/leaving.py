"""Signing out because a relying party sent somebody here."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.sign_out import sign_out
from madang.framework.ui.middleware import policy
from madang.framework.values import clock
from madang.systems.digital_identity.usecases.end_session import Leaving, read_logout

_NAMES = {"hint": "id_token_hint", "client_id": "client_id", "address": "post_logout_redirect_uri", "state": "state"}


def _read(request: ActorRequest) -> tuple[Leaving, dict[str, str]]:
    source = request.POST if request.method == "POST" else request.GET
    given = {name: source.get(sent, "")[:4000] for name, sent in _NAMES.items()}
    leaving = read_logout(**given, actor=request.actor, now=clock.now())
    return leaving, {sent: given[name] for name, sent in _NAMES.items() if given[name]}


@open_to(ANYONE)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def end_session(request: ActorRequest) -> HttpResponse:
    """Sign out where the hint is of this session; otherwise ask first."""
    leaving, given = _read(request)
    if leaving.must_ask:
        name = leaving.party.name if leaving.party else ""
        response = render(request, "digital_identity/leave.html", {"given": given.items(), "name": name})
        if leaving.address:
            response.headers["Content-Security-Policy"] = f"{policy()} {'/'.join(leaving.address.split('/')[:3])}"
        return response
    return _leave(request, leaving)


@open_to(ANYONE)
@csrf_protect
@never_cache
@require_POST
def confirm_end(request: ActorRequest) -> HttpResponse:
    """The person said yes."""
    return _leave(request, _read(request)[0])


def _leave(request: ActorRequest, leaving: Leaving) -> HttpResponse:
    if request.actor.is_signed_in:
        sign_out(actor=request.actor, now=clock.now())
    request.session.flush()
    if leaving.address:
        return HttpResponseRedirect(leaving.address)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("identity:sign_in"))
