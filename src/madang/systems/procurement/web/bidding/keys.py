"""The keys with which a supplier's devices and programs sign bids."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.procurement.formats.sealed_bid import public_point
from madang.systems.procurement.models import BidderKey, Supplier
from madang.systems.procurement.usecases.bidding.bidder_keys import end_bidder_key, register_bidder_key
from madang.systems.procurement.web.acting import supplier_of


class KeyForm(forms.Form):
    """A program's public key."""

    label = forms.CharField(label=gettext_lazy("What the key is for"), max_length=80)
    public = forms.CharField(
        label=gettext_lazy("Public key (PEM, P-256)"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000
    )

    def clean_public(self) -> bytes:
        """The key's point."""
        try:
            key = load_pem_public_key(self.cleaned_data["public"].encode())
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValidationError(_("This is no public key of the curve P-256 in PEM."))
        return public_point(key=key)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: ActorRequest) -> HttpResponse:
    """See the keys, register a program's, end one."""
    supplier = supplier_of(request)
    form = KeyForm(request.POST if "public" in request.POST else None)
    if request.method == "POST" and supplier is not None:
        if "end" in request.POST:
            return _end(request, supplier)
        if form.is_valid():
            with ShownIn(form):
                given = form.cleaned_data
                register_bidder_key(
                    supplier=supplier,
                    public=given["public"],
                    label=given["label"],
                    actor=request.actor,
                    now=clock.now(),
                )
                messages.success(request, _("The key is registered: what it signs is taken as a bid of this business."))
                return redirect("procurement:bidder_keys")
    found = BidderKey.objects.filter(supplier=supplier).order_by("-registered_at") if supplier else []
    rows = [
        {"pk": one.pk, "label": one.label, "public": one.public, "at": one.registered_at, "ended_at": one.ended_at}
        for one in found
    ]
    values = {"rows": rows, "supplier": supplier and supplier.name, "form": form}
    return render(request, "procurement/bidding/keys.html", values, status=422 if form.errors else 200)


def _end(request: ActorRequest, supplier: Supplier) -> HttpResponse:
    chosen = request.POST["end"]
    key = get_object_or_404(
        BidderKey, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0, supplier=supplier
    )
    end_bidder_key(key=key, actor=request.actor, now=clock.now())
    messages.success(request, _("The key has ended: nothing that it signs is taken any more."))
    return redirect("procurement:bidder_keys")
