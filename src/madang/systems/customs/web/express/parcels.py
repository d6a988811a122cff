"""A person's parcels: what became of each, and why."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Table
from madang.systems.customs.models import Parcel
from madang.systems.customs.usecases.express.find_parcels import parcels_of
from madang.systems.customs.web.express.words import STATES, why


@open_to(RESIDENTS)
@require_safe
def parcels(request: ActorRequest) -> HttpResponseBase:
    """All of them, the newest first."""
    source = parcels_of(actor=request.actor)
    table = Table(request=request, columns=_columns(), source=source, caption=_("Parcels from abroad"))
    file = table.file(name="parcels")
    return file or render(request, "customs/express/parcels.html", {"table": table, "any": source.exists()})


def _columns() -> tuple[Column, ...]:
    return (
        Column(name="waybill", title=pgettext("customs parcel", "Waybill"), sort="waybill", link=_link),
        Column(name="description", title=pgettext("customs parcel", "What it is")),
        Column(name="seller", title=pgettext("customs parcel", "Seller")),
        Column(name="ordered_on", title=_("Ordered on"), kind="day", sort="ordered_on"),
        Column(name="price", title=pgettext("customs parcel", "Price"), kind="money"),
        Column(name="state", title=pgettext("customs", "State"), value=_state),
    )


def _state(one: Parcel) -> str:
    return " · ".join(filter(None, (str(STATES[one.state]), why(one), one.finding)))


def _link(one: Parcel) -> str:
    return reverse("customs:own_parcel", args=[one.waybill])
