"""The cart of an official, and the order that is made of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.contracts.treasury_v1 import Line
from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import citation
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.mall import line_total, must_compare
from madang.systems.procurement.models import CartLine, Supplier
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.mall.ask_offers import ask_for_offers, classes_that_compete
from madang.systems.procurement.usecases.mall.cart import take_out_of_cart
from madang.systems.procurement.usecases.mall.offers import compared
from madang.systems.procurement.usecases.mall.place_order import Choice, cart_of, place_order, total_of
from madang.systems.procurement.usecases.office_names import office_name
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.budget_lines import line_choices, lines_to_choose
from madang.systems.procurement.web.contract.answering import ask_neighbours
from madang.systems.procurement.web.mall.words import quantity, unit


class OrderForm(forms.Form):
    """Which line pays, where it goes, and why this offer."""

    line = forms.ChoiceField(label=gettext_lazy("Budget line that pays"))
    place = forms.CharField(label=gettext_lazy("Where it is delivered"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Why another than the cheapest"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only where a cheaper offer stands in the comparison."),
    )

    def __init__(self, *, lines: Sequence[Line], **options: Any) -> None:
        super().__init__(**options)
        self.fields["line"].choices = line_choices(lines)  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """Where it is delivered, which suppliers must know for their offer."""

    place = forms.CharField(label=gettext_lazy("Where it is delivered"), max_length=200)


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def cart(request: ActorRequest) -> HttpResponse:
    """What was put aside, by supplier: each supplier is one order."""
    office, now = request.actor.offices(BUYER)[0], clock.now()
    asked, number = request.POST.get("do", ""), request.POST.get("supplier", "")
    if asked == "take":
        take_out_of_cart(office=office, key=_key(request), actor=request.actor)
        return redirect("procurement:cart")
    place = PlaceForm(data=request.POST if asked == "ask" else None)
    if place.is_bound and place.is_valid():
        with ShownIn(place):
            return _ask(request, office, place.cleaned_data["place"])
    asking = {_key(request): place} if place.is_bound else {}
    lines, silent = lines_to_choose(office=office, now=now)
    form = OrderForm(lines=lines, data=request.POST if asked == "order" else None)
    supplier = Supplier.objects.filter(number=number[:32]).first() if asked == "order" else None
    if supplier is not None and form.is_valid():
        with ShownIn(form):
            shown = request.POST.get("compared", "")
            compared_total = int(shown) if shown.isdigit() and len(shown) < 19 else 0
            choice = Choice(**form.cleaned_data, compared_total=compared_total)
            made = place_order(office=office, supplier=supplier, choice=choice, actor=request.actor, now=now)
            ask_neighbours(request=request, contract=made.contract)
            messages.success(request, _("Ordered. The supplier is told as soon as the money stands."))
            return redirect("procurement:mall_order", made.number)
    today = timezone.localdate(now)
    values = {
        "groups": [
            _group(seller, list(cart_of(office=office, supplier=seller, holder=officer(request.actor))), today, asking)
            | {"form": form if seller == supplier else OrderForm(lines=lines, auto_id=f"id_{seller.number}_%s")}
            for seller in _sellers(office, officer(request.actor))
        ],
        "office": office_name(code=office),
        "law": spoken(citation(f"{law.KEY}.comparison_from", on=today)),
        "silent": silent,
        "no_lines": not lines and not silent,
    }
    return render(request, "procurement/mall/cart.html", values, status=422 if form.errors or place.errors else 200)


def _key(request: ActorRequest) -> int:
    """The line that is meant; 0, which is none, for what is no number."""
    key = request.POST.get("key", "")
    return int(key) if key.isdigit() and len(key) < 15 else 0


def _ask(request: ActorRequest, office: str, place: str) -> HttpResponse:
    mine = CartLine.objects.filter(office=office, holder=officer(request.actor)).select_related("item")
    line = get_object_or_404(mine, pk=_key(request))
    made = ask_for_offers(line=line, place=place, actor=request.actor, now=clock.now())
    messages.success(request, _("The suppliers are asked. Their offers are opened together when their time is over."))
    return redirect("procurement:mall_round", made.number)


def _sellers(office: str, holder: str) -> QuerySet[Supplier]:
    mine = CartLine.objects.filter(office=office, holder=holder)
    return Supplier.objects.filter(pk__in=mine.values("item__catalogue__supplier")).order_by("name")


def _group(seller: Supplier, lines: list[CartLine], today: date, asking: Mapping[int, PlaceForm]) -> dict[str, object]:
    total = total_of(lines=lines)
    currency = lines[0].item.catalogue.currency
    competing = classes_that_compete(lines=lines, on=today)
    compares = not competing and must_compare(total=total, law=law.comparison(on=today))
    return {
        "number": seller.number,
        "name": seller.name,
        "total": Money(total, currency),
        "minor": total,
        "compares": compares,
        "competes": bool(competing),
        "lines": [
            {
                "key": one.pk,
                "item": one.item_id,
                "title": one.item.title,
                "quantity": quantity(one.quantity),
                "unit": unit(one.item.unit),
                "total": Money(line_total(minor=one.item.minor, quantity=one.quantity), currency),
                "ask": asking.get(one.pk) or PlaceForm(auto_id=f"id_ask_{one.pk}_%s"),
                "competes": one.item.unspsc in competing,
                "offers": _offers(one, today) if compares else [],
            }
            for one in lines
        ],
    }


def _offers(line: CartLine, today: date) -> list[dict[str, object]]:
    return [
        {
            "supplier": item.catalogue.supplier.name,
            "title": item.title,
            "price": Money(item.minor, item.catalogue.currency),
            "total": Money(line_total(minor=item.minor, quantity=line.quantity), item.catalogue.currency),
            "own": item.pk == line.item_id,
        }
        for _offer, item in compared(item=line.item, quantity=line.quantity, on=today)
    ]
