"""Settings: language, password, devices, the history of sign-ins."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.framework.identity.access import SIGNED_IN, duty_title, open_to
from madang.framework.identity.actor import Assurance
from madang.framework.identity.domain import Ground, Method
from madang.framework.identity.models import Session, SignInAttempt
from madang.framework.identity.passwords import LONGEST, SHORTEST
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.settings_links import settings_links
from madang.framework.identity.usecases.change_settings import change_language, change_password
from madang.framework.identity.usecases.passkeys import live_passkeys
from madang.framework.identity.usecases.prove_at_counter import PROOFING
from madang.framework.identity.usecases.sign_out import REMOTE, end_other_sessions, end_session
from madang.framework.identity.web.levels import LEVELS
from madang.framework.identity.who import age_limit, idle_limit, own_account
from madang.framework.values import Refusal, clock

_HISTORY = 20
_FAILED: dict[str, object] = {
    Method.PASSWORD: gettext_lazy("wrong password"),
    Method.PASSKEY: gettext_lazy("passkey not accepted"),
    Method.PROOFING: gettext_lazy("wrong code"),
    Method.WALLET: gettext_lazy("mobile ID suspended or revoked"),
}
_LANGUAGE_COOKIE = "madang_language"


class LanguageForm(forms.Form):
    """In which language the pages are read."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)


class PasswordForm(forms.Form):
    """The present password and a new one, twice."""

    current = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password once more"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["new"].help_text = _("At least %(count)d characters.") % {"count": SHORTEST}
        self.fields["new"].widget.attrs["maxlength"] = str(LONGEST)

    def clean_again(self) -> str:
        """The same as the new one."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("The two new passwords are not the same."))
        return again


@open_to(SIGNED_IN)
@require_GET
def settings_page(request: ActorRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    return _page(request, PasswordForm(auto_id="password-%s"))


def _page(request: ActorRequest, password_form: PasswordForm, *, status: int = 200) -> HttpResponse:
    actor, now = request.actor, clock.now()
    own = own_account(actor)
    live = Session.objects.filter(account_id=own, ended_at=None)
    live = live.filter(last_seen_at__gt=now - idle_limit(), signed_in_at__gt=now - age_limit())
    values = {
        "account": {
            "name": actor.name_in(get_language() or ""),
            "login": actor.login,
            "is_resident": actor.person is not None,
        },
        "duties": [(duty_title(duty.code), duty.office_name) for duty in actor.duties],
        "language_form": LanguageForm(initial={"language": actor.language or request.LANGUAGE_CODE}),
        "may_prove": actor.has_duty(PROOFING),
        "password_form": password_form,
        "passkeys": len(live_passkeys(account_id=own)),
        "links": [
            {"title": one.title, "says": one.says, "action": one.action, "url": reverse(one.url)}
            for one in settings_links()
        ],
        "sessions": _sessions(live, actor.session_id),
        "history": _history(own),
    }
    return render(request, "identity/settings.html", values, status=status)


def _sessions(live: QuerySet[Session], here: int | None) -> list[dict[str, object]]:
    return [
        {
            "id": session.pk,
            "label": session.label,
            "address": session.address,
            "signed_in_at": session.signed_in_at,
            "last_seen_at": session.last_seen_at,
            "here": session.pk == here,
            "level": LEVELS[Assurance(session.assurance)],
            "outage": session.ground == Ground.OUTAGE,
        }
        for session in live.order_by("-last_seen_at")
    ]


def _history(account_id: int) -> list[dict[str, object]]:
    return [
        {
            "at": one.at,
            "label": one.label,
            "address": one.address,
            "good": one.outcome == SignInAttempt.GOOD,
            "failed": _FAILED.get(one.method, _FAILED[Method.PASSWORD]),
        }
        for one in SignInAttempt.objects.filter(account_id=account_id).order_by("-at", "-pk")[:_HISTORY]
    ]


def _back(request: HttpRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("identity:settings"))


@open_to(SIGNED_IN)
@require_POST
def language_page(request: ActorRequest) -> HttpResponse:
    """Change the language, for the account and for this browser."""
    language = request.POST.get("language", "")
    change_language(language=language, actor=request.actor, now=clock.now())
    response = HttpResponseRedirect(reverse("identity:settings"))
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(_LANGUAGE_COOKIE, language, max_age=365 * 24 * 3600, samesite="Lax", secure=secure)
    return response


@open_to(SIGNED_IN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_page(request: ActorRequest) -> HttpResponse:
    """Change the password; every other session ends and this one gets a fresh cookie."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("identity:settings"))
    form = PasswordForm(request.POST, auto_id="password-%s")
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        change_password(
            current=form.cleaned_data["current"], new=form.cleaned_data["new"], actor=request.actor, now=clock.now()
        )
    except Refusal as refusal:
        for fault in refusal.faults:
            form.add_error(fault.place, fault.says)
        if not refusal.faults:
            form.add_error(None, str(refusal))
        return _page(request, form, status=refusal.status)
    request.session.cycle_key()
    rotate_token(request)
    return _back(request, _("Your password was changed. Every other device was signed out."))


@open_to(SIGNED_IN)
@require_POST
def end_session_page(request: ActorRequest, session_id: int) -> HttpResponse:
    """Sign out one device from afar."""
    end_session(session_id=session_id, actor=request.actor, now=clock.now())
    return _back(request, _("The device was signed out."))


@open_to(SIGNED_IN)
@require_POST
def end_others_page(request: ActorRequest) -> HttpResponse:
    """Sign out every other device."""
    end_other_sessions(actor=request.actor, because=REMOTE, now=clock.now())
    return _back(request, _("Every other device was signed out."))
