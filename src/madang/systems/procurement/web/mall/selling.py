"""The mall as a supplier sees it: its catalogues and its orders."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.procurement.domain.catalogue import FIELDS
from madang.systems.procurement.formats.catalogue_file import LARGEST
from madang.systems.procurement.models import Catalogue, MallOrder, Supplier
from madang.systems.procurement.usecases.mall.answer_order import confirm_order, decline_order
from madang.systems.procurement.usecases.mall.decide_catalogue import withdraw_catalogue
from madang.systems.procurement.usecases.mall.export import catalogue_xml, order_xml
from madang.systems.procurement.usecases.mall.submit_catalogue import Sent, submit_catalogue
from madang.systems.procurement.web.acting import supplier_of
from madang.systems.procurement.web.contract.answering import ask_neighbours
from madang.systems.procurement.web.mall.orders import ReasonForm, list_orders, xml_file
from madang.systems.procurement.web.mall.words import catalogue_row, order_values


class CatalogueForm(forms.Form):
    """A file with prices."""

    file = forms.FileField(
        label=gettext_lazy("Catalogue"),
        help_text=gettext_lazy("Catalogue of UBL 2.1 (XML), or CSV in UTF-8; at most 5 MB."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    from_on = DateField(label=gettext_lazy("Prices hold from"), required=False)
    until_on = DateField(label=gettext_lazy("Prices hold until"), required=False)


def supplier_here(request: ActorRequest) -> Supplier | None:
    """The supplier for which the resident may act; None where there is none yet."""
    found = supplier_of(request)
    return found if found and may(request.actor, "procurement.supply", found.number) else None


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def my_catalogues(request: ActorRequest) -> HttpResponse:
    """The supplier's catalogues, and the form that sends another."""
    supplier = supplier_here(request)
    if supplier is None:
        return redirect("procurement:company")
    asked, now = request.POST.get("do", ""), clock.now()
    if asked == "withdraw":
        held = get_object_or_404(Catalogue, supplier=supplier, number=request.POST.get("number", "")[:32])
        withdraw_catalogue(catalogue=held, actor=request.actor, now=now)
        messages.success(request, _("It is withdrawn. Orders that were placed stand."))
        return redirect("procurement:my_catalogues")
    sent = asked == "send"
    form = CatalogueForm(data=request.POST if sent else None, files=request.FILES if sent else None)
    if sent and form.is_valid():
        head = Sent(**{name: form.cleaned_data[name] for name in ("title", "from_on", "until_on")})
        with ShownIn(form):
            data = read_upload(file=form.cleaned_data["file"], limit=LARGEST)
            made = submit_catalogue(supplier=supplier, data=data, sent=head, actor=request.actor, now=now)
            messages.success(
                request, _("{count} items are taken; the office publishes them.").format(count=made.items.count())
            )
            return redirect("procurement:my_catalogues")
    held_rows = Catalogue.objects.filter(supplier=supplier).select_related("supplier").order_by("-pk")[:50]
    values = {"form": form, "catalogues": [catalogue_row(one) for one in held_rows], "fields": ",".join(FIELDS)}
    return render(request, "procurement/mall/my_catalogues.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_safe
def my_catalogue_file(request: ActorRequest, number: str) -> HttpResponse:
    """A catalogue of one's own as UBL 2.1."""
    supplier = supplier_here(request)
    if supplier is None:
        raise Http404
    found = get_object_or_404(Catalogue.objects.select_related("supplier"), supplier=supplier, number=number)
    return xml_file(catalogue_xml(catalogue=found), name=number)


@open_to(RESIDENTS)
@require_safe
def my_orders(request: ActorRequest) -> HttpResponseBase:
    """The supplier's orders, the newest first."""
    supplier = supplier_here(request)
    if supplier is None:
        return redirect("procurement:company")
    source = MallOrder.objects.filter(supplier=supplier)
    return list_orders(request, source, view="procurement:my_order", template="procurement/mall/my_orders.html")


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def my_order(request: ActorRequest, number: str) -> HttpResponse:
    """One order: confirm it once its money stands, or decline it."""
    found = _own(request, number)
    asked, now = request.POST.get("do", ""), clock.now()
    decline = ReasonForm(data=request.POST if asked == "decline" else None)
    done = asked == "confirm"
    if done:
        confirm_order(order=found, actor=request.actor, now=now)
    if decline.is_bound and decline.is_valid():
        with ShownIn(decline):
            decline_order(order=found, reason=decline.cleaned_data["reason"], actor=request.actor, now=now)
            done = True
    if done:
        ask_neighbours(request=request, contract=found.contract)
        messages.success(request, _("Done. The buyer sees it."))
        return redirect("procurement:my_order", number)
    contract = reverse("procurement:my_contract", args=[found.contract.number])
    values = order_values(found, contract=contract) | {"decline": decline}
    return render(request, "procurement/mall/my_order.html", values, status=422 if decline.errors else 200)


@open_to(RESIDENTS)
@require_safe
def my_order_file(request: ActorRequest, number: str) -> HttpResponse:
    """An order to one's own business as UBL 2.1."""
    return xml_file(order_xml(order=_own(request, number)), name=number)


def _own(request: ActorRequest, number: str) -> MallOrder:
    supplier = supplier_here(request)
    if supplier is None:
        raise Http404
    return get_object_or_404(MallOrder.objects.select_related("supplier", "contract"), supplier=supplier, number=number)
