"""Items of a budget: what was asked, cut, raised and amended, why and by which motion."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.formulation import OPEN_ROUND, Round, State
from madang.systems.treasury.models import Budget, BudgetItem
from madang.systems.treasury.usecases import change_item
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT, UNIT
from madang.systems.treasury.usecases.wording import ROUNDS, title_in
from madang.systems.treasury.web.desk import items_of, name_of, visible
from madang.systems.treasury.web.forms import AmendmentForm, ChangeForm, codes_form
from madang.systems.treasury.web.showing import form_page, money, office_names


@open_to(officials(BUDGET, UNIT, PARLIAMENT))
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    """One item with its changes; and the form of the round that is open, for whom it is."""
    budget = get_object_or_404(visible(request), pk=pk)
    held = get_object_or_404(items_of(request, budget), pk=item)
    kind = _form_of(request, budget, held.office)
    form = kind(request.POST or None) if kind else None
    if form is not None and request.method == "POST" and form.is_valid():
        with ShownIn(form):
            _change(request, budget, change_item.codes_of(item=held), form, held)
            messages.success(request, _("The change is recorded."))
            return redirect("treasury:item", pk=budget.pk, item=held.pk)
    return render(
        request, "treasury/item.html", _values(budget, held, form), status=422 if form and form.errors else 200
    )


@open_to(officials(UNIT, PARLIAMENT))
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: ActorRequest, pk: int) -> HttpResponse:
    """A new item: a unit asks for it, or parliament makes it."""
    budget = get_object_or_404(visible(request), pk=pk)
    offices = request.actor.offices(UNIT) or tuple(office_names())
    kind = _form_of(request, budget, offices[0])
    if kind is None:
        return redirect("treasury:version", pk=budget.pk)
    codes_kind = codes_form(year=budget.year, offices=offices)
    form = type("NewItemForm", (kind, codes_kind), {})(request.POST or None)
    form.order_fields(["office", "activity", "economic", "function", "fund", "amount", "reason", "motion", "consent"])
    if request.method == "POST" and form.is_valid():
        codes = {name: form.cleaned_data[name] for name in codes_kind.base_fields}
        with ShownIn(form):
            made = _change(request, budget, codes, form, None)
            messages.success(request, _("The change is recorded."))
            return redirect("treasury:item", pk=budget.pk, item=made.pk)
    return form_page(
        request,
        form=form,
        title=_("New item: {budget}").format(budget=name_of(budget)),
        lead=_("Choose what it is for and write how much and why; whoever decides reads your reason."),
        button=_("Record"),
        back=reverse("treasury:version", args=[budget.pk]),
    )


def _form_of(request: ActorRequest, budget: Budget, office: str) -> type[ChangeForm] | None:
    """The form of the open round, where it is this actor's."""
    open_round = OPEN_ROUND.get(State(budget.state))
    if open_round is Round.AMENDMENT and request.actor.has_duty(PARLIAMENT):
        return AmendmentForm
    if open_round is Round.REVIEW and request.actor.has_duty(BUDGET):
        return ChangeForm
    if open_round is Round.REQUEST and request.actor.has_duty(UNIT, office):
        return ChangeForm
    return None


def _change(
    request: ActorRequest, budget: Budget, codes: dict[str, str], form: forms.Form, held: BudgetItem | None
) -> BudgetItem:
    given = form.cleaned_data
    shared: dict[str, Any] = {"minor": given["amount"], "actor": request.actor, "now": clock.now()}
    open_round = OPEN_ROUND.get(State(budget.state))
    if open_round is Round.AMENDMENT:
        said = {name: given[name] for name in ("reason", "motion", "consent")}
        return change_item.amend_item(budget=budget, codes=codes, **said, **shared)
    if open_round is Round.REVIEW and held is not None:
        return change_item.review_item(item=held, reason=given["reason"], **shared)
    return change_item.request_item(budget=budget, codes=codes, justification=given["reason"], **shared)


def _values(budget: Budget, held: BudgetItem, form: forms.Form | None) -> dict[str, Any]:
    titles = titles_of(dimension=Dimension.PROGRAMME, year=budget.year)
    classes = titles_of(dimension=Dimension.ECONOMIC, year=budget.year)
    functions = titles_of(dimension=Dimension.FUNCTION, year=budget.year)
    return {
        "budget": budget.pk,
        "budget_name": name_of(budget),
        "title": title_in(titles=titles.get(held.activity, {}), otherwise=held.activity),
        "facts": [
            (pgettext("budget", "Office"), office_names().get(held.office, held.office)),
            (_("Activity"), held.activity),
            (_("Economic class"), f"{held.economic} {title_in(titles=classes.get(held.economic, {}), otherwise='')}"),
            (_("Function"), f"{held.function} {title_in(titles=functions.get(held.function, {}), otherwise='')}"),
        ],
        "versions": [
            (_("Requested"), money(held.requested)),
            (_("Proposed"), money(held.proposed)),
            (_("Voted"), money(held.voted)),
        ],
        "changes": [
            {
                "at": one.at,
                "round": ROUNDS[Round(one.round)],
                "amount": money(one.minor),
                "reason": one.reason,
                "authority": " · ".join(part for part in (one.authority, one.consent) if part),
            }
            for one in held.changes.all()
        ],
        "form": form,
    }
