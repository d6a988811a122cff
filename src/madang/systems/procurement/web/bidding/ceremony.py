"""The buyer begins the ceremony: who holds the keys of a tender's bids."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.may import require
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import parameter
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.procurement.models import Ceremony, CustodianKey, Tender
from madang.systems.procurement.usecases.bidding.appoint_custodians import appoint_custodians
from madang.systems.procurement.usecases.office_names import office_names
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.bidding.public import minute_of, seats_of


class CustodiansForm(forms.Form):
    """Who holds a key."""

    keys = forms.MultipleChoiceField(label=gettext_lazy("Custodians"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, custodians: list[CustodianKey], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        offices = office_names(codes={one.office for one in custodians})
        self.fields["keys"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} · {offices[one.office]}") for one in custodians
        ]


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def ceremony(request: ActorRequest, number: str) -> HttpResponse:
    """Choose the custodians once; afterwards the page shows them."""
    tender = get_object_or_404(Tender, number=number)
    require(request.actor, "procurement.buy", tender.buyer)
    begun = Ceremony.objects.filter(tender=tender).first()
    known = list(CustodianKey.objects.filter(ended_at=None).order_by("office", "name"))
    form = CustodiansForm(request.POST or None, custodians=known)
    now = clock.now()
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in known if str(one.pk) in form.cleaned_data["keys"]]
        with ShownIn(form):
            appoint_custodians(tender=tender, keys=chosen, actor=request.actor, now=now)
            messages.success(request, _("The ceremony has begun; suppliers can seal their bids."))
            return redirect("procurement:ceremony", number=tender.number)
    today = timezone.localdate(now)
    values = {
        "number": tender.number,
        "title": tender.title,
        "form": form,
        "known": bool(known),
        "wanted": parameter("procurement.bidding.custodians", on=today),
        "threshold": parameter("procurement.bidding.threshold", on=today),
        "seats": seats_of(begun) if begun else [],
        "minute": minute_of(begun) if begun else [],
    }
    return render(request, "procurement/bidding/ceremony.html", values, status=422 if form.errors else 200)
