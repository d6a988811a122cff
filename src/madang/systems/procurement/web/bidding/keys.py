"""The devices and programs that sign bids of a supplier: their keys and the certificates of these."""

import base64
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.procurement.formats.device_certificate import chain_in_pem
from madang.systems.procurement.models import BidderKey, Supplier
from madang.systems.procurement.usecases.bidding.bidder_keys import end_bidder_key, register_bidder_key
from madang.systems.procurement.usecases.bidding.refusals import BidderUnknown, RequestUnfit
from madang.systems.procurement.usecases.bidding.standing_words import reason_title
from madang.systems.procurement.web.acting import supplier_of
from madang.systems.procurement.web.bidding.words import device_standing

LONGEST_LABEL, LONGEST_REQUEST = 80, 16 * 1024


class KeyForm(forms.Form):
    """A program's signing request."""

    label = forms.CharField(label=gettext_lazy("What the key is for"), max_length=LONGEST_LABEL)
    request = forms.CharField(
        label=gettext_lazy("Signing request (PKCS #10 in PEM, P-256)"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_REQUEST,
        help_text=gettext_lazy("The command new-bidder-key writes one. The same key again renews its certificate."),
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: ActorRequest) -> HttpResponse:
    """See the keys, register a program's, end one."""
    supplier, now = supplier_of(request), clock.now()
    form = KeyForm(request.POST if "request" in request.POST else None)
    if request.method == "POST" and supplier is not None:
        if "end" in request.POST:
            return _end(request, supplier, now)
        if form.is_valid():
            with ShownIn(form):
                return _register(request, supplier, form, now)
    found = BidderKey.objects.filter(supplier=supplier).order_by("-registered_at") if supplier else ()
    values = {"rows": [_row(one, now) for one in found], "supplier": supplier and supplier.name, "form": form}
    return render(request, "procurement/bidding/keys.html", values, status=422 if form.errors else 200)


def _register(request: ActorRequest, supplier: Supplier, form: KeyForm, now: datetime) -> HttpResponse:
    given = form.cleaned_data
    asked = given["request"].encode()
    key = register_bidder_key(supplier=supplier, request=asked, label=given["label"], actor=request.actor, now=now)
    if key.waits:
        says = _("The key is registered; its certificate follows when the trust services answer.")
    else:
        says = _("The key is registered and certified: what it signs is taken as a bid of this business.")
    messages.success(request, says)
    return redirect("procurement:bidder_keys")


def _row(key: BidderKey, now: datetime) -> dict[str, object]:
    state, tone = device_standing(key=key, now=now)
    refused = key.standing in ("revoked", "suspended")
    return {
        "pk": key.pk,
        "label": key.label,
        "holder": key.holder,
        "public": key.public,
        "fingerprint": key.fingerprint,
        "at": key.registered_at,
        "until": key.certified_until,
        "said_at": key.standing_at,
        "why": reason_title(status=key.standing, reason=key.standing_reason) if refused else key.waits,
        "ended": key.ended_at is not None or key.standing == "revoked",
        "state": state,
        "tone": tone,
    }


def _end(request: ActorRequest, supplier: Supplier, now: datetime) -> HttpResponse:
    chosen = request.POST["end"]
    key = get_object_or_404(
        BidderKey, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0, supplier=supplier
    )
    end_bidder_key(key=key, actor=request.actor, now=now)
    messages.success(
        request, _("The key has ended and its certificate is revoked: nothing that it signs is taken any more.")
    )
    return redirect("procurement:bidder_keys")


@open_to(RESIDENTS)
@require_POST
def device(request: ActorRequest) -> JsonResponse:
    """The key of this browser, registered for the business, with its certificate (base64 of DER; null while it is awaited)."""
    supplier = supplier_of(request)
    if supplier is None:
        raise BidderUnknown
    try:
        asked = base64.b64decode(request.POST.get("request", "")[: 2 * LONGEST_REQUEST], validate=True)
    except ValueError:
        raise RequestUnfit from None
    label = request.headers.get("user-agent", "")[:LONGEST_LABEL]
    key = register_bidder_key(supplier=supplier, request=asked, label=label, actor=request.actor, now=clock.now())
    return JsonResponse({"certificate": key.chain[0] if key.chain else None})


@open_to(RESIDENTS)
@require_safe
def chain(request: ActorRequest, pk: int) -> HttpResponse:
    """The certificates of one of the supplier's own keys up to the root, in PEM."""
    key = BidderKey.objects.filter(pk=pk, supplier=supplier_of(request)).first()
    if key is None or not key.chain:
        raise Http404
    named = {"Content-Disposition": f'attachment; filename="bidder-key-{pk}-chain.pem"'}
    return HttpResponse(chain_in_pem(told=key.chain), content_type="application/pem-certificate-chain", headers=named)
