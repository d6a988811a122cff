"""The old Korean certificate (NPKI): check the pair of files, and sign one document with it. Nothing is kept."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.storage.sniffing import sniff
from madang.framework.ui.forms import add_refusal
from madang.framework.values import Refusal, clock
from madang.systems.signatures.formats.npki import LARGEST
from madang.systems.signatures.usecases import ask_signatures
from madang.systems.signatures.usecases.service_names import has_npki
from madang.systems.signatures.usecases.use_npki_pair import check_pair, sign_with_pair


class PairForm(forms.Form):
    """The two files, the password, and what to sign."""

    certificate = forms.FileField(label=_("signCert.der"), help_text=_("The certificate."))
    key = forms.FileField(label=_("signPri.key"), help_text=_("Its key. It is opened for this one use and not kept."))
    password = forms.CharField(
        label=_("Password of the certificate"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=_("Resident number"),
        help_text=_("Only if you want to know whether the certificate was issued to this number. It is not kept."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    document = forms.FileField(label=_("Document to sign now"), help_text=_("Up to 10 MB."), required=False)


@open_to(RESIDENTS)
@never_cache
@sensitive_post_parameters("password", "number")
@require_http_methods(["GET", "HEAD", "POST"])
def npki(request: ActorRequest) -> HttpResponse:
    """The form; what the pair shows; with a document, the signed file."""
    if not has_npki():
        raise Http404
    form = PairForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "signatures/npki.html", {"form": form}, status=422 if request.method == "POST" else 200)
    try:
        return _used(request, form)
    except Refusal as refusal:
        add_refusal(form=form, refusal=refusal)
        return render(request, "signatures/npki.html", {"form": form}, status=refusal.status)


def _used(request: ActorRequest, form: PairForm) -> HttpResponse:
    typed: dict[str, Any] = form.cleaned_data
    now, document = clock.now(), typed["document"]
    pair, checked = check_pair(
        # One byte more than is taken tells that there are more, without reading them.
        certificate=typed["certificate"].read(LARGEST + 1),
        key=typed["key"].read(LARGEST + 1),
        password=typed["password"],
        number=typed["number"],
        actor=request.actor,
        now=now,
    )
    if document is None:
        return render(request, "signatures/npki.html", {"form": PairForm(), "checked": checked})
    if document.size > ask_signatures.LARGEST:
        form.add_error("document", _("The document is too large."))
        return render(request, "signatures/npki.html", {"form": form}, status=422)
    data = document.read()
    signed, ending = sign_with_pair(
        pair=pair,
        checked=checked,
        data=data,
        media_type=sniff(data=data, name=document.name),
        actor=request.actor,
        now=now,
    )
    response = HttpResponse(signed, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="signed{ending}"'
    return response
