"""Budgets under way: opened, asked for, reviewed, proposed, amended, voted; each official sees what is theirs to do."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.formulation import PLAN_YEARS, State
from madang.systems.treasury.models import Budget, BudgetItem
from madang.systems.treasury.usecases import enact as voting
from madang.systems.treasury.usecases import formulate
from madang.systems.treasury.usecases.accounting_rules import year_of
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.formulate import STATES, CeilingGiven, budget_calendar
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT, UNIT
from madang.systems.treasury.usecases.plan_midterm import take_ceilings
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web import forms as asked
from madang.systems.treasury.web.showing import form_page, money, office_names, region_name

PARLIAMENT_SEES = (State.PROPOSED.value, State.ENACTED.value, State.REJECTED.value)


@open_to(officials(BUDGET, UNIT, PARLIAMENT))
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """Every budget with its state, the newest first."""
    budgets = visible(request).annotate(Sum("items__requested"), Sum("items__proposed"), Sum("items__voted"))
    rows = [
        {
            "pk": one.pk,
            "name": name_of(one),
            "state": STATES[State(one.state)],
            "requested": money(one.items__requested__sum or 0),
            "proposed": money(one.items__proposed__sum or 0),
            # Before the vote the amount is what the vote would give as amendments stand: nothing that parliament decided.
            "voted": money(one.items__voted__sum or 0) if one.state == State.ENACTED.value else None,
        }
        for one in budgets.order_by("-year", "-serial")
    ]
    now, leads = clock.now(), request.actor.has_duty(BUDGET)
    without = leads and voting.is_without_budget(year=year_of(day=timezone.localdate(now)), now=now)
    values = {"rows": rows, "may_open": leads, "may_ask": request.actor.has_duty(UNIT), "without_budget": without}
    return render(request, "treasury/desk.html", values)


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: ActorRequest) -> HttpResponse:
    """Open the requests for a year's budget, or for a supplementary one."""
    form = asked.OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            made = formulate.open_budget(**given, actor=request.actor, now=clock.now())
            return redirect("treasury:version", pk=made.pk)
    return form_page(
        request,
        form=form,
        title=_("Open a budget"),
        lead=_("Offices then send their requests. Where the year's budget is enacted, this opens a supplementary one."),
        button=pgettext("budget", "Open"),
        back=reverse("treasury:desk"),
    )


