"""Officials look at parcels that were selected, and release or refuse them."""

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import mask_name
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.customs.models import Parcel
from madang.systems.customs.usecases.declarations.words import LANES
from madang.systems.customs.usecases.express.decide_parcel import decide_parcel
from madang.systems.customs.usecases.express.find_parcels import held_parcels, look_at_parcel
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER
from madang.systems.customs.web.express.words import STATES


class FindingForm(forms.Form):
    """What was found."""

    finding = forms.CharField(
        label=gettext_lazy("What you found"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


@open_to(officials(OFFICER, INSPECTOR))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """What waits, the oldest first."""
    source = held_parcels(actor=request.actor)
    columns = (
        Column(
            name="waybill",
            title=pgettext("customs parcel", "Waybill"),
            link=lambda one: reverse("customs:parcel", args=[one.waybill]),
        ),
        Column(name="description", title=pgettext("customs parcel", "What it is")),
        Column(name="price", title=pgettext("customs parcel", "Price"), kind="money"),
        Column(name="lane", title=pgettext("customs", "Lane"), value=lambda one: LANES[one.lane]),
    )
    table = Table(request=request, columns=columns, source=source, caption=_("Parcels to look at"))
    return table.file(name="parcels") or render(
        request, "customs/express/desk.html", {"table": table, "any": source.exists()}
    )


@open_to(officials(OFFICER, INSPECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def parcel(request: ActorRequest, waybill: str) -> HttpResponse:
    """One parcel: what the courier said, and the decision. The consignee sees the look."""
    now = clock.now()
    found = look_at_parcel(waybill=waybill, actor=request.actor, now=now)
    form = FindingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            decide_parcel(
                waybill=found.waybill,
                release="release" in request.POST,
                finding=form.cleaned_data["finding"],
                actor=request.actor,
                now=now,
            )
            return redirect("customs:parcel_desk")
    values = {"waybill": found.waybill, "facts": _facts(found), "form": form, "held": found.state == "held"}
    return render(request, "customs/express/parcel.html", values, status=422 if form.errors else 200)


def _facts(found: Parcel) -> list[tuple[object, object]]:
    return [
        (pgettext("customs", "State"), STATES[found.state]),
        (pgettext("customs parcel", "What it is"), f"{found.description} ({found.commodity})"),
        (pgettext("customs parcel", "Price"), written.money(found.price)),
        (pgettext("customs parcel", "Seller"), f"{found.seller} ({found.sent_from})"),
        (_("Ordered on"), written.day(found.ordered_on)),
        (_("Net mass (kg)"), found.kilograms),
        (_("Consignee"), mask_name(str(found.consignee["name"]))),
        (_("Courier"), found.lodged.party_name),
    ]
