"""Which books are locked, and locking a month or closing a year."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.money.models import LockedPeriod
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.treasury.usecases.close_year import close_year
from madang.systems.treasury.usecases.lock_month import closable, lock_month, lockable
from madang.systems.treasury.usecases.permissions import ACCOUNTANT
from madang.systems.treasury.web.accounting import SEEN_BY, tabs, today


class LockForm(forms.Form):
    """Up to which day."""

    until = forms.TypedChoiceField(label=gettext_lazy("Lock up to the end of"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days = [(day.isoformat(), written.day(day)) for day in lockable(today=today())]
        self.fields["until"].choices = days  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The year that is to be closed next."""

    year = forms.TypedChoiceField(label=gettext_lazy("Fiscal year"), coerce=int)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        year = closable(today=today())
        self.fields["year"].choices = [(year, str(year))] if year else []  # type: ignore[attr-defined]


@open_to(SEEN_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def periods(request: ActorRequest) -> HttpResponseBase:
    """The locked periods; an accountant locks finished months and closes a finished year."""
    asked = request.POST.get("do", "")
    lock, close = (
        LockForm(request.POST if asked == "lock" else None),
        CloseForm(request.POST if asked == "close" else None),
    )
    if (asked == "lock" and _locked(request, lock)) or (asked == "close" and _closed(request, close)):
        return redirect("treasury:periods")
    acts = request.actor.has_duty(ACCOUNTANT)
    table = Table(
        request=request,
        columns=_columns(),
        source=LockedPeriod.objects.order_by("-starts_on"),
        caption=_("Locked days"),
    )
    values = {
        "tabs": tabs("periods"),
        "table": table,
        "lock": lock if acts and lock.fields["until"].choices else None,  # type: ignore[attr-defined]
        "close": close if acts and close.fields["year"].choices else None,  # type: ignore[attr-defined]
    }
    status = 422 if lock.errors or close.errors else 200
    return table.file(name="periods") or render(request, "treasury/periods.html", values, status=status)


def _columns() -> tuple[Column, ...]:
    return (
        Column(name="starts_on", title=pgettext("accounts", "Since"), kind="day", sort="starts_on"),
        Column(name="ends_on", title=pgettext("accounts", "Until"), kind="day"),
        Column(name="locked_at", title=_("Locked on"), value=lambda one: written.moment(one.locked_at)),
        Column(name="locked_by", title=_("Locked by"), value=lambda one: officer_name(one.locked_by)),
    )


def _locked(request: ActorRequest, form: LockForm) -> bool:
    if not form.is_valid():
        return False
    with ShownIn(form):
        days = lock_month(until=form.cleaned_data["until"], actor=request.actor, now=clock.now())
        messages.success(request, _("The books of {days} days are locked.").format(days=days))
        return True
    return False


def _closed(request: ActorRequest, form: CloseForm) -> bool:
    if not form.is_valid():
        return False
    with ShownIn(form):
        done = close_year(year=form.cleaned_data["year"], actor=request.actor, now=clock.now(), today=today())
        messages.success(request, _("The fiscal year {year} is closed.").format(year=done.year))
        return True
    return False
