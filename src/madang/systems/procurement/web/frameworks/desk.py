"""What a buyer does with a framework: its terms, orders, mini-competitions, the e-mall."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.frameworks import Way
from madang.systems.procurement.domain.units import unit_title
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Agreement, Lot, Tender
from madang.systems.procurement.usecases.frameworks.announce import set_terms
from madang.systems.procurement.usecases.frameworks.call_off import call_off
from madang.systems.procurement.usecases.frameworks.compete import begin_competition
from madang.systems.procurement.usecases.frameworks.room import room_of, terms_of
from madang.systems.procurement.usecases.frameworks.sell_in_mall import MOST_DAYS, sell_in_mall
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.award.desk import own_tender
from madang.systems.procurement.web.award.showing import Given, form_page
from madang.systems.procurement.web.budget_lines import lines_to_choose
from madang.systems.procurement.web.contract.answering import ask_neighbours
from madang.systems.procurement.web.contract.forms import ContractForm, known_already
from madang.systems.procurement.web.frameworks.public import framework_of
from madang.systems.procurement.web.frameworks.words import WAYS

MOST_MEMBERS = 200


class TermsForm(forms.Form):
    """What the notice says beside the lots."""

    members_most = forms.IntegerField(
        label=gettext_lazy("Suppliers admitted at most, in each lot"), min_value=1, max_value=MOST_MEMBERS
    )
    starts_on = DateField(label=gettext_lazy("Begins"))
    ends_on = DateField(label=gettext_lazy("Last day for orders"))
    way = forms.ChoiceField(
        label=gettext_lazy("How orders are placed"),
        choices=[(one.value, title) for one, title in WAYS.items()],
        widget=forms.RadioSelect,
    )


class QuantityForm(forms.Form):
    """How much."""

    quantity = forms.DecimalField(
        label=gettext_lazy("Quantity"), max_digits=14, decimal_places=3, min_value=Decimal("0.001")
    )


class OrderForm(ContractForm):
    """How much, why of this member, and what every contract asks."""

    def __init__(self, *, first: bool, **options: Any) -> None:
        super().__init__(**options)
        self.fields["quantity"] = QuantityForm.base_fields["quantity"]
        if not first:
            self.fields["reason"] = forms.CharField(
                label=_("Why another than the first member"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
            )
        self.order_fields(["quantity", "reason"])


class MallForm(forms.Form):
    """How fast it is delivered."""

    delivery_days = forms.IntegerField(label=gettext_lazy("Days to deliver"), min_value=1, max_value=MOST_DAYS)


def _own(request: ActorRequest, number: str) -> Tender:
    own_tender(request, number)
    return framework_of(number)


def _agreement(tender: Tender, number: str) -> Agreement:
    held = Agreement.objects.select_related("lot__tender__framework_terms", "supplier")
    return get_object_or_404(held, number=number, lot__tender=tender)


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: ActorRequest, number: str) -> HttpResponse:
    """The terms of a draft."""
    tender = own_tender(request, number)
    if tender.method != Method.FRAMEWORK.value or tender.state != TenderState.DRAFT.value:
        raise Http404
    held = terms_of(tender=tender)
    names = ("members_most", "starts_on", "ends_on", "way")
    initial = {name: getattr(held, name) for name in names} if held else {"members_most": 1, "way": Way.DIRECT.value}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("procurement:own_tender", args=[number])

    def record(given: Given) -> HttpResponse:
        set_terms(tender=tender, actor=request.actor, now=clock.now(), **{**given, "way": Way(given["way"])})
        messages.success(request, _("Recorded."))
        return redirect(back)

    return form_page(
        request,
        form=form,
        do=record,
        title=_("Terms of the framework"),
        lead=_(
            "They stand in the notice and never change after it. The estimated price of a lot is the most that is ordered."
        ),
        button=_("Record the terms"),
        back=back,
    )


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: ActorRequest, number: str, agreement: str) -> HttpResponse:
    """A call-off at the agreed price: a draft contract."""
    tender = _own(request, number)
    held, now = _agreement(tender, agreement), clock.now()
    lines, silent = lines_to_choose(office=tender.buyer, now=now)
    posted = request.POST if request.method == "POST" else None
    initial = known_already(line=tender.budget_line, supplier=held.supplier)
    form = OrderForm(first=held.place == 1, lines=lines, data=posted, initial=initial)
    if posted is not None and form.is_valid():
        with ShownIn(form):
            typed = form.cleaned_data
            given = {"quantity": typed["quantity"], "reason": typed.get("reason", "")}
            made = call_off(agreement=held, plan=form.plan(), actor=request.actor, now=now, **given)
            ask_neighbours(request=request, contract=made)
            return redirect("procurement:desk_contract", made.number)
    values = {
        "form": form,
        "silent": silent,
        "no_lines": not lines and not silent,
        "facts": _order_facts(held),
        "back": reverse("procurement:framework", args=[number]),
    }
    return render(request, "procurement/frameworks/order.html", values, status=422 if form.errors else 200)


def _order_facts(held: Agreement) -> list[tuple[str, str]]:
    item, currency = held.lot.items.get(), held.currency
    unit = unit_title(code=item.unit, language=get_language() or "en")
    agreed = f"{item.quantity.normalize():f} {unit} · {written.money(Money(held.minor, currency))}"
    return [
        (_("Supplier"), held.supplier.name),
        (_("Item"), item.title),
        (_("Agreed price"), agreed),
        (_("Left under the ceiling"), written.money(Money(room_of(lot=held.lot).left, currency))),
        (_("Last day for orders"), written.day(held.ends_on)),
    ]


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def competition(request: ActorRequest, number: str, position: int) -> HttpResponse:
    """Begin a mini-competition among a lot's members."""
    tender = _own(request, number)
    lot = get_object_or_404(Lot.objects.select_related("tender__framework_terms"), tender=tender, position=position)

    def begin(given: Given) -> HttpResponse:
        made = begin_competition(lot=lot, quantity=given["quantity"], actor=request.actor, now=clock.now())
        messages.success(request, _("The draft names every member. Set its dates, then publish it."))
        return redirect("procurement:own_tender", made.number)

    left = written.money(Money(room_of(lot=lot).left, tender.currency))
    return form_page(
        request,
        form=QuantityForm(request.POST if request.method == "POST" else None),
        do=begin,
        title=_("Begin a mini-competition"),
        lead=_("All members are invited and nobody else; none may ask more than its agreed price."),
        button=_("Make the draft"),
        back=reverse("procurement:framework", args=[number]),
        facts=[(_("Lot"), lot.title), (_("Left under the ceiling"), left)],
    )


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def mall(request: ActorRequest, number: str, agreement: str) -> HttpResponse:
    """Sell an agreement's goods in the e-mall."""
    tender = _own(request, number)
    held = _agreement(tender, agreement)
    back = reverse("procurement:framework", args=[number])

    def sell(given: Given) -> HttpResponse:
        sell_in_mall(agreement=held, delivery_days=given["delivery_days"], actor=request.actor, now=clock.now())
        messages.success(request, _("Every office may order it in the e-mall now; orders count under the ceiling."))
        return redirect(back)

    return form_page(
        request,
        form=MallForm(request.POST if request.method == "POST" else None),
        do=sell,
        title=_("Put it into the e-mall"),
        lead=_("Every office may order it there at the agreed price until the agreement ends."),
        button=_("Put it into the e-mall"),
        back=back,
        facts=_order_facts(held),
    )
