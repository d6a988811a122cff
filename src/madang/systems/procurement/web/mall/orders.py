"""Orders, as the office that placed them sees them."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.procurement.models import MallOrder
from madang.systems.procurement.usecases.mall.export import order_xml
from madang.systems.procurement.usecases.mall.fulfil import TITLES, accept_delivery, cancel_order, refuse_delivery
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.columns import amount, leading, of_supplier
from madang.systems.procurement.web.mall.words import order_values


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


@open_to(officials(BUYER))
@require_safe
def orders(request: ActorRequest) -> HttpResponseBase:
    """The orders of the offices for which the official buys, the newest first."""
    source = MallOrder.objects.filter(office__in=request.actor.offices(BUYER))
    return list_orders(request, source, view="procurement:mall_order", template="procurement/mall/orders.html")


def list_orders(request: ActorRequest, source: QuerySet[MallOrder], *, view: str, template: str) -> HttpResponseBase:
    """These orders, the newest first; each leads to `view`."""
    table = Table(
        request=request,
        columns=_columns(view),
        source=source.select_related("supplier").order_by("-placed_at", "-pk"),
        filters=[_state_filter()],
        caption=_("Orders"),
    )
    return table.file(name="orders") or render(request, template, {"table": table, "empty": not source.exists()})


def _columns(view: str) -> list[Column]:
    return [
        leading(name="number", title=_("Order number"), view=view),
        of_supplier(),
        amount(title=_("Amount")),
        Column(name="state", title=_("State"), sort="state", value=lambda one: TITLES[one.state]),
        Column(name="placed_at", title=_("Ordered on"), kind="moment", sort="placed_at"),
        Column(name="deliver_by", title=_("Deliver by"), kind="day", sort="deliver_by"),
    ]


def _state_filter() -> Filter:
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
