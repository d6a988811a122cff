"""Prove again, or more surely, who one is: a service or a page of ours asked for it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.framework.identity.access import SIGNED_IN, open_to
from madang.framework.identity.actor import Assurance
from madang.framework.identity.domain import Ground
from madang.framework.identity.models import Account, Session
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.sign_in_means import sign_in_means
from madang.framework.identity.stepping_up import kept_form
from madang.framework.identity.usecases.confirm_with_password import confirm_with_password
from madang.framework.identity.usecases.passkeys import ask_to_prove, live_passkeys
from madang.framework.identity.usecases.prove_with_passkey import confirm_with_passkey
from madang.framework.identity.web.levels import LEVELS, tell_outage
from madang.framework.identity.web.visitors import passkey_address, safe_next, start_page, visitor_of
from madang.framework.identity.who import own_account
from madang.framework.values import Refusal, clock


class ConfirmForm(forms.Form):
    """The password, where somebody has no passkey at hand."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@open_to(SIGNED_IN)
@never_cache
@require_POST
def confirm_options(request: ActorRequest) -> HttpResponse:
    """What the browser asks the authenticator to prove again who one is."""
    account = Account.objects.get(pk=own_account(request.actor))
    return HttpResponse(ask_to_prove(account=account, now=clock.now()), content_type="application/json")


@open_to(SIGNED_IN)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm_page(request: ActorRequest) -> HttpResponse:
    """Prove again who one is, at least at the level that is asked for. Leads back there."""
    given = request.POST if request.method == "POST" else request.GET
    wanted, needed = safe_next(request, given.get("next", "")), _level(given.get("level", ""))
    form = ConfirmForm(request.POST if "password" in request.POST else None)
    status, fault = 200, ""
    if request.method == "POST" and ("answer" in request.POST or form.is_valid()):
        try:
            reached = _confirm(request, form)
        except Refusal as refusal:
            status, fault = refusal.status, str(refusal)
        else:
            request.session.cycle_key()
            rotate_token(request)
            if reached >= needed:
                return HttpResponseRedirect(wanted or start_page(official=bool(request.actor.duties)))
            return HttpResponseRedirect(f"{request.path}?{urlencode({'level': str(needed), 'next': wanted})}")
    values = _ways(request, needed) | {"form": form, "next": wanted, "fault": fault}
    return render(request, "identity/confirm.html", values, status=status)


def _level(text: str) -> int:
    return int(text) if text in ("1", "2", "3") else 0


def _confirm(request: ActorRequest, form: ConfirmForm) -> int:
    """The level that the proof reached."""
    now, visitor = clock.now(), visitor_of(request)
    if "answer" not in request.POST:
        confirm_with_password(password=form.cleaned_data["password"], actor=request.actor, now=now)
        return Assurance.LOW
    assured = confirm_with_passkey(answer=request.POST["answer"], actor=request.actor, visitor=visitor, now=now)
    tell_outage(request, assured)
    return assured.level


def _ways(request: ActorRequest, needed: int) -> dict[str, Any]:
    """Which of the person's means reach what is needed; a proof weaker than the session renews nothing."""
    held = request.actor.assurance
    least = max(needed, held)
    passkeys = live_passkeys(account_id=own_account(request.actor))
    session = Session.objects.filter(pk=request.actor.session_id or 0).first()
    resident = request.actor.person is not None
    means = [one for one in sign_in_means() if resident and one.level >= least]
    return {
        "needed": needed,
        "needed_title": LEVELS[Assurance(needed)] if needed > held else "",
        "held_title": LEVELS[Assurance(held)],
        "is_outage": session is not None and session.ground == Ground.OUTAGE,
        "has_passkeys": any(one.level >= least for one in passkeys),
        "weak_passkeys": bool(passkeys),
        "means": [
            {"title": one.title, "says": one.says, "action": one.action, "url": reverse(one.url)} for one in means
        ],
        "by_password": least <= Assurance.LOW,
        "elsewhere": passkey_address(request),
    }


@open_to(SIGNED_IN)
@never_cache
@require_GET
def go_on_page(request: ActorRequest) -> HttpResponse:
    """What was typed before the step-up, to be sent with one button: nobody types it again."""
    kept = kept_form(request)
    if kept is None or not safe_next(request, kept["path"]):
        messages.info(
            request, _("What you had entered is kept for fifteen minutes and is gone. Start again from its page.")
        )
        return HttpResponseRedirect(start_page(official=bool(request.actor.duties)))
    return render(request, "identity/go_on.html", {"path": kept["path"], "fields": kept["fields"]})
