"""A party's own certificates: ask for one, look at it, suspend or revoke it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import require
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import add_refusal
from madang.framework.values import clock
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.status import HOLDERS_REASONS, OFFICERS_REASONS, Reason, Status
from madang.systems.signatures.formats.signing_requests import LARGEST
from madang.systems.signatures.models import Certificate, StatusChange
from madang.systems.signatures.usecases.change_status import (
    find_certificate,
    release_certificate,
    revoke_certificate,
    suspend_certificate,
)
from madang.systems.signatures.usecases.permissions import OFFICER
from madang.systems.signatures.usecases.refusals import RequestRefused
from madang.systems.signatures.usecases.request_certificate import request_certificate
from madang.systems.signatures.usecases.service_names import has_npki
from madang.systems.signatures.web.words import REASONS, STATUSES, row_of

HOLDERS_OR_OFFICERS = (RESIDENTS, officials(OFFICER))


class RequestForm(forms.Form):
    """Where the key lies."""

    signing_request = forms.CharField(
        label=_("Certificate signing request"),
        help_text=_("Leave empty and the trust service keeps the key for you. Experts paste a request in PEM."),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    renews = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)


class RevokeForm(forms.Form):
    """Why it ends."""

    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, officer: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offered = OFFICERS_REASONS if officer else HOLDERS_REASONS
        self.fields["reason"].choices = [(one.value, REASONS[one]) for one in offered]  # type: ignore[attr-defined]


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """All certificates of the party, the newest first."""
    now = clock.now()
    found = Certificate.objects.filter(party=str(request.actor.party)).order_by("-issued_at", "-id")
    rows = [row_of(certificate=one, now=now) for one in found]
    return render(request, "signatures/mine.html", {"certificates": rows, "has_npki": has_npki()})


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_one(request: ActorRequest) -> HttpResponse:
    """The form; a sound one opens a case."""
    first = {"renews": request.GET.get("renews", "")[:40], "key": new_key()}
    form = RequestForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            case = request_certificate(
                actor=request.actor,
                now=clock.now(),
                signing_request=typed["signing_request"].encode(),
                renews=typed["renews"],
                key=typed["key"],
            )
        except RequestRefused as refusal:
            add_refusal(form=form, refusal=refusal)
        else:
            return redirect(f"/my/cases/{case.number}/")
    return render(request, "signatures/request.html", {"form": form})


@open_to(*HOLDERS_OR_OFFICERS)
@require_safe
def certificate(request: ActorRequest, serial: str) -> HttpResponse:
    """One certificate with its history, and what can be done with it."""
    found = find_certificate(serial=serial)
    require(request.actor, "signatures.change_status", found)
    officer = request.actor.has_duty(OFFICER)
    return _page(request, found, RevokeForm(officer=officer))


def _page(request: ActorRequest, found: Certificate, form: RevokeForm) -> HttpResponse:
    changes = StatusChange.objects.filter(certificate=found).order_by("-id")
    values: dict[str, Any] = {
        **row_of(certificate=found, now=clock.now()),
        "form": form,
        "authority": found.authority.name,
        "fingerprint": " ".join(found.fingerprint[at : at + 4] for at in range(0, 64, 4)),
        "may_suspend": found.status == Status.GOOD,
        "may_release": found.status == Status.SUSPENDED,
        "may_revoke": found.status != Status.REVOKED,
        "may_renew": str(request.actor.party) == found.party and found.status == Status.GOOD,
        "history": [
            {
                "what": STATUSES[one.status],
                "why": REASONS.get(Reason(one.reason)) if one.reason else "",
                "at": one.changed_at,
            }
            for one in changes
        ],
    }
    return render(request, "signatures/certificate.html", values)


@open_to(*HOLDERS_OR_OFFICERS)
@require_safe
def download(request: ActorRequest, serial: str) -> HttpResponse:
    """The certificate in DER."""
    found = find_certificate(serial=serial)
    require(request.actor, "signatures.change_status", found)
    name = f'attachment; filename="{found.serial}.cer"'
    return HttpResponse(bytes(found.der), content_type="application/pkix-cert", headers={"Content-Disposition": name})


@open_to(*HOLDERS_OR_OFFICERS)
@require_POST
def revoke(request: ActorRequest, serial: str) -> HttpResponse:
    """For good."""
    form = RevokeForm(request.POST, officer=request.actor.has_duty(OFFICER))
    if not form.is_valid():
        found = find_certificate(serial=serial)
        require(request.actor, "signatures.change_status", found)
        return _page(request, found, form)
    reason = Reason(form.cleaned_data["reason"])
    revoke_certificate(serial=serial, reason=reason, actor=request.actor, now=clock.now())
    return redirect(reverse("signatures:certificate", args=[serial]))


@open_to(*HOLDERS_OR_OFFICERS)
@require_POST
def suspend(request: ActorRequest, serial: str) -> HttpResponse:
    """Until it is released."""
    suspend_certificate(serial=serial, actor=request.actor, now=clock.now())
    return redirect(reverse("signatures:certificate", args=[serial]))


@open_to(*HOLDERS_OR_OFFICERS)
@require_POST
def release(request: ActorRequest, serial: str) -> HttpResponse:
    """Good again."""
    release_certificate(serial=serial, actor=request.actor, now=clock.now())
    return redirect(reverse("signatures:certificate", args=[serial]))
