"""Recovery: the counter's page that gives out a code, and the page where the code is used."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework import audit
from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.models import Account
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.enrol_at_counter import ask_at_counter, enrol_at_counter
from madang.framework.identity.usecases.prove_at_counter import PROOFING, Evidence, issue_code, recover
from madang.framework.identity.web.sign_in import enter
from madang.framework.identity.web.visitors import passkey_address, visitor_of
from madang.framework.protect import limit
from madang.framework.values import Refusal, clock

_MOST = 10
EVIDENCE = (
    (Evidence.IDENTITY_CARD.value, gettext_lazy("Identity card")),
    (Evidence.PASSPORT.value, gettext_lazy("Passport")),
    (Evidence.DRIVING_LICENCE.value, gettext_lazy("Driving licence")),
    (Evidence.RESIDENCE_CARD.value, gettext_lazy("Residence card")),
)


def _name(account: Account) -> str:
    return account.name_in(get_language() or "")


class CodeForm(forms.Form):
    """What the counter gave out."""

    login = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code from the counter"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and digits; spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class ProofForm(forms.Form):
    """What the official did."""

    evidence = forms.ChoiceField(label=gettext_lazy("Document that you hold in your hands"), choices=EVIDENCE)
    compared = forms.BooleanField(
        label=gettext_lazy("The person before me is the one on the document, and the names agree."),
        error_messages={"required": gettext_lazy("Compare face and name first, then tick this.")},
    )


@open_to(ANYONE)
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def recover_page(request: ActorRequest) -> HttpResponse:
    """Type the code; it signs in once and leads to the page where a passkey is added."""
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_bound and form.is_valid():
        visitor = visitor_of(request)
        limit(f"sign-in:{visitor.address}", times=60, per_seconds=60)
        try:
            signed = recover(**form.cleaned_data, visitor=visitor, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            response = enter(request, signed, reverse("identity:passkeys"))
            messages.success(
                request,
                _(
                    "You are signed in. Every other device was signed out, and your old passkeys work no longer. Add a "
                    "passkey now, below."
                ),
            )
            return response
    return render(request, "identity/recover.html", {"form": form}, status=status)


@open_to(officials(PROOFING))
@never_cache
@require_http_methods(["GET", "POST"])
def proofing_page(request: ActorRequest) -> HttpResponse:
    """Find the account of the person at the counter."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:64]
    found = []
    if asked:
        open_accounts = Account.objects.filter(Q(login=asked.lower()) | Q(name=asked), closed_at=None)
        found = [
            {"id": one.pk, "login": one.login, "name": _name(one)}
            for one in open_accounts.exclude(pk=request.actor.account_id or 0).order_by("login")[:_MOST]
        ]
        detail = {"asked": asked, "found": len(found)}
        audit.record(actor=request.actor, action="identity.find_account", target="", detail=detail, now=clock.now())
    return render(request, "identity/proofing.html", {"asked": asked, "accounts": found})


class KeyForm(ProofForm):
    """What the official did and saw, and the key's own answer."""

    seen = forms.BooleanField(
        label=gettext_lazy(
            "I saw the person set the PIN of this security key, plug it in and touch it; they take it along."
        ),
        error_messages={"required": gettext_lazy("Watch the person use the key, then tick this.")},
    )
    name = forms.CharField(label=gettext_lazy("Name of the security key"), max_length=60, required=False)


@open_to(officials(PROOFING))
@never_cache
@require_POST
def key_options(request: ActorRequest, account_id: int) -> HttpResponse:
    """What this screen's browser asks the person's security key."""
    account = get_object_or_404(Account, pk=account_id, closed_at=None)
    options = ask_at_counter(account=account, actor=request.actor, now=clock.now())
    return HttpResponse(options, content_type="application/json")


@open_to(officials(PROOFING))
@never_cache
@require_http_methods(["GET", "POST"])
def key_page(request: ActorRequest, account_id: int) -> HttpResponse:
    """Add the person's security key at this screen, at the level high."""
    account = get_object_or_404(Account, pk=account_id, closed_at=None)
    form = KeyForm(request.POST or None, auto_id="key-%s")
    values: dict[str, object] = {"account": {"name": _name(account), "login": account.login, "id": account.pk}}
    values |= {"form": form, "fault": "", "elsewhere": passkey_address(request)}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            enrol_at_counter(
                answer=request.POST.get("answer", ""),
                name=given["name"],
                account=account,
                evidence=Evidence(given["evidence"]),
                actor=request.actor,
                now=clock.now(),
            )
        except Refusal as refusal:
            values["fault"], status = str(refusal), refusal.status
        else:
            says = _("The security key of {name} was added at the level “high”. They were told of it.")
            messages.success(request, says.format(name=_name(account)))
            return HttpResponseRedirect(reverse("identity:proofing"))
    return render(request, "identity/prove_key.html", values, status=status)


@open_to(officials(PROOFING))
@never_cache
@require_http_methods(["GET", "POST"])
def prove_page(request: ActorRequest, account_id: int) -> HttpResponse:
    """Say what was checked; the code is shown once."""
    account = get_object_or_404(Account, pk=account_id, closed_at=None)
    form = ProofForm(request.POST or None)
    values = {"account": {"name": _name(account), "login": account.login, "id": account.pk}, "form": form, "code": ""}
    if form.is_bound and form.is_valid():
        evidence = Evidence(form.cleaned_data["evidence"])
        code = issue_code(account=account, evidence=evidence, actor=request.actor, now=clock.now())
        values["code"] = "-".join((code[:4], code[4:8], code[8:]))
    return render(request, "identity/prove.html", values, status=422 if form.is_bound and not values["code"] else 200)
