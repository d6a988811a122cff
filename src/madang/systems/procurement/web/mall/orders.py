"""Orders, as the office that placed them sees them."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.procurement.models import MallOrder
from madang.systems.procurement.usecases.mall.answer_order import TITLES, cancel_order
from madang.systems.procurement.usecases.mall.export import order_xml
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.contract.answering import ask_neighbours
from madang.systems.procurement.web.list_parts import amount, leading, of_supplier
from madang.systems.procurement.web.mall.words import order_values, state_title


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
        source=source.select_related("supplier", "contract").order_by("-placed_at", "-pk"),
        filters=[_state_filter()],
        caption=pgettext("mall", "Orders"),
    )
    return table.file(name="orders") or render(request, template, {"table": table, "empty": not source.exists()})


def _columns(view: str) -> list[Column]:
    return [
        leading(name="number", title=_("Order number"), view=view),
        of_supplier(),
        amount(title=_("Amount")),
        Column(name="state", title=_("State"), sort="state", value=state_title),
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
    found = MallOrder.objects.select_related("supplier", "contract").filter(number=number).first()
    if found is None or found.office not in request.actor.offices(BUYER):
        raise Http404
    return found


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: ActorRequest, number: str) -> HttpResponse:
    """One order, till the supplier answers it: cancel it, or ask the treasury again."""
    found = _found(request, number)
    asked = request.POST.get("do", "")
    form = ReasonForm(data=request.POST if asked == "cancel" else None)
    done = asked == "retry"
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            cancel_order(order=found, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
            messages.success(request, _("Done. The supplier is told."))
            done = True
    if done:
        ask_neighbours(request=request, contract=found.contract)
        return redirect("procurement:mall_order", number)
    contract = reverse("procurement:desk_contract", args=[found.contract.number])
    values = order_values(found, contract=contract) | {"form": form, "line": found.contract.terms.line}
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
