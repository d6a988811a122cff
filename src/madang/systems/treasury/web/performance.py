"""What programmes are to reach with their money and what they reached, for everybody; offices set and report."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.performance import Direction
from madang.systems.treasury.models import Budget, ProgrammeTarget
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.permissions import UNIT
from madang.systems.treasury.usecases.set_target import Beside, report_result, set_target, targets_of
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web.showing import form_page, money, office_names

DIRECTIONS = {
    Direction.UP.value: gettext_lazy("more is better"),
    Direction.DOWN.value: gettext_lazy("less is better"),
}


class TargetForm(forms.Form):
    """A programme's indicator and its value."""

    office = forms.ChoiceField(label=pgettext_lazy("budget", "Office"))
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    indicator = forms.CharField(label=gettext_lazy("Indicator"), max_length=140)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False)
    measured = forms.CharField(label=gettext_lazy("How it is measured"), max_length=300)
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=list(DIRECTIONS.items()), widget=forms.RadioSelect, initial="up"
    )
    target = forms.DecimalField(label=gettext_lazy("Target"), max_digits=15, decimal_places=3)

    def __init__(self, *args: Any, year: int, offices: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        names, titles = office_names(), titles_of(dimension=Dimension.PROGRAMME, year=year)
        offered = {
            "office": [(one, names.get(one, one)) for one in offices],
            "programme": [
                (code, f"{code} {title_in(titles=one, otherwise=code)}")
                for code, one in sorted(titles.items())
                if "-" not in code
            ],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices


class ResultForm(forms.Form):
    """What it came to."""

    value = forms.DecimalField(label=gettext_lazy("Result"), max_digits=15, decimal_places=3)
    note = forms.CharField(
        label=gettext_lazy("Why it is so"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


@open_to(ANYONE)
@require_safe
def performance(request: HttpRequest) -> HttpResponseBase:
    """A year's targets with their results, beside what their programmes cost."""
    years = sorted(set(ProgrammeTarget.objects.values_list("year", flat=True)), reverse=True)
    told = request.GET.get("year", "")
    chosen = int(told) if told.isascii() and told.isdigit() and len(told) == 4 else 0
    year = chosen if chosen in years else (_running(years) if years else 0)
    rows = targets_of(year=year)
    table = Table(
        request=request, columns=_columns(year), source=rows, filters=(_office(rows),), caption=_("Targets and results")
    )
    met = [one.reached.met for one in rows]
    values = {
        "empty": not years,
        "years": [(one, f"?year={one}") for one in years],
        "year": year,
        "table": table,
        "figures": [
            (pgettext("performance", "Targets"), written.number(len(met))),
            (pgettext("performance", "Met"), written.number(met.count(True))),
            (pgettext("performance", "Missed"), written.number(met.count(False))),
        ],
    }
    return table.file(name=f"targets-{year}") or render(request, "treasury/performance.html", values)


@open_to(officials(UNIT))
@require_safe
def own(request: ActorRequest) -> HttpResponse:
    """The targets of the actor's offices, to report on, and the budgets with which new ones are set."""
    offices = request.actor.offices(UNIT)
    names = office_names()
    held = ProgrammeTarget.objects.filter(office__in=offices).order_by("-year", "office", "programme", "pk")
    rows = [
        {
            "pk": one.pk,
            "year": one.year,
            "office": names.get(one.office, one.office),
            "indicator": one.indicator,
            "target": f"{written.number(one.target.normalize())} {one.unit}".strip(),
        }
        for one in held[:200]
    ]
    open_years = Budget.objects.filter(serial=0, state__in=("requests", "review")).order_by("year")
    years = list(open_years.values_list("year", flat=True))
    return render(request, "treasury/targets.html", {"rows": rows, "open_years": years})


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def new_target(request: ActorRequest, year: int) -> HttpResponse:
    """Say what a programme is to reach."""
    get_object_or_404(Budget, year=year, serial=0)
    form = TargetForm(request.POST or None, year=year, offices=request.actor.offices(UNIT))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"direction": Direction(form.cleaned_data["direction"])}
        with ShownIn(form):
            set_target(year=year, **given, actor=request.actor, now=clock.now())
            return redirect("treasury:targets")
    return form_page(
        request,
        form=form,
        title=_("Set a target for {year}").format(year=year),
        lead=_("It goes to parliament with the budget and stays from then on; everybody sees it beside the money."),
        button=_("Set"),
        back=reverse("treasury:targets"),
    )


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: ActorRequest, pk: int) -> HttpResponse:
    """Report what an indicator came to."""
    held = get_object_or_404(ProgrammeTarget, pk=pk, office__in=request.actor.offices(UNIT))
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            report_result(target=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The result is reported. Everybody can read it now."))
            return redirect("treasury:targets")
    return form_page(
        request,
        form=form,
        title=_("Report: {indicator}").format(indicator=held.indicator),
        lead=_("A correction is another report; the last one counts and the earlier ones are kept."),
        button=_("Report"),
        back=reverse("treasury:targets"),
        facts=[
            (_("Fiscal year"), str(held.year)),
            (_("Target"), f"{written.number(held.target.normalize())} {held.unit}".strip()),
            (_("How it is measured"), held.measured),
        ],
    )


def _running(years: list[int]) -> int:
    """The year with results that is the newest, else the newest."""
    told = (
        ProgrammeTarget.objects.filter(results__isnull=False).order_by("-year").values_list("year", flat=True).first()
    )
    return told or years[0]


def _office(rows: list[Beside]) -> Filter:
    names = office_names()
    offices = sorted({one.target.office for one in rows})
    return Filter(
        name="office",
        title=pgettext("budget", "Office"),
        choices=tuple((code, names.get(code, code)) for code in offices),
        apply=lambda found, value: [one for one in found if one.target.office == value],
    )


def _columns(year: int) -> tuple[Column, ...]:
    names, titles = office_names(), titles_of(dimension=Dimension.PROGRAMME, year=year) if year else {}

    def number(value: Any, one: Beside) -> str:
        return "–" if value is None else f"{written.number(value.normalize())} {one.target.unit}".strip()

    def told(one: Beside) -> str:
        if one.reached.met is None:
            return _("not reported yet")
        return pgettext("performance", "met") if one.reached.met else pgettext("performance", "missed")

    def programme(one: Beside) -> str:
        return title_in(titles=titles.get(one.target.programme, {}), otherwise=one.target.programme)

    return (
        Column(name="programme", title=_("Programme"), value=programme, sort=True),
        Column(
            name="office",
            title=pgettext("budget", "Office"),
            value=lambda one: names.get(one.target.office, one.target.office),
        ),
        Column(name="indicator", title=_("Indicator"), value=lambda one: one.target.indicator),
        Column(name="target", title=_("Target"), value=lambda one: number(one.target.target, one)),
        Column(name="result", title=_("Result"), value=lambda one: number(one.reached.result, one)),
        Column(name="met", title=_("State"), value=told),
        Column(name="budget", title=_("May be spent"), kind="money", value=lambda one: money(one.budget)),
        Column(name="paid", title=pgettext("budget", "Paid"), kind="money", value=lambda one: money(one.paid)),
        Column(name="measured", title=_("How it is measured"), value=lambda one: one.target.measured),
        Column(name="note", title=_("Why it is so"), value=lambda one: one.note),
    )
