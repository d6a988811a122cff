"""Passkeys: sign in with one, enrol and remove them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import ANYONE, SIGNED_IN, open_to
from madang.framework.identity.actor import Assurance
from madang.framework.identity.models import Account, Passkey
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.enrol_passkey import enrol_passkey, remove_passkey
from madang.framework.identity.usecases.passkeys import ask_to_enrol, ask_to_prove
from madang.framework.identity.usecases.prove_with_passkey import sign_in_with_passkey
from madang.framework.identity.web.levels import LEVELS, tell_outage
from madang.framework.identity.web.sign_in import SignInForm, enter, sign_in_answer
from madang.framework.identity.web.visitors import passkey_address, safe_next, visitor_of
from madang.framework.identity.who import own_account
from madang.framework.protect import limit
from madang.framework.values import Refusal, clock


def _json(options: str) -> HttpResponse:
    return HttpResponse(options, content_type="application/json")


@open_to(ANYONE)
@never_cache
@require_POST
def sign_in_options(request: ActorRequest) -> HttpResponse:
    """What the browser asks the authenticator for signing in."""
    limit(f"passkey:{visitor_of(request).address}", times=60, per_seconds=60)
    return _json(ask_to_prove(account=None, now=clock.now()))


@open_to(ANYONE)
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_page(request: ActorRequest) -> HttpResponse:
    """The authenticator's answer; a good one signs in."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("identity:sign_in"))
    wanted = safe_next(request, request.POST.get("next", ""))
    visitor = visitor_of(request)
    limit(f"passkey:{visitor.address}", times=60, per_seconds=60)
    try:
        answer = request.POST.get("answer", "")
        signed, assured = sign_in_with_passkey(answer=answer, visitor=visitor, now=clock.now())
    except Refusal as refusal:
        return sign_in_answer(request, SignInForm(), wanted, status=refusal.status, passkey_fault=str(refusal))
    tell_outage(request, assured)
    return enter(request, signed, wanted)


@open_to(SIGNED_IN)
@never_cache
@require_POST
def enrol_options(request: ActorRequest) -> HttpResponse:
    """What the browser asks the authenticator for a new passkey."""
    account = Account.objects.get(pk=own_account(request.actor))
    return _json(ask_to_enrol(account=account, now=clock.now()))


@open_to(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def passkeys_page(request: ActorRequest) -> HttpResponse:
    """One's passkeys, and a form to add one."""
    status, fault = 200, ""
    if request.method == "POST":
        try:
            answer, name = request.POST.get("answer", ""), request.POST.get("name", "")
            enrol_passkey(answer=answer, name=name, actor=request.actor, now=clock.now())
        except Refusal as refusal:
            status, fault = refusal.status, str(refusal)
        else:
            messages.success(request, _("The passkey was added. You can sign in with it from now on."))
            return HttpResponseRedirect(request.path)
    held = Passkey.objects.filter(account_id=own_account(request.actor), removed_at=None).order_by("enrolled_at", "pk")
    passkeys = [
        {
            "id": one.pk,
            "name": one.name,
            "enrolled_at": one.enrolled_at,
            "used_at": one.used_at,
            "level": LEVELS[Assurance(one.level)],
            "suspended": one.suspended_at is not None,
            "checked": one.level >= Assurance.HIGH,
        }
        for one in held
    ]
    values = {
        "passkeys": passkeys,
        "fault": fault,
        "level": LEVELS[Assurance(request.actor.assurance)],
        "elsewhere": passkey_address(request),
        "is_weak": request.actor.assurance < Assurance.SUBSTANTIAL,
        "is_high": any(one.level >= Assurance.HIGH and one.suspended_at is None for one in held),
    }
    return render(request, "identity/passkeys.html", values, status=status)


@open_to(SIGNED_IN)
@require_POST
def remove_page(request: ActorRequest, passkey_id: int) -> HttpResponse:
    """Remove one passkey."""
    remove_passkey(passkey_id=passkey_id, actor=request.actor, now=clock.now())
    messages.success(request, _("The passkey was removed. Nobody can sign in with it any more."))
    return HttpResponseRedirect(reverse("identity:passkeys"))
