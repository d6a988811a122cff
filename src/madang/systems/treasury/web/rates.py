"""Rates of exchange: enter one, follow its history, and value what the state holds in other currencies."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.ui import charts, written
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.treasury.models import ExchangeRate
from madang.systems.treasury.usecases.permissions import ACCOUNTANT
from madang.systems.treasury.usecases.set_rate import open_positions, revalue, set_rate
from madang.systems.treasury.web.accounting import KEPT_BY, SEEN_BY, PastDay, fund_names, tabs, tidy, today
from madang.systems.treasury.web.showing import form_page

CHARTED = 60


class RateForm(forms.Form):
    """A rate of a day, and who says so."""

    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, help_text=gettext_lazy("Three letters of ISO 4217, such as USD.")
    )
    on = DateField(label=gettext_lazy("Day"), validators=[PastDay()])
    value = forms.DecimalField(label=pgettext_lazy("accounts", "Rate"), max_digits=18, decimal_places=8)
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=100, help_text=gettext_lazy("Who published it, and where.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        says = _("What one unit of it is worth in {currency}.").format(currency=pack().currency)
        self.fields["value"].help_text = says

    def clean_currency(self) -> str:
        """In capital letters."""
        return str(self.cleaned_data["currency"]).upper()


class DayForm(forms.Form):
    """The day to whose rates positions are brought."""

    on = DateField(label=gettext_lazy("Value on"), validators=[PastDay()])


@open_to(SEEN_BY)
@require_safe
def rates(request: ActorRequest) -> HttpResponseBase:
    """Every rate that was entered, the newest first, and the history of one currency as a line."""
    known = {one.currency: _told(one) for one in ExchangeRate.objects.order_by("currency", "-on").distinct("currency")}
    table = Table(
        request=request,
        columns=(
            Column(name="currency", title=_("Currency"), sort="currency"),
            Column(name="on", title=_("Day"), kind="day", sort="on"),
            Column(
                name="value",
                title=pgettext("accounts", "Rate"),
                kind="number",
                sort="value",
                value=lambda one: tidy(one.value),
            ),
            Column(name="source", title=_("Source")),
        ),
        source=ExchangeRate.objects.order_by("-on", "currency"),
        filters=(
            Filter(
                name="currency",
                title=_("Currency"),
                choices=tuple((code, code) for code in known),
                apply=lambda rows, value: rows.filter(currency=value),
            ),
        ),
        size=20,
        caption=_("Rates"),
    )
    asked = request.GET.get("currency", "")
    shown = asked if asked in known else next(iter(known), "")
    values = {
        "tabs": tabs("rates"),
        "table": table,
        "known": known,
        "chart": _history(shown) if shown else "",
        "latest": list(known.items()),
        "may_act": request.actor.has_duty(ACCOUNTANT),
    }
    return table.file(name="rates") or render(request, "treasury/rates.html", values)


def _told(rate: ExchangeRate) -> str:
    number = written.number(tidy(rate.value))
    return f"{number} {pack().currency} ({written.day(rate.on)})"


def _history(currency: str) -> str:
    rows = list(ExchangeRate.objects.filter(currency=currency).order_by("-on").values_list("on", "value")[:CHARTED])
    rows.reverse()
    title = _("One {currency} in {home}").format(currency=currency, home=pack().currency)
    return charts.line(
        title=title,
        labels=[f"{on.month}/{on.day}" for on, _value in rows],
        series=[charts.Series(title=title, values=tuple(float(value) for _on, value in rows))],
        near=True,
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rate(request: ActorRequest) -> HttpResponse:
    """Enter the rate of a day, or correct it while the books of that day are open."""
    form = RateForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            made = set_rate(**given, actor=request.actor, now=clock.now())
            says = _("The rate of {currency} on {day} is entered.")
            messages.success(request, says.format(currency=made.currency, day=written.day(made.on)))
            return redirect("treasury:rates")
    return form_page(
        request,
        form=form,
        title=_("Enter a rate"),
        lead=_("Deals of that day are booked at it. One that stands already is corrected; the audit trail keeps both."),
        button=pgettext("accounts", "Enter"),
        back=reverse("treasury:rates"),
    )


@open_to(SEEN_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def positions(request: ActorRequest) -> HttpResponse:
    """What each fund holds and owes in other currencies on a day, and the gain or loss that valuing it recognises."""
    form = DayForm(request.POST if request.method == "POST" else None, initial={"on": _day(request)})
    acts = request.actor.has_duty(ACCOUNTANT)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            on = form.cleaned_data["on"]
            moved = revalue(on=on, actor=request.actor, now=clock.now())
            told = (
                _("Valued at the rates of {day}; {count} funds gained or lost.") if moved else _("Nothing had moved.")
            )
            messages.success(request, told.format(day=written.day(on), count=moved))
            return redirect(f"{reverse('treasury:positions')}?on={on}")
    values = _positions(_day(request)) | {"tabs": tabs("rates"), "form": form, "may_act": acts}
    return render(request, "treasury/positions.html", values, status=422 if form.errors else 200)


def _day(request: ActorRequest) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()
    return asked if books.BEGINNING <= asked <= today() else today()


def _positions(on: date) -> dict[str, Any]:
    found, gains = open_positions(on=on)
    names = fund_names()
    return {
        "on": on,
        "rows": [
            {
                "fund": names.get(one.fund, one.fund),
                "held": one.held,
                "rate": _rate(one.value, one.rated_on),
                "worth": one.worth,
            }
            for one in found
        ],
        "gains": [(names.get(fund, fund), written.money(gain)) for fund, gain in gains.items()],
        "unrated": any(one.worth is None for one in found),
    }


def _rate(value: Decimal | None, on: date | None) -> str:
    if value is None or on is None:
        return _("no rate known")
    return f"{written.number(tidy(value))} ({written.day(on)})"
