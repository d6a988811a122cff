"""The front page with the registered services, the application of a new one, and its suspension."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.framework.cases.usecases.open_case import CaseRefused
from madang.framework.identity.access import ANYONE, RESIDENTS, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import add_refusal
from madang.framework.values import clock
from madang.systems.digital_identity.domain.claims import OPENID
from madang.systems.digital_identity.domain.registration import Registration
from madang.systems.digital_identity.models import RelyingParty
from madang.systems.digital_identity.usecases.issuer import discovery
from madang.systems.digital_identity.usecases.permissions import REGISTRAR
from madang.systems.digital_identity.usecases.register_party import apply_for_registration, suspend_party
from madang.systems.digital_identity.usecases.words import LEVELS, SCOPES, scope_title


class PartyForm(forms.Form):
    """What a service says of itself."""

    name = forms.CharField(label=gettext_lazy("Name of the service"), max_length=80)
    purpose = forms.CharField(
        label=gettext_lazy("What residents do there"),
        max_length=300,
        help_text=gettext_lazy("One sentence; residents read it before they agree."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    redirect_uris = forms.CharField(
        label=gettext_lazy("Addresses after sign-in, one a line"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    post_logout_uris = forms.CharField(
        label=gettext_lazy("Addresses after sign-out, one a line"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    logout_uri = forms.CharField(
        label=gettext_lazy("Address that we tell of a sign-out"), required=False, max_length=500
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the service needs to be told"),
        choices=[one for one in SCOPES if one[0] != OPENID],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.TypedChoiceField(label=gettext_lazy("How surely"), choices=LEVELS, coerce=int)
    jwks = forms.CharField(
        label=gettext_lazy("Public keys (JWK set)"),
        max_length=20_000,
        help_text=gettext_lazy("EC P-256 or RSA. There are no passwords for services."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def registration(self) -> Registration:
        """What was asked for."""
        given: dict[str, Any] = dict(self.cleaned_data)
        for name in ("redirect_uris", "post_logout_uris"):
            given[name] = tuple(line.strip() for line in given[name].splitlines() if line.strip())
        given["scopes"] = (OPENID, *given["scopes"])
        return Registration(**given)


@open_to(ANYONE)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Which services sign residents in, and what each is told."""
    actor = request.actor  # type: ignore[attr-defined]
    parties = [
        {
            "client_id": one.client_id,
            "name": one.name,
            "purpose": one.purpose,
            "host": one.sector,
            "told": [scope_title(scope=scope) for scope in one.scopes],
            "suspended": one.suspended_at is not None,
            "since": one.registered_at,
        }
        for one in RelyingParty.objects.order_by("name", "pk")[:200]
    ]
    values = {
        "parties": parties,
        "issuer": discovery()["issuer"],
        "may_apply": actor.party is not None,
        "may_suspend": actor.has_duty(REGISTRAR),
    }
    return render(request, "digital_identity/front.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest) -> HttpResponse:
    """Apply for a service; leads to the case."""
    form = PartyForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                case = apply_for_registration(asked=form.registration(), actor=request.actor, now=clock.now())
            except CaseRefused as refusal:
                add_refusal(form=form, refusal=refusal)
            else:
                messages.success(request, _("Your application was received. Here you see how it stands."))
                return HttpResponseRedirect(reverse("cases:my_case", args=[case.number]))
    return render(request, "digital_identity/apply.html", {"form": form}, status=status)


@open_to(officials(REGISTRAR))
@require_POST
def suspend(request: ActorRequest, client_id: str) -> HttpResponse:
    """Stop a service at once."""
    get_object_or_404(RelyingParty, client_id=client_id)
    suspend_party(client_id=client_id, reason=request.POST.get("reason", ""), actor=request.actor, now=clock.now())
    messages.success(request, _("The service was suspended. Nobody signs in there any more."))
    return HttpResponseRedirect(reverse("digital_identity:front"))
