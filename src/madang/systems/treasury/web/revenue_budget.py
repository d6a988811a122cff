"""A budget's revenue: what it expects of each class, beside what came in."""

from functools import cache
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.domain.revenue_budget import BY_GOVERNMENT
from madang.systems.treasury.models import Budget, RevenueEstimate
from madang.systems.treasury.usecases.estimate_revenue import beside, expect
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web.desk import name_of, visible
from madang.systems.treasury.web.showing import money


class EstimateForm(forms.Form):
    """What is expected of a class, and how that was estimated."""

    code = forms.ChoiceField(label=gettext_lazy("Class of revenue"))
    basis = forms.CharField(label=gettext_lazy("How it was estimated"), max_length=300)

    def __init__(self, *args: Any, motion: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["code"]
        choice.choices = [(code, f"{code} {title_of(code)}") for code in pack().data("treasury/revenue")["receipts"]]  # type: ignore[attr-defined]
        amount = AmountField(label=_("Estimated"), min_value=0)
        self.fields = {"code": choice, "minor": amount, "basis": self.fields["basis"]}
        if motion:
            self.fields["motion"] = forms.CharField(label=_("Motion or article"), max_length=200)


def title_of(code: str) -> str:
    """A class of revenue in the reader's language."""
    titles = pack().data("treasury/revenue")["receipts"].get(code, {})
    return title_in(titles=titles, otherwise=code)


@open_to(officials(BUDGET, PARLIAMENT))
@require_http_methods(["GET", "HEAD", "POST"])
def revenue(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Each class with what is expected and what came in; the budget office, then parliament, say what is expected."""
    held = get_object_or_404(visible(request), pk=pk)
    government = State(held.state) in BY_GOVERNMENT and request.actor.has_duty(BUDGET)
    parliament = held.state == State.PROPOSED and request.actor.has_duty(PARLIAMENT)
    form = EstimateForm(request.POST if request.method == "POST" else None, motion=parliament)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            expect(budget=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The estimate is recorded."))
            return redirect("treasury:revenue", held.pk)
    rows = beside(budget=held)
    table = Table(
        request=request,
        columns=(
            Column(name="code", title=_("Class of revenue"), value=lambda one: f"{one.code} {title_of(one.code)}"),
            Column(name="expected", title=_("Estimated"), kind="money", value=lambda one: money(one.expected)),
            Column(name="came", title=_("Came in"), kind="money", value=lambda one: money(one.came)),
            Column(name="more", title=_("More or less"), kind="money", value=lambda one: money(one.more)),
            Column(name="percent", title=_("Of a hundred"), kind="number", value=lambda one: one.percent),
        ),
        source=rows,
        caption=_("Revenue of {year}").format(year=held.year),
    )
    values = {
        "pk": held.pk,
        "name": name_of(held),
        "table": table,
        "form": form if government or parliament else None,
        "facts": [
            (_("Estimated"), written.money(money(sum(one.expected for one in rows)))),
            (_("Came in"), written.money(money(sum(one.came for one in rows)))),
        ],
        "changes": _changes(held),
    }
    status = 422 if form.errors else 200
    return table.file(name=f"revenue-{held}") or render(request, "treasury/revenue.html", values, status=status)


def _changes(held: Budget) -> list[dict[str, object]]:
    # Each officer's name is asked once a list.
    named = cache(officer_name)
    return [
        {
            "title": f"{one.code} {title_of(one.code)}",
            "amount": money(one.minor),
            "says": " · ".join(word for word in (one.basis, one.authority, named(one.by)) if word),
            "at": one.at,
        }
        for one in RevenueEstimate.objects.filter(budget=held).order_by("-pk")[:50]
    ]
