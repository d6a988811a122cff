"""Exports that wait to be loaded, for officers: the oldest first, and a longer term."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.customs.usecases.leaving.refusals import NoSuchExport
from madang.systems.customs.usecases.leaving.watch_exports import extend_loading, last_day, waiting_at
from madang.systems.customs.usecases.permissions import OFFICER


class TermForm(forms.Form):
    """A longer term."""

    until = DateField(label=gettext_lazy("To be loaded by"))
    reason = forms.CharField(
        label=gettext_lazy("Why it takes longer"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


@open_to(officials(OFFICER))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """All of the office."""
    source = waiting_at(actor=request.actor)
    columns = (
        Column(
            name="number",
            title=pgettext("customs", "Number"),
            link=lambda one: reverse("customs:extend_loading", args=[one.number]),
        ),
        Column(name="party_name", title=pgettext("customs", "Trader")),
        Column(name="title", title=pgettext("customs", "Goods")),
        Column(name="released_at", title=pgettext("customs", "Released"), kind="moment"),
        Column(name="load_by", title=_("To be loaded by"), kind="day", value=lambda one: last_day(one=one)),
    )
    table = Table(request=request, columns=columns, source=source, caption=_("Exports to be loaded"))
    values = {"table": table, "any": source.exists()}
    return table.file(name="exports") or render(request, "customs/leaving/desk.html", values)


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: ActorRequest, number: str) -> HttpResponse:
    """Grant a longer term to one."""
    found = waiting_at(actor=request.actor).filter(number=number[:32]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchExport
    form = TermForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            extend_loading(number=found.number, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Granted. The exporter sees it in the history of the declaration."))
            return redirect("customs:leaving_desk")
    values = {"number": found.number, "day": last_day(one=found), "form": form}
    return render(request, "customs/leaving/extend.html", values, status=422 if form.errors else 200)