@open_to(officials(BUDGET, UNIT, PARLIAMENT))
@require_safe
def version(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One budget: its days, its ceilings, its items; and what is to be done next, for whom it is."""
    held = get_object_or_404(visible(request), pk=pk)
    names, titles = office_names(), titles_of(dimension=Dimension.PROGRAMME, year=held.year)
    items = items_of(request, held).order_by("office", "activity", "economic", "pk")
    offices = sorted(set(items.values_list("office", flat=True)))
    table = Table(
        request=request,
        columns=_columns(names, titles),
        source=items,
        filters=(
            Filter(
                name="office",
                title=pgettext("budget", "Office"),
                choices=tuple((code, names.get(code, code)) for code in offices),
                apply=lambda rows, value: rows.filter(office=value),
            ),
        ),
        caption=_("Items"),
    )
    values = {
        "pk": held.pk,
        "table": table,
        "empty": not offices,
        "name": name_of(held),
        "facts": _facts(held),
        "ceilings": _ceilings(request, held, names),
        "plan_years": [held.year + ahead for ahead in range(PLAN_YEARS)],
        "acts": _acts(request, held),
    }
    return table.file(name=f"budget-{held}") or render(request, "treasury/version.html", values)


@open_to(officials(BUDGET, PARLIAMENT))
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, pk: int, step: str) -> HttpResponse:
    """Bring a budget a step on: `extend`, `plan` (ceilings), `review`, `propose` by the budget office, `vote` by parliament."""
    held = get_object_or_404(visible(request), pk=pk)
    kinds: dict[str, tuple[type[forms.Form], Any, Any]] = {
        "extend": (asked.ExtendForm, _("Take requests till a later day"), _("Extend")),
        "plan": (forms.Form, _("Take the ceilings from the medium-term plan"), _("Take them")),
        "review": (forms.Form, _("End the requests and begin the review"), _("Begin the review")),
        "propose": (asked.ProposeForm, _("Submit the proposal to parliament"), _("Submit")),
        "vote": (asked.VoteForm, _("Record parliament's vote"), _("Record the vote")),
    }
    if step not in kinds:
        return redirect("treasury:version", pk=held.pk)
    kind, title, button = kinds[step]
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            told = _step(request, held, step, form.cleaned_data)
            messages.success(request, told)
            return redirect("treasury:version", pk=held.pk)
    back = reverse("treasury:version", args=[held.pk])
    lead = _("This cannot be taken back; the audit trail keeps who did it.")
    return form_page(request, form=form, title=title, lead=lead, button=button, back=back, facts=_facts(held))


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def ceilings(request: ActorRequest, pk: int) -> HttpResponse:
    """Set what an office may ask for in each year of the medium-term plan."""
    held = get_object_or_404(Budget, pk=pk)
    years = [held.year + ahead for ahead in range(PLAN_YEARS)]
    form = asked.CeilingForm(request.POST or None, years=years, offices=sorted(office_names().items()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = [
            CeilingGiven(office=given["office"], programme=given["programme"], year=year, minor=given[f"year{year}"])
            for year in years
            if given.get(f"year{year}") is not None
        ]
        with ShownIn(form):
            formulate.set_ceilings(budget=held, ceilings=wanted, actor=request.actor, now=clock.now())
            return redirect("treasury:version", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Set ceilings: {budget}").format(budget=name_of(held)),
        lead=_("A request that would exceed the ceiling of its year is refused and says by how much."),
        button=_("Set"),
        back=reverse("treasury:version", args=[held.pk]),
    )


def visible(request: ActorRequest) -> QuerySet[Budget]:
    """All budgets for the government's officials; parliament has those that were submitted to it."""
    if request.actor.has_duty(BUDGET) or request.actor.has_duty(UNIT):
        return Budget.objects.all()
    return Budget.objects.filter(state__in=PARLIAMENT_SEES)


def items_of(request: ActorRequest, budget: Budget) -> QuerySet[BudgetItem]:
    """The items the actor may see: a unit its own until the budget is before parliament."""
    if budget.state in PARLIAMENT_SEES or request.actor.has_duty(BUDGET):
        return budget.items.all()
    return budget.items.filter(office__in=request.actor.offices(UNIT))


def name_of(budget: Budget) -> str:
    """A budget as people call it."""
    if budget.serial:
        return _("Supplementary budget {serial} of {year}").format(serial=budget.serial, year=budget.year)
    return _("Budget of {year}").format(year=budget.year)


def _step(request: ActorRequest, held: Budget, step: str, given: dict[str, Any]) -> str:
    by: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    if step == "extend":
        formulate.extend_requests(budget=held, **given, **by)
        return str(_("Requests are taken until {day}.")).format(day=written.day(given["until"]))
    if step == "plan":
        count = take_ceilings(budget=held, **by)
        return str(_("{count} ceilings are set from the plan.")).format(count=count)
    if step == "review":
        formulate.start_review(budget=held, **by)
        return str(_("The review has begun."))
    if step == "propose":
        formulate.propose(budget=held, **given, **by)
        return str(_("The proposal is before parliament."))
    if given["outcome"] == State.REJECTED:
        voting.reject(budget=held, act=given["act"], **by)
        return str(_("The budget was voted down."))
    count = voting.enact(budget=held, act=given["act"], **by)
    return str(_("The budget is enacted; {count} lines carry it.")).format(count=count)


def _facts(held: Budget) -> list[tuple[str, str]]:
    facts = [(_("State"), str(STATES[State(held.state)])), (_("Requests until"), written.day(held.requests_until))]
    if held.serial:
        facts.append((_("Cause"), held.cause))
    else:
        days = budget_calendar(year=held.year)
        told: tuple[tuple[str, date], ...] = (
            (_("Guidelines by law until"), days.guidelines_by),
            (_("Submission by law until"), days.submitted_by),
            (_("Vote by law until"), days.voted_by),
        )
        facts += [(label, written.day(day)) for label, day in told]
    if held.act:
        facts.append((_("Vote"), held.act))
    return facts


def _ceilings(request: ActorRequest, held: Budget, names: dict[str, str]) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str], dict[int, int]] = {}
    found = held.ceilings.all()
    if not request.actor.has_duty(BUDGET):
        found = found.filter(office__in=request.actor.offices(UNIT))
    for one in found.order_by("office", "programme", "year"):
        rows.setdefault((one.office, one.programme), {})[one.year] = one.minor
    years = [held.year + ahead for ahead in range(PLAN_YEARS)]
    return [
        {
            "office": names.get(office, office),
            "programme": programme or _("all programmes"),
            "amounts": [money(by_year[year]) if year in by_year else None for year in years],
        }
        for (office, programme), by_year in rows.items()
    ]


def _acts(request: ActorRequest, held: Budget) -> list[tuple[str, str]]:
    """What this official may do now: address and words."""
    actor, state = request.actor, held.state

    def step(name: str) -> str:
        return reverse("treasury:act", args=[held.pk, name])

    found: list[tuple[str, Any]] = []
    if actor.has_duty(BUDGET) or actor.has_duty(PARLIAMENT):
        found.append((reverse("treasury:revenue", args=[held.pk]), _("Revenue")))
    if actor.has_duty(UNIT) and state == State.REQUESTS:
        found.append((reverse("treasury:new_item", args=[held.pk]), _("Ask for an item")))
    if actor.has_duty(BUDGET) and state == State.REQUESTS:
        found.append((reverse("treasury:ceilings", args=[held.pk]), _("Set ceilings")))
        found.append((step("plan"), _("Take the ceilings from the medium-term plan")))
        found.append((step("extend"), _("Take requests till a later day")))
        found.append((step("review"), _("Begin the review")))
    if actor.has_duty(BUDGET) and state == State.REVIEW:
        found.append((step("propose"), _("Submit to parliament")))
    if actor.has_duty(PARLIAMENT) and state == State.PROPOSED:
        found.append((reverse("treasury:new_item", args=[held.pk]), _("Amend with a new item")))
        found.append((step("vote"), _("Record the vote")))
    return found


def _columns(names: dict[str, str], titles: dict[str, Any]) -> tuple[Column, ...]:
    def of(name: str, title: str) -> Column:
        return Column(name=name, title=title, kind="money", sort=name, value=lambda one: money(getattr(one, name)))

    return (
        Column(
            name="office",
            title=pgettext("budget", "Office"),
            value=lambda one: names.get(one.office, one.office),
            sort="office",
        ),
        Column(
            name="activity",
            title=_("Activity"),
            value=lambda one: title_in(titles=titles.get(one.activity, {}), otherwise=one.activity),
            link=lambda one: reverse("treasury:item", args=[one.budget_id, one.pk]),
        ),
        Column(name="economic", title=_("Class"), sort="economic"),
        Column(name="region", title=_("Region"), value=lambda one: region_name(one.region)),
        of("requested", _("Requested")),
        of("proposed", _("Proposed")),
        of("voted", _("Voted")),
    )
