"""The desk of the office that keeps the frameworks: catalogues to publish or to return."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.may import Forbidden, may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.mall import CatalogueState
from madang.systems.procurement.models import Catalogue
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.mall.decide_catalogue import publish_catalogue, return_catalogue
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.mall.orders import ReasonForm
from madang.systems.procurement.web.mall.words import catalogue_row, quantity, unit


def _keeps(request: ActorRequest) -> None:
    if not may(request.actor, "procurement.buy", law.keeper(on=timezone.localdate(clock.now()))):
        raise Forbidden


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD"])
def catalogues(request: ActorRequest) -> HttpResponse:
    """Catalogues that wait, the oldest first."""
    _keeps(request)
    waiting = Catalogue.objects.filter(state=CatalogueState.SUBMITTED.value).select_related("supplier").order_by("pk")
    rows = [catalogue_row(one) for one in waiting[:100]]
    return render(request, "procurement/mall/catalogues.html", {"catalogues": rows})


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request: ActorRequest, number: str) -> HttpResponse:
    """One catalogue with its items: publish it, or return it with a reason."""
    _keeps(request)
    found = get_object_or_404(Catalogue.objects.select_related("supplier"), number=number)
    asked, now = request.POST.get("do", ""), clock.now()
    if asked == "publish":
        publish_catalogue(catalogue=found, actor=request.actor, now=now)
        messages.success(request, _("Published. The prices are in the mall from their first day on."))
        return redirect("procurement:catalogues")
    form = ReasonForm(data=request.POST if asked == "return" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            return_catalogue(catalogue=found, reason=form.cleaned_data["reason"], actor=request.actor, now=now)
            messages.success(request, _("Returned. The supplier is told."))
            return redirect("procurement:catalogues")
    table = Table(
        request=request, columns=_columns(found.currency), source=found.items.order_by("pk"), caption=_("Items")
    )
    values = catalogue_row(found) | {"table": table, "form": form, "waits": found.state == CatalogueState.SUBMITTED}
    return render(request, "procurement/mall/catalogue.html", values, status=422 if form.errors else 200)


def _columns(currency: str) -> list[Column]:
    return [
        Column(name="code", title=_("Supplier's number of it"), sort="code"),
        Column(name="title", title=_("Item"), sort="title"),
        Column(name="unspsc", title="UNSPSC", sort="unspsc"),
        Column(
            name="minor", title=_("Price"), kind="money", sort="minor", value=lambda one: Money(one.minor, currency)
        ),
        Column(name="unit", title=_("Unit"), value=lambda one: unit(one.unit)),
        Column(
            name="limits",
            title=_("Minimum and maximum"),
            value=lambda one: f"{quantity(one.minimum)} – {quantity(one.maximum)}",
        ),
        Column(name="delivery_days", title=_("Days to deliver"), kind="number", sort="delivery_days"),
    ]
