"""Orders, as the office that placed them sees them."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.procurement.models import MallOrder
from madang.systems.procurement.usecases.mall.export import order_xml
from madang.systems.procurement.usecases.mall.fulfil import TITLES, accept_delivery, cancel_order, refuse_delivery
from madang.systems.procurement.usecases.permissions import BUYER, officer
from madang.systems.procurement.web.mall.words import order_values


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


@open_to(officials(BUYER))
@require_safe
def orders(request: ActorRequest) -> HttpResponseBase:
    """The orders of the offices for which the official buys, the newest first."""
    source = MallOrder.objects.filter(office__in=request.actor.offices(BUYER)).select_related("supplier")
    table = Table(
        request=request,
        columns=order_columns("procurement:mall_order"),
        source=source.order_by("-placed_at", "-pk"),
        filters=[state_filter()],
        caption=_("Orders"),
    )
    values = {"table": table, "empty": not source.exists()}
    return table.file(name="orders") or render(request, "procurement/mall/orders.html", values)


def order_columns(address: str) -> list[Column]:
    """What lists of orders show; each number leads to `address`."""
    return [
        Column(name="number", title=_("Number"), sort="number", link=lambda one: reverse(address, args=[one.number])),
        Column(name="supplier", title=_("Supplier"), sort="supplier__name", value=lambda one: one.supplier.name),
        Column(
            name="minor",
            title=_("Amount"),
            kind="money",
            sort="minor",
            value=lambda one: Money(one.minor, one.currency),
        ),
        Column(name="state", title=_("State"), sort="state", value=lambda one: TITLES[one.state]),
        Column(name="placed_at", title=_("Ordered on"), kind="moment", sort="placed_at"),
        Column(name="deliver_by", title=_("Deliver by"), kind="day", sort="deliver_by"),
    ]


def state_filter() -> Filter:
    """Orders of one state."""
    return Filter(
        name="state",
        title=_("State"),
        choices=tuple((state.value, title) for state, title in TITLES.items()),
        apply=lambda rows, state: rows.filter(state=state),
    )


def _found(request: ActorRequest, number: str) -> MallOrder:
    found = MallOrder.objects.select_related("supplier").filter(number=number).first()
    if found is None or found.office not in request.actor.offices(BUYER):
        raise Http404
    return found


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: ActorRequest, number: str) -> HttpResponse:
    """One order: cancel it, or accept what was delivered; who ordered does not accept."""
    found = _found(request, number)
    asked = request.POST.get("do", "")
    form = ReasonForm(data=request.POST if asked in ("cancel", "refuse") else None)
    if asked == "accept":
        accept_delivery(order=found, actor=request.actor, now=clock.now())
        messages.success(request, _("The delivery is accepted."))
        return redirect("procurement:mall_order", number)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            act = cancel_order if asked == "cancel" else refuse_delivery
            act(order=found, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
            messages.success(request, _("Done. The supplier is told."))
            return redirect("procurement:mall_order", number)
    values = order_values(found) | {"form": form, "own": found.placed_by == officer(request.actor)}
    return render(request, "procurement/mall/order.html", values, status=422 if form.errors else 200)


@open_to(officials(BUYER))
@require_safe
def order_file(request: ActorRequest, number: str) -> HttpResponse:
    """The order as UBL 2.1."""
    return xml_file(order_xml(order=_found(request, number)), name=number)


def xml_file(data: bytes, *, name: str) -> HttpResponse:
    """An XML document to keep."""
    response = HttpResponse(data, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{name}.xml"'
    return response
