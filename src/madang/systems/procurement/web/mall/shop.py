"""The e-mall: what is on sale, and one item beside its rivals."""

from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.may import Forbidden
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.procurement.models import CatalogueItem
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.mall.cart import put_in_cart
from madang.systems.procurement.usecases.mall.offers import compared, on_sale
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.list_parts import leading
from madang.systems.procurement.web.mall.words import per_unit, quantity, unit


class QuantityForm(forms.Form):
    """How many."""

    quantity = forms.DecimalField(label=gettext_lazy("Quantity"), max_digits=14, decimal_places=3, min_value=0)


@open_to(ANYONE)
@require_safe
def mall(request: ActorRequest) -> HttpResponseBase:
    """Everything on sale today, the cheapest of a word first."""
    table = Table(
        request=request,
        columns=[
            leading(name="title", title=_("Item"), view="procurement:mall_item", key="pk"),
            Column(name="class", title="UNSPSC", sort="unspsc", value=lambda one: f"{one.unspsc} {one.class_title}"),
            Column(
                name="supplier",
                title=_("Supplier"),
                sort="catalogue__supplier__name",
                value=lambda one: one.catalogue.supplier.name,
            ),
            Column(
                name="minor",
                title=_("Price"),
                kind="money",
                sort="minor",
                value=lambda one: Money(one.minor, one.catalogue.currency),
            ),
            Column(name="unit", title=_("Unit"), value=lambda one: unit(one.unit)),
            Column(name="delivery_days", title=_("Days to deliver"), kind="number", sort="delivery_days"),
        ],
        source=on_sale(on=timezone.localdate(clock.now())).order_by("title", "minor", "pk"),
        filters=[Filter(name="q", title=_("Item, supplier or UNSPSC"), apply=_matching)],
        caption=_("On sale today"),
    )
    offices = request.actor.offices(BUYER)
    keeps = law.keeper(on=timezone.localdate(clock.now())) in offices
    values = {"table": table, "buys": bool(offices), "keeps": keeps}
    return table.file(name="mall") or render(request, "procurement/mall/mall.html", values)


def _matching(rows: QuerySet[CatalogueItem], typed: str) -> QuerySet[CatalogueItem]:
    for word in typed.replace("\x00", "")[:100].split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(class_title__icontains=word)
            | Q(unspsc__startswith=word)
            | Q(catalogue__supplier__name__icontains=word)
        )
    return rows


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: ActorRequest, key: int) -> HttpResponse:
    """One item with the same commodity of others beside it; buyers put it in their cart."""
    today = timezone.localdate(clock.now())
    found = get_object_or_404(on_sale(on=today), pk=key) if key < 2**63 else None
    if found is None:
        raise Http404
    offices = request.actor.offices(BUYER)
    form = QuantityForm(
        data=request.POST if request.method == "POST" else None, initial={"quantity": quantity(found.minimum)}
    )
    if request.method == "POST":
        if not offices:
            raise Forbidden
        if form.is_valid():
            with ShownIn(form):
                put_in_cart(
                    office=offices[0],
                    item=found,
                    quantity=form.cleaned_data["quantity"],
                    actor=request.actor,
                    now=clock.now(),
                )
                messages.success(request, _("It is in the cart."))
                return redirect("procurement:cart")
    values = _item_values(found, today) | {"form": form if offices else None}
    return render(request, "procurement/mall/item.html", values, status=422 if form.errors else 200)


def _item_values(found: CatalogueItem, today: date) -> dict[str, object]:
    catalogue = found.catalogue
    beside = compared(item=found, quantity=found.minimum, on=today)
    return {
        "title": found.title,
        "facts": [
            (_("Supplier"), catalogue.supplier.name),
            (_("Price"), per_unit(found.minor, catalogue.currency, found.unit)),
            ("UNSPSC", f"{found.unspsc} {found.class_title}"),
            (_("Minimum and maximum"), f"{quantity(found.minimum)} – {quantity(found.maximum)}"),
            (_("Days to deliver"), written.number(found.delivery_days)),
            (_("Price holds until"), written.day(catalogue.until_on)),
            (_("Supplier's number of it"), found.code),
        ],
        "offers": [
            {
                "key": one.pk,
                "title": one.title,
                "supplier": one.catalogue.supplier.name,
                "price": Money(one.minor, one.catalogue.currency),
                "days": one.delivery_days,
                "own": one.pk == found.pk,
            }
            for _offer, one in beside
        ],
    }
