"""The fiscal management plan: drafted, changed and adopted by the budget office, compared, and shown to everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import charts, written
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.midterm import Difference, Figures, average_growth, growth, totals, years_of
from madang.systems.treasury.models import FiscalPlan
from madang.systems.treasury.usecases.accounting_rules import year_of
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT, UNIT
from madang.systems.treasury.usecases.plan_midterm import (
    FigureGiven,
    adopt_plan,
    compare_plans,
    draft_plan,
    figures_of,
    newest_plan,
    set_figures,
)
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web.accounting import unit
from madang.systems.treasury.web.showing import form_page, money, office_names, short


class DraftForm(forms.Form):
    """A new plan or edition."""

    year = forms.IntegerField(label=gettext_lazy("First fiscal year"), min_value=2000, max_value=2100)
    aims = forms.CharField(
        label=gettext_lazy("Aims and grounds"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What the plan aims at, and on what the figures of its later years rest."),
    )


class AdoptForm(forms.Form):
    """The government's resolution."""

    resolution = forms.CharField(label=gettext_lazy("Resolution of the government"), max_length=200)


class FigureForm(forms.Form):
    """What a programme is planned to cost, by year."""

    office = forms.ChoiceField(label=pgettext_lazy("budget", "Office"))
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    economic = forms.ChoiceField(label=gettext_lazy("Economic class"))

    def __init__(self, *args: Any, years: Iterable[int], choices: dict[str, list[tuple[str, str]]], **more: Any):
        super().__init__(*args, **more)
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = offered
        for year in years:
            self.fields[f"year{year}"] = AmountField(label=str(year), min_value=0, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    office: str
    programme: str
    economic: str
    years: dict[int, int]


@open_to(ANYONE)
@require_safe
def planned(request: HttpRequest) -> HttpResponseBase:
    """What the last adopted plan says of the years to come, programme by programme."""
    held = newest_plan()
    if held is None:
        return render(request, "treasury/planned.html", {"empty": True})
    table = _table(request, held, by_class=False)
    values = {"table": table, "name": _name(held), "aims": held.aims, **_grown(held)}
    return table.file(name=f"plan-{held}") or render(request, "treasury/planned.html", values)


@open_to(officials(BUDGET, UNIT, PARLIAMENT))
@require_safe
def plans(request: ActorRequest) -> HttpResponse:
    """Every plan and edition, the newest first; two of them side by side where they are chosen."""
    found = list(_visible(request).order_by("-first_year", "-edition"))
    rows = [
        {
            "pk": one.pk,
            "name": _name(one),
            "adopted": written.day(timezone.localdate(one.adopted_at)) if one.adopted_at else "",
            "resolution": one.resolution,
        }
        for one in found
    ]
    return render(request, "treasury/plans.html", {"rows": rows, "may_draft": request.actor.has_duty(BUDGET)})


@open_to(officials(BUDGET, UNIT, PARLIAMENT))
@require_safe
def plan(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One plan by programme and class, and what changed against another one."""
    held = get_object_or_404(_visible(request), pk=pk)
    others = _visible(request).exclude(pk=held.pk).order_by("-first_year", "-edition")
    told = request.GET.get("against", "")
    against = others.filter(pk=int(told)).first() if told.isascii() and told.isdigit() and len(told) < 10 else None
    table = _differences(request, against, held) if against else _table(request, held, by_class=True)
    values: dict[str, Any] = {
        "pk": held.pk,
        "name": _name(held),
        "aims": held.aims,
        "table": table,
        "against": [(str(one.pk), _name(one)) for one in others],
        "picked": told,
        "resolution": held.resolution,
        "may_change": held.adopted_at is None and request.actor.has_duty(BUDGET),
        **_grown(held),
    }
    return table.file(name=f"plan-{held}") or render(request, "treasury/plan_midterm.html", values)


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: ActorRequest) -> HttpResponse:
    """Begin a plan, or another edition of one."""
    this_year = year_of(day=timezone.localdate(clock.now()))
    form = DraftForm(request.POST or None, initial={"year": this_year})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = draft_plan(**form.cleaned_data, actor=request.actor, now=clock.now())
            return redirect("treasury:midterm", pk=made.pk)
    return form_page(
        request,
        form=form,
        title=_("Begin a plan"),
        lead=_("It begins with the figures of the last plan, or of the year's budget where there is none yet."),
        button=_("Begin"),
        back=reverse("treasury:midterms"),
    )


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what a programme is planned to cost in each year."""
    held = get_object_or_404(FiscalPlan, pk=pk)
    years = years_of(first=held.first_year)
    form = FigureForm(request.POST or None, years=years, choices=_choices(held.first_year))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        codes = {name: given[name] for name in ("office", "programme", "economic")}
        wanted = [
            FigureGiven(**codes, year=year, minor=given[f"year{year}"])
            for year in years
            if given.get(f"year{year}") is not None
        ]
        with ShownIn(form):
            set_figures(plan=held, figures=wanted, actor=request.actor, now=clock.now())
            return redirect("treasury:midterm", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Set figures: {plan}").format(plan=_name(held)),
        lead=_("A year that you leave empty stays as it is."),
        button=_("Set"),
        back=reverse("treasury:midterm", args=[held.pk]),
    )


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    """Record the government's resolution on it."""
    held = get_object_or_404(FiscalPlan, pk=pk)
    form = AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            adopt_plan(plan=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The plan is adopted. Everybody can read it now."))
            return redirect("treasury:midterm", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Adopt: {plan}").format(plan=_name(held)),
        lead=_("An adopted plan stays as it is; what changes later is another edition."),
        button=_("Adopt"),
        back=reverse("treasury:midterm", args=[held.pk]),
    )


def _visible(request: ActorRequest) -> QuerySet[FiscalPlan]:
    """All plans for the budget office; adopted ones for others."""
    found = FiscalPlan.objects.all()
    return found if request.actor.has_duty(BUDGET) else found.exclude(adopted_at=None)


def _name(plan: FiscalPlan) -> str:
    years = years_of(first=plan.first_year)
    words = _("Plan of {first} to {last}, edition {edition}")
    return words.format(first=years[0], last=years[-1], edition=plan.edition)


def _grown(plan: FiscalPlan) -> dict[str, Any]:
    """The totals by year, how they grow, and the chart of them."""
    by_year = totals(figures=figures_of(plan=plan))
    grown, yearly = growth(by_year=by_year), average_growth(by_year=by_year)
    billions = max(by_year.values(), default=0) >= 10 ** (pack().currency_digits + 12)
    unit = 10 ** (pack().currency_digits + (9 if billions else 6))
    told_in = (
        _("Planned by year, in billions of {currency}") if billions else _("Planned by year, in millions of {currency}")
    )
    return {
        "totals": [
            (str(year), short(minor), written.number(round(grown[year] / 10, 1)) if year in grown else "")
            for year, minor in by_year.items()
        ],
        "yearly": "" if yearly is None else written.number(round(yearly, 1)),
        "series": charts.bar(
            title=told_in.format(currency=pack().currency),
            labels=[str(year) for year in by_year],
            series=[charts.Series(title=_("Planned"), values=tuple(round(one / unit, 1) for one in by_year.values()))],
        )
        if by_year
        else "",
    }


def _table(request: HttpRequest, plan: FiscalPlan, *, by_class: bool) -> Table:
    found: Figures = figures_of(plan=plan)
    rows: dict[tuple[str, str, str], dict[int, int]] = {}
    for (office, programme, economic), years in found.items():
        row = rows.setdefault((office, programme, economic if by_class else ""), {})
        for year, minor in years.items():
            row[year] = row.get(year, 0) + minor
    shown = [
        _Shown(office=office, programme=programme, economic=economic, years=years)
        for (office, programme, economic), years in sorted(rows.items())
    ]
    whole, caption = _in_unit(_("Programmes by year"), (minor for row in shown for minor in row.years.values()))
    columns = (
        *_codes(plan, by_class=by_class),
        *(_of_year(year, lambda row, at: row.years.get(at, 0), whole) for year in years_of(first=plan.first_year)),
    )
    return Table(request=request, columns=columns, source=shown, filters=_filters(shown), caption=caption)


def _differences(request: HttpRequest, first: FiscalPlan, second: FiscalPlan) -> Table:
    rows: list[Difference] = compare_plans(first=first, second=second)
    both = [one for one in years_of(first=second.first_year) if one in years_of(first=first.first_year)]
    whole, caption = _in_unit(_("Differences by programme"), (row.change(year) for row in rows for year in both))
    columns = (
        *_codes(second, by_class=True),
        *(_of_year(year, lambda row, at: row.change(at), whole) for year in both),
    )
    return Table(request=request, columns=columns, source=rows, filters=_filters(rows), caption=caption)


def _of_year(year: int, amount: Any, whole: int) -> Column:
    """The year's amounts: exact where they are small, else in the unit that the caption names."""
    if whole == 1:
        return Column(
            name=f"y{year}", title=str(year), kind="money", value=lambda row: money(amount(row, year)), sort=True
        )
    return Column(
        name=f"y{year}", title=str(year), kind="number", value=lambda row: round(amount(row, year) / whole), sort=True
    )


def _in_unit(caption: str, figures: Iterable[int]) -> tuple[int, str]:
    """By what amounts are divided so that five years fit a page, and the caption that says so."""
    whole, said = unit(list(figures))
    return (whole, f"{caption}, {said}") if whole > 10 ** pack().currency_digits else (1, caption)


def _filters(rows: Iterable[Any]) -> tuple[Filter, ...]:
    names = office_names()
    offices = sorted({row.office for row in rows})
    return (
        Filter(
            name="office",
            title=pgettext("budget", "Office"),
            choices=tuple((code, names.get(code, code)) for code in offices),
            apply=lambda found, value: [one for one in found if one.office == value],
        ),
    )


def _codes(plan: FiscalPlan, *, by_class: bool) -> tuple[Column, ...]:
    names, titles = office_names(), titles_of(dimension=Dimension.PROGRAMME, year=plan.first_year)
    columns = (
        Column(
            name="office",
            title=pgettext("budget", "Office"),
            value=lambda row: names.get(row.office, row.office),
            sort=True,
        ),
        Column(
            name="programme",
            title=_("Programme"),
            value=lambda row: title_in(titles=titles.get(row.programme, {}), otherwise=row.programme),
            sort=True,
        ),
    )
    return (*columns, Column(name="economic", title=_("Class"), sort=True)) if by_class else columns


def _choices(year: int) -> dict[str, list[tuple[str, str]]]:
    def spoken(dimension: Dimension) -> list[tuple[str, str]]:
        titles = titles_of(dimension=dimension, year=year)
        return [(code, f"{code} {title_in(titles=one, otherwise=code)}") for code, one in sorted(titles.items())]

    programmes = [(code, said) for code, said in spoken(Dimension.PROGRAMME) if "-" not in code]
    return {
        "office": sorted(office_names().items()),
        "programme": programmes,
        "economic": spoken(Dimension.ECONOMIC),
    }
