"""Signing in, signing out, and the demo's list of people."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import ANYONE, duty_title, open_to
from madang.framework.identity.demo import demo_accounts
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.models import Account
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.sign_in_means import sign_in_means
from madang.framework.identity.usecases.demo_sign_in import demo_sign_in
from madang.framework.identity.usecases.open_session import SignedIn
from madang.framework.identity.usecases.sign_in import sign_in
from madang.framework.identity.usecases.sign_out import sign_out
from madang.framework.identity.web.visitors import DEVICE_COOKIE, passkey_address, safe_next, start_page, visitor_of
from madang.framework.identity.who import actor_of
from madang.framework.protect import limit
from madang.framework.values import Refusal, clock

_A_YEAR = int(timedelta(days=365).total_seconds())


class SignInForm(forms.Form):
    """Name and password."""

    login = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@open_to(ANYONE)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in_page(request: ActorRequest) -> HttpResponse:
    """The form; in the demo also its people."""
    wanted = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.actor.is_signed_in:
        return HttpResponseRedirect(wanted or start_page(official=bool(request.actor.duties)))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        visitor = visitor_of(request)
        try:
            # Each try costs a slow hash on purpose; nobody may make us compute them by the hundred.
            limit(f"sign-in:{visitor.address}", times=60, per_seconds=60)
            signed = sign_in(
                login=form.cleaned_data["login"],
                password=form.cleaned_data["password"],
                visitor=visitor,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return enter(request, signed, wanted)
    return sign_in_answer(request, form, wanted, status=status)


def sign_in_answer(
    request: HttpRequest, form: SignInForm, wanted: str, *, status: int = 200, passkey_fault: str = ""
) -> HttpResponse:
    """The page with what was wrong, if anything."""
    values = {
        "form": form,
        "next": wanted,
        "passkey_fault": passkey_fault,
        "elsewhere": passkey_address(request),
        "people": _people() if demo_is_on() else (),
        "means": [
            {"title": one.title, "says": one.says, "action": one.action, "url": reverse(one.url)}
            for one in sign_in_means()
        ],
    }
    return render(request, "identity/sign_in.html", values, status=status)


def _people() -> list[dict[str, object]]:
    """The demo's residents first, then its officials: name, role and sign-in name."""
    language = (get_language() or "en")[:2]
    people = []
    for account, duties in demo_accounts(now=clock.now()):
        role = account.role.get(language) or account.role.get("en", "")
        titles = ", ".join(dict.fromkeys(duty_title(one) for one in duties))
        people.append(
            {
                "login": account.login,
                "name": account.name_in(language),
                "role": role or titles,
                "official": bool(duties),
            }
        )
    return people


def enter(request: HttpRequest, signed: SignedIn, wanted: str) -> HttpResponse:
    """Put the session into a fresh cookie: what an anonymous session held, or who planted its key, is left behind."""
    request.session.flush()
    request.session[SESSION] = signed.session.pk
    request.session.set_expiry(0)
    rotate_token(request)
    official = bool(actor_of(account=signed.account, now=signed.session.signed_in_at).duties)
    response = HttpResponseRedirect(wanted or start_page(official=official))
    response.set_cookie(
        DEVICE_COOKIE,
        signed.device_token,
        max_age=_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


@open_to(ANYONE)
@never_cache
@require_POST
def demo_sign_in_page(request: ActorRequest) -> HttpResponse:
    """Sign in as one of the demo's people with one button. Does not exist outside the demo."""
    if not demo_is_on():
        raise Http404
    visitor = visitor_of(request)
    limit(f"sign-in:{visitor.address}", times=60, per_seconds=60)
    now = clock.now()
    if request.actor.is_signed_in:
        sign_out(actor=request.actor, now=now)
    try:
        signed = demo_sign_in(login=request.POST.get("login", ""), visitor=visitor, now=now)
    except Account.DoesNotExist as error:
        raise Http404 from error
    return enter(request, signed, safe_next(request, request.POST.get("next", "")))


@open_to(ANYONE)
@never_cache
@require_POST
def sign_out_page(request: ActorRequest) -> HttpResponse:
    """End the session, here and in the database."""
    if request.actor.is_signed_in:
        sign_out(actor=request.actor, now=clock.now())
    request.session.flush()
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("identity:sign_in"))
